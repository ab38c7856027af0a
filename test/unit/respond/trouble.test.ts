import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionSchema } from '../../../server/survey/definition.js';
import { RespondClient } from '../../support/respond-client.js';
import { aDefinition } from '../../support/storage.js';
import { startRespondServer, type RespondServer } from './respond-server.js';

const definition = aDefinition();
let server: RespondServer;

beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

const openFor = (id: string, access: 'open' | 'code' = 'open') => server.openWave(definition, { id, access });

describe('what respondents are told when something is in the way', () => {
  it('a lost draft: start again, the code is still good', async () => {
    const { codes } = await openFor('lost', 'code');
    const client = new RespondClient(server.origin);
    await client.start('lost', codes[0]);
    const form = client.page;
    client.cookies.clear();
    await client.get('/de/lost/step/1');
    expect(client.page.status).toBe(409);
    expect(client.page.text).toContain('Zugangscode weiter gültig');
    client.page = form;
    await client.answerPage({ lunch: 'yes' });
    expect(client.page.status).toBe(409);
    await client.start('lost', codes[0]);
    expect(client.page.path).toBe('/de/lost/step/1');
  });

  it.each([
    ['changed', (value: string) => value.slice(0, 40) + (value[40] === 'A' ? 'B' : 'A') + value.slice(41)],
    ['cut short', (value: string) => value.slice(0, 100)],
    ['not ours', () => '1.AAAA'],
    ['without a count', () => 'AAAA'],
  ])('a draft that is %s: removed, with a word about it', async (name, damage) => {
    const id = `broken-${name.replaceAll(' ', '-')}`;
    await openFor(id);
    const client = new RespondClient(server.origin, 'en');
    await client.start(id);
    client.cookies.set(`mw_${id}_0`, damage(client.cookies.get(`mw_${id}_0`)!));
    await client.get(`/en/${id}/step/1`);
    expect(client.page.status).toBe(409);
    expect(client.page.text).toContain('can no longer be read');
    expect(client.cookies.has(`mw_${id}_0`)).toBe(false);
  });

  it('a draft of another wave does not open', async () => {
    await openFor('here');
    await openFor('there');
    const client = new RespondClient(server.origin);
    await client.start('here');
    client.cookies.set('mw_there_0', client.cookies.get('mw_here_0')!);
    await client.get('/de/there/step/1');
    expect(client.page.text).toContain('nicht mehr lesbar');
  });

  it('forged forms change nothing', async () => {
    await openFor('forged');
    const client = new RespondClient(server.origin);
    const refused = await client.post('/de/forged/start', {});
    expect(refused.status).toBe(403);
    expect(client.cookies.has('mw_forged_0')).toBe(false);

    await client.start('forged');
    const draft = client.cookies.get('mw_forged_0');
    for (const [path, fields] of [
      ['step/1', { lunch: 'yes', '-shown': 'lunch', go: 'next' }],
      ['step/1', { lunch: 'yes', '-shown': 'lunch', go: 'next', csrf: 'AAAA' }],
      ['submit', {}],
      ['forget', {}],
      ['withdraw', { receipt: 'R-0000-0000-0000-00000', confirmed: 'yes' }],
    ] as const) {
      expect((await client.post(`/de/forged/${path}`, fields)).status).toBe(403);
    }
    expect(client.cookies.get('mw_forged_0')).toBe(draft);
    expect(await server.storage.participation.count('forged')).toMatchObject({ ballots: 0 });
  });

  it('a wave that has not begun, has ended, is a draft, or does not exist', async () => {
    await openFor('timed');
    const client = new RespondClient(server.origin);
    const now = server.clock.now().toISOString();
    server.clock.set('2026-02-01T10:00:00.000Z');
    await client.get('/de/timed');
    expect(client.page.text).toContain('Sie beginnt am 1. März 2026');
    server.clock.set(now);
    await client.start('timed');
    await client.answerPage({ lunch: 'no' });
    server.clock.set('2026-04-01T00:00:00.000Z');
    await client.submitForm('/submit');
    expect(client.page.status).toBe(410);
    expect(client.page.text).toContain('kann nicht mehr angenommen werden');
    expect(await server.storage.participation.count('timed')).toMatchObject({ ballots: 0 });
    server.clock.set(now);

    expect((await client.get('/de/nowhere')).status).toBe(404);
    expect((await client.get('/de/timed/nowhere')).status).toBe(404);
    expect(client.page.text).not.toContain('Cannot GET');
  });

  it('a wave closed early while somebody answers', async () => {
    const { wave } = await openFor('early');
    const client = new RespondClient(server.origin);
    await client.start('early');
    await client.answerPage({ lunch: 'no' });
    const review = client.page;
    await server.storage.box.sealBox(wave.id);
    await client.submitForm('/submit');
    expect(client.page.text).toContain('inzwischen geschlossen');
    await server.storage.waves.advance(wave.id, 'closed');
    client.page = review;
    await client.submitForm('/submit');
    expect(client.page.text).toContain('früher als geplant geschlossen');
  });

  it('a full disk: nothing is lost, and sending again works', async () => {
    const { wave } = await openFor('disk');
    const client = new RespondClient(server.origin);
    await client.start('disk');
    await client.answerPage({ lunch: 'no' });
    const failure = new Error('disk is full');
    server.failWith(failure);
    await client.submitForm('/submit');
    server.failWith(null);
    expect(client.page.status).toBe(503);
    expect(client.page.text).toContain('Es ist nichts verloren');
    expect(server.reported).toContain(failure);
    await client.submit();
    expect(await server.closeAndRead(wave, definition)).toEqual([{ lunch: 'no' }]);
  });

  it('a code that was used in the meantime: another one can be entered without losing the answers', async () => {
    const { wave, codes } = await openFor('twice', 'code');
    const [first, second] = [new RespondClient(server.origin), new RespondClient(server.origin)];
    await first.start('twice', codes[0]);
    await second.start('twice', codes[0]);
    await first.answerPage({ lunch: 'no' });
    await second.answerPage({ lunch: 'yes' });
    await first.submit();
    await second.submitForm('/submit');
    expect(second.page.status).toBe(409);
    await second.submitForm('/submit', { code: 'ABC' });
    expect(second.page.status).toBe(422);
    await second.submitForm('/submit', { code: codes[1]! });
    expect(second.page.path).toBe('/de/twice/done');
    const ballots = await server.closeAndRead(wave, definition);
    expect(ballots.map(({ lunch }) => lunch).sort()).toEqual(['no', 'yes']);
  });

  it('a form that is far too large', async () => {
    await openFor('large');
    const client = new RespondClient(server.origin);
    await client.start('large');
    await client.answerPage({ lunch: 'x'.repeat(300_000) });
    expect(client.page.status).toBe(413);
    await client.get('/de/large/step/1');
    expect(client.page.status).toBe(200);
  });
});

describe('numbers, the only answers that can be mistyped', () => {
  const withNumber = definitionSchema.parse({
    ...aDefinition(),
    id: 'commute',
    pages: [
      {
        id: 'way',
        title: { de: 'Weg', en: 'Way' },
        questions: [
          {
            type: 'number',
            id: 'minutes',
            sensitivity: 'identifying',
            text: { de: 'Wie lange ist Ihr Weg?', en: 'How long is your way?' },
            min: 0,
            max: 240,
            bands: [
              { value: 'short', label: { de: 'kurz', en: 'short' }, to: 30 },
              { value: 'long', label: { de: 'lang', en: 'long' }, from: 31 },
            ],
          },
        ],
      },
    ],
  });

  it('names the slip, keeps what was typed in either language, and never stands in the way', async () => {
    const { wave } = await server.openWave(withNumber, { id: 'commute', access: 'open' });
    const client = new RespondClient(server.origin);
    await client.start('commute');
    await client.answerPage({ minutes: 'lang' });
    expect(client.page.status).toBe(422);
    expect(client.page.html).toMatch(/<title>Fehler:/);
    expect(client.page.html).toMatch(/href="#minutes"/);
    expect(client.page.html).toMatch(/aria-describedby="[^"]*minutes-error/);
    expect(client.page.html).toContain('value="lang"');

    await client.answerPage({ minutes: '1e3' }, 'lang:en');
    expect(client.page.path).toBe('/en/commute/step/1');
    expect(client.page.status).toBe(200);
    expect(client.page.html).toContain('value="1e3"');

    // Whoever goes on past it is told at the end, and can send all the same.
    await client.get('/en/commute/review');
    expect(client.page.text).toContain('“1e3” does not fit here');
    await client.get('/en/commute/step/1');
    await client.answerPage({ minutes: ' 45 ' });
    await client.submit();
    expect(await server.closeAndRead(wave, withNumber)).toEqual([{ minutes: 'long' }]);
  });
});

describe('withdrawing and deleting', () => {
  it('takes a ballot out by its receipt, after a question whether that is meant', async () => {
    const { wave } = await openFor('regret');
    const client = new RespondClient(server.origin);
    await client.start('regret');
    await client.answerPage({ lunch: 'no' });
    const receipt = await client.submit();

    await client.get('/de/regret/withdraw');
    await client.submitForm('/withdraw', { receipt: 'R-1' });
    expect(client.page.status).toBe(422);
    await client.submitForm('/withdraw', { receipt: receipt.toLowerCase().replaceAll('-', ' ') });
    expect(client.page.text).toContain('wirklich zurückziehen');
    expect(await server.storage.participation.count('regret')).toMatchObject({ ballots: 1 });
    await client.submitForm('/withdraw');
    expect(client.page.text).toContain('Ihre Antworten sind gelöscht');
    expect(await server.storage.participation.count('regret')).toMatchObject({ ballots: 0 });

    await client.get('/de/regret/withdraw');
    await client.submitForm('/withdraw', { receipt });
    await client.submitForm('/withdraw');
    expect(client.page.status).toBe(422);
    expect(client.page.text).toContain('gibt es in dieser Befragung keine Antworten');

    const later = new RespondClient(server.origin);
    await later.get('/de/regret/withdraw');
    const form = later.page;
    await server.closeAndRead(wave, definition);
    later.page = form;
    await later.submitForm('/withdraw', { receipt });
    expect(later.page.text).toContain('nicht mehr möglich');
  });

  it('forgets the draft on this device after a question', async () => {
    await openFor('forget');
    const client = new RespondClient(server.origin);
    await client.start('forget');
    await client.answerPage({ lunch: 'no' });
    await client.get('/de/forget/forget');
    expect(client.page.text).toContain('noch nicht abgesendet');
    await client.submitForm('/forget');
    expect(client.page.text).toContain('nichts mehr von dieser Befragung');
    expect([...client.cookies.keys()]).toEqual([]);
    await client.get('/de/forget/forget');
    expect(client.page.text).toContain('Sie brauchen nichts zu tun');
    expect([...client.cookies.keys()]).toEqual([]);
    await client.start('forget');
    await client.answerPage({ lunch: 'yes' });
    expect(client.page.status).toBe(200);
  });
});
