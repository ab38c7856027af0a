import type { Family } from './family.js';

/**
 * Answers of a closed wave, counted. Inner cells are the combinations of leaves that occur, one row of `leaves` each
 * (a leaf for every dimension), ordered by their leaves, so that nothing of the order of arrival is left.
 */
export interface Cube {
  readonly family: Family;
  /** Number of ballots. */
  readonly records: number;
  /** Inner cells times dimensions. */
  readonly leaves: Uint16Array;
  /** People by inner cell. */
  readonly people: Int32Array;
  /** People by cell of the family. */
  readonly counts: Int32Array;
  /** By cell of the family: 1 where it is empty and readers know that it has to be, so that it needs no protection. */
  readonly knownZeros: Uint8Array;
  /** By cell of the family: 1 where an earlier release of the same answers told the count, which stays told. */
  readonly toldBefore: Uint8Array;
}

/** What is known before anything is told. */
export interface Known {
  readonly isKnownZero?: IsKnownZero;
  readonly toldBefore?: (counts: Int32Array) => Uint8Array;
}

/** Whether readers know that a cell has to be empty. Asked about empty cells that are shown only: a wrong answer excuses nobody's cell. */
export type IsKnownZero = (cell: number) => boolean;

export interface CubeBuilder {
  /** Counts ballots that are alike: the position of their leaf in every dimension. Throws where that is no leaf. */
  count(leaves: readonly number[], ballots?: number): void;
  finish(known?: Known): Cube;
}

/** Combinations of leaves are numbered by mixed radix; more than 2^53 could not be told apart. */
export const MOST_COMBINATIONS = Number.MAX_SAFE_INTEGER;

/** One pass over the ballots, then one over the combinations that occur. */
export function makeCube(family: Family): CubeBuilder {
  const sizes = family.dimensions.map(({ levels }) => levels[0]?.codes.length ?? 0);
  if (sizes.reduce((product, size) => product * size, 1) > MOST_COMBINATIONS)
    throw new Error('too many combinations of codes: leave out variables, or coarsen them');
  const people = new Map<number, number>();
  let records = 0;
  return {
    count(leaves, ballots = 1) {
      let key = 0;
      sizes.forEach((size, dimension) => {
        const leaf = leaves[dimension] ?? -1;
        if (!(leaf >= 0 && leaf < size))
          throw new Error(`no leaf ${String(leaf)} in dimension ${String(dimension)}`);
        key = key * size + leaf;
      });
      people.set(key, (people.get(key) ?? 0) + ballots);
      records += ballots;
    },
    finish({ isKnownZero = () => false, toldBefore } = {}) {
      const keys = Float64Array.from(people.keys()).sort();
      const leaves = new Uint16Array(keys.length * sizes.length);
      keys.forEach((key, row) => {
        let rest = key;
        for (let dimension = sizes.length - 1; dimension >= 0; dimension -= 1) {
          const size = sizes[dimension] ?? 1;
          leaves[row * sizes.length + dimension] = rest % size;
          rest = Math.floor(rest / size);
        }
      });
      const counted = Int32Array.from(keys, (key) => people.get(key) ?? 0);
      const counts = sumUp(family, leaves, counted);
      const knownZeros = new Uint8Array(family.size);
      for (const { role, base, size } of family.grids)
        for (let cell = base; role === 'shown' && cell < base + size; cell += 1)
          if (counts[cell] === 0 && isKnownZero(cell)) knownZeros[cell] = 1;
      const before = toldBefore?.(counts) ?? new Uint8Array(family.size);
      return { family, records, leaves, people: counted, counts, knownZeros, toldBefore: before };
    },
  };
}

function sumUp(family: Family, leaves: Uint16Array, people: Int32Array): Int32Array {
  const counts = new Int32Array(family.size);
  const width = family.dimensions.length;
  for (const { axes, base } of family.grids) {
    const steps = axes.map(({ dimension, level, stride }) => ({
      dimension,
      offsets: Int32Array.from(
        family.dimensions[dimension]?.levels[level]?.codeOf ?? [],
        (code) => code * stride,
      ),
    }));
    people.forEach((number, row) => {
      let cell = base;
      for (const { dimension, offsets } of steps)
        cell += offsets[leaves[row * width + dimension] ?? 0] ?? Number.NaN;
      counts[cell] = (counts[cell] ?? 0) + number;
    });
  }
  return counts;
}
