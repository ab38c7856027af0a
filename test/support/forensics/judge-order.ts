import type { Attempt } from './order-attacks.js';
import { spearmanWithin, type Correlation } from './rank-correlation.js';

/** How well an attempt tells the order in which respondents submitted. */
export interface OrderVerdict {
  readonly attack: string;
  readonly where: string;
  /** Respondents of whom anything was found. */
  readonly found: number;
  /** Correlation with the true order of all. */
  readonly overall: Correlation;
  /** The same within batches: what an attempt adds to knowing between which two copies somebody submitted. */
  readonly withinBatch: Correlation;
}

/** @param batches for each respondent, in the true order, the number of the batch */
export function judgeOrder(
  { attack, where, scores, groups: incomparable }: Attempt,
  batches: readonly number[],
): OrderVerdict {
  const correlate = (groupOf: (person: number) => string): Correlation => {
    const groups = new Map<string, { a: number[]; b: (number | null)[] }>();
    for (const [person, score] of scores.entries()) {
      const group = groups.get(groupOf(person)) ?? { a: [], b: [] };
      groups.set(groupOf(person), group);
      group.a.push(person);
      group.b.push(score);
    }
    return spearmanWithin([...groups.values()]);
  };
  const page = (person: number): string => String(incomparable?.[person] ?? '');
  return {
    attack,
    where,
    found: scores.filter((score) => score !== null).length,
    overall: correlate(page),
    withinBatch: correlate((person) => `${batches[person] ?? ''} ${page(person)}`),
  };
}
