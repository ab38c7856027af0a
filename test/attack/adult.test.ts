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

/** Who was born abroad, by these groups. */
async function rowsBy(group: string): Promise<z.infer<typeof rowSchema>[]> {
  return (await download()).filter((row) => row.group1_variable === group && row.variable === 'foreign_born');
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
    'are told by %s to the last person where they are told, and nobody refused',
    async (group) => {
      const byHand = countByHand(group);
      const rows = await rowsBy(group);
      for (const row of rows) {
        expect(row.status).toBe('published');
        const everybody = { yes: 237, no: 4052 };
        const nobody = { yes: 0, no: 0 };
        const { yes, no } = byHand.get(row.group1_code) ?? (row.group1_code === 'total' ? everybody : nobody);
        const people = { yes, no, total: yes + no, na: 0 }[row.code] ?? 0;
        const mayBe = people < K ? [''] : ['', String(people)];
        expect(mayBe, `${row.group1_code} ${row.code}`).toContain(row.count);
      }
      const answered = rows.filter((row) => row.code !== 'na' && row.group1_code !== 'na');
      const isSafe = answered.every(({ group1_code: of }) => {
        const { yes, no } = byHand.get(of) ?? { yes: 0, no: 0 };
        return of === 'total' || (yes >= K && no >= K);
      });
      const blank = answered.filter((row) => row.count === '');
      expect(blank.length === 0).toBe(isSafe);
      // Most of what could be told is told.
      expect(blank.length).toBeLessThan(rows.length / 2);
    },
  );

  it('are few in some groups and enough in all others, so that no branch above is empty', async () => {
    const blanks = await Promise.all(
      GROUPS.map(async (group) =>
        (await rowsBy(group)).some(
          ({ count, code: answer, group1_code: of }) => count === '' && answer !== 'na' && of !== 'na',
        ),
      ),
    );
    expect(new Set(blanks)).toEqual(new Set([true, false]));
  });

  it.each(GROUPS)('leave nobody or at least k people in the blanks of a group by %s', async (group) => {
    const byHand = countByHand(group);
    const rows = await rowsBy(group);
    const isTold = (of: string, answer: string): boolean =>
      rows.find((row) => row.group1_code === of && row.code === answer)?.count !== '';
    const expectEnough = (people: number): void => {
      expect(people === 0 || people >= K, String(people)).toBe(true);
    };
    for (const [of, { yes, no }] of byHand)
      if (isTold(of, 'total')) expectEnough((isTold(of, 'yes') ? 0 : yes) + (isTold(of, 'no') ? 0 : no));
    for (const answer of ['yes', 'no'] as const)
      if (isTold('total', answer))
        expectEnough(
          [...byHand].reduce((sum, [of, counts]) => sum + (isTold(of, answer) ? 0 : counts[answer]), 0),
        );
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

  it('have no number for a small group on any page or in any file', async () => {
    const small = [...countByHand('occupation')].filter(([, { yes }]) => yes < K).map(([of]) => of);
    expect(small.length).toBeGreaterThan(0);
    const rows = (await rowsBy('occupation')).filter(
      (row) => small.includes(row.group1_code) && row.code === 'yes',
    );
    expect(rows).toHaveLength(small.length);
    expect(rows.map(({ count, share }) => count + share).join('')).toBe('');
    const [table = ''] = rows.map((row) => row.table);
    const file = await staff.analyst.get(`/staff/results/${waveId()}/${table}/table.json`);
    for (const count of countsIn([JSON.parse(file.html)])) expect(count).toBeGreaterThanOrEqual(K);
    const page = await staff.analyst.get(`/staff/results/${waveId()}/${table}`);
    expect(page.html).not.toMatch(/<td[^>]*>\s*[0-4]\s*[(<]/);
    expect(page.html).toMatch(/<td[^>]*>\s*\d/);
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
