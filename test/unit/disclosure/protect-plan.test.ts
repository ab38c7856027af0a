import { describe, expect, it } from 'vitest';
import { MOST_LINKED_COMBINATIONS } from '../../../server/disclosure/plan-family.js';
import { sealRelease } from '../../../server/disclosure/seal.js';
import type { Coded } from './miniature.js';
import {
  ballots,
  blanksOf,
  cellsOf,
  linking,
  proven,
  published,
  release,
  table,
  variable,
} from './miniature.js';

const office = variable('office', 'identifying', ['a', 'b']);
const area = variable('area', 'identifying', ['n', 'e', 's', 'w']);
const migration = variable('migration', 'sensitive', ['yes', 'no', 'na']);
const yesNo = variable('said', 'sensitive', ['yes', 'no']);
const key = new Uint8Array(32).fill(3);

function inAreas(n: number, e: number, s: number, w: number): Coded[] {
  return ballots([
    [n, { area: 'n' }],
    [e, { area: 'e' }],
    [s, { area: 's' }],
    [w, { area: 'w' }],
  ]);
}

describe('a plan where every group is large', () => {
  it('is told wholly, with all margins', () => {
    const data = ballots([
      [12, { office: 'a', said: 'yes' }],
      [5, { office: 'a', said: 'no' }],
      [6, { office: 'b', said: 'yes' }],
      [20, { office: 'b', said: 'no' }],
    ]);
    const result = release([office, yesNo], [table('office', 'said'), table('', 'said')], data);
    expect(result).toMatchObject({ waveId: 'w', k: 5, policy: 'worlds-strict-1', records: 43 });
    expect(cellsOf(result, 'office-said')).toEqual({
      ...{ 'a yes': 12, 'a no': 5, 'a total': 17 },
      ...{ 'b yes': 6, 'b no': 20, 'b total': 26 },
      ...{ 'total yes': 18, 'total no': 25, 'total total': 43 },
    });
    expect(cellsOf(result, 'said')).toEqual({ yes: 18, no: 25, total: 43 });
  });
});

describe('a small group', () => {
  const told = (small: number, next: number) =>
    cellsOf(release([area], [table('area', null)], inAreas(small, next, 30, 40)), 'area-n');

  it.each([0, 1, 4])('of %i is blank with one other, and everything else is told', (small) => {
    expect(told(small, 12)).toEqual({ n: '.', e: '.', s: 30, w: 40, total: 82 + small });
  });

  it('looks the same whether nobody is there or one fewer than k', () => {
    const bytes = [0, 1, 2, 3, 4].map((small) => {
      const result = release([area], [table('area', null)], inAreas(small, 12 - small, 30, 40));
      return sealRelease(result, key);
    });
    expect(new Set(bytes).size).toBe(1);
  });

  it('cannot even be concluded to be small: two blanks that hold k people would both be', () => {
    expect(told(3, 2)).toEqual({ n: '.', e: '.', s: '.', w: 40, total: 75 });
    expect(told(3, 4)).toEqual({ n: '.', e: '.', s: 30, w: 40, total: 77 });
  });

  it('of k is told', () => {
    expect(told(5, 12)).toEqual({ n: 5, e: 12, s: 30, w: 40, total: 87 });
  });

  it('may be what all answered alike in: neither is told that all did, nor that nobody said something else', () => {
    const data = ballots([
      [20, { office: 'a', said: 'yes' }],
      [20, { office: 'a', said: 'no' }],
      [20, { office: 'b', said: 'no' }],
    ]);
    const result = release([office, yesNo], [table('office', 'said')], data);
    expect(blanksOf(result, 'office-said')).toEqual(expect.arrayContaining(['b yes', 'b no']));
    expect(cellsOf(result, 'office-said')).toMatchObject({ 'b total': 20, 'total total': 60 });
  });

  it('is blank in every table that shows it, and its complement is as well', () => {
    const data = ballots([
      [20, { office: 'a', said: 'yes' }],
      [20, { office: 'a', said: 'no' }],
      [20, { office: 'b', said: 'yes' }],
      [2, { office: 'b', said: 'no' }],
    ]);
    const plan = [table('office', 'said'), table('said office', null), table('office', null)];
    const result = release([office, yesNo], plan, data);
    const mirrored = blanksOf(result, 'said-office-n').map((codes) => codes.split(' ').reverse().join(' '));
    expect(blanksOf(result, 'office-said')).toContain('b no');
    expect(mirrored.sort()).toEqual(blanksOf(result, 'office-said').sort());
    expect(blanksOf(result, 'office-n')).toEqual([]);
  });
});

describe('the number of ballots', () => {
  it('is told beside the tables only where it is the same in every world', () => {
    const told = { yes: 0, no: 0 };
    const waves: [number, number, number, number][] = [
      [2, 2, 1, 1],
      [3, 3, 0, 0],
      [4, 4, 4, 4],
      [1, 1, 1, 9],
      [7, 0, 0, 0],
      [30, 30, 30, 30],
    ];
    for (const people of waves) {
      const { release: made, proof } = proven([area], [table('area', null)], inAreas(...people));
      const total = people.reduce((sum, number) => sum + number, 0);
      const sums = (proof?.protection.worlds ?? []).map((world) =>
        world.reduce((sum, { by }) => sum + by, 0),
      );
      const isSame = sums.every((sum) => sum === 0);
      expect(made.records).toBe(isSame ? total : null);
      for (const { cells } of made.tables) expect(cells.at(-1)?.count).toBe(made.records);
      told[isSame ? 'yes' : 'no'] += 1;
    }
    expect(told).toEqual({ yes: 4, no: 2 });
  });
});

describe('a wave smaller than k', () => {
  it.each([0, 4])('of %i ballots: nothing is told, not even how many', (size) => {
    const { release: result, proof } = proven(
      [office],
      [table('office', null)],
      ballots([[size, { office: 'a' }]]),
    );
    expect(result.records).toBeNull();
    expect(result.tables[0]).toMatchObject({ status: 'withheld', reason: 'wave-too-small', cells: [] });
    expect(proof).toBeNull();
  });
});

describe('refusals that nobody made', () => {
  const saysNothing = (_id: string, code: string): boolean => code === 'na';
  const told = (data: Coded[], options = { saysNothing }) =>
    release([office, migration], [table('office', 'migration')], data, options);
  const allAnswered = ballots(
    ['a', 'b'].flatMap((code) => [
      [10, { office: code, migration: 'yes' }],
      [12, { office: code, migration: 'no' }],
    ]),
  );

  it('cost nothing: only they are blank', () => {
    expect(blanksOf(told(allAnswered), 'office-migration')).toEqual(['a na', 'b na', 'total na']);
    const strict = blanksOf(told(allAnswered, { saysNothing: () => false }), 'office-migration');
    expect(strict.length).toBeGreaterThan(3);
  });

  it('cost something as soon as there are a few', () => {
    const data = [...allAnswered, { office: 'a', migration: 'na' }];
    expect(blanksOf(told(data), 'office-migration').some((codes) => !codes.endsWith('na'))).toBe(true);
  });

  it('cost something where all who refused are of one opinion', () => {
    const withNa = variable('office', 'identifying', ['a', 'b', 'na']);
    const tables = [table('office', 'migration')];
    const unnamed = (opinion: string): Coded[] => ballots([[20, { office: 'na', migration: opinion }]]);
    const alike = release([withNa, migration], tables, [...allAnswered, ...unnamed('no')], { saysNothing });
    expect(blanksOf(alike, 'office-migration')).toEqual(expect.arrayContaining(['na yes', 'na no']));
    const mixed = release(
      [withNa, migration],
      tables,
      [...allAnswered, ...unnamed('no'), ...unnamed('yes')],
      { saysNothing },
    );
    expect(blanksOf(mixed, 'office-migration')).toEqual(['a na', 'b na', 'na na', 'total na']);
  });

  it('cost nothing in one office though others refused in another, and nothing of what is inside them', () => {
    const status = variable('status', 'identifying', ['x', 'na']);
    const groups = (office: string, code: string): Coded[] =>
      ballots(['yes', 'no'].map((said) => [20, { office, status: code, said }] as const));
    const data = [...groups('a', 'x'), ...groups('b', 'x'), ...groups('b', 'na')];
    const result = release([office, status, yesNo], [table('office status', 'said')], data, { saysNothing });
    expect(blanksOf(result, 'office-status-said')).toEqual(['a na yes', 'a na no', 'a na total']);
  });

  it('cost nothing in what linked variables say together, though no table shows it', () => {
    const declared = variable('declared', 'sensitive', ['yes', 'no', 'na']);
    const history = variable('history', 'sensitive', ['yes', 'no', 'na']);
    const variables = [office, declared, history];
    const linked = linking(
      variables,
      ['declared', 'history'],
      [
        ...['yes', 'no', 'na'].map((code) => ['no', code]),
        ...['yes', 'no', 'na'].map((code) => ['na', code]),
        ['yes', 'yes'],
      ],
    );
    const data = ballots(
      ['a', 'b'].flatMap((code) => [
        [20, { office: code, declared: 'yes', history: 'yes' }],
        [30, { office: code, declared: 'no', history: 'yes' }],
        [40, { office: code, declared: 'no', history: 'no' }],
      ]),
    );
    const tables = [table('office', 'declared'), table('office', 'history')];
    const result = release(variables, tables, data, { linked, saysNothing });
    expect(blanksOf(result, 'office-declared')).toEqual(['a na', 'b na', 'total na']);
    expect(blanksOf(result, 'office-history')).toEqual(['a na', 'b na', 'total na']);
  });

  it('excuse nobody who is there', () => {
    const data = [...allAnswered, ...ballots([[2, { office: 'a', migration: 'na' }]])];
    const result = release([office, migration], [table('office', 'migration')], data, {
      saysNothing: () => true,
    });
    const left = cellsOf(result, 'office-migration');
    expect(left['a na']).toBe('.');
    expect([left['a yes'], left['a no'], left['a total']]).toContain('.');
  });
});

describe('tables that cannot be told', () => {
  const source = variable('source', 'identifying', ['p', 'q', 'na', 'not_asked']);
  const made = variable('made', 'sensitive', ['u', 'v', 'w']);
  // Only who refused, in one way or the other, can be w: nobody did, everybody may know it, and nobody can be made a w.
  const linked = linking(
    [office, source, made],
    ['source', 'made'],
    [
      ...['u', 'v'].flatMap((code) => [
        ['p', code],
        ['q', code],
      ]),
      ['na', 'w'],
      ['not_asked', 'w'],
    ],
  );
  const saysNothing = (id: string, code: string): boolean =>
    id === 'source' && (code === 'na' || code === 'not_asked');
  const data = ballots(
    ['u', 'v'].flatMap((code) => [
      [20, { office: 'a', source: 'p', made: code }],
      [20, { office: 'b', source: 'q', made: code }],
    ]),
  );

  it('are withheld whole, and the others are told without them', () => {
    const tables = [table('', 'made'), table('office', null), table('', 'source')];
    const { release: result, proof } = proven([office, source, made], tables, data, { linked, saysNothing });
    expect(result.tables.map(({ status, reason }) => [status, reason])).toEqual([
      ['withheld', 'unsafe-cells'],
      ['published', null],
      ['published', null],
    ]);
    expect(cellsOf(result, 'source')).toEqual({ p: 40, q: 40, na: '.', not_asked: '.', total: 80 });
    expect(proof?.tables).toEqual(['office-n', 'source']);
    expect(result.records).toBe(80);
  });

  it('may be all that there are: no table is told, though the wave is large enough to be counted', () => {
    const crossed = [table('source', 'made')];
    const { release: result, proof } = proven([source, made], crossed, data, { linked, saysNothing });
    expect(result.tables[0]).toMatchObject({ status: 'withheld', reason: 'unsafe-cells' });
    expect([result.records, proof]).toEqual([80, null]);
  });

  it.each([
    ['it cannot be found out what combinations there are', null],
    [
      'there are too many combinations',
      ['u', 'v'].flatMap((code) =>
        Array.from({ length: MOST_LINKED_COMBINATIONS }, (_, at) => [`p${String(at)}`, code]),
      ),
    ],
  ])('are the later ones of linked variables where %s', (_, combinations) => {
    const tables = [table('office', null), table('', 'made'), table('office', 'source'), table('', 'source')];
    const unknown = linking([office, source, made], ['source', 'made'], combinations);
    const result = release([office, source, made], tables, data, { linked: unknown, saysNothing });
    expect(published(result)).toEqual(['office-n', 'made']);
  });
});

describe('what is asked of whoever asks', () => {
  it('k is at least 2', () => {
    for (const k of [1, 0, 2.5])
      expect(() => release([office], [table('office', null)], [], { k })).toThrow('at least 2');
  });

  it('every ballot has codes that can occur together', () => {
    const linked = linking(
      [office, yesNo],
      ['office', 'said'],
      [
        ['a', 'yes'],
        ['b', 'no'],
      ],
    );
    const plan = [table('office', 'said')];
    const data = ballots([
      [10, { office: 'a', said: 'yes' }],
      [10, { office: 'b', said: 'no' }],
    ]);
    expect(published(release([office, yesNo], plan, data, { linked }))).toEqual(['office-said']);
    const impossible = [...data, { office: 'a', said: 'no' }];
    expect(() => release([office, yesNo], plan, impossible, { linked })).toThrow("can't occur together");
    expect(() => release([office], [table('office', null)], [...data, { office: 'c' }])).toThrow('office');
  });
});
