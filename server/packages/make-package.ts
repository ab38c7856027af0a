import type { Plan } from '../disclosure/plan.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import type { ExportContext } from '../exports/export-context.js';
import { exportFiles } from '../exports/export-files.js';
import type { Wave } from '../ports/office.js';
import type { PackageSigner } from '../ports/package-signer.js';
import { FORMAT, FORMAT_VERSION, type Manifest, type PackagePolicy } from './format.js';
import { methodsReport } from './methods-report.js';
import type { PackageContent } from './package-content.js';
import { readmeText } from './readme-text.js';
import { toldFigures } from './told-figures.js';
import { writePackage } from './write-package.js';

/**
 * The follow-up package of a released wave: the zip that the next wave is started from, here or elsewhere. It holds what was
 * released and what was declared before, never anything of a ballot. The same release and key give the same bytes.
 *
 * @param plan what was tabulated: the wave's plan with the tables that were agreed to later
 */
export function packageOf(context: ExportContext & { readonly plan: Plan }, signer: PackageSigner): Buffer {
  const content = contentOf(context);
  const tables = exportFiles(context).map(({ path, bytes }) => ({ path: `tables/${path}`, bytes }));
  const methods = (['de', 'en'] as const).map((lang) => ({
    path: `methods/methods-${lang}.html`,
    bytes: Buffer.from(methodsReport(content, context.release, lang)),
  }));
  return writePackage(
    content,
    [{ path: 'README.txt', bytes: Buffer.from(readmeText(content.manifest)) }, ...methods, ...tables],
    signer,
  );
}

/** What the package of a release says. */
export function contentOf(context: ExportContext & { readonly plan: Plan }): PackageContent {
  const { wave, definition, release, references, plan } = context;
  return {
    manifest: manifestOf(context),
    instrument: definition,
    plan,
    policy: policyOf(release),
    figures: toldFigures(release),
    references: references.filter(({ instrument }) => instrument === wave.definition.id),
  };
}

function manifestOf({ wave, release, releasedOn }: ExportContext): Manifest {
  const { id, opensAt, closesAt, languages, access, retentionDays, texts } = wave;
  return {
    kind: 'wave',
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    title: bothLanguages(wave.title),
    year: yearOf(closesAt),
    simulated: wave.simulated,
    instrument: { id: wave.definition.id, version: wave.definition.version },
    wave: {
      ...{ id, opensAt, closesAt, languages: [...languages], access, retentionDays },
      texts: {
        purpose: bothLanguages(texts.purpose),
        contact: bothLanguages(texts.contact),
        legalBasis: bothLanguages(texts.legalBasis),
      },
    },
    releasedOn,
    participation: { invited: invitedTo(wave), records: release.records },
  };
}

function policyOf({ k, policy }: SafeRelease): PackagePolicy {
  return policy === 'worlds-strict-1'
    ? { k, rule: policy, guarantee: 'strict', zeros: 'unsafe', insiders: 1 }
    : { k, rule: policy, guarantee: null, zeros: 'unsafe', insiders: null };
}

function invitedTo({ headcounts }: Wave): number | null {
  const sum = headcounts.reduce((total, { count }) => total + count, 0);
  return sum === 0 ? null : sum;
}

/** The year in Berlin in which the survey ended. */
function yearOf(instant: string): string {
  return new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Europe/Berlin' }).format(
    new Date(instant),
  );
}

function bothLanguages({ de, en }: Readonly<Record<'de' | 'en', string>>): { de: string; en: string } {
  return { de, en };
}
