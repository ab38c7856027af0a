import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleJson } from '../survey/sample.js';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
beforeEach(async () => {
  house = await openHrHouse();
});
afterEach(async () => {
  await house.stop();
});

const list = '/staff/questionnaires';
const form = `${list}/import`;
const shown = `${list}/sample/1.0.0`;

/** What a text area holds, as the browser would send it back. */
const pastedIn = (html: string) =>
  /<textarea[^>]*id="pasted"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(html)?.[1]?.replaceAll('&#34;', '"');

describe('questionnaires', () => {
  test('the list shows what there is, and what is frozen', async () => {
    const before = await house.hr.get(list);
    expect(textOf(before.html)).toContain('Probe 1.0.0 Änderbar');
    await house.draft();
    expect(textOf((await house.hr.get(list)).html)).toContain('Probe 1.0.0 Festgeschrieben');
  });

  test('a file is imported, exported as it came, and can be sent again without harm', async () => {
    const json = { ...sampleJson(), id: 'other' };
    const file = { field: 'file', name: 'other.json', content: JSON.stringify(json) };
    const page = await house.hr.upload(form, file, {}, form);
    expect(page.path).toBe(`${list}/other/1.0.0`);
    expect(textOf(page.html)).toContain('Der Fragebogen ist importiert (Version 1.0.0).');

    const exported = await house.hr.get(`${list}/other/1.0.0/export`);
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename=other-1.0.0.json');
    expect(JSON.parse(exported.html)).toEqual(await house.storage.definitions.find('other', '1.0.0'));

    const again = await house.hr.upload(
      form,
      { field: 'file', name: 'x.json', content: exported.html },
      {},
      form,
    );
    expect(textOf(again.html)).toContain('schon genau so vorhanden');
    expect(await house.acts()).toEqual(['definition.imported', 'definition.exported']);
  });

  test('every fault is listed by place and reason, and the text stays', async () => {
    const json = sampleJson();
    json.pages[0]!.id = 'First Page';
    json.estimatedMinutes = 0;
    const pasted = JSON.stringify({ ...json, colour: 'blue' });
    const page = await house.hr.post(`${form}/text`, { pasted }, form);
    expect(page.status).toBe(422);
    const text = textOf(page.html);
    expect(text).toContain('Der Fragebogen hat 3 Fehler.');
    expect(text).toContain('estimatedMinutes Die Zahl muss mindestens 1 sein.');
    expect(text).toContain('colour Diese Angabe ist hier nicht vorgesehen.');
    expect(text).toMatch(/pages\[First Page\]\.id Eine Kennung besteht aus/);
    expect(pastedIn(page.html)).toBe(pasted);
    expect(await house.storage.definitions.list()).toHaveLength(1);
  });

  test('broken JSON is told by line and character, and the text stays', async () => {
    const pasted = '{\n  "id": "x",,\n}';
    const page = await house.hr.post(`${form}/text`, { pasted }, form);
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('Der Fehler liegt in Zeile 2, Zeichen 13.');
    expect(pastedIn(page.html)).toBe(pasted);
  });

  test('a version that a wave uses can not be replaced', async () => {
    await house.draft();
    const changed = { ...sampleJson(), estimatedMinutes: 30 };
    const page = await house.hr.post(`${form}/text`, { pasted: JSON.stringify(changed) }, form);
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('Geben Sie dem geänderten Fragebogen eine höhere Versionsnummer');
    expect((await house.storage.definitions.find('sample', '1.0.0'))?.estimatedMinutes).toBe(1);
  });

  test('the preview shows every question in both languages, with its condition in words', async () => {
    const german = textOf((await house.hr.get(`${shown}?in=de`)).html);
    const english = textOf((await house.hr.get(`${shown}?in=en`)).html);
    for (const page of house.definition.pages) {
      for (const { text } of [page, ...page.questions].map((it) => ({
        text: 'text' in it ? it.text : it.title,
      }))) {
        expect(german).toContain(text.de);
        expect(english).toContain(text.en);
      }
    }
    expect(german).toContain(
      'Erscheint nur, wenn bei „Frage status“ „collective“ oder „other“ gewählt wurde',
    );
    expect(german).toContain('nur nach ausdrücklicher Einwilligung');
  });

  test('an unknown one gets a plain page, and is on record', async () => {
    const page = await house.hr.get(`${list}/nothing/1.0.0`);
    expect(page.status).toBe(404);
    expect(textOf(page.html)).toContain('Diesen Fragebogen gibt es nicht');
    expect(await house.refusals()).toEqual(['unknown-questionnaire']);
  });
});
