import { describe, expect, it } from 'vitest';
import { ballots, published, release, table, variable } from './miniature.js';

const office = variable('office', 'identifying', ['a', 'b']);
const migration = variable('migration', 'sensitive', ['yes', 'no', 'na']);
const opinion = variable('opinion', 'neutral', ['good', 'bad', 'na', 'not_asked']);

describe('the safe simple rule', () => {
  it('publishes a table of which every cell is safe, with all margins', () => {
    const result = release(
      [office],
      [table('office', null)],
      ballots([
        [12, { office: 'a' }],
        [5, { office: 'b' }],
      ]),
    );
    expect(result.records).toBe(17);
    expect(result.tables[0]?.cells).toEqual([
      { codes: ['a'], count: 12 },
      { codes: ['b'], count: 5 },
      { codes: ['total'], count: 17 },
    ]);
  });

  it.each([0, 1, 4])('withholds it whole where one group has %i members', (small) => {
    const data = ballots([
      [12, { office: 'a' }],
      [small, { office: 'b' }],
    ]);
    const [only] = release([office], [table('office', null)], data).tables;
    expect(only).toMatchObject({ status: 'withheld', reason: 'unsafe-cells', cells: [] });
  });

  it('withholds everything, and the number of ballots, where the wave is smaller than k', () => {
    for (const size of [0, 4]) {
      const result = release([office], [table('office', null)], ballots([[size, { office: 'a' }]]));
      expect(result.records).toBeNull();
      expect(result.tables[0]).toMatchObject({ status: 'withheld', reason: 'wave-too-small', cells: [] });
    }
  });

  it('withholds a sensitive indicator where a group answered all alike', () => {
    const data = ballots([
      [20, { office: 'a', migration: 'yes' }],
      [20, { office: 'a', migration: 'no' }],
      [20, { office: 'b', migration: 'no' }],
      [6, { office: 'a', migration: 'na' }],
      [6, { office: 'b', migration: 'na' }],
    ]);
    expect(
      published(release([office, migration], [table('office', 'migration'), table('', 'migration')], data)),
    ).toEqual(['migration']);
  });

  it('shows a structural zero as the same blank as everything else, and takes nothing else for one', () => {
    const asked = variable('asked', 'identifying', ['x', 'y', 'not_asked']);
    const data = ballots([
      [10, { office: 'a', asked: 'x' }],
      [10, { office: 'a', asked: 'y' }],
      [10, { office: 'b', asked: 'not_asked' }],
    ]);
    const structuralZero = (cell: Readonly<Record<string, string>>): boolean =>
      (cell.office === 'b' && cell.asked !== undefined && cell.asked !== 'not_asked') ||
      (cell.office === 'a' && cell.asked === 'not_asked');
    const [result] = release([office, asked], [table('office', 'asked')], data, { structuralZero }).tables;
    expect(result?.status).toBe('published');
    expect(result?.cell(['b', 'x'])).toEqual({ codes: ['b', 'x'], count: null });
    expect(published(release([office, asked], [table('office', 'asked')], data))).toEqual([]);
  });

  it('does not excuse a small cell that was wrongly declared impossible', () => {
    const data = ballots([
      [12, { office: 'a' }],
      [1, { office: 'b' }],
    ]);
    expect(
      published(release([office], [table('office', null)], data, { structuralZero: () => true })),
    ).toEqual([]);
  });

  describe('where nobody refused', () => {
    const saysNothing = (_id: string, code: string): boolean => code === 'na';
    const cells = (data: [number, Record<string, string>][], options = { saysNothing }) =>
      published(release([office, migration], [table('office', 'migration')], ballots(data), options));
    const allAnswered: [number, Record<string, string>][] = ['a', 'b'].flatMap((code) => [
      [10, { office: code, migration: 'yes' }],
      [10, { office: code, migration: 'no' }],
    ]);

    it('an empty "keine Angabe" keeps no table back, neither of the question nor of the groups', () => {
      expect(cells(allAnswered)).toEqual(['office-migration']);
      expect(cells(allAnswered, { saysNothing: () => false })).toEqual([]);
    });

    it('few refusals do', () => {
      expect(cells([...allAnswered, [1, { office: 'a', migration: 'na' }]])).toEqual([]);
    });

    it('an empty answer of those who named no office does: they would all have said the same', () => {
      const unnamed: [number, Record<string, string>] = [20, { office: 'na', migration: 'no' }];
      const withNa = variable('office', 'identifying', ['a', 'b', 'na']);
      const plan = [table('office', 'migration')];
      const data = ballots([...allAnswered, unnamed]);
      expect(published(release([withNa, migration], plan, data, { saysNothing }))).toEqual([]);
      expect(published(release([withNa, migration], plan, ballots(allAnswered), { saysNothing }))).toEqual([
        'office-migration',
      ]);
    });
  });

  describe('for a neutral indicator', () => {
    const plan = [table('office', 'opinion')];
    const withB = (groups: [number, string][]) =>
      ballots([
        [10, { office: 'a', opinion: 'good' }],
        [10, { office: 'a', opinion: 'bad' }],
        ...groups.map(([n, opinion]) => [n, { office: 'b', opinion }] as const),
      ]);

    it('shows zeros as blanks and counts from three on inside a group of k answers', () => {
      const [result] = release(
        [office, opinion],
        plan,
        withB([
          [3, 'good'],
          [2 + 1, 'bad'],
        ]),
      ).tables;
      expect(result?.cell(['b', 'good'])?.count).toBe(3);
      expect(result?.cell(['b', 'na'])?.count).toBeNull();
    });

    it.each([1, 2])('withholds where %i people of a larger group gave one answer', (few) => {
      expect(
        published(
          release(
            [office, opinion],
            plan,
            withB([
              [20, 'good'],
              [few, 'bad'],
            ]),
          ),
        ),
      ).toEqual([]);
    });

    it('withholds where a group is large enough but fewer than k of it answered', () => {
      expect(
        published(
          release(
            [office, opinion],
            plan,
            withB([
              [4, 'good'],
              [20, 'na'],
            ]),
          ),
        ),
      ).toEqual([]);
      expect(published(release([office, opinion], plan, withB([[20, 'na']])))).toEqual([]);
    });

    it('publishes where a group could not be asked at all', () => {
      const structuralZero = (cell: Readonly<Record<string, string>>): boolean =>
        cell.office === 'b' && ['good', 'bad', 'na'].includes(cell.opinion ?? '');
      const data = withB([[20, 'not_asked']]);
      expect(published(release([office, opinion], plan, data, { structuralZero }))).toEqual([
        'office-opinion',
      ]);
      expect(published(release([office, opinion], plan, data))).toEqual([]);
    });

    it('checks the sizes of its groups like those of any other table', () => {
      expect(published(release([office, opinion], plan, withB([])))).toEqual([]);
    });

    it('is held to the strict rule where groups are formed by a sensitive variable', () => {
      const data = ballots(
        ['yes', 'no', 'na'].flatMap((code) => [
          [10, { migration: code, opinion: 'good' }] as const,
          [3, { migration: code, opinion: 'bad' }] as const,
        ]),
      );
      expect(published(release([migration, opinion], [table('migration', 'opinion')], data))).toEqual([]);
      expect(published(release([migration, opinion], [table('', 'opinion')], data))).toEqual(['opinion']);
    });
  });

  it('refuses a k that protects nobody', () => {
    expect(() => release([office], [table('office', null)], [], { k: 1 })).toThrow('at least 2');
  });
});
