import { shippedInstruments } from '../instruments/index.js';
import { loadReferences } from '../references/load-references.js';
import { FORMAT, FORMAT_VERSION, type Manifest } from './format.js';
import { readPackage, type FollowUpPackage } from './read-package.js';
import { readmeText } from './readme-text.js';
import { writePackage } from './write-package.js';

/** The survey that the city of Bremen's instrument follows: field work in 2013, report of November 2014. */
const earlier = {
  title: {
    de: 'Befragung der bremischen Beschäftigten 2013 (Bericht von 2014)',
    en: 'Survey of Bremen’s public employees in 2013 (report of 2014)',
  },
  year: '2013',
} as const;

let known: { readonly zip: Buffer; readonly content: FollowUpPackage } | undefined;

/**
 * The baseline of 2013/2014 as a package. Of that survey only published figures are left: no tables, no plan, no rule and no
 * ballots, and the package says so. It is made of what ships with the program, the follow-up questionnaire and the figures of
 * the report, and is not signed: whoever has the program has it, and knows it by its content (`isShippedBaseline`).
 */
export function shippedBaseline(): { readonly zip: Buffer; readonly content: FollowUpPackage } {
  if (known !== undefined) return known;
  const [instrument] = shippedInstruments();
  if (instrument === undefined) throw new Error('the program ships without its questionnaire');
  const manifest: Manifest = {
    kind: 'published-figures',
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    ...earlier,
    simulated: false,
    instrument: { id: instrument.id, version: instrument.version },
  };
  const references = loadReferences().filter(
    (reference) => reference.kind === 'baseline' && reference.instrument === instrument.id,
  );
  const readme = { path: 'README.txt', bytes: Buffer.from(readmeText(manifest)) };
  const content = { manifest, instrument, plan: null, policy: null, figures: [], references };
  const zip = writePackage(content, [readme], null);
  const read = readPackage(zip);
  if (!read.ok) throw new Error(`the baseline that ships can't be read: ${JSON.stringify(read.faults)}`);
  known = { zip, content: read.value };
  return known;
}

/** Whether a package says exactly what the one says that ships with this program. */
export function isShippedBaseline({ digest }: FollowUpPackage): boolean {
  return digest === shippedBaseline().content.digest;
}
