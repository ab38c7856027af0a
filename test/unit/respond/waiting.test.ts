import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RespondClient } from '../../support/respond-client.js';
import { aDefinition } from '../../support/storage.js';
import { startRespondServer, type RespondServer } from './respond-server.js';

const definition = aDefinition();
let server: RespondServer;

beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

const ballots = async (id: string) => (await server.storage.participation.count(id)).ballots;

/** Somebody who has pressed Submit while the box was busy. */
async function waitingIn(id: string, access: 'open' | 'code' = 'open') {
  const { wave, codes } = await server.openWave(definition, { id, access });
  const client = new RespondClient(server.origin);
  await client.start(id, codes[0]);
  await client.answerPage({ lunch: 'no' });
  const review = client.page;
  server.beBusy(true);
  await client.submitForm('/submit');
  return { wave, codes, client, review };
}

describe('while the box is busy', () => {
  it('a page asks for patience and tries again by itself until the ballot is in, once', async () => {
    const { wave, client } = await waitingIn('patience', 'code');
    expect(client.page).toMatchObject({ path: '/de/patience/waiting', status: 503 });
    const headers = await headersOf(client);
    expect(headers.get('refresh')).toBe('3');
    expect(headers.get('retry-after')).toBe('3');
    expect(client.page.text).toContain('Ihr Zugangscode bleibt gültig');
    expect(client.page.html).toContain('href="/de/patience/waiting"');
    expect(await ballots('patience')).toBe(0);

    await client.get('/en/patience/waiting');
    expect(client.page.text).toContain('One moment, please');
    await client.get('/de/patience/waiting');
    expect(client.page.status).toBe(503);

    server.beBusy(false);
    await client.get('/de/patience/waiting');
    expect(client.page).toMatchObject({ path: '/de/patience/done', status: 200 });
    expect([...client.cookies.keys()].sort()).toEqual(['mw_patience_done', 'mw_start']);
    // A second tab that still waits comes back to the receipt.
    const receipt = client.receipt();
    await client.get('/de/patience/waiting');
    expect(client.receipt()).toBe(receipt);
    expect(await server.closeAndRead(wave, definition)).toEqual([{ lunch: 'no' }]);
  });

  it('nothing is handed in that nobody submitted, or that was changed since', async () => {
    const { wave, client } = await waitingIn('changed');
    server.beBusy(false);
    const waiting = client.cookies.get('mw_changed_0');
    await client.get('/de/changed/step/1');
    await client.answerPage({ lunch: 'yes' });
    await client.get('/de/changed/waiting');
    expect(client.page.path).toBe('/de/changed/review');
    expect(client.page.text).toContain('Noch ist nichts abgesendet');
    expect(await ballots('changed')).toBe(0);
    expect(client.cookies.get('mw_changed_0')).not.toBe(waiting);
    await client.submit();
    expect(await server.closeAndRead(wave, definition)).toEqual([{ lunch: 'yes' }]);
  });

  it('without a draft there is nothing to wait for', async () => {
    await server.openWave(definition, { id: 'nobody', access: 'open' });
    const client = new RespondClient(server.origin);
    await client.get('/de/nobody/waiting');
    expect(client.page.status).toBe(409);
    await client.start('nobody');
    await client.get('/de/nobody/waiting');
    expect(client.page.path).toBe('/de/nobody/review');
    expect(await ballots('nobody')).toBe(0);
  });

  it('who submitted in time is counted after the planned end, until the box is closed', async () => {
    const late = await waitingIn('late');
    const now = server.clock.now().toISOString();
    server.clock.set('2026-04-01T00:00:00.000Z');
    await late.client.get('/de/late/waiting');
    expect(late.client.page.status).toBe(503);
    server.beBusy(false);
    await late.client.get('/de/late/waiting');
    expect(late.client.page.path).toBe('/de/late/done');
    server.clock.set(now);
    expect(await server.closeAndRead(late.wave, definition)).toHaveLength(1);

    const tooLate = await waitingIn('too-late');
    server.beBusy(false);
    await server.closeAndRead(tooLate.wave, definition);
    await tooLate.client.get('/de/too-late/waiting');
    expect(tooLate.client.page.status).toBe(410);
    expect(tooLate.client.page.text).toContain('inzwischen geschlossen');
  });

  it('what comes of waiting can also be a used code or a full disk, and neither loses an answer', async () => {
    const { wave, codes, client } = await waitingIn('outcomes', 'code');
    server.beBusy(false);
    server.failWith(new Error('disk is full'));
    await client.get('/de/outcomes/waiting');
    expect(client.page.text).toContain('Es ist nichts verloren');
    server.failWith(null);

    const other = new RespondClient(server.origin);
    await other.start('outcomes', codes[0]);
    await other.answerPage({ lunch: 'yes' });
    await other.submit();
    await client.get('/de/outcomes/waiting');
    expect(client.page.status).toBe(409);
    server.beBusy(true);
    await client.submitForm('/submit', { code: codes[1]! });
    expect(client.page).toMatchObject({ path: '/de/outcomes/waiting', status: 503 });
    server.beBusy(false);
    await client.get('/de/outcomes/waiting');
    expect(client.page.path).toBe('/de/outcomes/done');
    const read = await server.closeAndRead(wave, definition);
    expect(read.map(({ lunch }) => lunch).sort()).toEqual(['no', 'yes']);
  });

  it('withdrawing says so and keeps the receipt in the field', async () => {
    await server.openWave(definition, { id: 'regret', access: 'open' });
    const client = new RespondClient(server.origin);
    await client.start('regret');
    await client.answerPage({ lunch: 'no' });
    const receipt = await client.submit();
    await client.get('/de/regret/withdraw');
    await client.submitForm('/withdraw', { receipt });
    server.beBusy(true);
    await client.submitForm('/withdraw');
    server.beBusy(false);
    expect(client.page.status).toBe(503);
    expect(client.page.text).toContain('zurückgezogen wurde nichts');
    expect(client.page.html).toContain(`value="${receipt}"`);
    expect(await ballots('regret')).toBe(1);
    await client.submitForm('/withdraw', { receipt });
    await client.submitForm('/withdraw');
    expect(await ballots('regret')).toBe(0);
  });
});

async function headersOf(client: RespondClient): Promise<Headers> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(new URL(client.page.path, client.origin), { headers: { cookie } });
  await answer.arrayBuffer();
  return answer.headers;
}
