import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import { PASSWORD, seedStaff, signIn } from '../support/journey-staff.js';
import { ballotsIn, commute, seedWave } from '../support/journey-waves.js';
import { StaffClient } from '../support/staff-client.js';
import { ask as askAt, expectPlainPage, form, textOf, type Answer } from './plain-page.js';

let house: House;
let hr: StaffClient;

beforeAll(async () => {
  house = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      await seedWave(inside, commute, { id: 'open', access: 'open' });
      await seedWave(inside, commute, { id: 'draft', status: 'draft' });
    },
  });
  hr = await signIn(house, 'hr');
});

afterAll(() => house.close());

function ask(path: string, init?: RequestInit): Promise<Answer> {
  return askAt(house.url + path, init);
}

describe('what staff may send by mistake or on purpose', () => {
  it('an upload of 10 megabytes', async () => {
    for (const path of [
      'waves/draft/headcounts',
      'waves/open/paper/import',
      'questionnaires/import',
      'references/import',
    ]) {
      const file = { field: 'file', name: 'gross.csv', content: 'x'.repeat(10_000_000) };
      const page = `/staff/${path.replace('/import', /^[qr]/.test(path) ? '/import' : '')}`;
      const answer = await hr.upload(`/staff/${path}`, file, {}, page);
      expectPlainPage(answer, 413, /höchstens 5 MB/);
      expect(textOf(answer.html)).toContain('Nichts davon wurde gespeichert');
    }
  });

  it.each([
    ['an open quotation mark', 'Finanzen;120\nInneres;"40\n', /Anführungszeichen/],
    ['text for a number', 'Finanzen;120\nInneres;viele\n', /keine ganze Zahl/],
    ['the same area twice', 'Finanzen;120\nFinanzen;3\n', /steht schon in Zeile/],
    ['a third column', 'Finanzen;120;x\n', /mehr als zwei Spalten/],
    ['bytes of no text', Uint8Array.from([0, 255, 254, 1, 59, 49, 10]), /Steuerzeichen/],
  ])('headcounts with %s', async (_name, content, words) => {
    const at = '/staff/waves/draft/headcounts';
    const before = textareaOf((await hr.get(at)).html);
    const answer = await hr.upload(at, { field: 'file', name: 'zahlen.csv', content }, {}, at);
    expectPlainPage(answer, 422, words);
    expect(textOf(answer.html)).toMatch(/Zeile/);
    expect(textareaOf((await hr.get(at)).html)).toBe(before);
  });

  it.each([
    ['an open quotation mark', 'means;metres\ntram;"12\n', /Anführungszeichen/],
    ['an unknown column', 'means;shoe size\ntram;43\n', /Spalte/],
    ['a wrong value in the last row', 'means;metres\ntram;12\nrocket;12\n', /rocket/],
    ['no row', 'means;metres\n', /./],
    ['nothing at all', '', /./],
  ])('paper forms with %s are refused whole', async (_name, content, words) => {
    const at = '/staff/waves/open/paper';
    const answer = await hr.upload(`${at}/import`, { field: 'file', name: 'papier.csv', content }, {}, at);
    expectPlainPage(answer, 422, words);
  });

  it.each([
    ['broken JSON', '{\n  "id": "x",,\n}', /kein gültiges JSON. Der Fehler liegt in Zeile 2/],
    ['JSON that is no questionnaire', '{"id":"x"}', /Fehler/],
    ['a list', '[]', /Fehler/],
    ['nothing', '   ', /Wählen Sie eine Datei aus|Fügen Sie den Inhalt/],
  ])('a questionnaire that is %s', async (_name, content, words) => {
    const at = '/staff/questionnaires/import';
    const file = { field: 'file', name: 'bogen.json', content };
    expectPlainPage(await hr.upload(at, file, {}, at), 422, words);
    expectPlainPage(await hr.post(`${at}/text`, { pasted: content }, at), 422, words);
    const list = await hr.get('/staff/questionnaires');
    expect(list.html.match(/href="\/staff\/questionnaires\/[^"]+\/1\.0\.0"/g)?.length).toBe(3);
  });

  it.each([
    ['nothing', '   ', /fehlen Spalten/],
    ['an open quotation mark', 'id;"value\n', /Anführungszeichen/],
    ['bytes of no text', Uint8Array.from([0, 255, 254, 1, 59, 49, 10]), /fehlen Spalten/],
    ['columns of another file', 'area;count\nFinanzen;3\n', /fehlen Spalten/],
  ])('published figures that are %s', async (_name, content, words) => {
    const at = '/staff/references/import';
    const before = (await hr.get('/staff/references/figures.csv')).html;
    expectPlainPage(await hr.upload(at, { field: 'file', name: 'x.csv', content }, {}, at), 422, words);
    expect((await hr.get('/staff/references/figures.csv')).html).toBe(before);
    expect(before).toContain('hb2013_share');
  });

  it('a body that is no form', async () => {
    const cookie = hr.cookies;
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x', 'application/json']) {
      const answer = await ask('/staff/waves/draft/headcounts', {
        method: 'POST',
        headers: { 'content-type': type, cookie },
        body: '--x\r\nbroken',
      });
      expect([400, 403]).toContain(answer.status);
      expectPlainPage(answer, answer.status, /./);
    }
  });

  it('unknown addresses, unknown waves, and somebody who is not signed in', async () => {
    const nowhere = await hr.get('/staff/nirgends');
    expectPlainPage(nowhere, 404, /Diese Seite gibt es nicht/);
    expectPlainPage(await hr.get('/staff/waves/nirgends'), 404, /Diese Welle gibt es nicht/);
    expectPlainPage(await hr.get('/staff/questionnaires/x/1.0.0'), 404, /Diesen Fragebogen gibt es nicht/);
    expectPlainPage(await hr.get('/staff/results/open'), 404, /Diese Ergebnisse gibt es nicht/);
    const admin = await signIn(house, 'admin');
    expectPlainPage(await admin.get('/staff/results/open'), 403, /./);
    const posted = await ask('/staff/waves/draft/close', {
      method: 'POST',
      headers: form,
      body: 'confirmation=x',
    });
    expectPlainPage(posted, 403, /./);
    const rubbish = await ask('/staff/login', {
      headers: { cookie: 'mw_staff=s%3Arubbish.rubbish; mw_staff=%ff' },
    });
    expectPlainPage(rubbish, 200, /Anmelden/);
  });

  it('a wrong password, without a word on whether the account exists', async () => {
    const [known, unknown] = await Promise.all(
      ['hr', 'nobody'].map((login) => new StaffClient(house.url).login(login, `${PASSWORD}!`)),
    );
    expectPlainPage(known!, 422, /./);
    expect(textOf(known!.html)).toBe(textOf(unknown!.html));
  });
});

describe('after all that', () => {
  it('the house stands, and nothing was lost or added', async () => {
    for (const path of ['/health/live', '/health/ready'])
      expect((await fetch(house.url + path)).status).toBe(200);
    expect(house.logged()).not.toContain('request.failed');
    const found = await house.behindTheScenes(async (inside) => ({
      ballots: await ballotsIn(inside, 'open'),
      headcounts: (await inside.storage.waves.find('draft'))?.headcounts,
      definitions: (await inside.storage.definitions.list()).map(({ id }) => id),
      broken: await inside.storage.audit.verify(),
    }));
    expect(found).toEqual({
      ballots: 0,
      headcounts: [{ area: 'Finanzen', count: 120 }],
      definitions: ['commute', 'hb-vielfalt-folgebefragung', 'programm-auswertung'],
      broken: null,
    });
    expect((await signIn(house, 'hr')).cookies).not.toBe('');
  });
});

function textareaOf(html: string): string {
  return /<textarea[^>]*>([^<]*)</.exec(html)?.[1] ?? '';
}
