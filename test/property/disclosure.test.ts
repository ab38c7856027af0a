import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SafeTable } from '../../server/disclosure/safe-table.js';
import { variablesOfTable } from '../../server/disclosure/safe-table.js';
import { openRelease, sealRelease } from '../../server/disclosure/seal.js';
import { cellCodes } from '../../server/disclosure/table-shape.js';
import type { Sensitivity } from '../../server/survey/definition.js';
import type { Coded } from '../unit/disclosure/miniature.js';
import { release, table, tabulation, variable } from '../unit/disclosure/miniature.js';

/**
 * Disclosure control against an oracle written from the words of the policy: it recounts every cell from the ballots,
 * one by one, and shares no code with the tabulation or the rule.
 */

const codeLists = [
  ['x', 'y'],
  ['p', 'q', 'na'],
  ['r', 's', 'na', 'not_asked'],
  ['u', 'v', 'w'],
];
const ids = ['a', 'b', 'c', 'd'];
const sensitivities = fc.array(fc.constantFrom<Sensitivity>('identifying', 'sensitive', 'neutral'), {
  minLength: 4,
  maxLength: 4,
});

/** Skewed weights, so that both full and nearly empty cells occur. */
const ballot = fc.record(
  Object.fromEntries(
    ids.map((id, position) => [
      id,
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(codeLists[position]?.[0] ?? '') },
        fc.constantFrom(...(codeLists[position] ?? [])),
      ),
    ]),
  ),
) as fc.Arbitrary<Coded>;
const data = fc.oneof(
  fc.array(ballot, { maxLength: 300, size: 'max' }),
  fc.array(ballot, { minLength: 150, maxLength: 400, size: 'max' }),
);
const plans = fc.subarray(
  [
    ...['a', 'b', 'c', 'd', 'a b', 'c d', 'a b d'].map((breakdown) => table(breakdown, null)),
    ...['', 'a', 'd', 'a d'].flatMap((breakdown) =>
      ['b', 'c'].map((indicator) => table(breakdown, indicator)),
    ),
  ],
  { minLength: 1 },
);
const impossible = (cell: Readonly<Record<string, string>>): boolean =>
  cell.a === 'y' && cell.c === 'not_asked';

/** Of one variable only, so that both readings of an empty "keine Angabe" occur. */
const refusal = (id: string, code: string): boolean => id === 'b' && code === 'na';

interface World {
  readonly variables: ReturnType<typeof variable>[];
  readonly plan: ReturnType<typeof table>[];
  readonly ballots: Coded[];
  readonly k: number;
}
const worlds: fc.Arbitrary<World> = fc.record({
  variables: sensitivities.map((list) =>
    ids.map((id, at) => variable(id, list[at] ?? 'neutral', codeLists[at] ?? [])),
  ),
  plan: plans,
  // Nobody is in the cell that is declared impossible.
  ballots: data.map((list) => list.filter((one) => !impossible(one))),
  k: fc.integer({ min: 5, max: 12 }),
});

function recount(ballots: readonly Coded[], variables: readonly string[], codes: readonly string[]): number {
  return ballots.filter((one) => variables.every((id, at) => codes[at] === 'total' || one[id] === codes[at]))
    .length;
}

/** The policy in its own words: whether a table of these ballots has a cell that must not be shown. */
function oracle({ variables, ballots, k }: World, planned: ReturnType<typeof table>): boolean {
  const sensitivity = (id: string): string => variables.find((one) => one.id === id)?.sensitivity ?? '';
  const codesOf = (id: string): string[] =>
    variables.find((one) => one.id === id)?.codes.map(({ code }) => code) ?? [];
  const { breakdown, indicator } = planned;
  const used = indicator === null ? breakdown : [...breakdown, indicator];
  const combinations = used.reduce<string[][]>(
    (list, id) => list.flatMap((codes) => [...codesOf(id), 'total'].map((code) => [...codes, code])),
    [[]],
  );
  return combinations.some((codes) => {
    const n = recount(ballots, used, codes);
    const cell: Coded = Object.fromEntries(
      used.map((id, at) => [id, codes[at] ?? ''] as const).filter(([, code]) => code !== 'total'),
    );
    const last = codes.at(-1);
    const groupOf = indicator === null ? codes : codes.slice(0, -1);
    const refusers = breakdown.some((id, at) => refusal(id, codes[at] ?? ''));
    const nobodyRefused =
      (indicator !== null && refusal(indicator, last ?? '')) ||
      (refusers && recount(ballots, breakdown, groupOf) === 0);
    const strict = n < k && !(n === 0 && (impossible(cell) || nobodyRefused));
    const neutral =
      indicator !== null &&
      sensitivity(indicator) === 'neutral' &&
      !breakdown.some((id) => sensitivity(id) === 'sensitive');
    if (!neutral || last === 'total') return strict;
    const group = codes.slice(0, -1);
    const answers = codesOf(indicator).filter((code) => code !== 'na' && code !== 'not_asked');
    const given = answers.reduce((sum, code) => sum + recount(ballots, used, [...group, code]), 0);
    const groupCell: Coded = Object.fromEntries(
      breakdown.map((id, at) => [id, group[at] ?? ''] as const).filter(([, code]) => code !== 'total'),
    );
    const neverAsked = answers.every((code) => impossible({ ...groupCell, [indicator]: code }));
    const emptyGroup = recount(ballots, breakdown, group) === 0;
    return (n > 0 && n < 3) || (given < k && !emptyGroup && !(given === 0 && neverAsked));
  });
}

function protectWorld({ variables, plan, ballots, k }: World): readonly SafeTable[] {
  return release(variables, plan, ballots, { k, structuralZero: impossible, saysNothing: refusal }).tables;
}

function nextOf(stream: Iterator<number, unknown>): number {
  const next = stream.next();
  return next.done === true ? 0 : next.value;
}

describe('tabulation', () => {
  it('equals a recount of every cell, and its margins add up', () => {
    fc.assert(
      fc.property(worlds, ({ variables, plan, ballots }) => {
        const { records, tables } = tabulation(variables, plan, ballots);
        expect(records).toBe(ballots.length);
        for (const { shape, counts } of tables) {
          const used = [...shape.breakdown, ...(shape.indicator === null ? [] : [shape.indicator])].map(
            ({ id }) => id,
          );
          expect([...counts]).toEqual(cellCodes(shape).map((codes) => recount(ballots, used, codes)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a ballot without a valid code and counts nothing of it', () => {
    const a = variable('a', 'neutral', ['x', 'y']);
    const b = variable('b', 'neutral', ['p', 'q']);
    expect(() => tabulation([a, b], [table('a', null), table('b', null)], [{ a: 'x' }])).toThrow(
      'no valid code for b',
    );
    expect(() => tabulation([a], [table('a', null)], [{ a: 'total' }])).toThrow('no valid code for a');
  });
});

describe('protection', () => {
  it('publishes exactly the tables without an unsafe cell, counted right, and nothing of the others', () => {
    let shown = 0;
    let hidden = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        protectWorld(world).forEach((result, at) => {
          const planned = world.plan[at] ?? table('', null);
          const mustHide = world.ballots.length < world.k || oracle(world, planned);
          expect(result.status).toBe(mustHide ? 'withheld' : 'published');
          if (mustHide) {
            hidden += 1;
            expect(result.cells).toEqual([]);
            return;
          }
          shown += 1;
          const used = variablesOfTable(result).map(({ id }) => id);
          for (const { codes, count } of result.cells) {
            expect(count ?? 0).toBe(recount(world.ballots, used, codes));
            expect(count).not.toBe(0);
          }
        });
      }),
      { numRuns: 60, seed: 2014 },
    );
    // Both sides of the rule were really reached.
    expect(shown).toBeGreaterThan(30);
    expect(hidden).toBeGreaterThan(30);
  });

  it('gives the same number in every table that shows the same cell', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const seen = new Map<string, number | null>();
        for (const result of protectWorld(world)) {
          const variables = variablesOfTable(result);
          for (const { codes, count } of result.cells) {
            const cell = variables
              .map(({ id }, at) => `${id}=${codes[at] ?? ''}`)
              .filter((part) => !part.endsWith('=total'))
              .sort()
              .join(' ');
            if (seen.has(cell)) expect(count).toBe(seen.get(cell));
            seen.set(cell, count);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the order of the ballots, and survives its seal', () => {
    const key = new Uint8Array(32).fill(1);
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat(1000)), ({ variables, plan, ballots, k }, keys) => {
        const shuffled = ballots
          .map((one) => ({ one, rank: nextOf(keys) }))
          .sort((left, right) => left.rank - right.rank)
          .map(({ one }) => one);
        const [first, second] = [ballots, shuffled].map((list) =>
          sealRelease(release(variables, plan, list, { k }), key),
        );
        expect(first).toBe(second);
        expect(sealRelease(openRelease(first ?? '', key), key)).toBe(first);
      }),
      { numRuns: 25 },
    );
  });

  it('has the same bytes whether an unsafe group is empty or one short of k', () => {
    const key = new Uint8Array(32).fill(1);
    const a = variable('a', 'identifying', ['x', 'y']);
    const b = variable('b', 'sensitive', ['p', 'q']);
    const plan = [table('a', null), table('', 'b'), table('a', 'b')];
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 20 }), fc.integer({ min: 40, max: 90 }), (k, size) => {
        const bytes = [0, 1, k - 1].map((few) => {
          const list = Array.from({ length: size }, (_, at) => ({
            a: at < few ? 'y' : 'x',
            b: at % 2 === 0 ? 'p' : 'q',
          }));
          return sealRelease(release([a, b], plan, list, { k }), key);
        });
        expect(new Set(bytes).size).toBe(1);
      }),
    );
  });
});
