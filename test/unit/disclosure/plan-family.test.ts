import { describe, expect, it } from 'vitest';
import type { Role } from '../../../server/disclosure/family.js';
import { cellCodes } from '../../../server/disclosure/table-shape.js';
import { ballots, counted, linking, table, variable, type Coded, type Counted } from './miniature.js';

const office = variable('office', 'identifying', ['a', 'b', 'c']);
const age = variable('age', 'identifying', ['young', 'old']);
const declared = variable('declared', 'sensitive', ['yes', 'no']);
const history = variable('history', 'sensitive', ['yes', 'no']);
const variables = [office, age, declared, history];

/** Who declares a migration biography has a migration history: by definition. */
const implied = linking(
  variables,
  ['declared', 'history'],
  [
    ['no', 'no'],
    ['yes', 'yes'],
    ['no', 'yes'],
  ],
);
const data: Coded[] = ['a', 'b'].flatMap((code, at) =>
  ballots([
    [3 + at, { office: code, age: 'young', declared: 'yes', history: 'yes' }],
    [5 + at, { office: code, age: 'old', declared: 'no', history: 'yes' }],
    [7 + at, { office: code, age: 'old', declared: 'no', history: 'no' }],
  ]),
);

/** People in the group of these codes, counted one by one. */
const recount = (codes: Readonly<Record<string, string>>): number =>
  data.filter((one) => Object.entries(codes).every(([id, code]) => one[id] === code)).length;

/** The crossings of a role, by the variables that their cells fix. */
function crossings({ placed }: Counted, role: Role): string[] {
  return placed.family.grids
    .filter((grid) => grid.role === role)
    .map(({ base }) => Object.keys(placed.codesOf(base)).join(' '))
    .sort();
}

function expectEveryCell({ placed, cube }: Counted): void {
  for (const { shape, cells } of placed.tables)
    cellCodes(shape).forEach((codes, at) => {
      const ids = [...shape.breakdown, ...(shape.indicator ? [shape.indicator] : [])].map(({ id }) => id);
      const fixed = Object.fromEntries(
        ids
          .map((id, position) => [id, codes[position] ?? ''] as const)
          .filter(([, code]) => code !== 'total'),
      );
      const cell = cells?.[at] ?? Number.NaN;
      const count = cell < 0 ? 0 : cube.counts[cell];
      expect(count, `${shape.id}: ${codes.join(' ')}`).toBe(recount(fixed));
      if (cell >= 0) expect(placed.codesOf(cell)).toEqual(fixed);
    });
}

describe('the family of a plan', () => {
  const plan = [
    table('office age', 'declared'),
    table('declared office', null),
    table('office', 'history'),
    table('declared', 'history'),
    table('', 'age'),
  ];

  it('has a cell for every cell of every table, with the people that it says', () => {
    expectEveryCell(counted(variables, plan, data));
    expectEveryCell(counted(variables, plan, data, implied));
  });

  it('has one cell for what several tables show', () => {
    const { placed } = counted(variables, plan, data, implied);
    const cell = (at: number, ...codes: string[]): number | undefined => {
      const { shape, cells } = placed.tables[at] ?? { shape: null, cells: null };
      return shape && cells ? cells[cellCodes(shape).findIndex((own) => own.join() === codes.join())] : -2;
    };
    expect(cell(1, 'yes', 'b')).toBe(cell(0, 'b', 'total', 'yes'));
    expect(cell(4, 'total')).toBe(cell(3, 'total', 'total'));
    expect(cell(2, 'b', 'total')).toBe(cell(1, 'total', 'b'));
    expect(cell(2, 'b', 'total')).toBe(placed.cellOf({ office: 'b' }));
  });

  it('has no cell where nobody can be', () => {
    const { placed } = counted(variables, plan, data, implied);
    expect(placed.cellOf({ declared: 'yes', history: 'no' })).toBe(-1);
    expect(placed.tables[3]?.cells?.filter((cell) => cell < 0)).toHaveLength(1);
    expect(counted(variables, plan, data).placed.cellOf({ declared: 'yes', history: 'no' })).toBeGreaterThan(
      -1,
    );
  });

  it('gives every ballot its leaves, and refuses codes that cannot occur together', () => {
    const { placed } = counted(variables, plan, data, implied);
    const leaves = placed.leavesOf({ office: 'b', age: 'old', declared: 'no', history: 'yes' });
    const names = placed.family.dimensions.map(({ id, levels }, at) => [
      id,
      levels[0]?.codes[leaves[at] ?? -1],
    ]);
    expect(Object.fromEntries(names)).toEqual({ 'declared+history': 'no|yes', office: 'b', age: 'old' });
    expect(() => placed.leavesOf({ office: 'b', age: 'old', declared: 'yes', history: 'no' })).toThrow(
      "can't occur together",
    );
    expect(() => placed.leavesOf({ office: 'z', age: 'old', declared: 'no', history: 'no' })).toThrow(
      'office',
    );
    expect(() => placed.cellOf({ age: 'old', history: 'no' })).toThrow('no crossing');
    expect(() => placed.codesOf(placed.family.size)).toThrow(RangeError);
  });
});

describe('variables', () => {
  const plan = [table('office', 'declared'), table('office', 'history')];
  const dimensionIds = (linked: typeof implied): string[] =>
    counted(variables, plan, [], linked).placed.family.dimensions.map(({ id }) => id);

  it('that restrict each other share a dimension, whose leaves are in the order of their codes', () => {
    const { family } = counted(variables, plan, data, implied).placed;
    const shared = family.dimensions.find(({ id }) => id === 'declared+history');
    expect(shared?.levels.map(({ codes }) => codes)).toEqual([
      ['yes|yes', 'no|yes', 'no|no'],
      ['yes', 'no'],
      ['yes', 'no'],
    ]);
    expect(shared?.levels.map(({ codeOf }) => codeOf)).toEqual([
      [0, 1, 2],
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect(family.dimensions).toHaveLength(2);
  });

  it('that are linked but combine freely do not', () => {
    const all = ['yes', 'no'].flatMap((one) => ['yes', 'no'].map((other) => [one, other]));
    const freely = linking(variables, ['declared', 'history'], all);
    expect(dimensionIds(freely).sort()).toEqual(['declared', 'history', 'office']);
    expect(dimensionIds(implied).sort()).toEqual(['declared+history', 'office']);
  });

  it('that no table asks for are in no dimension', () => {
    const one = counted(variables, [table('', 'declared')], data, implied).placed.family;
    expect(one.dimensions.map(({ id, levels }) => [id, levels[0]?.codes])).toEqual([
      ['declared', ['yes', 'no']],
    ]);
  });

  it('have a code that no combination reaches only as a cell where nobody can be', () => {
    const never = linking(
      variables,
      ['declared', 'history'],
      [
        ['no', 'no'],
        ['no', 'yes'],
      ],
    );
    const nobody = data.filter(({ declared: code }) => code === 'no');
    const { placed } = counted(variables, plan, nobody, never);
    expect(placed.cellOf({ declared: 'yes' })).toBe(-1);
    expect(placed.cellOf({ office: 'a', declared: 'no' })).toBeGreaterThan(-1);
  });
});

describe('what becomes of a crossing', () => {
  it('shown: the crossings of all tables, with every margin', () => {
    const all = counted(variables, [table('office age', 'declared'), table('', 'history')], data);
    expect(crossings(all, 'shown')).toEqual(
      ['', 'age', 'declared', 'history', 'office', 'office age', 'office age declared', 'office declared']
        .concat('age declared')
        .sort(),
    );
    expect(crossings(all, 'guarded')).toEqual([]);
    expect(crossings(all, 'behind')).toEqual([]);
  });

  it('guarded: two linked variables that are told about the same groups, whatever table tells them', () => {
    const apart = counted(
      variables,
      [table('office', 'declared'), table('office', 'history')],
      data,
      implied,
    );
    expect(crossings(apart, 'guarded')).toEqual(
      ['declared history', 'office declared history'].sort().map(inOrder),
    );
    expect(crossings(apart, 'behind')).toEqual([]);
    const margins = counted(variables, [table('office', 'declared'), table('', 'history')], data, implied);
    expect(crossings(margins, 'guarded')).toEqual(['declared history']);
  });

  it('behind: the leaves of linked variables where a table shows only some of them', () => {
    const margins = counted(variables, [table('office', 'declared'), table('', 'history')], data, implied);
    expect(crossings(margins, 'behind').map(inOrder)).toEqual([inOrder('office declared history')]);
  });

  it('shown wins: a table of both variables needs no guard', () => {
    const both = counted(variables, [table('declared', 'history'), table('', 'age')], data, implied);
    expect(crossings(both, 'guarded')).toEqual([]);
    expect(crossings(both, 'shown').map(inOrder)).toContain(inOrder('declared history'));
  });

  it('nothing of it is told or guarded between variables that combine freely', () => {
    const free = counted(variables, [table('office', 'declared'), table('office', 'history')], data);
    expect(crossings(free, 'guarded')).toEqual([]);
  });
});

function inOrder(ids: string): string {
  return ids.split(' ').sort().join(' ');
}
