import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditRelease } from '../../../server/disclosure/audit-release.js';
import { publishedRelease } from '../../../server/disclosure/published-release.js';
import { linkCells, TOTAL as WHOLE } from '../../../server/disclosure/published-tables.js';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import type { TableFigures } from '../../../server/figures/figures-of-table.js';
import { figuresOfTable } from '../../../server/figures/figures-of-table.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { aReference } from '../../support/references.js';
import { aWave } from '../../support/storage.js';
import { ballots, release, table, variable, type Coded } from '../disclosure/miniature.js';
import { toldInFull, worldsLike } from './worlds.js';

const k = 5;
const gender = variable('gender', 'identifying', ['f', 'm']);
const age = variable('age', 'identifying', ['young', 'old']);
const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
const variables = [gender, age, said];
const plan = [table('', 'said'), table('gender', 'said'), table('age', 'said'), table('gender age', 'said')];
const wave = aWave({
  headcounts: [
    { area: 'f', count: 300 },
    { area: 'm', count: 500 },
  ],
});
const references = [
  aReference({
    id: 'all',
    links: [{ indicator: 'said', codes: ['yes'], groups: {} }],
    base: 300,
    invited: 900,
  }),
  aReference({ id: 'young', links: [{ indicator: 'said', codes: ['yes'], groups: { age: ['young'] } }] }),
  aReference({ id: 'pop', kind: 'population', links: [{ indicator: 'said', codes: ['no'], groups: {} }] }),
];

const combinations: Coded[] = ['f', 'm'].flatMap((g) =>
  ['young', 'old'].flatMap((a) => ['yes', 'no', 'na'].map((s) => ({ gender: g, age: a, said: s }))),
);
const small = fc.integer({ min: 0, max: 6 });
const large = fc.integer({ min: 6, max: 20 });
const many = { minLength: combinations.length, maxLength: combinations.length };
/** Many small groups, or one among many that can be told. */
const data = fc
  .oneof(
    fc.array(fc.oneof(small, large), many),
    fc
      .record({ counts: fc.array(large, many), at: fc.nat(combinations.length - 1), count: small })
      .map(({ counts, at, count }) => counts.with(at, count)),
  )
  .map((counts) => ballots(counts.map((count, at): [number, Coded] => [count, combinations[at] ?? {}])));

function figuresOf(result: SafeRelease): ReadonlyMap<string, TableFigures> {
  return new Map(
    result.tables.map((one) => [
      one.id,
      figuresOfTable(one, { release: result, wave, invited: 800 }, references),
    ]),
  );
}

/** Every figure that is there, by a name; those that are missing are missing. */
function flat(all: ReadonlyMap<string, TableFigures>): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [id, { answers, comparisons, contrasts, standardised }] of all) {
    for (const { code, weighted, ...share } of answers) {
      found.set(`${id} answer ${code}`, share);
      if (typeof weighted !== 'string') found.set(`${id} weighted ${code}`, weighted);
    }
    for (const one of comparisons) if (one.here !== null) found.set(`${id} against ${one.reference.id}`, one);
    for (const one of contrasts) found.set(`${id} contrast ${one.code}`, one);
    for (const one of standardised) found.set(`${id} standardised ${one.group} ${one.code}`, one);
  }
  return found;
}

describe('whatever the blanks hide', () => {
  it('every figure is the same', () => {
    const seen = { worlds: 0, figures: 0, missing: 0, kinds: new Set<string>() };
    fc.assert(
      fc.property(data, (people) => {
        if (people.length < k) return;
        const result = release(variables, plan, people, { k });
        const shown = flat(figuresOf(result));
        const worlds = worldsLike(result, variables, 20);
        expect(worlds.length).toBeGreaterThan(0);
        for (const world of worlds) {
          const all = flat(figuresOf(toldInFull(result, variables, world)));
          for (const [name, figure] of shown) expect(all.get(name), name).toEqual(figure);
          seen.missing += all.size - shown.size;
        }
        for (const name of shown.keys()) seen.kinds.add(name.split(' ')[1] ?? '');
        seen.worlds += worlds.length > 1 ? 1 : 0;
        seen.figures += shown.size;
      }),
      { numRuns: 40 },
    );
    // Otherwise nothing was put to the test: releases with several worlds, figures that are there, and some that are not.
    expect(seen.worlds).toBeGreaterThan(20);
    expect(seen.figures).toBeGreaterThan(200);
    expect(seen.missing).toBeGreaterThan(200);
    expect([...seen.kinds].sort()).toEqual(['against', 'answer', 'contrast', 'standardised', 'weighted']);
  });
});

describe('to a reader who owns a solver', () => {
  const solver = makeHighsSolver();
  afterAll(() => solver.close());

  /** What is found out with the release and moreover these counts, by gender, age and answer. */
  async function foundOut(result: SafeRelease, counts: ReadonlyMap<string, number>) {
    const { variables: names, cells } = publishedRelease(result);
    const more = cells.map(({ codes, count }) => ({ codes, count: counts.get(codes.join(' ')) ?? count }));
    const { failures, blanks } = await auditRelease(
      linkCells(names, more, {}),
      { k, zeros: 'unsafe', records: 40 },
      solver,
    );
    return { ...failures, blanks };
  }

  /** Counts that figures hand out, by the cell of all variables they belong to. */
  function countsIn(result: SafeRelease): Map<string, number> {
    const { variables: names } = publishedRelease(result);
    const found = new Map<string, number>();
    const note = (groups: Record<string, string>, code: string | null, count: number): void => {
      const codes: Record<string, string> = { ...groups, ...(code === null ? {} : { said: code }) };
      found.set(names.map((name) => codes[name] ?? WHOLE).join(' '), count);
    };
    const noteShare = (
      groups: Record<string, string>,
      code: string,
      {
        count,
        base,
        itemNonResponse,
      }: { count: number; base: number; itemNonResponse?: { missing: number } },
    ): void => {
      note(groups, code, count);
      // The answers are two, so that the other one follows.
      note(groups, code === 'yes' ? 'no' : 'yes', base - count);
      if (itemNonResponse === undefined) return;
      note(groups, 'na', itemNonResponse.missing);
      note(groups, null, base + itemNonResponse.missing);
    };
    for (const [id, { answers, contrasts, standardised, comparisons }] of figuresOf(result)) {
      for (const one of answers) noteShare({}, one.code, one);
      for (const { code, group, others } of contrasts) {
        const by = id.split('-')[0] ?? '';
        for (const side of [group, others]) noteShare({ [by]: side.codes[0] ?? '' }, code, side.figures);
      }
      for (const one of standardised) noteShare({ gender: one.group }, one.code, one.crude);
      for (const { reference, here } of comparisons)
        if (here !== null && reference.id === 'young') noteShare({ age: 'young' }, 'yes', here);
    }
    return found;
  }

  const people = ballots([
    [12, { gender: 'f', age: 'young', said: 'yes' }],
    [9, { gender: 'f', age: 'young', said: 'no' }],
    [14, { gender: 'f', age: 'old', said: 'yes' }],
    [11, { gender: 'f', age: 'old', said: 'no' }],
    [7, { gender: 'f', age: 'young', said: 'na' }],
    [8, { gender: 'f', age: 'old', said: 'na' }],
    [3, { gender: 'm', age: 'young', said: 'yes' }],
    [8, { gender: 'm', age: 'young', said: 'no' }],
    [9, { gender: 'm', age: 'young', said: 'na' }],
    [16, { gender: 'm', age: 'old', said: 'no' }],
    [7, { gender: 'm', age: 'old', said: 'yes' }],
    [6, { gender: 'm', age: 'old', said: 'na' }],
  ]);
  const result = release(variables, plan, people, { k });

  it('the figures tell no cell that the tables do not, and nothing follows from them', async () => {
    const counts = countsIn(result);
    expect(counts.size).toBeGreaterThan(5);
    const alone = await foundOut(result, new Map());
    expect(alone.blanks).toBeGreaterThan(0);
    expect(alone).toMatchObject({ recovered: 0, belowK: 0, isolated: 0 });
    expect(await foundOut(result, counts)).toEqual(alone);
  });

  it('a figure that is calculated from a blank is noticed', async () => {
    const { variables: names, cells } = publishedRelease(result);
    const blank = cells.find(({ count }) => count === null);
    expect(blank).toBeDefined();
    const hidden = people.filter((one) =>
      names.every((name, at) => blank?.codes[at] === WHOLE || blank?.codes[at] === one[name]),
    ).length;
    const told = new Map([[blank?.codes.join(' ') ?? '', hidden]]);
    const { blanks, recovered, belowK } = await foundOut(result, told);
    const before = await foundOut(result, new Map());
    expect(blanks).toBeLessThan(before.blanks);
    expect(recovered + belowK).toBeGreaterThan(0);
  });
});
