import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../../../server/survey/definition.js';
import { itemsOf } from '../../../server/survey/items.js';
import type { StaffClient } from '../../support/staff-client.js';
import { textOf } from '../admin/hr-house.js';
import { bremen, bremenWave, SELF } from '../releases/closed-wave.js';
import { openResultsHouse, type ResultsHouse } from './results-house.js';

let results: ResultsHouse;
let analyst: StaffClient;
const page = async (table: string, wave = 'wave-1'): Promise<string> =>
  textOf((await analyst.get(`/staff/results/${wave}/${table}`)).html);

/** In each area 12 yes, 15 no and 11 without an answer; in finance 40 yes. */
const placed: Answers[] = (
  itemsOf(bremen()).find(({ id }) => id === 'ressort') as { options: { value: string }[] }
).options.flatMap(({ value: ressort }) =>
  (
    [
      ['yes', ressort === 'finance' ? 40 : 12],
      ['no', 15],
      ['na', 11],
    ] as const
  ).flatMap(([self_declared, count]) => Array.from({ length: count }, () => ({ ressort, self_declared }))),
);

const headcounts = [
  { area: 'Finanzen', count: 4000 },
  { area: 'Justiz und Verfassung', count: 1000 },
];

beforeAll(async () => {
  results = await openResultsHouse();
  const tables = [
    { id: 'all-self', breakdown: [], indicator: SELF },
    { id: 'gender-self', breakdown: ['gender'], indicator: SELF },
    { id: 'all-gender', breakdown: [], indicator: 'gender' },
  ];
  const all = bremenWave({ plan: { tables }, headcounts: [{ area: 'Finanzen', count: 500 }] });
  const byArea = { id: 'ressort-self', breakdown: ['ressort'], indicator: SELF };
  const weighted = bremenWave({ id: 'wave-2', plan: { tables: [...tables, byArea] }, headcounts });
  for (const id of [await results.propose(all), await results.propose(weighted, 'hr', placed)])
    expect(await results.office.decide(id, 'released', 'council', null)).toBe('done');
  analyst = await results.house.as('analyst');
});
afterAll(() => results.stop());

describe('the page of a table', () => {
  it('says how sure shares are: interval, who gave no answer, who did not take part', async () => {
    const text = await page('all-self');
    // 40 of 100 who answered, of 130 who took part, of 500 who were asked.
    expect(text).toContain('40 von 100');
    expect(text).toMatch(/Was die ändern könnten.* ja 30,8\s% bis 53,8\s%.* 8,0\s% bis 88,0\s%/);
  });

  it('shows weighted shares beside those without weights, with their effective number', async () => {
    const text = await page('all-self', 'wave-2');
    // 40 of 55 in finance, with a weight of 4,000 / 55, and 12 of 27 in justice, with one of 1,000 / 27.
    const share = (4000 * (40 / 55) + 1000 * (12 / 27)) / 5000;
    const effective = 5000 ** 2 / (4000 ** 2 / 55 + 1000 ** 2 / 27);
    const weights = /Gewichtet nach Bereichen.*/.exec(text)?.[0] ?? '';
    expect(weights).toContain(`ja ${(share * 100).toFixed(1).replace('.', ',')}`);
    expect(weights).toContain('(52 von 82)');
    expect(weights).toContain(`(52 von 82) ${String(Math.round(effective))} nein`);
    expect(await page('all-self')).toContain('Es gibt keine gewichteten Anteile');
    expect(await page('all-gender')).toContain('Es gibt keine gewichteten Anteile');
  });

  it('holds two groups against each other', async () => {
    const text = await page('gender-self');
    expect(text).toContain('weiblich und männlich im Vergleich');
    // 20 of 50 women and 10 of 30 men.
    expect(text).toMatch(/ja 40,0\s% 33,3\s% \+6,7 \(.*\) 1,20 \(.*\) 1,33 \(/);
    expect(await page('all-self')).not.toContain('im Vergleich Antwort');
  });

  it('tells the difference to published figures, and what is not known about it', async () => {
    const text = await page('all-self');
    expect(text).toMatch(/13,04\s% 40,0\s% \(40 von 100\) \+27,0 Gezählt wird dort etwas anderes als hier\./);
    // The survey of 2023/24 has published its base.
    expect(text).toMatch(
      /21,6\s% 40,0\s% \(40 von 100\) \+18,4 \(\+[\d,]+ bis \+[\d,]+\) Effektstärke h = \+0,40\./,
    );
    expect(text).toMatch(/36,5\s% 40,0\s% \(40 von 100\) \+3,5 .* Repräsentationsindex 1,10/);
  });
});
