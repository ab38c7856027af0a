import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CannotProtect } from '../../server/disclosure/cannot-protect.js';
import { checkProtection } from '../../server/disclosure/check-protection.js';
import { makeCube, type Cube } from '../../server/disclosure/cube.js';
import { familyOf, keyOfCrossing } from '../../server/disclosure/family.js';
import { protectCube } from '../../server/disclosure/protect-cube.js';
import type { Protection } from '../../server/disclosure/worlds.js';
import { tinyCubes, type Tiny } from '../support/tiny-family.js';

/** A first release of some crossings of the cube, and its cells that are told, as cells of the whole. */
function firstRelease({ cube, policy, inner, truth }: Tiny, share: number): Uint8Array {
  const { dimensions, grids } = cube.family;
  const some = grids.slice(0, Math.ceil(grids.length * share));
  const builder = makeCube(
    familyOf(
      dimensions,
      some.map(({ axes }) => axes),
    ),
  );
  inner.forEach((leaves, position) => {
    builder.count(leaves, truth[position]);
  });
  const first = builder.finish();
  const { published } = protectCube(first, policy);
  const told = new Uint8Array(cube.counts.length);
  for (const grid of first.family.grids) {
    const same = grids.find(({ axes }) => keyOfCrossing(axes) === keyOfCrossing(grid.axes))!;
    for (let at = 0; at < grid.size; at += 1) told[same.base + at] = published[grid.base + at]!;
  }
  return told;
}

function later(cube: Cube, toldBefore: Uint8Array, policy: Tiny['policy']): Protection | null {
  try {
    return protectCube({ ...cube, toldBefore }, policy);
  } catch (error) {
    if (error instanceof CannotProtect) return null;
    throw error;
  }
}

describe('a later release of the same answers', () => {
  it('tells again what was told, and is protected together with it', () => {
    let found = 0;
    let kept = 0;
    fc.assert(
      fc.property(tinyCubes, fc.double({ min: 0.2, max: 0.9, noNaN: true }), (tiny, share) => {
        const before = attempt(() => firstRelease(tiny, share));
        if (before === null) return;
        const protection = later(tiny.cube, before, tiny.policy);
        if (protection === null) return;
        found += 1;
        const alone = protectCube(tiny.cube, tiny.policy);
        if (before.some((told, cell) => told === 1 && alone.published[cell] === 0)) kept += 1;
        for (const [cell, told] of before.entries())
          if (told === 1) expect(protection.published[cell]).toBe(1);
        const cube = { ...tiny.cube, toldBefore: before };
        expect(checkProtection(cube, tiny.policy, protection).faults).toEqual([]);
      }),
      { numRuns: 400 },
    );
    // Otherwise the releases before would have made no difference.
    expect(found).toBeGreaterThan(200);
    expect(kept).toBeGreaterThan(5);
  });

  it('is refused by the checker where it blanks what was told', () => {
    fc.assert(
      fc.property(tinyCubes, (tiny) => {
        const protection = attempt(() => protectCube(tiny.cube, tiny.policy));
        const blank = protection?.published.indexOf(0) ?? -1;
        if (protection === null || blank < 0) return;
        const toldBefore = Uint8Array.from(protection.published, (_, cell) => (cell === blank ? 1 : 0));
        const { faults } = checkProtection({ ...tiny.cube, toldBefore }, tiny.policy, protection);
        expect(faults).toContainEqual({ rule: 'told before and not now', cell: blank, world: null });
      }),
      { numRuns: 100 },
    );
  });
});

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof CannotProtect) return null;
    throw error;
  }
}
