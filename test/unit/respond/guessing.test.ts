import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCode } from '../../../server/credential/code.js';
import { RespondClient } from '../../support/respond-client.js';
import { aDefinition, realRandomness } from '../../support/storage.js';
import { startRespondServer, type RespondServer } from './respond-server.js';

const definition = aDefinition();
let server: RespondServer;

beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

const pass = (seconds: number): void => {
  server.clock.set(new Date(server.clock.now().getTime() + seconds * 1000).toISOString());
};

/** Wrong codes, until the wave takes no more at once. */
async function guess(id: string): Promise<void> {
  const client = new RespondClient(server.origin);
  await client.get(`/de/${id}`);
  const form = client.page;
  for (let n = 0; n < 300; n++) {
    client.page = form;
    await client.submitForm('/start', { code: makeCode(realRandomness) });
    expect(client.page.status).toBe(422);
  }
}

describe('while somebody guesses codes', () => {
  it('right and wrong codes get word for word the same page, and slips still cost nothing', async () => {
    const { codes } = await server.openWave(definition, { id: 'guess' });
    await guess('guess');
    const used = new RespondClient(server.origin);
    const right = new RespondClient(server.origin);
    const wrong = new RespondClient(server.origin);
    const invented = makeCode(realRandomness);
    await right.start('guess', codes[0]);
    await wrong.start('guess', invented);
    for (const [client, typed] of [
      [right, codes[0]!],
      [wrong, invented],
    ] as const) {
      expect(client.page.status).toBe(429);
      expect(client.page.text).toContain('Gerade werden viele Codes ausprobiert');
      expect(client.page.html).toContain(`value="${typed}"`);
      // Neither in an address nor, which would tell, in a cookie.
      expect(client.page.path).toBe('/de/guess/start');
      expect([...client.cookies.keys()]).toEqual(['mw_start']);
    }
    const bare = ({ page }: RespondClient, typed: string) =>
      page.html.replaceAll(typed, 'CODE').replaceAll(/name="csrf" value="[^"]*"/g, '');
    expect(bare(right, codes[0]!)).toBe(bare(wrong, invented));

    await used.start('guess', codes[1]!.slice(0, -1));
    expect(used.page.status).toBe(422);
    expect(used.page.text).toContain('zu kurz oder zu lang');

    pass(5);
    await right.submitForm('/start', { code: codes[0]! });
    expect(right.page).toMatchObject({ path: '/de/guess/step/1', status: 200 });
    await wrong.submitForm('/start', { code: invented });
    expect(wrong.page.status).toBe(422);
    expect(wrong.page.text).toContain('ungültig oder schon benutzt');
  });

  it('the answer says when to come back', async () => {
    await server.openWave(definition, { id: 'when' });
    const code = makeCode(realRandomness);
    const client = new RespondClient(server.origin, 'en');
    for (let n = 0; n < 5; n++) await client.start('when', code);
    await client.get('/en/when');
    const csrf = /name="csrf" value="([^"]+)"/.exec(client.page.html)?.[1] ?? '';
    const answer = await fetch(`${server.origin}/en/when/start`, {
      method: 'POST',
      headers: { cookie: `mw_start=${client.cookies.get('mw_start')}` },
      body: new URLSearchParams({ csrf, code }),
    });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('10');
    expect(await answer.text()).toContain('this one has not been checked yet');
  });

  it('who needs another code at the end keeps the answers and tries again', async () => {
    const { wave, codes } = await server.openWave(definition, { id: 'end' });
    const [first, second] = [new RespondClient(server.origin), new RespondClient(server.origin)];
    await first.start('end', codes[0]);
    await first.answerPage({ lunch: 'no' });
    await second.start('end', codes[0]);
    await second.answerPage({ lunch: 'yes' });
    await first.submit();
    await second.submitForm('/submit');
    await guess('end');
    await second.submitForm('/submit', { code: codes[1]! });
    expect(second.page.status).toBe(429);
    expect(second.page.html).toContain(`value="${codes[1]}"`);
    pass(5);
    await second.submitForm('/submit', { code: codes[1]! });
    expect(second.page.path).toBe('/de/end/done');
    expect(await server.closeAndRead(wave, definition)).toHaveLength(2);
  });
});
