import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '../../server/paths.js';
import { firstStaff, type Staff } from '../support/first-staff.js';
import { openHouse, type House } from '../support/house.js';

/**
 * Real people in place of made-up ones: the public employees of UCI Adult come in through the paper channel, and what
 * leaves is held against figures counted here in a few lines that share nothing with the product.
 */

const K = 5;
const TITLE = 'Public employees of 1994';
const GROUPS = ['employer', 'sex', 'age', 'occupation', 'education'];

const source = join(projectRoot, '../shared/data/us-adult/adult.csv');
const records = z
  .array(z.record(z.string(), z.string()))
  .parse(parse(readFileSync(source), { columns: true }))
  .filter(({ employer }) => employer?.endsWith('-gov'));

const code = (text = ''): string => text.toLowerCase().replaceAll('-', '_');
const people = records.map((record) => ({
  employer: code(record.employer),
  occupation: code(record.occupation),
  education: code(record.education),
  sex: code(record.sex),
  age: record.age ?? '',
  native_country: record.native_country === 'United-States' ? 'yes' : 'no',
}));

function band(age: string): string {
  const years = Number(age);
  if (years < 30) return 'u30';
  return years < 60 ? `${String(Math.floor(years / 10))}0_${String(Math.floor(years / 10))}9` : '60p';
}

/** Foreign-born and others in every group, counted the plain way. */
function countByHand(group: string): Map<string, { yes: number; no: number }> {
  const cells = new Map<string, { yes: number; no: number }>();
  for (const person of people) {
    const value = group === 'age' ? band(person.age) : person[group as keyof typeof person];
    const cell = cells.get(value) ?? { yes: 0, no: 0 };
    cell[person.native_country === 'no' ? 'yes' : 'no'] += 1;
    cells.set(value, cell);
  }
  return cells;
}

let house: House;
let staff: Staff;
let wave: string;

beforeAll(async () => {
  house = await openHouse({ env: { K_FLOOR: String(K) } });
  staff = await firstStaff(house);
  const { hr } = staff;
  const instrument = readFileSync(join(projectRoot, 'test/support/instruments/adult.json'));
  await hr.upload(
    '/staff/questionnaires/import',
    { field: 'file', name: 'adult.json', content: instrument },
    {},
    '/staff/questionnaires/import',
  );
  const created = await hr.post(
    '/staff/waves',
    { questionnaire: 'us-adult/1.0.0', title_de: TITLE, title_en: TITLE },
    '/staff/waves/new',
  );
  wave = created.path;
  const send = (page: string, fields: Record<string, string | string[]>, form = page): Promise<unknown> =>
    hr.post(`${wave}/${page}`, fields, `${wave}/${form}`);
  const sentence = { de: 'Ein Satz.', en: 'A sentence.' };
  await send('texts', {
    title_de: TITLE,
    title_en: TITLE,
    ...Object.fromEntries(
      ['purpose', 'contact', 'legalBasis'].flatMap((text) => [
        [`${text}_de`, sentence.de],
        [`${text}_en`, sentence.en],
      ]),
    ),
    languages: ['de', 'en'],
  });
  await send('access', { access: 'open', k: String(K) });
  const columns = ['all', ...GROUPS];
  await send('plan', {
    column: columns,
    cell: [
      ...columns.map((column) => `${column}|foreign_born`),
      ...GROUPS.map((column) => `${column}|sizes`),
    ],
  });
  await send('open', {});
  const file = stringify(people, { header: true });
  const imported = await hr.upload(
    `${wave}/paper/import`,
    { field: 'file', name: 'forms.csv', content: file },
    {},
    `${wave}/paper`,
  );
  expect(imported.status, imported.html).toBe(200);
  await send('close', { confirmation: TITLE });
  await send('results', {});
  const approvals = await staff.council.get('/staff/approvals');
  const proposal = /\/staff\/approvals\/[0-9a-z]+/.exec(approvals.html)?.[0] ?? '';
  await staff.council.post(`${proposal}/release`, { confirm: 'yes' }, proposal);
}, 120_000);

afterAll(() => house.close());

const rowSchema = z.looseObject({
  table: z.string(),
  status: z.enum(['published', 'withheld']),
  group1_variable: z.string(),
  group1_code: z.string(),
  variable: z.string(),
  code: z.string(),
  count: z.string(),
  base: z.string(),
  share: z.string(),
});

async function download(): Promise<z.infer<typeof rowSchema>[]> {
  const { html: csv } = await staff.analyst.get(`/staff/results/${waveId()}/all.csv`);
  return z.array(rowSchema).parse(parse(csv, { columns: true, bom: true }));
}

const waveId = (): string => wave.split('/').at(-1) ?? '';

describe('the public employees of UCI Adult', () => {
  it('are the 4,289 of whom 237 were born abroad', () => {
    expect(people).toHaveLength(4289);
    expect(people.filter((person) => person.native_country === 'no')).toHaveLength(237);
  });

  it('give the share that was computed independently: 0.05526', async () => {
    const rows = (await download()).filter(
      (row) => row.variable === 'foreign_born' && row.group1_variable === '',
    );
    const yes = rows.find((row) => row.code === 'yes');
    expect(yes).toMatchObject({ status: 'published', count: '237', base: '4289', share: '0.05526' });
  });

  it.each(GROUPS)(
    'are published by %s exactly where every cell is safe, and then to the last person',
    async (group) => {
      const byHand = countByHand(group);
      const safe = [...byHand.values()].every(({ yes, no }) => yes >= K && no >= K);
      const rows = (await download()).filter(
        (row) => row.group1_variable === group && row.variable === 'foreign_born',
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row.status))).toEqual(new Set([safe ? 'published' : 'withheld']));
      for (const row of rows) {
        const { yes, no } = byHand.get(row.group1_code) ?? { yes: 0, no: 0 };
        const expected = { yes, no, total: yes + no, na: 0 }[row.code] ?? 0;
        if (row.group1_code === 'total' || row.status === 'withheld') continue;
        expect(row.count, `${row.group1_code} ${row.code}`).toBe(expected === 0 ? '' : String(expected));
      }
    },
  );

  it('show tables of both kinds, so that neither branch above is empty', async () => {
    const statuses = new Set((await download()).map((row) => row.status));
    expect(statuses).toEqual(new Set(['published', 'withheld']));
  });

  it('never leave with a count below k, by any route of analyst and council', async () => {
    for (const row of await download()) {
      expect(row.count === '' || Number(row.count) >= K, `${row.table}: ${row.count}`).toBe(true);
    }
    const json = z
      .object({ tables: z.array(z.unknown()) })
      .parse(JSON.parse((await staff.analyst.get(`/staff/results/${waveId()}/all.json`)).html));
    for (const count of countsIn(json.tables)) expect(count).toBeGreaterThanOrEqual(K);
  });

  it('withhold a table on every page and in every file: no number of it is anywhere', async () => {
    const withheld = [
      ...new Set((await download()).filter(({ status }) => status === 'withheld').map((row) => row.table)),
    ];
    expect(withheld.length).toBeGreaterThan(0);
    for (const table of withheld) {
      const rows = (await download()).filter((row) => row.table === table);
      expect(rows.map(({ count, base, share }) => count + base + share).join('')).toBe('');
      const page = await staff.analyst.get(`/staff/results/${waveId()}/${table}`);
      expect(page.html).not.toMatch(/<td[^>]*>\s*\d/);
      const file = await staff.analyst.get(`/staff/results/${waveId()}/${table}/table.json`);
      expect(countsIn([JSON.parse(file.html)])).toEqual([]);
    }
  });
});

/** Every number under a key `count`, however deep. */
function countsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(countsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'count' && typeof inner === 'number' ? [inner] : countsIn(inner),
  );
}
