import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateRespondents } from '../../server/demo/people.js';
import { shippedInstruments } from '../../server/instruments/index.js';
import type { Answers } from '../../server/survey/definition.js';
import { RespondClient } from '../support/respond-client.js';
import { startRespondServer, type RespondServer } from '../unit/respond/respond-server.js';

// Whoever can make a browser ask for a page again and again, with words of their choice in it, learns from compressed
// lengths whether these words are elsewhere on the page. Hence nothing of a person is compressed.
const [bremen] = shippedInstruments();
const typed = '1977';
const fields = {
  ressort: 'finance',
  status: 'collective',
  contract: 'fixed_term',
  qualification: 'master',
  degree_country: 'elsewhere',
  self_declared: 'yes',
  birth_country: 'abroad',
  'climate.belong': '4',
  discr_own: 'sometimes',
  discr_where: ['tasks', 'training'],
  gender: 'female',
};

let server: RespondServer;
beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

describe('a page', () => {
  it('says the same compressed as plain, and what is somebody’s own stands in it as it is', async () => {
    const { wave, codes } = await server.openWave(bremen!, { id: 'all' });
    const client = new RespondClient(server.origin);
    const seen: string[] = [];
    const look = async (): Promise<Buffer> => {
      const { path, html } = client.page;
      const plain = await fetched(client, path, 'identity');
      const zipped = await fetched(client, path, 'gzip, br');
      expect(plain.coding, path).toBeUndefined();
      expect(zipped.coding, path).toBe('gzip');
      expect(gunzipSync(zipped.body).toString(), path).toBe(plain.body.toString());
      expect(plain.body.toString(), path).toBe(html);
      for (const [, token = ''] of html.matchAll(/name="csrf" value="([^"]+)"/g))
        expect(zipped.body.includes(token), path).toBe(true);
      // A line of the head, which everybody gets, is compressed on every page that is worth it.
      if (html.length > 6500) expect(zipped.body.includes('<meta name="viewport"'), path).toBe(false);
      seen.push(path.replace(/.*\//, ''));
      return zipped.body;
    };
    const once = (text: string, within: Buffer): boolean => within.toString('latin1').includes(latin1(text));

    await client.get(`/de/${wave.id}`);
    await look();
    await client.start(wave.id, codes[0]);
    while (!client.page.path.endsWith('/review')) {
      const body = await look();
      expect(checkedIn(body.toString('latin1')), client.page.path).toBe(checkedIn(client.page.html));
      if (client.page.path.endsWith('/consent')) await client.decide('agree');
      else {
        const here = Object.entries(fields).filter(([name]) => client.page.html.includes(`name="${name}"`));
        await client.answerPage(Object.fromEntries(here));
      }
    }
    const review = await look();
    for (const answer of ['Finanzen', 'ja, befristet']) expect(client.page.html).toContain(answer);
    expect(once('ja, befristet', review)).toBe(true);

    // Pages that are opened again hold answers.
    for (const number of [1, 3, 4]) {
      await client.get(`/de/${wave.id}/step/${number}?from=review`);
      expect(checkedIn(client.page.html)).toBeGreaterThan(1);
      expect(checkedIn((await look()).toString('latin1'))).toBe(checkedIn(client.page.html));
    }
    await client.get(`/de/${wave.id}/review`);
    const receipt = await client.submit();
    expect((await look()).includes(receipt)).toBe(true);
    expect(seen).toEqual(expect.arrayContaining(['1', 'consent', 'review', 'done']));
  });

  it('that is kept for everybody shows nobody what somebody else has answered', async () => {
    const { wave, codes } = await server.openWave(bremen!, { id: 'kept' });
    const first = new RespondClient(server.origin);
    await first.start(wave.id, codes[0]);
    const untouched = first.page.html;
    await first.answerPage({ ressort: 'finance' });
    await first.get(`/de/${wave.id}/step/1`);
    expect(checkedIn(first.page.html)).toBe(1);

    const second = new RespondClient(server.origin);
    await second.start(wave.id, codes[1]);
    expect(checkedIn(second.page.html)).toBe(0);
    expect(second.page.html).not.toBe(untouched);
    expect(withoutToken(second.page.html)).toBe(withoutToken(untouched));
  });

  it('that is kept for everybody shows each of them exactly what they ticked', async () => {
    const { wave, codes } = await server.openWave(bremen!, { id: 'ticks' });
    for (const [index, answers] of simulateRespondents(codes.length, 4).entries()) {
      const client = new RespondClient(server.origin);
      await client.start(wave.id, codes[index]);
      await client.answerAll(fieldsOf(answers), answers.self_declared === undefined ? 'decline' : 'agree');
      let seen = 0;
      for (const [page] of bremen!.pages.entries()) {
        const { path, html } = await client.get(`/de/${wave.id}/step/${page + 1}`);
        if (!path.endsWith(`/step/${page + 1}`)) continue;
        const inputs = [
          ...html.matchAll(/type="(?:radio|checkbox)" id="[^"]+" name="([^"]+)" value="([^"]+)"( checked)?/g),
        ];
        const ticked = inputs.filter(([, , , checked]) => checked !== undefined);
        const asAnswered = inputs.filter(([, name = '', value = '']) =>
          [fieldsOf(answers)[name] ?? []].flat().includes(value),
        );
        expect(ticked).toEqual(asAnswered);
        expect(checkedIn(html)).toBe(ticked.length);
        seen += ticked.length;
      }
      expect(seen).toBeGreaterThan(20);
    }
  });

  it('shows what was typed wrongly, escaped, and uncompressed', async () => {
    const { wave, codes } = await server.openWave(bremen!, { id: 'typed' });
    const client = new RespondClient(server.origin);
    await client.get(`/de/${wave.id}`);
    const page = await client.submitForm('/start', { code: `${typed}<b>"` });
    expect(page.status).toBe(422);
    expect(page.html).toContain(`value="${typed}&lt;b&gt;&#34;"`);
    expect(codes.length).toBeGreaterThan(0);
  });
});

function fetched(
  client: RespondClient,
  path: string,
  encodings: string,
): Promise<{ coding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    request(new URL(path, client.origin), { headers: { cookie, 'accept-encoding': encodings } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => {
        expect(res.statusCode, path).toBe(200);
        expect(res.headers.vary, path).toContain('Accept-Encoding');
        resolve({ coding: res.headers['content-encoding'], body: Buffer.concat(chunks) });
      });
    })
      .on('error', reject)
      .end();
  });
}

/** As a form sends them: rows of a matrix by their own names. */
function fieldsOf(answers: Answers): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([id, answer]): [string, string | string[]][] =>
      typeof answer === 'object' && !Array.isArray(answer)
        ? Object.entries(answer).map(([row, value]) => [`${id}.${row}`, value])
        : [[id, Array.isArray(answer) ? answer : String(answer)]],
    ),
  );
}

function checkedIn(text: string): number {
  return text.split(' checked').length - 1;
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function withoutToken(html: string): string {
  return html.replaceAll(/name="csrf" value="[^"]+"/g, '');
}
