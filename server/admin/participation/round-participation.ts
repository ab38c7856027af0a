import type { ParticipationSnapshot } from '../../ports/code-register.js';

/**
 * Areas with fewer people or fewer codes than this, or of unknown size, are not told: a step of ten there would show who
 * has answered. Codes alone prove nothing, because more of them can be made than people work there.
 */
export const SMALLEST_TOLD_AREA = 20;
const STEP = 10;

/** The day under which the figures of a closed wave are kept; it outlives the wave's codes. */
export const FINAL_DAY = 'final';

/** Rounded down to tens, so that a single answer is never seen to arrive. */
export function roundDown(count: number): number {
  return Math.floor(Math.max(0, count) / STEP) * STEP;
}

/**
 * What may be told about participation. Raw counts go in, only multiples of ten come out; areas in the order of their names.
 */
export function roundParticipation(
  day: string,
  issued: readonly { readonly area: string; readonly count: number }[],
  headcounts: readonly { readonly area: string; readonly count: number }[],
  raw: { readonly usedByArea: ReadonlyMap<string, number>; readonly ballots: number },
): ParticipationSnapshot {
  const staff = new Map(headcounts.map(({ area, count }) => [area, count]));
  const isTold = (area: string, codes: number): boolean =>
    Math.min(codes, staff.get(area) ?? 0) >= SMALLEST_TOLD_AREA;
  return {
    day,
    total: roundDown(raw.ballots),
    areas: issued
      .map(({ area, count }) => ({
        area,
        issued: count,
        used: isTold(area, count) ? roundDown(raw.usedByArea.get(area) ?? 0) : null,
      }))
      .sort((a, b) => a.area.localeCompare(b.area, 'de')),
  };
}

/**
 * Response as a share of the headcount, in whole steps of five per cent, from the rounded count only.
 * Null where there is no headcount, or where it says less people than answers.
 */
export function roughShare(rounded: number | null, headcount: number | undefined): number | null {
  if (rounded === null || headcount === undefined || headcount <= 0 || rounded > headcount) return null;
  return Math.floor((rounded / headcount) * 20) / 20;
}
