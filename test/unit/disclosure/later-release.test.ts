import { describe, expect, it } from 'vitest';
import { protectPlan, type ProvenRelease } from '../../../server/disclosure/protect-plan.js';
import { ballots, cellsOf, judged, proven, published, table, variable, type Coded } from './miniature.js';

const area = variable('area', 'identifying', ['n', 'e', 's']);
const sex = variable('sex', 'identifying', ['f', 'm']);
const said = variable('said', 'sensitive', ['yes', 'no']);
const variables = [area, sex, said];
const first = [table('area', 'said')];
const more = [...first, table('sex', 'said'), table('area sex', 'said')];

const data = ballots(
  ['n', 'e', 's'].flatMap((code, at) => [
    [14 + at, { area: code, sex: 'f', said: 'yes' }] as const,
    [20 - at, { area: code, sex: 'f', said: 'no' }] as const,
    [code === 'n' ? 1 : 12, { area: code, sex: 'm', said: 'yes' }] as const,
    [30 + at, { area: code, sex: 'm', said: 'no' }] as const,
  ]),
);
const later = (earlier: ProvenRelease, tables = more, people: readonly Coded[] = data): ProvenRelease =>
  proven(variables, tables, people, {}, earlier);
const told = ({ release }: ProvenRelease, id: string): [string, number][] =>
  Object.entries(cellsOf(release, id)).filter((entry): entry is [string, number] => entry[1] !== '.');

describe('a later release of the same ballots', () => {
  const before = proven(variables, first, data);

  it('tells again all that was told, and more', () => {
    const after = later(before);
    expect(told(before, 'area-said').length).toBeGreaterThan(4);
    expect(told(after, 'area-said')).toEqual(expect.arrayContaining(told(before, 'area-said')));
    expect(after.release.records).toBe(before.release.records);
    expect(told(after, 'sex-said').length).toBeGreaterThan(0);
  });

  it('is proven together with the earlier one, and its proof is no good without what was told', () => {
    const after = later(before);
    const again = judged(after.proof!, variables, more, data, {}, before.release);
    expect(again.verdict).toMatchObject({ passed: true, faultCount: 0 });
    // A release of everything at once need not tell what the first one told.
    const blanks = new Uint8Array(after.proof!.protection.published.length);
    const silent = { ...after.proof!, protection: { ...after.proof!.protection, published: blanks } };
    const faults = judged(silent, variables, more, data, {}, before.release).verdict.faults;
    expect(faults.map(({ rule }) => rule)).toContain('told before and not now');
  });

  it('never shows by subtraction what one newcomer said: told numbers stay apart', () => {
    // The small cell of the north men: its table can't tell it, nor can the sums around it.
    const cells = cellsOf(later(before).release, 'area-sex-said');
    expect(cells['n m yes']).toBe('.');
    const [all, women] = [cellsOf(before.release, 'area-said')['n yes'], cells['n f yes']];
    expect(all === '.' || women === '.').toBe(true);
  });

  it('of other ballots is refused', () => {
    expect(() => later(before, more, data.slice(1))).toThrow('does not fit its ballots');
  });

  it('goes by the proof of the earlier one, whatever the order of the plan', () => {
    const [one, two] = [table('sex', 'said'), table('area', 'said')];
    const earlier = proven(variables, [one, two], data);
    expect(later(earlier, [two, one]).proof).toEqual(earlier.proof);
  });

  it('with nothing new is the earlier one', () => {
    const same = later(before, first);
    expect(same.release).toEqual(before.release);
    expect(same.proof).toEqual(before.proof);
  });
});

describe('where the earlier release leaves no room', () => {
  // Everybody but one is of one kind: what the first release told says all there is to say.
  const pair = variable('pair', 'sensitive', ['a', 'b']);
  const people = ballots([
    [12, { area: 'n', pair: 'a' }],
    [12, { area: 'e', pair: 'b' }],
  ]);
  const open = [table('area', null)];
  const before = proven([area, pair], open, people);

  it('the new table is withheld whole, and the others stay as they were', () => {
    const after = proven([area, pair], [...open, table('area', 'pair')], people, {}, before);
    expect(told(after, 'area-n')).toEqual(expect.arrayContaining(told(before, 'area-n')));
    for (const [codes, count] of told(after, 'area-pair')) expect([codes, count >= 5]).toEqual([codes, true]);
  });

  it('nothing that was released is ever dropped for the sake of something new', () => {
    expect(published(before.release)).toEqual(['area-n']);
    const helpless = protectPlan(
      { tables: [...open, table('area', 'pair'), table('pair', null)] },
      [area, pair],
      people.map((codes) => ({ codes, people: 1 })),
      {
        waveId: 'w',
        k: 5,
        // Areas and pairs restrict each other, so that each area has one pair only, and nobody can be anybody else.
        linked: () => [
          {
            variables: ['area', 'pair'],
            combinations: [
              ['n', 'a'],
              ['e', 'b'],
              ['s', 'a'],
            ],
          },
        ],
        saysNothing: () => false,
      },
      before,
    );
    expect(published(helpless.release)).toContain('area-n');
    expect(told(helpless, 'area-n')).toEqual(expect.arrayContaining(told(before, 'area-n')));
  });
});
