import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../../server/exports/zip.js';
import { besideWave } from '../../../server/references/reference.js';
import { readZip } from '../../../server/packages/read-zip.js';
import { openHouse, type House } from '../../support/house.js';
import {
  canteen,
  canteenPlan,
  propose,
  release,
  seedCanteen,
  seedStaff,
  signIn,
} from '../../support/journey-staff.js';
import { mustRead } from '../../support/sample-package.js';
import type { StaffClient } from '../../support/staff-client.js';
import { HOME, send, stored } from '../../support/sent-package.js';

let first: House;
let second: House;
let zip: Buffer;
let hr: StaffClient;

/** A house in which a canteen wave was released, and its package. */
beforeAll(async () => {
  first = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      await seedCanteen(inside, { id: 'before', status: 'closed' });
    },
  });
  const [there, council] = [await signIn(first, 'hr'), await signIn(first, 'council')];
  await release(council, await propose(there, council, 'before'));
  const response = await there.request('GET', '/staff/results/before/package.zip');
  zip = Buffer.from(await response.arrayBuffer());
  second = await openHouse({ furnish: seedStaff, env: { K_FLOOR: '12' } });
  hr = await signIn(second, 'hr');
});
afterAll(async () => {
  await first.close();
  await second.close();
});

const titles = { title_de: 'Kantine, zweite Welle', title_en: 'Canteen, second wave' };

describe('a package on an empty installation', () => {
  it('is shown before anything is stored', async () => {
    const before = await stored(second);
    hr = await signIn(second, 'hr');
    const page = await send(hr, zip);
    const { digest, fingerprint, figures } = mustRead(zip);
    expect(page).toMatchObject({ status: 200, path: `${HOME}/${digest}` });
    expect(page.html).toContain('Von einer anderen Anlage unterschrieben');
    expect(page.html).toContain(fingerprint);
    expect(page.html).toContain('canteen 1.0.0; kommt neu hinzu');
    expect(page.html).toContain('12; in der früheren Befragung 10, hier sind mindestens 12 vorgeschrieben');
    expect(page.html).toContain('Von diesem Fragebogen liegt hier noch keine Version.');
    expect(page.html).toContain(`${String(figures.length)} gezeigte Anteile`);
    const after = await stored(second);
    expect({ ...after, acts: [] }).toEqual({ ...before, acts: [] });
    expect(after.acts).not.toContain('wave.followed');
  });

  it('is for nobody else, and waits for nobody else', async () => {
    hr = await signIn(second, 'hr');
    await send(hr, zip);
    const { digest } = mustRead(zip);
    for (const role of ['analyst', 'council', 'admin'] as const) {
      const client = await signIn(second, role);
      expect((await client.get(`${HOME}/${digest}`)).status).toBe(403);
      expect((await client.get(HOME)).status).toBe(403);
    }
    // The package waited in memory only.
    await second.restart();
    hr = await signIn(second, 'hr');
    const gone = await hr.get(`${HOME}/${digest}`);
    expect(gone.path).toBe(HOME);
    expect(gone.html).toContain('wartet nicht mehr');
  });

  it('becomes a draft once the fingerprint was compared and titles are there', async () => {
    await send(hr, zip);
    const { digest, instrument, figures } = mustRead(zip);
    const path = `${HOME}/${digest}`;
    const unheard = await hr.post(path, titles, path);
    expect(unheard.status).toBe(422);
    expect(unheard.html).toContain('Vergleichen Sie den Fingerabdruck am Telefon');
    const untitled = await hr.post(path, { compared: 'yes', title_de: '', title_en: '' }, path);
    expect(untitled.status).toBe(422);
    const page = await hr.post(path, { ...titles, compared: 'yes' }, path);
    expect(page.html).toContain('Der Entwurf ist angelegt.');
    const id = /\/staff\/waves\/([^/]+)$/.exec(page.path)?.[1] ?? '';
    await second.behindTheScenes(async ({ storage }) => {
      expect(await storage.definitions.find('canteen', '1.0.0')).toEqual(instrument);
      expect(await storage.waves.find(id)).toMatchObject({
        status: 'draft',
        simulated: false,
        title: { de: 'Kantine, zweite Welle', en: 'Canteen, second wave' },
        plan: canteenPlan,
        k: 12,
        access: 'open',
        headcounts: [],
        definition: { id: 'canteen', version: '1.0.0' },
      });
      const references = await storage.references.list();
      const told = references.filter(({ instrument: of }) => of === 'canteen');
      expect(told).toHaveLength(figures.length);
      expect(
        told.find(({ label }) => label.de === 'Schmeckt es?: Ja, Ihr Geschlecht? weiblich (2026)'),
      ).toMatchObject({
        value: 54.545455,
        base: 22,
        concept: 'lunch',
        kind: 'previous',
        links: [{ indicator: 'lunch', codes: ['yes'], groups: { gender: ['f'] } }],
      });
      expect(told.every(({ source }) => source.includes(digest.slice(0, 16)))).toBe(true);
      const { entries } = await storage.audit.page(0, 5);
      const act = entries.find(({ action }) => action === 'wave.followed');
      expect(act).toMatchObject({ actor: 'hr', subject: id, details: { digest, count: figures.length } });
    });
  });

  it('adds nothing twice', async () => {
    hr = await signIn(second, 'hr');
    const before = await stored(second);
    hr = await signIn(second, 'hr');
    const page = await send(hr, zip);
    expect(page.html).toContain('liegt hier schon, mit gleichem Inhalt');
    await hr.post(page.path, { ...titles, compared: 'yes' }, page.path);
    const after = await stored(second);
    expect(after.waves).toHaveLength(before.waves.length + 1);
    expect([after.references, after.definitions]).toEqual([before.references, before.definitions]);
  });

  it('shows what a new version of the questionnaire changes, and lets the draft use it', async () => {
    hr = await signIn(second, 'hr');
    const { html } = await hr.get('/staff/waves');
    const id = /href="\/staff\/waves\/([a-z0-9]{16})"/.exec(html)?.[1] ?? '';
    const [page = { questions: [] }] = structuredClone(canteen.pages);
    const [lunch, diet, gender] = page.questions;
    const later = {
      ...canteen,
      version: '1.1.0',
      pages: [
        {
          ...page,
          questions: [
            { ...lunch, text: { de: 'Schmeckt Ihnen das Essen?', en: 'Do you like the food?' } },
            gender,
            { ...diet, id: 'drinks' },
          ],
        },
      ],
    };
    const imported = { field: 'file', name: 'q.json', content: JSON.stringify(later) };
    await hr.upload('/staff/questionnaires/import', imported, {}, '/staff/questionnaires/import');
    const path = `/staff/waves/${id}/differences`;
    const unchanged = await hr.get(path);
    expect(unchanged.html).toContain('canteen 1.0.0 und canteen 1.0.0 fragen in allen 3 Punkten dasselbe.');
    const shown = await hr.get(`${path}?version=1.1.0`);
    expect(shown.html).toContain('canteen 1.0.0 und canteen 1.1.0: 1 gleich, 3 anders');
    for (const words of ['anderer Wortlaut', 'neu', 'entfallen', 'nur mit Hinweis', 'nicht möglich'])
      expect(shown.html).toContain(words);
    expect(shown.html).toContain('Eine geplante Tabelle entfällt');
    const changed = await hr.post(path, { version: '1.1.0' }, `${path}?version=1.1.0`);
    expect(changed.html).toContain('verwendet jetzt Version 1.1.0');
    await second.behindTheScenes(async ({ storage }) => {
      const wave = await storage.waves.find(id);
      expect(wave?.definition.version).toBe('1.1.0');
      expect(wave?.plan.tables.map(({ id: table }) => table)).toEqual(['gender', 'lunch-by-gender']);
      const concepts = new Map(
        (await storage.references.list()).map(({ links, concept }) => [links[0]?.indicator, concept]),
      );
      // Reworded: still the same thing, with a warning.
      expect(concepts.get('lunch')).toBe('lunch');
    });
  });

  it('breaks the line where the new version asks something else, and joins it where it does not', async () => {
    hr = await signIn(second, 'hr');
    const { html } = await hr.get('/staff/waves');
    const id = /href="\/staff\/waves\/([a-z0-9]{16})"/.exec(html)?.[1] ?? '';
    const path = `/staff/waves/${id}/differences`;
    const text = JSON.stringify({ ...canteen, version: '1.2.0' }).replaceAll('"no"', '"never"');
    const imported = { field: 'file', name: 'q.json', content: text };
    await hr.upload('/staff/questionnaires/import', imported, {}, '/staff/questionnaires/import');
    const conceptOf = (): Promise<unknown> =>
      second.behindTheScenes(
        async ({ storage }) =>
          (await storage.references.list()).find(({ links }) => links[0]?.indicator === 'lunch')?.concept,
      );
    await hr.post(path, { version: '1.2.0' }, `${path}?version=1.2.0`);
    expect(await conceptOf()).toBe('lunch_2026');
    hr = await signIn(second, 'hr');
    await hr.post(path, { version: '1.0.0' }, `${path}?version=1.0.0`);
    expect(await conceptOf()).toBe('lunch');
  });
});

describe('a package that can’t be taken', () => {
  it('is refused where a questionnaire of that version has other contents', async () => {
    await second.behindTheScenes(async ({ storage }) => {
      for (const { id } of await storage.waves.list()) await storage.waves.remove(id);
      await storage.definitions.put({ ...canteen, estimatedMinutes: 9 });
    });
    hr = await signIn(second, 'hr');
    const page = await send(hr, zip);
    expect(page.html).toContain('liegt hier mit anderem Inhalt');
    expect(page.html).toContain('geben Sie einem von beiden eine andere Versionsnummer');
    expect(page.html).not.toContain('name="title_de"');
    // A form that is sent all the same stores nothing.
    const forced = await hr.post(page.path, { ...titles, compared: 'yes' }, page.path);
    expect(forced.status).toBe(422);
    expect((await stored(second)).waves).toEqual([]);
  });

  it('is refused where a byte was changed, with place, reason and remedy', async () => {
    hr = await signIn(second, 'hr');
    const read = readZip(zip);
    if (!read.ok) throw new Error('no zip');
    const changed = read.value.map((one) =>
      one.path === 'policy.json'
        ? { ...one, bytes: Buffer.from(one.bytes.toString().replace('10', '11')) }
        : one,
    );
    const page = await send(hr, zipOf(changed));
    expect(page.status).toBe(422);
    expect(page.html).toContain('policy.json');
    expect(page.html).toContain('Die Prüfsumme stimmt nicht');
    expect(page.html).toContain('Gespeichert wurde nichts.');
    for (const other of [Buffer.from('hello'), zip.subarray(0, 1000), Buffer.alloc(0)])
      expect((await send(hr, other)).status).toBe(422);
    const empty = await hr.upload(HOME, { field: 'other', name: '', content: '' }, {}, HOME);
    expect(empty.html).toContain('Wählen Sie die Zip-Datei');
    const { acts } = await stored(second);
    expect(acts.filter((action) => action === 'request.refused').length).toBeGreaterThanOrEqual(4);
  });

  it('is refused where it is not signed and not the one that ships', async () => {
    hr = await signIn(second, 'hr');
    const read = readZip(zip);
    if (!read.ok) throw new Error('no zip');
    const unsigned = read.value.filter(({ path }) => path !== 'SHA256SUMS.sig' && path !== 'public-key.pem');
    const sums = unsigned.find(({ path }) => path === 'SHA256SUMS');
    const lines =
      sums?.bytes
        .toString()
        .split('\n')
        .filter((line) => !line.includes('public-key.pem')) ?? [];
    const page = await send(
      hr,
      zipOf(unsigned.map((one) => (one === sums ? { ...one, bytes: Buffer.from(lines.join('\n')) } : one))),
    );
    expect(page.html).toContain('Nicht unterschrieben');
    expect(page.html).not.toContain('name="title_de"');
    const forced = await hr.post(page.path, titles, page.path);
    expect(forced.status).toBe(422);
    expect((await stored(second)).waves).toEqual([]);
  });
});

describe('a package of this installation', () => {
  it('needs no telephone, and its shares stand beside the next wave, but not beside itself', async () => {
    const there = await signIn(first, 'hr');
    const page = await send(there, zip);
    expect(page.html).toContain('Von dieser Anlage unterschrieben');
    const started = await there.post(page.path, titles, page.path);
    expect(started.path).toMatch(/^\/staff\/waves\/[a-z0-9]{16}$/);
    expect(started.html).toContain('Unterschiede zur früheren Befragung');
    const { references, next } = await first.behindTheScenes(async ({ storage }) => ({
      references: await storage.references.list(),
      next: await storage.waves.find(started.path.split('/').at(-1) ?? ''),
    }));
    const isTold = ({ instrument }: { readonly instrument: string }): boolean => instrument === 'canteen';
    expect(references.filter(isTold)).toHaveLength(mustRead(zip).figures.length);
    expect(besideWave(references, next!).filter(isTold)).toHaveLength(mustRead(zip).figures.length);
    // An earlier wave is never held against a later one.
    expect(besideWave(references, { ...next!, closesAt: '2020-01-01' }).filter(isTold)).toEqual([]);
    const again = await signIn(first, 'analyst');
    expect((await again.get('/staff/results/before/lunch-by-gender')).html).not.toContain('Mehrwelt before');
    const json = await again.request('GET', '/staff/results/before/all.json');
    expect(await json.text()).not.toContain('Mehrwelt before');
    const packed = await again.request('GET', '/staff/results/before/package.zip');
    expect(Buffer.from(await packed.arrayBuffer()).equals(zip)).toBe(true);
  });
});

describe('the baseline that ships', () => {
  it('starts a first wave with the usual plan', async () => {
    hr = await signIn(second, 'hr');
    const page = await hr.post(`${HOME}/shipped`, {}, HOME);
    expect(page.html).toContain('Mit dem Programm geliefert');
    expect(page.html).toContain('hb-vielfalt-folgebefragung 1.0.0; liegt hier schon, mit gleichem Inhalt');
    const started = await hr.post(page.path, titles, page.path);
    const id = /\/staff\/waves\/([a-z0-9]{16})$/.exec(started.path)?.[1] ?? '';
    const wave = await second.behindTheScenes(({ storage }) => storage.waves.find(id));
    expect(wave).toMatchObject({ status: 'draft', k: 12, definition: { id: 'hb-vielfalt-folgebefragung' } });
    expect(wave?.plan.tables.length).toBeGreaterThan(20);
  });

  it('is the same when it is downloaded and sent', async () => {
    hr = await signIn(second, 'hr');
    const response = await hr.request('GET', `${HOME}/shipped.zip`);
    const page = await send(hr, Buffer.from(await response.arrayBuffer()));
    expect(page.html).toContain('Mit dem Programm geliefert');
  });
});
