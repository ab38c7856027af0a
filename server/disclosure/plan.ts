import { z } from 'zod';

/**
 * The analysis plan: every table that is computed from a wave, declared before the wave opens and shown to respondents.
 * Further ones need the council's consent (docs/adr/0011).
 */
export const plannedTableSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  /** Variable ids that groups are formed by; an empty list means everybody. */
  breakdown: z.array(z.string()).max(3),
  /** Variable id that is reported about each group; null: the sizes of the groups. */
  indicator: z.string().nullable(),
});
export type PlannedTable = z.infer<typeof plannedTableSchema>;

export const planSchema = z.strictObject({ tables: z.array(plannedTableSchema).max(400) });
export type Plan = z.infer<typeof planSchema>;

/** What a wave was opened with, and what the council has agreed to since. */
export function planWith(
  plan: Plan,
  supplements: readonly { readonly status: string; readonly tables: readonly PlannedTable[] }[],
): Plan {
  const approved = supplements.filter(({ status }) => status === 'approved');
  return { tables: [...plan.tables, ...approved.flatMap(({ tables }) => tables)] };
}
