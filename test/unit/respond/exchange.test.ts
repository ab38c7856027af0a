import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCharacter } from '../../../server/credential/check-character.js';
import { makeCode } from '../../../server/credential/code.js';
import { exchangeClient } from '../../support/exchange.js';
import { RespondClient } from '../../support/respond-client.js';
import { aDefinition, realRandomness } from '../../support/storage.js';
import { startRespondServer, type RespondServer } from './respond-server.js';

const definition = aDefinition();
let server: RespondServer;

beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

async function openWave(id: string) {
  const { codes, wave } = await server.openWave(definition, { id });
  const client = new RespondClient(server.origin);
  await client.get(`/de/${id}`);
  return {
    wave,
    codes: codes as [string, string, string, string],
    client,
    exchange: await newExchange(client),
  };
}
const newExchange = (client: RespondClient) => exchangeClient(server.origin, client.page.html);

/** What the script sends in place of the form: no code. */
const startWith = (client: RespondClient, credential: string) => client.submitForm('/start', { credential });

const ballotsOf = async (id: string): Promise<number> =>
  (await server.storage.participation.count(id)).ballots;

describe('a code exchanged for a credential', () => {
  it('starts and ends the survey without ever being sent with an answer', async () => {
    const { wave, codes, client, exchange } = await openWave('exchanged');
    const { status, signature } = await exchange.ask(codes[0]);
    expect(status).toBe(200);
    await startWith(client, await exchange.credential(signature ?? ''));
    expect(client.page.path).toBe('/de/exchanged/step/1');
    await client.answerPage({ lunch: 'yes' });
    await client.submit();
    expect(await server.closeAndRead(wave, definition)).toEqual([{ lunch: 'yes' }]);
  });

  it('is exchanged once: the same request gets the same answer, another one none', async () => {
    const { codes, client, exchange } = await openWave('once');
    const first = await exchange.ask(codes[0]);
    expect(await exchange.ask(codes[0])).toEqual(first);
    expect(await exchange.ask(codes[0].toLowerCase().replaceAll('-', ' '))).toEqual(first);
    const other = await newExchange(client);
    expect(await other.ask(codes[0])).toMatchObject({ status: 409, signature: null });
    await client.submitForm('/start', { code: codes[0] });
    expect(client.page.status).toBe(422);
    expect(client.page.text).toContain('ungültig oder schon benutzt');
  });

  it('is no guess while it waits for the commit', async () => {
    const { codes, exchange } = await openWave('at-once');
    // Of the five that may begin alike and be wrong, one is left.
    for (let n = 0; n < 4; n++) expect((await exchange.ask(neighbourOf(codes[0]))).status).toBe(409);
    const answers = await Promise.all([exchange.ask(codes[0]), exchange.ask(codes[0])]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await exchange.ask(neighbourOf(codes[0]))).status).toBe(409);
    expect((await exchange.ask(neighbourOf(codes[0]))).status).toBe(429);
  });

  it('survives a restart between the exchange and the answer that was lost', async () => {
    const { codes, exchange } = await openWave('lost-answer');
    const first = await exchange.ask(codes[0]);
    server.restart();
    expect((await exchange.ask(codes[0])).signature).toBe(first.signature);
  });

  it('is not given for a code that was used, is unknown or mistyped, and these look the same', async () => {
    const { codes, client, exchange } = await openWave('refused');
    await client.submitForm('/start', { code: codes[0] });
    await client.answerPage({});
    await client.submit();
    const used = await exchange.ask(codes[0]);
    expect(used).toMatchObject({ status: 409, signature: null });
    expect(used.refused).toContain('ungültig oder schon benutzt');
    expect(await exchange.ask(makeCode(realRandomness))).toEqual(used);
    const typo = codes[1].endsWith('0') ? `${codes[1].slice(0, -1)}1` : `${codes[1].slice(0, -1)}0`;
    const slip = await exchange.ask(typo);
    expect(slip).toMatchObject({ status: 422, signature: null });
    expect(slip.refused).toContain('Tippfehler');
    expect(await exchange.ask('')).toMatchObject({ status: 422, signature: null });
  });

  it('stays good where what was to be signed can’t be', async () => {
    const { codes, exchange } = await openWave('garbage');
    const tooLarge = Buffer.alloc(256, 255).toString('base64url');
    for (const garbage of [
      '',
      'AAAA',
      tooLarge,
      `${tooLarge}A`,
      '%%%',
      Buffer.alloc(257).toString('base64url'),
    ])
      expect((await exchange.ask(codes[0], garbage)).status).toBe(422);
    expect((await exchange.ask(codes[0])).status).toBe(200);
  });

  it('counts once, whoever shows the credential again', async () => {
    const { codes, client, exchange } = await openWave('spent');
    const credential = await exchange.credential((await exchange.ask(codes[0])).signature ?? '');
    await startWith(client, credential);
    await client.answerPage({ lunch: 'yes' });
    await client.submit();

    const again = new RespondClient(server.origin);
    await again.get('/de/spent');
    await startWith(again, credential);
    await again.answerPage({ lunch: 'no' });
    await again.submitForm('/submit');
    expect(again.page.status).toBe(409);
    expect(again.page.text).toContain('Code');
    expect(await ballotsOf('spent')).toBe(1);
    // Whoever has another code goes on from here without losing an answer.
    await again.submitForm('/submit', { code: codes[1] });
    expect(again.receipt()).toMatch(/^R-/);
    expect(await ballotsOf('spent')).toBe(2);
  });

  it('goes on with what was entered when the same credential starts again in the same browser', async () => {
    const { codes, client, exchange } = await openWave('again');
    const credential = await exchange.credential((await exchange.ask(codes[0])).signature ?? '');
    await startWith(client, credential);
    await client.answerPage({ lunch: 'no' });
    await client.get('/de/again');
    await startWith(client, credential);
    await client.get('/de/again/review');
    expect(client.page.text).toContain('Nein');
  });

  it('is refused when it is not genuine, is another wave’s, or is damaged', async () => {
    const { codes, client, exchange } = await openWave('genuine');
    const credential = await exchange.credential((await exchange.ask(codes[0])).signature ?? '');
    const other = await openWave('another');
    await startWith(other.client, credential);
    expect(other.client.page.status).toBe(422);
    for (const damaged of [
      `A${credential.slice(1)}`,
      `B${credential.slice(1)}`,
      credential.slice(4),
      'x',
      `${credential}AA`,
    ]) {
      if (damaged === credential) continue;
      await client.get('/de/genuine');
      await startWith(client, damaged);
      expect(client.page.status, damaged.slice(0, 8)).toBe(422);
      expect(client.page.text).toContain('Nachweis dieses Browsers');
    }
    await client.get('/de/genuine');
    await startWith(client, credential);
    expect(client.page.path).toBe('/de/genuine/step/1');
  });

  it('is not offered where no codes are asked for', async () => {
    await server.openWave(definition, { id: 'all', access: 'open' });
    const client = new RespondClient(server.origin);
    await client.get('/de/all');
    expect(client.page.html).not.toContain('data-exchange');
    await client.post('/de/all/credential', { code: makeCode(realRandomness), blinded: 'AAAA' });
    expect(client.page.status).toBe(422);
  });

  it('shows the same key and fingerprint to everybody', async () => {
    const { client } = await openWave('fingerprint');
    const shown = /[0-9A-F]{4}(?: [0-9A-F]{4}){7}/.exec(client.page.text)?.[0];
    expect(shown).toBe(server.storage.blind.publicKey('fingerprint')?.fingerprint);
    const other = new RespondClient(server.origin, 'en');
    await other.get('/en/fingerprint');
    expect(other.page.text).toContain(shown);
  });
});

/** A code that was never issued and begins alike. */
function neighbourOf(code: string): string {
  const token = (code.slice(0, 4) + makeCode(realRandomness).slice(4)).replaceAll('-', '').slice(0, -1);
  return token + checkCharacter(token);
}
