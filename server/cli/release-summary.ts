import type { Cube } from '../disclosure/cube.js';
import { isUnsafe } from '../disclosure/policy.js';
import type { Protection } from '../disclosure/worlds.js';
import type { ProtectOptions } from './protect-options.js';

export const phases = ['read', 'tabulate', 'protect', 'check', 'write'] as const;
export type Phase = (typeof phases)[number];

/**
 * What the operator wants to know of a release, as summary.json has it. It tells how many blanks are small groups, which
 * the tables hide on purpose: it is not for those who read the tables.
 */
export interface ReleaseSummary {
  readonly records: number;
  /** Combinations of leaves that occur. */
  readonly innerCells: number;
  readonly cells: number;
  /** Cells that have to be blank, and those that are so for their sake. */
  readonly primary: number;
  readonly complementary: number;
  /** Share (0 to 1) of the summed counts of all cells that is blank. */
  readonly massBlank: number;
  readonly unsafeCovered: number;
  readonly worlds: number;
  /** Crossings that could not be protected and are blank as a whole, with all that refine them. */
  readonly keptBack: readonly string[];
  readonly checker: 'passed';
  readonly k: number;
  readonly zeros: string;
  readonly guarantee: string;
  readonly insiders: number;
  readonly order: number;
  /** As named in the call: `ministry>office`. */
  readonly variables: readonly string[];
  readonly seconds: Readonly<Record<Phase, number>>;
  readonly peakMemoryMb: number;
}

export interface Measures {
  readonly keptBack: readonly string[];
  readonly unsafeCovered: number;
  readonly seconds: Readonly<Record<Phase, number>>;
  readonly peakMemoryMb: number;
}

/** Sums up a protection that the checker has passed. */
export function summarise(
  cube: Cube,
  protection: Protection,
  { policy, order, variables }: ProtectOptions,
  { keptBack, unsafeCovered, seconds, peakMemoryMb }: Measures,
): ReleaseSummary {
  let [blank, primary, mass, massBlank] = [0, 0, 0, 0];
  cube.counts.forEach((count, cell) => {
    mass += count;
    if (isUnsafe(count, policy)) primary += 1;
    if (protection.published[cell] === 1) return;
    blank += 1;
    massBlank += count;
  });
  return {
    records: cube.records,
    innerCells: cube.people.length,
    cells: cube.family.size,
    primary,
    complementary: blank - primary,
    massBlank: massBlank / mass,
    unsafeCovered,
    worlds: protection.worlds.length,
    keptBack,
    checker: 'passed',
    ...policy,
    order,
    variables: variables.map((columns) => columns.join('>')),
    seconds,
    peakMemoryMb,
  };
}
