import { CannotProtect } from '../disclosure/cannot-protect.js';
import type { Cube } from '../disclosure/cube.js';
import { familyOf, type Crossing, type Family, type Grid } from '../disclosure/family.js';
import type { Policy } from '../disclosure/policy.js';
import type { Protection } from '../disclosure/worlds.js';
import { InputError } from './command.js';

/** Decides which cells are told, and proves it. Throws CannotProtect where that is impossible. */
export type Protect = (cube: Cube, policy: Policy) => Promise<Protection> | Protection;

export interface ProtectedCrossings {
  readonly cube: Cube;
  readonly protection: Protection;
  /** Crossings that could not be protected and are blank as a whole, such as `sex x age`. */
  readonly keptBack: readonly string[];
}

/**
 * Protects a family; a crossing for which no protection is found, most often because earlier releases told too much, is
 * kept back with all that refine it. Throws an InputError where an earlier release has told numbers of that crossing itself.
 */
export async function protectCrossings(
  protect: Protect,
  cubeOf: (family: Family) => Cube,
  whole: Family,
  policy: Policy,
): Promise<ProtectedCrossings> {
  const keptBack: string[] = [];
  for (let family = whole; ;) {
    const cube = cubeOf(family);
    try {
      return { cube, protection: await protect(cube, policy), keptBack };
    } catch (error) {
      if (!(error instanceof CannotProtect)) throw error;
      const grid = family.grids.find(({ base, size }) => error.cell >= base && error.cell < base + size);
      if (grid === undefined || isToldBefore(cube, grid))
        throw new InputError(
          `${nameOf(family, grid?.axes ?? [])}: no protection was found that agrees with all that is told already; ` +
            'choose the guarantee, k and insiders of the earlier release, or release nothing more',
        );
      keptBack.push(nameOf(family, grid.axes));
      family = keepBack(family, grid.axes);
    }
  }
}

function isToldBefore({ toldBefore }: Cube, { axes, base, size }: Grid): boolean {
  return axes.length === 0 || toldBefore.subarray(base, base + size).includes(1);
}

/** The same cells, but those of a crossing and of all that refine it are not shown. */
function keepBack(family: Family, crossing: Crossing): Family {
  const refines = (other: Crossing): boolean =>
    crossing.every(({ dimension, level }) =>
      other.some((axis) => axis.dimension === dimension && axis.level <= level),
    );
  const [shown, behind] = [true, false].map((wanted) =>
    family.grids
      .filter(({ role, axes }) => (role === 'shown' && !refines(axes)) === wanted)
      .map(({ axes }) => axes),
  );
  return familyOf(family.dimensions, shown ?? [], { behind: behind ?? [] });
}

function nameOf({ dimensions }: Family, crossing: Crossing): string {
  const names = crossing.map(({ dimension, level }) => {
    const id = dimensions[dimension]?.id ?? '';
    return level === 0 ? id : `${id} (step ${String(level)})`;
  });
  return names.length === 0 ? 'everybody' : names.join(' x ');
}
