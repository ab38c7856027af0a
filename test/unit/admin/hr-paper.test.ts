import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeBallot } from '../../../server/survey/ballot.js';
import type { Answers } from '../../../server/survey/definition.js';
import type { Fields } from '../../support/staff-client.js';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
let id: string;
let path: string;
beforeEach(async () => {
  house = await openHrHouse();
  ({ id, path } = await house.draft());
  await house.hr.post(`${path}/open`, {}, `${path}/open`);
});
afterEach(async () => {
  await house.stop();
});

const count = async () => (await house.storage.participation.count(id)).ballots;
const importFile = (content: string, fields: Fields = {}) =>
  house.hr.upload(`${path}/paper/import`, { field: 'file', name: 'p.csv', content }, fields, `${path}/paper`);
const enter = (fields: Fields) => house.hr.post(`${path}/paper/form`, fields, `${path}/paper/form`);

/** What is in the box once it is sealed. */
async function ballots(): Promise<Answers[]> {
  await house.storage.box.sealBox(id);
  const found: Answers[] = [];
  await house.storage.sealed.forEach(id, (bytes) => found.push(decodeBallot(house.definition, bytes)));
  return found;
}

describe('a file of paper forms', () => {
  test('is stored whole, as what it says', async () => {
    const page = await importFile(
      'status;age;where;climate.belong\r\nother;43;tasks|training;2\r\ntrainee;;;na\r\n',
    );
    expect(page.path).toBe(`${path}/paper`);
    expect(textOf(page.html)).toContain('2 Bögen sind gespeichert.');
    const found = await ballots();
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({
      status: 'other',
      age: 'old',
      where: ['tasks', 'training'],
      climate: { belong: '2' },
    });
    expect(found).toContainEqual({ status: 'trainee', climate: { belong: 'na' } });
    const entry = (await house.audit()).find(({ action }) => action === 'paper.imported');
    expect(entry).toMatchObject({ subject: id, details: { count: 2 } });
  });

  test('with a single faulty cell nothing is stored, and line, column and reason are told', async () => {
    const page = await importFile('status;age\nother;43\nretired;20\nother;old\n');
    expect(page.status).toBe(422);
    const text = textOf(page.html);
    expect(text).toContain('3 status Die Antwort „retired“ gibt es bei dieser Frage nicht.');
    expect(text).toContain('4 age Bitte geben Sie eine ganze Zahl ein');
    expect(text).toContain('Aus der Datei wurde nichts gespeichert.');
    expect(await count()).toBe(0);
    expect(await house.acts()).not.toContain('paper.imported');
  });

  test('of many faults the first hundred are shown and all are counted', async () => {
    const page = await importFile(`status\n${'retired\n'.repeat(150)}`);
    expect(textOf(page.html)).toContain('Die Datei hat 150 Fehler.');
    expect(textOf(page.html)).toContain('50 weitere Fehler werden nicht aufgeführt.');
    expect(page.html.match(/„retired“/g)).toHaveLength(100);
  });

  test.each([
    ['nothing in it', '', 'Die Datei enthält keinen Bogen'],
    ['a header only', 'status;age\n', 'Die Datei enthält keinen Bogen'],
    ['a quote that does not close', 'status;age\n"other;43\n', 'Ein Anführungszeichen passt nicht'],
    ['an unknown column', 'status;salary\nother;1\n', 'Diese Spalte gibt es im Fragebogen nicht.'],
    ['bytes of some other kind', '\u0000\u0001\u0002\n\u0003', 'Diese Spalte gibt es im Fragebogen nicht.'],
    ['more forms than a file may have', `status\n${'other\n'.repeat(20_001)}`, 'Die Datei hat 20.001 Bögen'],
  ])('with %s gets a plain page', async (_, content, said) => {
    const page = await importFile(content);
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain(said);
    expect(await count()).toBe(0);
  });

  test('sent twice by the same page it counts once, by another page again', async () => {
    const batch = /name="batch" value="([^"]+)"/.exec((await house.hr.get(`${path}/paper`)).html)?.[1] ?? '';
    expect(batch).toMatch(/^[0-9a-f]{32}$/);
    await importFile('status\nother\nother\n', { batch });
    await importFile('status\nother\nother\n', { batch });
    expect(await count()).toBe(2);
    await importFile('status\nother\nother\n');
    expect(await count()).toBe(4);
  });

  test('another file from the same page is stored whole, also where it is longer', async () => {
    const batch = 'b'.repeat(32);
    await importFile('status\nother\nother\n', { batch });
    const page = await importFile('status\ntrainee\nother\nother\n', { batch });
    expect(textOf(page.html)).toContain('3 Bögen sind gespeichert.');
    expect(await count()).toBe(5);
  });

  test('its template can be filled in and sent back', async () => {
    const template = (await house.hr.get(`${path}/paper/template`)).html;
    const columns = template.trim().split(';').length;
    const page = await importFile(`${template}other${';'.repeat(columns - 1)}\r\n`);
    expect(textOf(page.html)).toContain('Ein Bogen ist gespeichert.');
  });
});

describe('a single form', () => {
  test('shows every question, and stores what was chosen', async () => {
    const { html } = await house.hr.get(`${path}/paper/form`);
    for (const item of house.definition.pages.flatMap((page) => page.questions)) {
      const names = item.type === 'matrix' ? item.rows.map((row) => `${item.id}.${row.id}`) : [item.id];
      for (const name of names) expect(html).toContain(`name="${name}"`);
    }
    const page = await enter({
      status: 'other',
      age: '20',
      where: ['tasks', 'other'],
      'climate.fair': '3',
      contract: '',
    });
    expect(textOf(page.html)).toContain('Der Bogen ist gespeichert.');
    expect(await ballots()).toEqual([
      { status: 'other', age: 'young', where: ['tasks', 'other'], climate: { fair: '3' } },
    ]);
  });

  test('what does not fit is told beside its field, and the rest stays', async () => {
    const page = await enter({ status: 'trainee', contract: 'permanent', age: 'old' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#contract"');
    expect(page.html).toContain('href="#age"');
    expect(page.html).toContain('value="old"');
    expect(page.html).toMatch(/<option value="trainee" selected>/);
    expect(await count()).toBe(0);
  });

  test('left empty it is not stored', async () => {
    const page = await enter({ status: '' });
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('Auf dieser Seite ist nichts ausgefüllt.');
    expect(await count()).toBe(0);
  });

  test('sent twice it counts once', async () => {
    const batch = 'a'.repeat(32);
    await enter({ status: 'other', batch });
    await enter({ status: 'other', batch });
    expect(await count()).toBe(1);
    await enter({ status: 'trainee', batch });
    expect(await count()).toBe(2);
  });
});

test('a closed wave takes no paper', async () => {
  await house.hr.post(`${path}/close`, { confirmation: 'Herbst 2026' }, `${path}/close`);
  const from = `${path}/results`;
  const form = await house.hr.post(`${path}/paper/form`, { status: 'other' }, from);
  const file = { field: 'file', name: 'p.csv', content: 'status\nother\n' };
  const upload = await house.hr.upload(`${path}/paper/import`, file, {}, from);
  expect([form.status, upload.status]).toEqual([409, 409]);
  expect(await house.refusals()).toEqual(['wave-not-open', 'wave-not-open']);
});
