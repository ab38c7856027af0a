import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectedShares } from '../../../server/admin/waves/expected-shares.js';
import { release, table, variable } from '../disclosure/miniature.js';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
beforeEach(async () => {
  house = await openHrHouse();
});
afterEach(async () => {
  await house.stop();
});

async function change(id: string, changes: object): Promise<void> {
  const { id: _id, status: _status, simulated: _simulated, ...draft } = (await house.storage.waves.find(id))!;
  await house.storage.waves.change(id, { ...draft, ...changes });
}

async function read(path: string): Promise<string> {
  return textOf((await house.hr.get(path)).html);
}

describe('the preview of a plan', () => {
  it('says what is missing: first the plan, then headcounts', async () => {
    const { id, path } = await house.draft();
    await change(id, { plan: { tables: [] } });
    expect(await read(`${path}/plan/preview`)).toContain('Der Plan ist noch leer');
    await change(id, { plan: { tables: [table('age', null)] } });
    expect(await read(`${path}/plan/preview`)).toContain('Die Beschäftigtenzahlen fehlen');
  });

  it('estimates from headcounts who falls into small groups, and what would help', async () => {
    const { id, path } = await house.draft();
    await change(id, {
      headcounts: [
        { area: 'Jung', count: 90 },
        { area: 'alt', count: 10 },
      ],
      plan: { tables: [table('age', null)] },
    });
    const half = await read(`${path}/plan/preview?participation=50`);
    // 50 answers, a tenth of them by the old: five people, where k is 10; nobody refuses, who is no area.
    expect(half).toMatch(/Etwa (9,[5-9]|10,[0-5]) % der Antwortenden fallen/);
    expect(half).toContain('Gerechnet mit 50 Antworten.');
    expect(half).toContain('Beschäftigtenzahlen dieser Welle');
    expect(half).toMatch(
      /Tabelle weglassen: „Größe der Gruppen“, aufgeteilt nach „Frage age“\. Dann bleiben etwa 0,0 %/,
    );
    const all = await read(`${path}/plan/preview?participation=100`);
    expect(all).toContain('Etwa 0,0 % der Antwortenden fallen');
    expect(all).not.toContain('Was am meisten hilft');
  });

  it('says before anybody is asked how little a dozen people can tell, and what cohorts together could', async () => {
    const { id, path } = await house.draft();
    await change(id, {
      headcounts: [{ area: 'Mentoring', count: 24 }],
      plan: { tables: [table('', 'age')] },
    });
    const alone = await read(`${path}/plan/preview?participation=50`);
    expect(alone).toMatch(/Von \d+ Zahlen dieses Plans lassen sich etwa [01] zeigen/);
    expect(alone).toContain('mehrere Durchgänge eines Programms in einer Welle');
    expect(alone).toMatch(/dieser allein 12 [01] von/);
    expect(alone).toMatch(/5 zusammen 60 [2-9] von/);
    const fine = Array.from({ length: 60 }, (_, at) => ({ ...table('', 'age'), id: `age-${String(at)}` }));
    await change(id, { plan: { tables: fine } });
    expect(await read(`${path}/plan/preview?participation=50`)).toContain('ist dieser Plan viel zu fein');
    await change(id, { headcounts: [{ area: 'Mentoring', count: 2400 }] });
    expect(await read(`${path}/plan/preview?participation=50`)).not.toContain('Durchgänge');
  });

  it('takes any other participation for the usual one', async () => {
    const { id, path } = await house.draft();
    await change(id, { headcounts: [{ area: 'Haus', count: 100 }], plan: { tables: [table('age', null)] } });
    expect(await read(`${path}/plan/preview?participation=3`)).toContain('Gerechnet mit 40 Antworten.');
    expect(await read(`${path}/plan/preview`)).toContain('nichts bekannt: alle Antworten gleich häufig');
  });
});

describe('expected shares', () => {
  const office = variable('office', 'identifying', ['a', 'b', 'c']);

  it('come from headcounts only where every area is one of the codes', () => {
    const counts = (...areas: [string, number][]) =>
      expectedShares([office], { headcounts: areas.map(([area, count]) => ({ area, count })) }, []);
    expect(counts(['A', 30], ['b (de)', 10])).toMatchObject([
      { shares: [0.75, 0.25, 0], source: 'headcounts' },
    ]);
    expect(counts(['A', 30], ['Keller', 10])).toMatchObject([
      { shares: [1 / 3, 1 / 3, 1 / 3], source: 'even' },
    ]);
  });

  it('come from what an earlier release told; blanks share the rest', () => {
    const data = [
      ...Array.from({ length: 70 }, () => ({ office: 'a' })),
      ...Array.from({ length: 26 }, () => ({ office: 'b' })),
      ...Array.from({ length: 4 }, () => ({ office: 'c' })),
    ];
    const earlier = release([office], [table('office', null)], data, { k: 5 });
    const [expected] = expectedShares([office], { headcounts: [] }, [earlier]);
    expect(expected).toMatchObject({ source: 'release' });
    expect(expected!.shares[0]).toBeCloseTo(0.7, 10);
    // Nothing of the release tells 26 and 4 apart.
    expect(expected!.shares.slice(1)).toEqual([0.15, 0.15]);
  });
});
