import { join } from 'node:path';
import { keyOfCrossing, type Dimension, type Family } from '../disclosure/family.js';
import { isUnsafe, type Policy } from '../disclosure/policy.js';
import type { PublishedTables } from '../disclosure/published-tables.js';
import { TOTAL_CODE } from './code-list.js';
import { InputError } from './command.js';
import { readRelease } from './read-release.js';
import { asText } from './release-text.js';

/** A release of the same data that is out already. */
export interface EarlierRelease {
  readonly folder: string;
  /** By cell of the family: the count that it told. */
  readonly told: ReadonlyMap<number, number>;
}

/**
 * Reads releases that were made of the same data before, and finds their cells in the family of the new one. Throws an
 * InputError where one has variables, codes or crossings that the new release would not have: nothing could be promised
 * about numbers that are left out of the calculation.
 */
export function readEarlier(folders: readonly string[], { dimensions, grids }: Family): EarlierRelease[] {
  const places = dimensions.map(placesOf);
  const gridOf = new Map(grids.map((grid) => [keyOfCrossing(grid.axes), grid]));
  return folders.map((folder) => {
    const { tables } = readRelease(folder);
    const dimensionOf = variablesIn(tables, dimensions, folder);
    const told = new Map<number, number>();
    for (const { codes, count } of tables.cells) {
      const axes = codes
        .map((code, at) => ({ dimension: dimensionOf[at] ?? -1, code }))
        .filter(({ code }) => code !== TOTAL_CODE)
        .map(({ dimension, code }) => {
          const place = places[dimension]?.get(code);
          if (place === undefined)
            throw fault(folder, `${code} is no code of ${dimensions[dimension]?.id ?? ''} in --data`);
          return { dimension, ...place };
        })
        .sort((a, b) => a.dimension - b.dimension);
      const grid = gridOf.get(keyOfCrossing(axes));
      if (grid === undefined)
        throw fault(
          folder,
          'crosses more variables than --order allows now; raise it, so that all numbers count',
        );
      if (count === null) continue;
      const cell = grid.axes.reduce(
        (sum, { stride }, index) => sum + (axes[index]?.place ?? 0) * stride,
        grid.base,
      );
      told.set(cell, count);
    }
    return { folder, told };
  });
}

/** By cell: 1 where an earlier release told it. Throws an InputError where one told another number than the data give, or one below k. */
export function toldBefore(
  earlier: readonly EarlierRelease[],
  counts: Int32Array,
  policy: Policy,
): Uint8Array {
  const before = new Uint8Array(counts.length);
  for (const { folder, told } of earlier)
    for (const [cell, count] of told) {
      if (counts[cell] !== count)
        throw fault(
          folder,
          'has other counts than --data: it was made of other data; leave it out, or name its data',
        );
      if (isUnsafe(count, policy))
        throw fault(
          folder,
          `tells ${String(count)}, which is not to be told now; choose the --k and --zeros it was made with`,
        );
      before[cell] = 1;
    }
  return before;
}

function variablesIn(tables: PublishedTables, dimensions: readonly Dimension[], folder: string): number[] {
  return tables.variables.map((name) => {
    const at = dimensions.findIndex(({ id }) => asText(id) === name);
    if (at < 0)
      throw fault(
        folder,
        `has the variable ${name}, which is not among --variables; add it, so that all numbers count`,
      );
    return at;
  });
}

function placesOf({ levels }: Dimension): ReadonlyMap<string, { level: number; place: number }> {
  return new Map(
    levels.flatMap(({ codes }, level) =>
      codes.map((code, place) => [asText(code), { level, place }] as const),
    ),
  );
}

function fault(folder: string, message: string): InputError {
  return new InputError(`${join(folder, 'tables.csv')}: ${message}`);
}
