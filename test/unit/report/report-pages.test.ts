import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffClient } from '../../support/staff-client.js';
import { openResultsHouse, type ResultsHouse } from './results-house.js';

let results: ResultsHouse;
let hr: StaffClient;
let analyst: StaffClient;

const REPORT = '/staff/results/wave-1/report';
const AGE = `${REPORT}/age`;

beforeAll(async () => {
  results = await openResultsHouse();
  const id = await results.propose();
  await results.office.decide(id, 'released', 'council', null);
  hr = await results.house.as('hr');
  analyst = await results.house.as('analyst');
});

afterAll(() => results.stop());

const write = (fields: Record<string, string>) => hr.post(AGE, { en: '', ...fields }, AGE);

describe('the report', () => {
  it('stands in chapters with a table of contents that leads to each, figures of the release, and the method', async () => {
    const { html, status } = await analyst.get(REPORT);
    expect(status).toBe(200);
    const contents = [
      ...(/<nav class="contents"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '').matchAll(/href="#(\w+)"/g),
    ];
    expect(contents.length).toBeGreaterThan(10);
    for (const [, id] of contents) expect(html, id).toContain(`<h2 id="${String(id)}">`);
    expect(html).toMatch(/<h3 id="r-gender-self">/);
    expect(html).toContain('<figure class="picture"');
    expect(html).toContain('40,0');
    expect(html).toContain('Zu diesem Kapitel enthält der Auswertungsplan keine Tabelle.');
    expect(html).toContain('weniger als 10');
  });

  it('says which tables are in the plan and cannot be drawn', async () => {
    const { html } = await analyst.get(REPORT);
    const age = /<h2 id="age">[\s\S]*?<h2/.exec(html)?.[0] ?? '';
    expect(age).toContain('Von ihnen wird nichts gezeigt, was sich zeichnen ließe');
    expect(age).toContain('Wie alt sind Sie?');
  });

  it('offers writing to HR only', async () => {
    expect((await hr.get(REPORT)).html).toContain(`href="${AGE}"`);
    expect((await analyst.get(REPORT)).html).not.toContain(`href="${AGE}"`);
    expect((await analyst.get(AGE)).status).toBe(403);
  });
});

describe('a text of the report', () => {
  it('is looked at before it is stored, as paragraphs and never as HTML', async () => {
    const page = await write({ de: 'Erster\r\n\r\nZweiter <b>fett</b>', go: 'preview', basedOn: '0' });
    expect(page.html).toContain('Vorschau (noch nicht gespeichert)');
    expect(page.html).toContain('<p lang="de">Erster</p>');
    expect(page.html).toContain('Zweiter &lt;b&gt;fett&lt;/b&gt;');
    expect((await analyst.get(REPORT)).html).not.toContain('Erster');
  });

  it('is stored in both languages, shown in the reader’s, and on record', async () => {
    const page = await write({ de: 'Eins\n\nZwei', en: 'One', go: 'save', basedOn: '0' });
    expect(page.path).toBe(REPORT);
    expect(page.html).toContain('Der Text ist gespeichert.');
    const { html } = await analyst.get(REPORT);
    expect(html).toContain('<p class="written">Eins</p>\n<p class="written">Zwei</p>');
    expect(html).not.toContain('>One<');
    const entry = (await results.house.audit()).findLast(({ action }) => action.startsWith('text.'));
    expect([entry?.actor, entry?.action, entry?.subject, entry?.details]).toEqual([
      ...['hr', 'text.saved', 'wave-1'],
      { chapter: 'age', version: 1 },
    ]);
  });

  it('is not overwritten by somebody who has not seen it', async () => {
    const page = await write({ de: 'Von gestern', go: 'save', basedOn: '0' });
    expect(page.status).toBe(409);
    expect(page.html).toContain('Inzwischen hat jemand anders gespeichert');
    expect(page.html).toContain('Von gestern</textarea>');
    expect((await analyst.get(REPORT)).html).toContain('<p class="written">Eins</p>');
  });

  it('keeps every version, and takes an older one up again', async () => {
    await write({ de: 'Neu', go: 'save', basedOn: '1' });
    expect((await analyst.get(REPORT)).html).toContain('<p class="written">Neu</p>');
    const form = (await hr.get(AGE)).html;
    expect(form).toContain('Fassung 2 von hr');
    expect(form).toContain('Fassung 1 wieder aufnehmen');
    await write({ go: 'restore:1', basedOn: '2' });
    expect((await analyst.get(REPORT)).html).toContain('<p class="written">Eins</p>');
    expect((await hr.get(AGE)).html).toContain('Fassung 3 von hr');
    expect((await write({ go: 'restore:9', basedOn: '3' })).status).toBe(404);
  });

  it('has a limit, and nothing typed is lost at it', async () => {
    const page = await write({ de: 'x'.repeat(8001), go: 'save', basedOn: '3' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Kürzen Sie den Text');
    expect(page.html).toContain('x'.repeat(8001));
  });

  it('belongs to a chapter that there is', async () => {
    expect((await hr.get(`${REPORT}/nothing`)).status).toBe(404);
  });
});
