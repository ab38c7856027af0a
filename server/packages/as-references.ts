import { translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import { PACKAGE_SOURCE } from '../references/reference.js';
import type { Localized } from '../survey/definition.js';
import type { Variable } from '../survey/variables.js';
import { variablesOf } from '../survey/variables.js';
import type { Figure } from './format.js';
import { sha256 } from './package-fault.js';
import type { FollowUpPackage } from './read-package.js';

/** What the page for published figures takes; a question may be longer. */
const LONGEST = 600;

/**
 * The told shares of a package as published figures, so that the next wave is held against them: with year, base, and
 * the package as their source. Their ids follow from wave, variable, group and code: the same package taken in twice adds
 * nothing.
 */
export function asReferences(earlier: FollowUpPackage): Reference[] {
  const { manifest, instrument, figures } = earlier;
  if (manifest.kind !== 'wave') return [];
  const variables = new Map(variablesOf(instrument).map((variable) => [variable.id, variable]));
  const common = {
    instrument: instrument.id,
    kind: 'previous' as const,
    series: instrument.title.de.slice(0, 120),
    unit: 'percent' as const,
    year: manifest.year,
    universe: inBoth((t, lang) => t('packages.reference.universe', { title: manifest.title[lang] })),
    caveats: [
      ...(manifest.simulated ? [inBoth((t) => t('packages.reference.simulated'))] : []),
      inBoth((t) => t('packages.reference.voluntary')),
    ],
    source: sourceOf(earlier, manifest.wave.id),
    certainty: 'high' as const,
  };
  return figures.flatMap((figure) => {
    const variable = variables.get(figure.indicator);
    if (variable === undefined) return [];
    const everybody = Object.keys(figure.groups).length === 0;
    const derived = instrument.derived.find(({ id }) => id === variable.id);
    return [
      {
        ...common,
        id: idOf(manifest.wave.id, figure),
        links: [
          {
            indicator: figure.indicator,
            codes: [figure.code],
            groups: Object.fromEntries(Object.entries(figure.groups).map(([id, code]) => [id, [code]])),
          },
        ],
        label: labelOf(figure, variable, variables, manifest.year),
        concept: variable.id,
        // Six digits are what the page for published figures takes.
        value: Math.round((1e8 * figure.count) / figure.base) / 1e6,
        base: figure.base,
        invited: everybody ? manifest.participation.invited : null,
        definition: derived?.definition ?? null,
      },
    ];
  });
}

function idOf(waveId: string, { indicator, code, groups }: Figure): string {
  return `p_${sha256(JSON.stringify([waveId, indicator, code, groups])).slice(0, 24)}`;
}

function sourceOf({ digest, fingerprint }: FollowUpPackage, waveId: string): string {
  return `${PACKAGE_SOURCE}${waveId}, SHA-256 ${digest.slice(0, 16)}, ${fingerprint ?? ''}`;
}

function labelOf(
  { code, groups }: Figure,
  variable: Variable,
  variables: ReadonlyMap<string, Variable>,
  year: string,
): Localized {
  const named = ({ codes }: Variable, wanted: string, lang: Lang): string =>
    codes.find((entry) => entry.code === wanted)?.label[lang] ?? wanted;
  return inBoth((t, lang) => {
    const group = Object.entries(groups).map(([id, one]) => {
      const breakdown = variables.get(id);
      return breakdown === undefined ? one : `${breakdown.label[lang]} ${named(breakdown, one, lang)}`;
    });
    const parts = { subject: variable.label[lang], answer: named(variable, code, lang), year };
    return group.length === 0
      ? t('packages.reference.label', parts)
      : t('packages.reference.labelOfGroup', { ...parts, group: group.join(', ') });
  });
}

/** Whether a figure was told by the package with this digest. */
export function isFromPackage({ source }: Reference, digest: string): boolean {
  return source.startsWith(PACKAGE_SOURCE) && source.includes(`SHA-256 ${digest.slice(0, 16)}`);
}

/**
 * What such a figure counts, by name: its variable, where the questionnaire of now counts the same; where it is one of
 * `refused`, the variable as it was then.
 */
export function conceptThen({ links, year }: Reference, refused: ReadonlySet<string>): string {
  const variable = links[0]?.indicator ?? '';
  return refused.has(variable) ? `${variable.slice(0, 56)}_${year.replace(/\D/g, '_')}` : variable;
}

function inBoth(text: (t: ReturnType<typeof translator>, lang: Lang) => string): { de: string; en: string } {
  const cut = (lang: Lang): string => text(translator(lang), lang).slice(0, LONGEST);
  return { de: cut('de'), en: cut('en') };
}
