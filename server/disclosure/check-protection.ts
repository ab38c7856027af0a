import type { Cube } from './cube.js';
import type { Family, Grid, Level } from './family.js';
import type { Policy } from './policy.js';
import type { Protection, World } from './worlds.js';

export type BrokenRule =
  | 'senseless policy'
  | 'wrong counts'
  | 'unsafe cell told'
  | 'zero not told'
  | 'told without being shown'
  | 'told before and not now'
  | 'malformed world'
  | 'negative count in world'
  | 'listed code empty in world'
  | 'told cell changed in world'
  | 'blank cell empty in world'
  | 'unsafe cell not covered'
  | 'relation isolates few'
  | 'difference isolates few';

export interface Fault {
  readonly rule: BrokenRule;
  /** A cell of the family, the outer one where two are compared. */
  readonly cell: number | null;
  readonly world: number | null;
}

export interface Verdict {
  readonly passed: boolean;
  /** The first of them; as confidential as the cube. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
  readonly unsafe: number;
  readonly unsafeCovered: number;
}

/** A combination of leaves, and the cells of the family that its people are counted in. */
interface Inner {
  people: number;
  readonly cells: Int32Array;
}

/**
 * What speaks for an unsafe cell. A covering world harms an inner cell where a cell that counts its people lacks so many
 * that insiders among them may know better; those who know nobody of a harmed cell cannot.
 */
interface Cover {
  /** Inner cells that all covering worlds harm; null while there is no such world. */
  harmedByAll: ReadonlySet<Inner> | null;
  /** Covering worlds of which no two harm the same inner cell, for several insiders. */
  readonly apart: ReadonlySet<Inner>[];
}

type Report = (rule: BrokenRule, cell: number | null, world?: number) => void;

const MOST_LISTED = 20;
/** Whole numbers up to here can be added up millions of times without rounding. */
const MOST_PEOPLE = 2 ** 31;

/**
 * Whether what is told of the cube may be told: from the ballots' leaves and the worlds alone, by plain counting. Nothing
 * is taken from whoever made the protection, and no code is shared with the search for it.
 */
export function checkProtection(cube: Cube, policy: Policy, protection: Protection): Verdict {
  const faults: Fault[] = [];
  let faultCount = 0;
  const report: Report = (rule, cell, world) => {
    faultCount += 1;
    if (faults.length < MOST_LISTED) faults.push({ rule, cell, world: world ?? null });
  };
  const covers = new Map<number, Cover>();
  const { k, insiders } = policy;
  if (!(Number.isInteger(k) && k > 0 && Number.isInteger(insiders) && insiders >= 0))
    report('senseless policy', null);
  const inner = innerCells(cube.family);
  const counts = countAgain(cube, inner);
  if (counts.length !== cube.counts.length || protection.published.length !== counts.length)
    report('wrong counts', null);
  for (const { role, base, size } of cube.family.grids)
    for (let cell = base; cell < base + size; cell += 1) {
      const count = counts[cell] ?? 0;
      const told = protection.published[cell] !== 0;
      if (count !== cube.counts[cell]) report('wrong counts', cell);
      if (role !== 'shown' && told) report('told without being shown', cell);
      if (cube.toldBefore[cell] === 1 && !told) report('told before and not now', cell);
      if (role === 'behind') continue;
      if (count === 0 && (policy.zeros === 'published' || cube.knownZeros[cell] === 1)) {
        if (role === 'shown' && !told) report('zero not told', cell);
      } else if (count < k) {
        covers.set(cell, { harmedByAll: null, apart: [] });
        if (told) report('unsafe cell told', cell);
      }
    }
  checkWorlds({ family: cube.family, counts, inner, policy, protection, covers, report });
  const open = [...covers].filter(([, cover]) => !isCovered(cover, insiders));
  for (const [cell] of open) report('unsafe cell not covered', cell);
  checkSubtractions(cube.family, counts, k, protection.published, report);
  return {
    passed: faultCount === 0,
    faults,
    faultCount,
    unsafe: covers.size,
    unsafeCovered: covers.size - open.length,
  };
}

interface InnerCells {
  /** The inner cell of given leaves, always the same object; null where these are no leaves of the family. */
  readonly at: (leaves: readonly number[]) => Inner | null;
  /** All that were asked for so far. */
  readonly all: () => Iterable<Inner>;
}

function innerCells({ dimensions, grids }: Family): InnerCells {
  const sizes = dimensions.map(({ levels }) => levels[0]?.codes.length ?? 0);
  if (sizes.reduce((product, size) => product * size, 1) > Number.MAX_SAFE_INTEGER)
    throw new Error('too many combinations of leaves to tell them apart');
  const known = new Map<number, Inner>();
  const at = (leaves: readonly number[]): Inner | null => {
    if (leaves.length !== sizes.length) return null;
    let key = 0;
    for (const [dimension, leaf] of leaves.entries()) {
      const size = sizes[dimension] ?? 0;
      if (!(Number.isInteger(leaf) && leaf >= 0 && leaf < size)) return null;
      key = key * size + leaf;
    }
    let inner = known.get(key);
    if (inner === undefined) {
      inner = { people: 0, cells: Int32Array.from(grids, (grid) => cellOf(dimensions, grid, leaves)) };
      known.set(key, inner);
    }
    return inner;
  };
  return { at, all: () => known.values() };
}

function cellOf(dimensions: Family['dimensions'], { base, axes }: Grid, leaves: readonly number[]): number {
  let cell = base;
  for (const { dimension, level, stride } of axes) {
    const code = dimensions[dimension]?.levels[level]?.codeOf[leaves[dimension] ?? -1];
    if (code === undefined) throw new Error('a leaf without a code');
    cell += code * stride;
  }
  return cell;
}

/** People by cell of the family; also puts the people into the inner cells. */
function countAgain({ family, leaves, people }: Cube, inner: InnerCells): Float64Array {
  const counts = new Float64Array(family.size);
  const width = family.dimensions.length;
  people.forEach((number, row) => {
    const own = inner.at([...leaves.subarray(row * width, (row + 1) * width)]);
    if (own === null || number < 0) throw new Error('a cube of something else than people');
    own.people += number;
    for (const cell of own.cells) counts[cell] = (counts[cell] ?? 0) + number;
  });
  return counts;
}

interface WorldCheck {
  readonly family: Family;
  readonly counts: Float64Array;
  readonly inner: InnerCells;
  readonly policy: Policy;
  readonly protection: Protection;
  readonly covers: ReadonlyMap<number, Cover>;
  readonly report: Report;
}

/** Every world must agree with all that is known; those that do are entered with the unsafe cells that they cover. */
function checkWorlds({ family, counts, inner, policy, protection, covers, report }: WorldCheck): void {
  const { k, guarantee, zeros, insiders } = policy;
  const now = counts.slice();
  const isShown = cellsIn(family, ({ role }) => role === 'shown');
  const isCode = cellsIn(family, ({ role, axes }) => role === 'shown' && axes.length === 1);
  const peopleOf = insiders > 0 ? peopleByCell(inner.all()) : new Map<number, Inner[]>();
  const contradiction = (cell: number): BrokenRule | null => {
    if ((now[cell] ?? 0) < 0) return 'negative count in world';
    // A code that is listed stands for somebody: readers know that the groups of one variable are not empty.
    if (isCode(cell) && counts[cell] !== 0 && (now[cell] ?? 0) < 1) return 'listed code empty in world';
    if (protection.published[cell] !== 0)
      return now[cell] === counts[cell] ? null : 'told cell changed in world';
    return zeros === 'published' && isShown(cell) && (now[cell] ?? 0) < 1
      ? 'blank cell empty in world'
      : null;
  };
  protection.worlds.forEach((world, index) => {
    const changes = changesOf(world, inner);
    if (changes === null) {
      report('malformed world', null, index);
      return;
    }
    let broken: BrokenRule | null = null;
    for (const [inner, by] of changes) for (const cell of inner.cells) now[cell] = (now[cell] ?? 0) + by;
    const harmed = new Set<Inner>();
    for (const inner of changes.keys())
      for (const cell of inner.cells) {
        broken ??= contradiction(cell);
        if ((now[cell] ?? 0) < Math.min(counts[cell] ?? 0, insiders))
          for (const known of peopleOf.get(cell) ?? []) harmed.add(known);
      }
    if (broken !== null) report(broken, null, index);
    for (const inner of changes.keys())
      for (const cell of inner.cells) {
        const [before, after] = [counts[cell] ?? 0, now[cell] ?? 0];
        if (before === after) continue;
        now[cell] = before;
        const cover = covers.get(cell);
        if (broken !== null || cover === undefined) continue;
        if (guarantee === 'standard' || after >= k) enter(cover, harmed, insiders);
      }
  });
}

function cellsIn({ grids, size }: Family, isMeant: (grid: Grid) => boolean): (cell: number) => boolean {
  const flags = new Uint8Array(size);
  for (const grid of grids.filter(isMeant)) flags.fill(1, grid.base, grid.base + grid.size);
  return (cell) => flags[cell] === 1;
}

function peopleByCell(all: Iterable<Inner>): Map<number, Inner[]> {
  const byCell = new Map<number, Inner[]>();
  for (const inner of all) {
    if (inner.people === 0) continue;
    for (const cell of inner.cells) {
      const list = byCell.get(cell);
      if (list === undefined) byCell.set(cell, [inner]);
      else list.push(inner);
    }
  }
  return byCell;
}

/** Null where the world is not made of whole people and leaves. */
function changesOf(world: World, inner: InnerCells): Map<Inner, number> | null {
  const changes = new Map<Inner, number>();
  for (const { leaves, by } of world) {
    const changed = inner.at(leaves);
    if (changed === null || !Number.isInteger(by) || Math.abs(by) > MOST_PEOPLE) return null;
    changes.set(changed, (changes.get(changed) ?? 0) + by);
  }
  return changes;
}

function enter(cover: Cover, harmed: ReadonlySet<Inner>, insiders: number): void {
  if (isCovered(cover, insiders)) return;
  const { harmedByAll, apart } = cover;
  cover.harmedByAll =
    harmedByAll === null ? harmed : new Set([...harmedByAll].filter((inner) => harmed.has(inner)));
  const isApart = (other: ReadonlySet<Inner>): boolean => ![...other].some((inner) => harmed.has(inner));
  if (insiders > 1 && apart.every(isApart)) apart.push(harmed);
}

/**
 * Whether a covering world is left to insiders, whichever records they know. One of them knows better than all worlds
 * only in a cell that all harm, so this is exact; several can be of no more cells than they are.
 */
function isCovered({ harmedByAll, apart }: Cover, insiders: number): boolean {
  if (insiders <= 1) return harmedByAll?.size === 0;
  return apart.length > insiders || apart.some(({ size }) => size === 0);
}

/** No subtraction of told cells from a told cell around them leaves 1 to k-1 people. */
function checkSubtractions(
  family: Family,
  counts: Float64Array,
  k: number,
  published: Uint8Array,
  report: Report,
): void {
  const isFew = (people: number): boolean => people > 0 && people < k;
  for (const outer of family.grids)
    for (const grid of family.grids) {
      const around = grid === outer ? null : cellsAround(family, outer, grid);
      if (around === null) continue;
      const blank = new Map<number, number>();
      around.forEach((cell, position) => {
        if (cell < 0 || published[cell] === 0) return;
        const count = counts[grid.base + position] ?? 0;
        if (published[grid.base + position] === 0) blank.set(cell, (blank.get(cell) ?? 0) + count);
        else if (isFew((counts[cell] ?? 0) - count)) report('difference isolates few', cell);
      });
      if (around.includes(-1)) continue;
      for (const [cell, people] of blank) if (isFew(people)) report('relation isolates few', cell);
    }
}

/** For each cell of a grid the cell of the outer grid that holds all of its people, whoever they are; -1: none does. */
function cellsAround({ dimensions }: Family, outer: Grid, grid: Grid): Int32Array | null {
  const around = new Int32Array(grid.size).fill(outer.base);
  for (const { dimension, level, stride } of outer.axes) {
    const axis = grid.axes.find((other) => other.dimension === dimension);
    const levels = dimensions[dimension]?.levels;
    const [coarse, fine] = [levels?.[level], levels?.[axis?.level ?? -1]];
    if (axis === undefined || coarse === undefined || fine === undefined) return null;
    const within = codesAround(coarse, fine);
    around.forEach((cell, position) => {
      const code = within[Math.floor(position / axis.stride) % axis.size] ?? -1;
      around[position] = cell < 0 || code < 0 ? -1 : cell + code * stride;
    });
  }
  return around;
}

/** For each fine code the coarse code that has all of its leaves; -1 where there is none; any where it has no leaves. */
function codesAround(coarse: Level, fine: Level): number[] {
  return fine.codes.map((_, code) => {
    const codes = new Set(coarse.codeOf.filter((_, leaf) => fine.codeOf[leaf] === code));
    return codes.size > 1 ? -1 : ([...codes][0] ?? 0);
  });
}
