import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../server/paths.js';
import { wilson } from '../../../server/statistics/wilson.js';

/** x, n, N, Wilson's interval with and without the finite population; from methods-testvectors.json. */
const vectors: [number, number, number, [number, number], [number, number]][] = [
  [1770, 8190, 31000, [0.20856930833817292, 0.22386101245364795], [0.2073373257984712, 0.22516328781856904]],
  [
    6843,
    31536,
    143000,
    [0.21300056321666425, 0.22103338788295632],
    [0.2124753829465337, 0.22157376966872386],
  ],
  [3, 25, 40, [0.061566174074795255, 0.22084298973057598], [0.04166817150440358, 0.2995579392092732]],
  [0, 30, 120, [0, 0.08829290569666298], [0, 0.11351339317396876]],
  [7, 20, 20, [0.35, 0.35], [0.18119182410108206, 0.5671457233147638]],
];

describe('wilson', () => {
  it.each(vectors)('of %i of %i among %i', (x, n, N, withN, without) => {
    const pairs = [
      [wilson(x, n, N), withN],
      [wilson(x, n), without],
    ] as const;
    for (const [{ low, high }, expected] of pairs) {
      expect(low).toBeCloseTo(expected[0], 9);
      expect(high).toBeCloseTo(expected[1], 9);
    }
  });

  it('uses the vectors that were agreed on', () => {
    const file = join(projectRoot, '../shared/instrument/methods-testvectors.json');
    if (!existsSync(file)) return;
    const { wilson_with_fpc: agreed } = JSON.parse(readFileSync(file, 'utf8')) as {
      wilson_with_fpc: { x: number; n: number; N: number; wilson_fpc: number[]; wilson_no_fpc: number[] }[];
    };
    expect(
      agreed.map(({ x, n, N, wilson_fpc, wilson_no_fpc }) => [x, n, N, wilson_fpc, wilson_no_fpc]),
    ).toEqual(vectors);
  });

  it('ends at 0 and 1 exactly', () => {
    expect(wilson(0, 12).low).toBe(0);
    expect(wilson(12, 12).high).toBe(1);
  });

  it.each([
    [5, 4, undefined],
    [-1, 4, undefined],
    [0, 0, undefined],
    [1, 4, 3],
    [Number.NaN, 4, undefined],
  ])('refuses %s of %s among %s', (x, n, N) => {
    expect(() => wilson(x, n, N)).toThrow(RangeError);
  });
});
