import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RespondClient } from '../../support/respond-client.js';
import { aDefinition, bytesOf } from '../../support/storage.js';
import { startRespondServer, type RespondServer } from './respond-server.js';

const definition = aDefinition();
let server: RespondServer;

beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

const openFor = (id: string, access: 'open' | 'code' = 'open') => server.openWave(definition, { id, access });

describe('what never leaves or enters', () => {
  it('reads no identifying header, stores none, and puts neither code nor receipt into an address', async () => {
    const { codes } = await openFor('canary', 'code');
    const canary = {
      'user-agent': 'CanaryAgent/1.0',
      'x-forwarded-for': '203.0.113.77',
      authorization: 'Bearer canary-token',
      referer: 'https://intranet.example/canary-page',
    };
    const client = new RespondClient(server.origin, 'de', canary);
    client.cookies.set('intranet_sso', 'canary-session');
    const addresses: string[] = [];
    await client.start('canary', codes[0]);
    addresses.push(client.page.path);
    await client.answerPage({ lunch: 'no' });
    addresses.push(client.page.path);
    const receipt = await client.submit();
    addresses.push(client.page.path);

    for (const secret of [codes[0]!, receipt, 'lunch', 'no-lunch'])
      expect(addresses.join(' ')).not.toContain(secret);
    const stored = Object.values(bytesOf(server.dataDir));
    for (const trace of [
      'CanaryAgent',
      '203.0.113.77',
      'canary-token',
      'canary-page',
      'canary-session',
      codes[0]!,
      receipt,
    ]) {
      expect(stored.some((bytes) => bytes.includes(trace))).toBe(false);
      if (trace !== receipt) expect(client.page.html).not.toContain(trace);
    }
  });

  it('sends every page with no-store, and cookies that only our pages get back', async () => {
    await openFor('cookies');
    const client = new RespondClient(server.origin);
    await client.start('cookies');
    for (const line of client.setCookies) {
      expect(line).toContain('; Path=/; HttpOnly; SameSite=Strict');
      expect(line).not.toMatch(/Max-Age|Expires/);
    }
    const response = await fetch(`${server.origin}/de/cookies`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps the cookie of a whole questionnaire at one length, however much was answered', async () => {
    await openFor('length');
    const client = new RespondClient(server.origin);
    await client.start('length');
    const before = client.cookies.get('mw_length_0')!.length;
    await client.answerPage({ lunch: 'no' });
    expect(client.cookies.get('mw_length_0')!.length).toBe(before);
  });
});
