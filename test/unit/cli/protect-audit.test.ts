import { afterEach, beforeEach, expect, it } from 'vitest';
import { audit } from '../../../server/cli/audit.js';
import { realRandomness, testClock } from '../../support/storage.js';
import { makeProtectBench, realEngine, type ProtectBench } from './protect-run.js';

let bench: ProtectBench;
beforeEach(() => {
  bench = makeProtectBench(realEngine);
});
afterEach(() => {
  bench.remove();
});

/** Two areas with five offices, from 2 to 120 people each; few women in the second area. */
const people = [60, 9, 120, 2, 30].flatMap((size, office) =>
  Array.from({ length: size }, (_, person) => {
    const area = office < 2 ? 'A' : 'B';
    const sex = person % (area === 'A' ? 2 : 7) === 0 ? 'w' : 'm';
    return `${area},${area}${office},${sex},${['young', 'old'][(person * 5 + office) % 3 === 0 ? 1 : 0] ?? ''}`;
  }),
);

it.each(['standard', 'strict'])('audit undoes nothing of what protect writes: %s', async (guarantee) => {
  const csv = ['area,office,sex,age', ...people, ''].join('\n');
  const call = ['area>office,sex,age', '--order', '3', '--k', '5', '--guarantee', guarantee] as const;
  expect(await bench.run(csv, ...call)).toBe(0);
  expect(bench.files()).toEqual(['hierarchy.json', 'summary.json', 'tables.csv']);

  const rows = bench.read('tables.csv').trimEnd().split('\n').slice(1);
  const told = rows.map((row) => row.split(',').at(-1) ?? '').filter((count) => count !== '');
  expect(rows).toHaveLength((1 + 5 + 2) * 3 * 3);
  expect(told.length).toBeGreaterThan(10);
  expect(Math.min(...told.map(Number))).toBeGreaterThanOrEqual(5);
  const summary = JSON.parse(bench.read('summary.json')) as Record<string, number>;
  expect(summary['unsafeCovered']).toBe(summary['primary']);
  expect(told).toHaveLength(rows.length - (summary['primary'] ?? 0) - (summary['complementary'] ?? 0));

  const said: string[] = [];
  const deps = {
    clock: testClock(),
    randomness: realRandomness,
    say: (line: string) => void said.push(line),
  };
  const found = await audit.run(deps, [bench.out]);
  // That a group is below k is what standard leaves open.
  expect(said.at(-1)).toMatch(
    guarantee === 'strict'
      ? /^recovered 0, below k 0, isolated 0$/
      : /^recovered 0, below k \d+, isolated 0$/,
  );
  if (guarantee === 'strict') expect(found).toBe(0);
});
