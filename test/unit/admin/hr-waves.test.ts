import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Wave } from '../../../server/ports/office.js';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
beforeEach(async () => {
  house = await openHrHouse();
});
afterEach(async () => {
  await house.stop();
});

async function stored(id: string): Promise<Wave> {
  const wave = await house.storage.waves.find(id);
  if (wave === null) throw new Error('no such wave');
  return wave;
}

async function opened(): Promise<{ id: string; path: string }> {
  const draft = await house.draft();
  await house.hr.post(`${draft.path}/open`, {}, `${draft.path}/open`);
  expect((await stored(draft.id)).status).toBe('open');
  return draft;
}

describe('a draft', () => {
  test('starts with sensible settings, and says what is missing', async () => {
    const page = await house.hr.post(
      '/staff/waves',
      { questionnaire: 'sample/1.0.0', title_de: 'Herbst', title_en: 'Autumn' },
      '/staff/waves/new',
    );
    const wave = await stored(page.path.split('/').at(-1) ?? '');
    expect(wave).toMatchObject({ status: 'draft', k: 10, access: 'code', simulated: false });
    // The clock stands at 2 March 2026: tomorrow at eight, four weeks later at six in summer time.
    expect([wave.opensAt, wave.closesAt]).toEqual(['2026-03-03T07:00:00.000Z', '2026-03-31T16:00:00.000Z']);
    const text = textOf(page.html);
    expect(text).toContain('Titel und Texte : Ersetzen Sie die Stellen in eckigen Klammern');
    expect(text).toContain('Codes und Briefe : Es sind noch keine Briefe gedruckt.');
    expect(text).not.toContain('Welle öffnen');

    const tried = await house.hr.post(`${page.path}/open`, {}, `${page.path}/texts`);
    expect(textOf(tried.html)).toContain('Noch kann die Welle nicht geöffnet werden');
    expect((await stored(wave.id)).status).toBe('draft');
  });

  test('needs a questionnaire and a title in both languages; what was typed stays', async () => {
    const page = await house.hr.post(
      '/staff/waves',
      { questionnaire: 'nothing/1.0.0', title_de: 'Herbst', title_en: '' },
      '/staff/waves/new',
    );
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#questionnaire"');
    expect(page.html).toContain('href="#title_en"');
    expect(page.html).toContain('value="Herbst"');
    expect(await house.storage.waves.list()).toEqual([]);
  });

  test('takes times of Berlin, and refuses those that do not exist', async () => {
    const { id, path } = await house.draft();
    const wrong = await house.hr.post(
      `${path}/dates`,
      { opensAt: '2026-03-29T02:30', closesAt: '2026-03-28T08:00', retentionDays: '29' },
      `${path}/dates`,
    );
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.html)).toContain('Diese Uhrzeit gibt es an dem Tag nicht');
    expect(textOf(wrong.html)).toContain('eine ganze Zahl von 30 bis 3.650');
    await house.hr.post(
      `${path}/dates`,
      { opensAt: '2026-03-29T03:30', closesAt: '2026-10-25T02:30', retentionDays: '30' },
      `${path}/dates`,
    );
    const { opensAt, closesAt, retentionDays } = await stored(id);
    expect(retentionDays).toBe(30);
    expect(textOf((await house.hr.get(path)).html)).toContain(
      'bis zum 24. November 2026, dann werden sie vernichtet',
    );
    expect([opensAt, closesAt]).toEqual(['2026-03-29T01:30:00.000Z', '2026-10-25T00:30:00.000Z']);
    expect((await house.hr.get(`${path}/dates`)).html).toContain('value="2026-10-25T02:30"');
  });

  test('takes headcounts from a file or typed, all or nothing', async () => {
    const { id, path } = await house.draft();
    const send = (content: string) =>
      house.hr.upload(
        `${path}/headcounts`,
        { field: 'file', name: 'k.csv', content },
        {},
        `${path}/headcounts`,
      );
    const wrong = await send('area,count\nFinanzen,many\nKultur,12\n');
    expect(wrong.status).toBe(422);
    expect(textOf(wrong.html)).toContain('2 count „many“ ist keine ganze Zahl');
    expect((await stored(id)).headcounts).toEqual([]);

    await send('area,count\nFinanzen,30\nKultur,12\n');
    expect((await stored(id)).headcounts).toEqual([
      { area: 'Finanzen', count: 30 },
      { area: 'Kultur', count: 12 },
    ]);
    expect((await house.hr.get(`${path}/headcounts`)).html).toContain('Finanzen;30');
    expect(await house.acts()).toContain('headcounts.imported');
  });

  test('offers a template that is read again', async () => {
    const { path } = await house.draft();
    const { html, headers } = await house.hr.get(`${path}/headcounts/template`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(html.replace('\uFEFF', '')).toMatch(/^area;count\r\n/);
  });

  test('has a plan by matrix, by crossing, and without what was removed', async () => {
    const { id, path } = await house.draft();
    const plan = `${path}/plan`;
    await house.hr.post(
      plan,
      { column: ['all', 'temporary'], cell: ['all|status', 'temporary|status'] },
      plan,
    );
    await house.hr.post(
      `${plan}/crossing`,
      { first: 'temporary', second: 'background', indicator: 'sizes' },
      plan,
    );
    const tables = (await stored(id)).plan.tables;
    expect(tables).toHaveLength(3);
    expect(tables.at(-1)).toMatchObject({ breakdown: ['temporary', 'background'], indicator: null });

    const wrong = await house.hr.post(
      `${plan}/crossing`,
      { first: 'temporary', second: 'temporary', indicator: 'status' },
      plan,
    );
    expect(wrong.status).toBe(422);
    await house.hr.post(`${plan}/remove`, { table: tables[0]?.id ?? '' }, plan);
    expect((await stored(id)).plan.tables).toEqual(tables.slice(1));
    await house.hr.post(plan, { column: ['all', 'temporary'] }, plan);
    await house.hr.post(`${plan}/remove`, { table: tables[2]?.id ?? '' }, plan);
    expect(textOf((await house.hr.get(path)).html)).toContain('Es ist keine Tabelle geplant.');
    await house.hr.post(`${plan}/default`, {}, plan);
    expect((await stored(id)).plan.tables.length).toBeGreaterThan(5);
  });

  test('has no table by groups that no page offers, and each attempt is on record', async () => {
    const { id, path } = await house.draft();
    const plan = `${path}/plan`;
    const before = (await stored(id)).plan;
    const answers = [
      await house.hr.post(plan, { column: ['climate.belong'], cell: ['climate.belong|status'] }, plan),
      await house.hr.post(plan, { column: ['all'], cell: ['climate.belong|status'] }, plan),
      await house.hr.post(
        `${plan}/crossing`,
        { first: 'temporary', second: 'climate.belong', indicator: 'sizes' },
        plan,
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(textOf(answers[0]?.html ?? '')).toContain('Danach lässt sich nicht aufteilen');
    expect((await stored(id)).plan).toEqual(before);
    expect(await house.refusals()).toEqual(['no-breakdown', 'no-breakdown', 'no-breakdown']);
  });

  test('is deleted with its codes after confirmation', async () => {
    const { id, path } = await house.draft('code');
    await house.hr.post(
      `${path}/codes`,
      { area: 'Finanzen', count: '3', issuedBefore: '0' },
      `${path}/codes`,
    );
    expect(textOf((await house.hr.get(`${path}/remove`)).html)).toContain(
      '3 schon gedruckte Codes werden ungültig',
    );
    const page = await house.hr.post(`${path}/remove`, {}, `${path}/remove`);
    expect(page.path).toBe('/staff/waves');
    expect(await house.storage.waves.find(id)).toBeNull();
    expect(await house.storage.codes.issued(id)).toEqual([]);
  });
});

describe('an open wave', () => {
  test('no form can change its k, plan, texts, dates or headcounts; each attempt is refused and on record', async () => {
    const { id, path } = await opened();
    const before = await stored(id);
    const forged: [string, Record<string, string>][] = [
      ['access', { access: 'open', k: '500' }],
      ['plan', { column: 'all', cell: 'all|why' }],
      ['plan/default', {}],
      ['plan/remove', { table: before.plan.tables[0]?.id ?? '' }],
      ['plan/crossing', { first: 'temporary', second: 'background', indicator: 'sizes' }],
      ['texts', { title_de: 'x', title_en: 'x' }],
      ['dates', { opensAt: '2026-05-01T08:00', closesAt: '2026-06-01T08:00' }],
      ['remove', {}],
      ['open', {}],
    ];
    for (const [section, fields] of forged) {
      const page = await house.hr.post(`${path}/${section}`, fields, `${path}/close`);
      expect([section, page.status]).toEqual([section, 409]);
      expect(textOf(page.html)).toContain('Das lässt sich nicht mehr ändern');
    }
    const upload = { field: 'file', name: 'k.csv', content: 'Finanzen;3' };
    expect((await house.hr.upload(`${path}/headcounts`, upload, {}, `${path}/close`)).status).toBe(409);
    expect(await stored(id)).toEqual(before);
    expect(await house.refusals()).toEqual(Array.from({ length: forged.length + 1 }, () => 'wave-locked'));
  });

  test('closes only by its title, for good, and leads to the results', async () => {
    const { id, path } = await opened();
    const wrong = await house.hr.post(`${path}/close`, { confirmation: 'Herbst' }, `${path}/close`);
    expect(wrong.status).toBe(422);
    expect((await stored(id)).status).toBe('open');

    const page = await house.hr.post(`${path}/close`, { confirmation: ' herbst  2026 ' }, `${path}/close`);
    expect(page.path).toBe(`${path}/results`);
    expect((await stored(id)).status).toBe('closed');
    const receiptHash = new Uint8Array(32);
    expect(await house.storage.paper.acceptAll(id, [{ receiptHash, ballot: new Uint8Array(8) }])).toBe(
      'closed',
    );

    const proposed = await house.hr.post(`${path}/results`, {}, `${path}/results`);
    expect(textOf(proposed.html)).toContain('Die Tabellen warten auf Freigabe');
    const acts = await house.acts();
    expect(acts.slice(-3)).toEqual(['wave.opened', 'wave.closed', 'release.proposed']);
  });

  test('after a rejection, the reason is shown and the results can be prepared again', async () => {
    const { id, path } = await opened();
    await house.hr.post(`${path}/close`, { confirmation: 'Autumn 2026' }, `${path}/close`);
    await house.hr.post(`${path}/results`, {}, `${path}/results`);
    const release = await house.storage.releases.ofWave(id);
    await house.storage.releases.decide(release?.id ?? '', 'rejected', 'council', 'Zu viele kleine Gruppen');
    const page = await house.hr.get(`${path}/results`);
    expect(textOf(page.html)).toContain('Begründung: Zu viele kleine Gruppen');
    const again = await house.hr.post(`${path}/results`, {}, `${path}/results`);
    expect(textOf(again.html)).toContain('Die Tabellen warten auf Freigabe');
  });
});

describe('a wave whose answers were destroyed', () => {
  test('says so, says that it was on purpose, and offers nothing that needs them', async () => {
    const { id, path } = await opened();
    await house.hr.post(`${path}/close`, { confirmation: 'Autumn 2026' }, `${path}/close`);
    const before = await house.hr.get(`${path}/results`);
    await house.storage.shredder.shred(id, '2027-11-23');

    const page = textOf((await house.hr.get(`${path}/results`)).html);
    expect(page).toContain('Die Antworten wurden am 23. November 2027 vernichtet');
    expect(page).toContain('Das war beabsichtigt');
    expect(textOf(before.html)).toContain('Ergebnisse vorbereiten');
    expect(page).not.toContain('Ergebnisse vorbereiten');
    expect(textOf((await house.hr.get(path)).html)).toContain(
      'am 23. November 2027 vernichtet, wie zugesagt',
    );
    const forged = await house.hr.post(`${path}/results`, {}, '/staff/password');
    expect(forged.status).toBe(409);
    expect(textOf(forged.html)).toContain('Die Antworten wurden vernichtet');
    expect(await house.refusals()).toEqual(['shredded']);
  });
});

describe('forged requests', () => {
  test('a k below the floor is refused and on record, whatever it is written like', async () => {
    const { id, path } = await house.draft();
    for (const k of ['9', '0', '-20', '1e3', '', '10.5']) {
      const page = await house.hr.post(`${path}/access`, { access: 'open', k }, `${path}/access`);
      expect([k, page.status]).toEqual([k, 422]);
    }
    expect((await stored(id)).k).toBe(10);
    expect(await house.refusals()).toEqual(['k-below-floor', 'k-below-floor']);
  });

  test('an unknown wave gets a plain page that names nothing that was typed', async () => {
    for (const section of [
      '',
      '/texts',
      '/plan',
      '/codes',
      '/paper',
      '/participation',
      '/close',
      '/results',
    ]) {
      const page = await house.hr.get(`/staff/waves/canary${section}`);
      expect([section, page.status]).toEqual([section, 404]);
      expect(textOf(page.html)).toContain('Diese Welle gibt es nicht');
      expect(textOf(page.html)).not.toContain('canary');
    }
    const refused = (await house.audit()).filter(({ action }) => action === 'request.refused');
    expect(refused).toHaveLength(8);
    expect(JSON.stringify(refused)).not.toContain('canary');
  });

  test('results of a wave that is not closed are not to be had', async () => {
    const { id, path } = await opened();
    const page = await house.hr.post(`${path}/results`, {}, `${path}/close`);
    expect(page.status).toBe(409);
    expect(await house.storage.releases.ofWave(id)).toBeNull();
    expect(await house.refusals()).toEqual(['wave-not-closed']);
  });
});
