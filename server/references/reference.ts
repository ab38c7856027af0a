import { z } from 'zod';
import { localizedSchema } from '../survey/definition.js';

/** A name, or the id of a variable, which has a dot where it is a row or an option of a question. */
export const conceptPattern = /^[a-z][a-z0-9_]{0,63}(\.[a-z0-9][a-z0-9_]{0,63})?$/;

/** Where a figure belongs: shares of these codes of the indicator, in the groups named (all of them together). */
const linkSchema = z.strictObject({
  /** Variable of the instrument; null: participation itself. */
  indicator: z.string().nullable(),
  codes: z.array(z.string()),
  /** Codes by breakdown variable; empty: everybody. */
  groups: z.record(z.string(), z.array(z.string()).min(1)),
});

/**
 * A published figure to be shown beside a result, never without its source and caveats.
 * `baseline`: Bremen's survey of 2013 (report of November 2014). `previous`: its survey of 2023/24. `staff`: personnel
 * statistics. `population`: residents. `elsewhere`: other administrations.
 */
export const referenceSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  instrument: z.string(),
  kind: z.enum(['baseline', 'previous', 'staff', 'population', 'elsewhere']),
  links: z.array(linkSchema).min(1),
  label: localizedSchema,
  /** Proper name of the series that the figure is a point of, in the words of whoever publishes it. */
  series: z.string().min(1).max(120),
  /**
   * What was counted, as a name to compare by: equal names within a series mean that nothing broke between them. Where
   * a figure counts exactly what a variable of the instrument counts, this is that variable's id.
   */
  concept: z.string().regex(conceptPattern),
  /** Percent of the universe, as published. */
  value: z.number().min(0).max(100),
  unit: z.literal('percent'),
  /** How many people the value is a share of; null: not published. */
  base: z.int().min(1).nullable(),
  /** How many were asked, where the value comes from a survey and the number is published. */
  invited: z.int().min(1).nullable(),
  year: z.string(),
  universe: localizedSchema,
  definition: localizedSchema.nullable(),
  caveats: z.array(localizedSchema),
  source: z.string(),
  /** high: official or first-hand; medium: one secondary source or unclear base; low: derived or press wording. */
  certainty: z.enum(['high', 'medium', 'low']),
});
export type Reference = z.infer<typeof referenceSchema>;

export const referencesSchema = z.strictObject({ note: z.string(), references: z.array(referenceSchema) });

/** The figures that belong to an instrument's indicator, in the order of the file. */
export function referencesOf(
  references: readonly Reference[],
  instrument: string,
  indicator: string | null,
): readonly Reference[] {
  return references.filter(
    (reference) =>
      reference.instrument === instrument && reference.links.some((link) => link.indicator === indicator),
  );
}

/** How the source of a figure begins that was told by a wave and came in its package: `Mehrwelt WAVE, ...`. */
export const PACKAGE_SOURCE = 'Mehrwelt ';

/**
 * The figures that may stand beside the results of a wave: not those that it told itself, nor those of a later one, which came
 * here with packages.
 */
export function besideWave(
  references: readonly Reference[],
  { id, closesAt }: { readonly id: string; readonly closesAt: string },
): readonly Reference[] {
  return references.filter(
    ({ source, year }) =>
      !source.startsWith(PACKAGE_SOURCE) ||
      (!source.startsWith(`${PACKAGE_SOURCE}${id},`) && year <= closesAt.slice(0, 4)),
  );
}
