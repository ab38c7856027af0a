import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashCode, makeCode } from '../../server/credential/code.js';
import { encodeBallot } from '../../server/survey/ballot.js';
import { openHouse, type House } from '../support/house.js';
import { ballotsIn, bremen, commute, seedWave, type SeededWave } from '../support/journey-waves.js';
import { systemRandomness } from '../support/randomness.js';
import { RespondClient } from '../support/respond-client.js';
import { ask as askAt, expectPlainPage, form, type Answer } from './plain-page.js';

const DAY = 24 * 60 * 60 * 1000;

let house: House;
let seeded: SeededWave;

beforeAll(async () => {
  house = await openHouse({
    furnish: async (inside) => {
      seeded = await seedWave(inside, bremen(), { id: 'codes' });
      await inside.storage.ballots.accept({
        waveId: 'codes',
        codeHash: hashCode(inside.keys.codes, 'codes', seeded.codes[0]!),
        credentialHash: null,
        receiptHash: systemRandomness.bytes(32),
        ballot: encodeBallot(bremen(), {}),
      });
      await seedWave(inside, commute, { id: 'open', access: 'open' });
      await seedWave(inside, commute, {
        id: 'over',
        access: 'open',
        opensAt: new Date(Date.now() - 9 * DAY).toISOString(),
        closesAt: new Date(Date.now() - DAY).toISOString(),
      });
    },
  });
});

afterAll(() => house.close());

function ask(path: string, init?: RequestInit): Promise<Answer> {
  return askAt(house.url + path, init);
}

describe('what respondents may send by mistake or on purpose', () => {
  it.each([
    ['/nirgends', 404],
    ['/de/nirgends', 404],
    ['/de/codes/nirgends', 404],
    ['/de/codes/step/1/2', 404],
    ['/.env', 404],
    ['/admin', 404],
    ['/de/%00', 404],
    ['/de/..%2f..%2fstaff', 404],
    [`/de/${'a'.repeat(4000)}`, 404],
    ['/de/%E0%A4%A', 400],
    ['/%', 404],
  ])('an unknown or broken address %s', async (path, status) => {
    expectPlainPage(await ask(path), status, status === 404 ? /Diese Seite gibt es nicht/ : /nicht lesbar/);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('the method %s, which nothing here takes', async (method) => {
    expectPlainPage(await ask('/de/codes', { method }), 404, /Diese Seite gibt es nicht/);
  });

  it('a form of 10 megabytes, and one of thousands of fields', async () => {
    const client = new RespondClient(house.url);
    await client.start('open');
    const draft = new Map(client.cookies);
    const tooLarge = await ask('/de/open/step/1', {
      method: 'POST',
      headers: form,
      body: `means=${'x'.repeat(10_000_000)}`,
    });
    expectPlainPage(tooLarge, 413, /höchstens 0,1 MB|zu groß/);
    const tooMany = await ask('/de/open/step/1', {
      method: 'POST',
      headers: form,
      body: 'a=1&'.repeat(4000),
    });
    expectPlainPage(tooMany, 413, /zu groß/);
    await client.get('/de/open/step/1');
    expect(client.page.status).toBe(200);
    expect(new Map(client.cookies)).toEqual(draft);
  });

  it.each([
    ['JSON', 'application/json', '{"code":"'],
    ['multipart', 'multipart/form-data; boundary=x', '--x\r\nbroken'],
    ['text', 'text/plain', 'code=1'],
    ['a broken encoding', 'application/x-www-form-urlencoded', '%E0%A4%A=%zz&&=&==&csrf'],
    ['an unknown character set', 'application/x-www-form-urlencoded; charset=ebcdic', 'code=1'],
  ])('%s instead of a form', async (_name, type, body) => {
    for (const place of ['start', 'step/1', 'consent', 'submit', 'withdraw', 'forget']) {
      const answer = await ask(`/de/codes/${place}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expectPlainPage(answer, answer.status, /./);
    }
  });

  it('a lost cookie, and cookies full of rubbish', async () => {
    for (const cookie of [
      '',
      'mw_open_0=',
      'mw_open_0=1.AAAA',
      `mw_open_0=3.${'A'.repeat(3000)}; mw_open_1=%%%; mw_open_2=;;;==`,
      `mw_open_0=99999999999999.${'A'.repeat(3700)}`,
      'mw_open_0=%00%ff; mw_start=<script>; ; =; mw_open_done=x',
      'mw_open_0=__proto__; constructor=1',
    ]) {
      for (const place of ['step/1', 'review']) {
        const answer = await ask(`/de/open/${place}`, { headers: { cookie } });
        expectPlainPage(answer, 409, /Ihre Antworten|keine Antworten/);
      }
      const posted = await ask('/de/open/submit', {
        method: 'POST',
        headers: { ...form, cookie },
        body: 'csrf=x',
      });
      expectPlainPage(posted, 409, /neu anfangen/i);
      expect((await ask('/de/open', { headers: { cookie } })).status).toBe(200);
      expect((await ask('/de/open/withdraw', { headers: { cookie } })).status).toBe(200);
      expect((await ask('/de/open/done', { headers: { cookie } })).status).toBe(410);
    }
  });

  it('an ended wave, with a draft and without', async () => {
    for (const place of ['', '/step/1', '/review']) {
      expectPlainPage(await ask(`/de/over${place}`), 410, /Die Befragung ist beendet/);
    }
    const posted = await ask('/de/over/submit', { method: 'POST', headers: form, body: 'csrf=x' });
    expectPlainPage(posted, 410, /Die Befragung ist beendet/);
  });

  it.each([
    ['nothing', '', /Geben Sie Ihren Zugangscode ein/],
    ['too short', 'ABCD', /zu kurz oder zu lang/],
    ['too long', 'A'.repeat(5000), /zu kurz oder zu lang/],
    ['a strange sign', 'ABCD-EFGH-JKMN-PQRS!', /ein Zeichen, das es dort nicht gibt/],
    ['markup', '"><script>alert(1)</script>', /ein Zeichen, das es dort nicht gibt/],
  ])('a code that is wrong: %s', async (_name, code, words) => {
    const client = new RespondClient(house.url);
    await client.start('codes', code);
    expectPlainPage(client.page, 422, words);
    expect(client.page.html).not.toContain('<script>alert');
  });

  it('a used code and an unknown one are answered with the same status, headers and bytes but for tokens', async () => {
    const answers = await Promise.all(
      [seeded.codes[0]!, makeCode(systemRandomness)].map(async (code) => {
        const client = new RespondClient(house.url);
        await client.get('/de/codes');
        const csrf = /name="csrf" value="([^"]+)"/.exec(client.page.html)?.[1] ?? '';
        const response = await fetch(`${house.url}/de/codes/start`, {
          method: 'POST',
          headers: {
            ...form,
            cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          },
          body: new URLSearchParams({ csrf, code }),
        });
        const html = await response.text();
        const headers = [...response.headers].filter(([name]) => !['date', 'etag'].includes(name));
        return {
          status: response.status,
          headers,
          html: html.replaceAll(csrf, 'TOKEN').replaceAll(code, 'CODE'),
        };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expectPlainPage(
      { status: answers[0]!.status, html: answers[0]!.html },
      422,
      /ungültig oder schon benutzt/,
    );
  });
});

describe('after all that', () => {
  it('the house stands, and nothing was lost or added', async () => {
    for (const path of ['/health/live', '/health/ready'])
      expect((await fetch(house.url + path)).status).toBe(200);
    expect(house.logged()).toBe('');
    const found = await house.behindTheScenes(async (inside) => ({
      ballots: [await ballotsIn(inside, 'codes'), await ballotsIn(inside, 'open')],
      codes: await inside.storage.codes.issued('codes'),
      entries: (await inside.storage.audit.page(0, 1)).total,
    }));
    expect(found).toEqual({ ballots: [1, 0], codes: [{ area: 'Finanzen', count: 6 }], entries: 0 });
    const client = new RespondClient(house.url);
    await client.start('open');
    await client.answerPage({ means: 'tram', metres: '12' });
    await client.submit();
  });
});
