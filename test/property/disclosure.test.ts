import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SafeRelease } from '../../server/disclosure/safe-release.js';
import type { SafeTable } from '../../server/disclosure/safe-table.js';
import { variablesOfTable } from '../../server/disclosure/safe-table.js';
import { openRelease, sealRelease } from '../../server/disclosure/seal.js';
import { cellCodes } from '../../server/disclosure/table-shape.js';
import type { Sensitivity } from '../../server/survey/definition.js';
import type { Coded } from '../unit/disclosure/miniature.js';
import { counted, linking, release, table, variable } from '../unit/disclosure/miniature.js';

/**
 * Releases of whole plans against an oracle that recounts every cell from the ballots, one by one, and shares no code with the family or the search.
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
  { minLength: 1, maxLength: 5 },
);
const impossible = (cell: Readonly<Record<string, string>>): boolean =>
  cell.a === 'y' && cell.c === 'not_asked';

/** Of one variable only, so that empty codes of both kinds occur. */
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

function protectWorld({ variables, plan, ballots, k }: World): SafeRelease {
  return release(variables, plan, ballots, { k, linked: linkedIn(variables), saysNothing: refusal });
}

/** Everything but what is impossible. */
function linkedIn(variables: World['variables']): ReturnType<typeof linking> {
  const all = (codeLists[0] ?? []).flatMap((a) => (codeLists[2] ?? []).map((c) => [a, c] as const));
  return linking(
    variables,
    ['a', 'c'],
    all.filter(([a, c]) => !impossible({ a, c })),
  );
}

function nextOf(stream: Iterator<number, unknown>): number {
  const next = stream.next();
  return next.done === true ? 0 : next.value;
}

describe('counting', () => {
  it('equals a recount of every cell, and has no cell where nobody can be', () => {
    let nobody = 0;
    fc.assert(
      fc.property(worlds, ({ variables, plan, ballots }) => {
        const { placed, cube } = counted(variables, plan, ballots, linkedIn(variables));
        expect(cube.records).toBe(ballots.length);
        for (const { shape, cells } of placed.tables) {
          const used = [...shape.breakdown, ...(shape.indicator === null ? [] : [shape.indicator])].map(
            ({ id }) => id,
          );
          const codes = cellCodes(shape);
          expect(cells?.map((cell) => (cell < 0 ? 0 : cube.counts[cell]))).toEqual(
            codes.map((own) => recount(ballots, used, own)),
          );
          const isNobody = codes.map((own) =>
            impossible(Object.fromEntries(used.map((id, at) => [id, own[at] ?? '']))),
          );
          expect(cells?.map((cell) => cell < 0)).toEqual(isNobody);
          nobody += isNobody.filter(Boolean).length;
        }
      }),
      { numRuns: 40 },
    );
    expect(nobody).toBeGreaterThan(20);
  });
});

describe('protection', () => {
  it('tells numbers that are right, at least k and the same in every table, and blanks hold nobody or at least k between them', () => {
    const seen = { told: 0, further: 0, small: 0, blanksTogether: 0 };
    fc.assert(
      fc.property(worlds, (world) => {
        const { records, tables } = protectWorld(world);
        const { ballots, k } = world;
        const seenIn = new Map<string, number | null>();
        // The number of ballots is told where, and only where, the totals of the tables are.
        expect([ballots.length >= k ? ballots.length : null, null]).toContain(records);
        for (const { cells } of tables) if (cells.length > 0) expect(cells.at(-1)?.count).toBe(records);
        for (const result of tables) {
          expect(result.status).toBe(ballots.length < k ? 'withheld' : 'published');
          const used = variablesOfTable(result).map(({ id }) => id);
          for (const { codes, count } of result.cells) {
            const people = recount(ballots, used, codes);
            const group = groupName(used, codes);
            if (seenIn.has(group)) expect(seenIn.get(group), `${group} in two tables`).toBe(count);
            seenIn.set(group, count);
            if (count !== null) expect([count, count >= k]).toEqual([people, true]);
            seen[count !== null ? 'told' : people < k ? 'small' : 'further'] += 1;
          }
          for (const [whole, parts] of linesOf(result)) {
            if (result.cell(whole)?.count === null) continue;
            const blanks = parts.filter((codes) => result.cell(codes)?.count === null);
            const together = blanks.reduce((sum, codes) => sum + recount(ballots, used, codes), 0);
            expect(
              together === 0 || together >= k,
              `${result.id} ${whole.join(' ')}: ${String(together)}`,
            ).toBe(true);
            if (together > 0) seen.blanksTogether += 1;
          }
        }
      }),
      { numRuns: 30 },
    );
    // Everything that may become of a cell was really seen.
    for (const number of Object.values(seen)) expect(number).toBeGreaterThan(100);
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
          sealRelease(protectWorld({ variables, plan, ballots: list, k }), key),
        );
        expect(first).toBe(second);
        expect(sealRelease(openRelease(first ?? '', key), key)).toBe(first);
      }),
      { numRuns: 10 },
    );
  });
});

function groupName(ids: readonly string[], codes: readonly string[]): string {
  const parts = ids.map((id, at) => `${id}=${codes[at] ?? ''}`).filter((part) => !part.endsWith('=total'));
  return parts.sort().join(' ');
}

/** Each cell that one variable splits, and its parts. */
function linesOf(table: SafeTable): [whole: readonly string[], parts: string[][]][] {
  const variables = variablesOfTable(table);
  return table.cells.flatMap(({ codes }) =>
    codes.flatMap((code, at): [readonly string[], string[][]][] => {
      if (code !== 'total') return [];
      return [[codes, (variables[at]?.codes ?? []).map((part) => codes.with(at, part.code))]];
    }),
  );
}
