import { z } from 'zod';
import { localizedSchema } from '../survey/definition.js';

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
  id: z.string(),
  instrument: z.string(),
  kind: z.enum(['baseline', 'previous', 'staff', 'population', 'elsewhere']),
  links: z.array(linkSchema).min(1),
  label: localizedSchema,
  /** Percent of the universe, as published. */
  value: z.number().min(0).max(100),
  unit: z.literal('percent'),
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
