import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../server/paths.js';
import type { StaffClient } from '../../support/staff-client.js';
import { textOf } from '../admin/hr-house.js';
import { openResultsHouse, type ResultsHouse } from '../report/results-house.js';
import { bremenWave, SELF } from '../releases/closed-wave.js';
import { civilServiceCsv, extract, SERIES } from './civil-service.js';

let results: ResultsHouse;
let hr: StaffClient;
const leadership = 'leadership_yes';

beforeAll(async () => {
  results = await openResultsHouse();
  const tables = [
    { id: 'all-self', breakdown: [], indicator: SELF },
    { id: 'gender', breakdown: [], indicator: 'gender' },
    { id: 'self-leads', breakdown: [SELF], indicator: leadership },
  ];
  const id = await results.propose(bremenWave({ plan: { tables } }));
  expect(await results.office.decide(id, 'released', 'council', null)).toBe('done');
  hr = await results.house.as('hr');
});
afterAll(() => results.stop());

describe('figures of another administration', () => {
  it('are the published ones', () => {
    const file = join(projectRoot, '../shared/data/uk-csps/csps2024_by_demographic.csv');
    if (!existsSync(file)) return;
    const all = extract(readFileSync(file, 'utf8')).map((row) => JSON.stringify(row));
    for (const row of extract()) expect(all).toContain(JSON.stringify(row));
  });

  it('are read in from a file and stand beside a wave, without a change of the program', async () => {
    const page = '/staff/references/import';
    const before = await hr.get('/staff/results/wave-1/all-self');
    expect(before.html).not.toContain('Civil Service');

    const file = { field: 'file', name: 'csps.csv', content: civilServiceCsv() };
    const imported = await hr.upload(page, file, {}, page);
    expect(imported.path).toBe('/staff/references');
    expect(textOf(imported.html)).toContain('Eingelesen: 6 neu, 0 geändert.');
    expect(imported.html).toContain(`>${SERIES}</caption>`);

    const table = textOf((await hr.get('/staff/results/wave-1/all-self')).html);
    // 47,860 of 312,329 people who stated an ethnic group.
    expect(table).toContain('Angehörige ethnischer Minderheiten, britischer Civil Service, 2024');
    expect(table).toContain('15,324 %');
    expect(table).toContain('Die ethnische Zugehörigkeit ist keine Migrationsgeschichte.');
    const gender = textOf((await hr.get('/staff/results/wave-1/gender')).html);
    expect(gender).toContain('55,313 %');
    const english = await hr.post(
      '/staff/language',
      { lang: 'en', back: '/staff/results/wave-1/all-self' },
      '/staff/results',
    );
    expect(textOf(english.html)).toContain('Ethnic group is not migration history.');
    await hr.post('/staff/language', { lang: 'de', back: '/staff/results' }, '/staff/results');
  });

  it('go out with the files of the wave, and come back unchanged', async () => {
    const json = JSON.parse((await hr.get('/staff/results/wave-1/all.json')).html) as {
      references: { id: string; value: number; base: number }[];
    };
    expect(json.references.find(({ id }) => id === 'uk_csps2024_minority')).toMatchObject({
      value: 15.324,
      base: 312_329,
    });
    const { html: exported } = await hr.get('/staff/references/figures.csv');
    const page = '/staff/references/import';
    const again = await hr.upload(page, { field: 'file', name: 'x.csv', content: exported }, {}, page);
    expect(textOf(again.html)).toContain('Eingelesen: 0 neu, 0 geändert.');
  });
});
