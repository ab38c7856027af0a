import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../../server/api/openapi.js';
import { openHouse, type House } from '../../support/house.js';
import { propose, release, seedCanteen, seedStaff, signIn } from '../../support/journey-staff.js';
import type { StaffClient } from '../../support/staff-client.js';
import { misfits } from './fits.js';

let house: House;
let analyst: StaffClient;
let all: string;

beforeAll(async () => {
  house = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      for (const id of ['first', 'second', 'kept'])
        await seedCanteen(inside, { id, status: 'closed', title: { de: `Welle ${id}`, en: `Wave ${id}` } });
    },
  });
  const [hr, council] = [await signIn(house, 'hr'), await signIn(house, 'council')];
  for (const wave of ['first', 'second']) await release(council, await propose(hr, council, wave));
  await propose(hr, council, 'kept');
  analyst = await signIn(house, 'analyst');
  all = await makeToken();
});
afterAll(() => house.close());

async function makeToken(scope = 'all', days = '30'): Promise<string> {
  const { html } = await analyst.post('/staff/tokens', { name: 'R', scope, days }, '/staff/tokens/new');
  const secret = /mehrwelt_[\w-]{43}/.exec(html)?.[0];
  if (secret === undefined) throw new Error(`no token: ${html}`);
  return secret;
}

function ask(path: string, token: string | null = all, init: RequestInit = {}): Promise<Response> {
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${house.url}/api/v1${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...authorization, ...(init.headers as Record<string, string> | undefined) },
  });
}

const read = async (path: string, token?: string) => (await ask(path, token)).json();

async function expectProblem(response: Response, status: number): Promise<void> {
  expect([response.status, response.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
  expect(await response.json()).toMatchObject({
    type: 'about:blank',
    status,
    detail: expect.any(String) as string,
  });
}

async function readings(): Promise<string[]> {
  return house.behindTheScenes(async ({ storage }) => {
    const { entries } = await storage.audit.page(0, 500);
    return entries.filter(({ action }) => action === 'results.read').map(({ subject }) => subject ?? 'list');
  });
}

describe('a program with a token', () => {
  it('gets everything that is released, and nothing else', async () => {
    const { waves } = (await read('/waves')) as { waves: { id: string; k: number; records: number }[] };
    expect(waves.map(({ id }) => id).sort()).toEqual(['first', 'second']);
    expect(waves[0]).toMatchObject({ k: 10, records: 44, simulated: false });
    for (const path of ['/waves/kept', '/waves/kept/tables', '/waves/kept/files', '/waves/nowhere'])
      await expectProblem(await ask(path), 404);
  });

  it('gets the same bytes as the pages give', async () => {
    const table = '/waves/first/tables/lunch-by-gender';
    const pages = '/staff/results/first/lunch-by-gender';
    expect(await (await ask(table)).text()).toBe((await analyst.get(`${pages}/table.json`)).html);
    const csv = Buffer.from(await (await ask(`${table}.csv`)).arrayBuffer()).toString();
    expect(csv.replace(/^\uFEFF/, '')).toBe(
      (await analyst.get(`${pages}/table.csv`)).html.replace(/^\uFEFF/, ''),
    );
    const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
    expect(rows.find((row) => row.group1_code === 'f' && row.code === 'yes')?.count).toBe('12');
    const english = await (await ask(`${table}.csv?lang=en`)).text();
    expect(english).toContain('Total');
  });

  it('gets the release in every format, each under its kind', async () => {
    const { files } = (await read('/waves/first/files')) as {
      files: { name: string; mediaType: string; bytes: number; links: { self: string } }[];
    };
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const response = await ask(file.links.self.replace('/api/v1', ''));
      expect([response.status, response.headers.get('content-type')]).toEqual([200, file.mediaType]);
      expect((await response.arrayBuffer()).byteLength, file.name).toBe(file.bytes);
    }
    await expectProblem(await ask('/waves/first/files/..%2F..%2Foffice.sqlite'), 404);
  });

  it('is answered with nothing where it has the newest, and only what is sent is on record', async () => {
    const before = await readings();
    const first = await ask('/waves/second');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await ask('/waves/second', all, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await ask('/waves/second', all, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect((await readings()).slice(0, -before.length)).toEqual(['second', 'second']);
  });

  it('of one wave gets that one', async () => {
    const one = await makeToken('second');
    expect((await read('/waves', one)) as object).toMatchObject({ waves: [{ id: 'second' }] });
    expect((await ask('/waves/second/tables', one)).status).toBe(200);
    await expectProblem(await ask('/waves/first', one), 404);
    await expectProblem(await ask('/waves/first/tables/gender', one), 404);
  });

  it('has no parameters but those that are described, and changes nothing', async () => {
    for (const query of ['?k=1', '?filter=gender:f', '?lang=en'])
      await expectProblem(await ask(`/waves/first/tables${query}`), 400);
    await expectProblem(await ask('/waves/first/tables/gender.csv?lang=fr'), 400);
    await expectProblem(await ask('/waves/first', all, { method: 'POST' }), 405);
    await expectProblem(await ask('/elsewhere'), 404);
    await expectProblem(await ask('/waves/%ff'), 400);
  });
});

describe('a program without a good token', () => {
  it('gets nothing, and is not told why', async () => {
    const answers = [];
    for (const token of [null, 'nonsense', `mehrwelt_${'a'.repeat(43)}`]) {
      const response = await ask('/waves', token);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="mehrwelt"/);
      await expectProblem(response.clone(), 401);
      answers.push(await response.text());
    }
    expect(new Set(answers.slice(1)).size).toBe(1);
    const cookies = await fetch(`${house.url}/api/v1/waves`, { headers: { cookie: analyst.cookies } });
    await expectProblem(cookies, 401);
  });

  it('is one whose token was revoked', async () => {
    const token = await makeToken();
    expect((await ask('/waves', token)).status).toBe(200);
    const { html } = await analyst.get('/staff/tokens');
    const address = /href="(\/staff\/tokens\/\w+\/revoke)"/.exec(html)?.[1] ?? '';
    expect((await analyst.get(address)).html).toContain('Endgültig widerrufen');
    const after = await analyst.post(address, {}, address);
    expect(after.html).toContain('ist widerrufen');
    await expectProblem(await ask('/waves', token), 401);
  });

  it('is one whose owner was disabled, until the account is enabled again', async () => {
    const admin = await signIn(house, 'admin');
    const { html } = await admin.get('/staff/accounts');
    const account = [...html.matchAll(/href="(\/staff\/accounts\/\w{16})"[^]*?<\/tr>/g)].find(([row]) =>
      row.includes('>analyst<'),
    )?.[1];
    if (account === undefined) throw new Error('no account of the analyst');
    await admin.post(`${account}/disable`, {}, `${account}/disable`);
    await expectProblem(await ask('/waves'), 401);
    await admin.post(`${account}/enable`, {}, `${account}/enable`);
    expect((await ask('/waves')).status).toBe(200);
    analyst = await signIn(house, 'analyst');
  });
});

describe('the description', () => {
  it('is there for everybody, and all answers are as it says', async () => {
    const response = await ask('/openapi.json', null);
    expect(response.status).toBe(200);
    const document = openApi();
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
    const { files } = (await read('/waves/first/files')) as { files: { name: string }[] };
    const names: Record<string, string> = { waveId: 'first', tableId: 'gender', name: files[0]?.name ?? '' };
    for (const [path, { get }] of Object.entries(document.paths)) {
      const answered = await ask(path.replace(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? ''));
      expect(answered.status, path).toBe(200);
      expect(answered.headers.getSetCookie()).toEqual([]);
      expect(answered.headers.get('content-security-policy')).toContain("default-src 'none'");
      const content = (get.responses['200'] as { content: Record<string, { schema?: object }> }).content;
      const schema = content['application/json']?.schema;
      if (schema !== undefined) expect(misfits(document, schema, await answered.json()), path).toEqual([]);
    }
  });
});

describe('the pages for tokens', () => {
  it('refuse what is missing with words that help, keep what was typed, and store no secret', async () => {
    const page = await analyst.post(
      '/staff/tokens',
      { name: ' ', scope: 'kept', days: '9' },
      '/staff/tokens/new',
    );
    expect(page.status).toBe(422);
    expect(page.html.match(/href="#(name|scope|days)"/g)).toHaveLength(3);
    expect((await analyst.get('/staff/tokens')).html).not.toContain('mehrwelt_');
    const [, body] = all.split('_');
    const stored = await house.behindTheScenes(async ({ storage }) =>
      JSON.stringify(await storage.audit.page(0, 500)),
    );
    expect(stored).not.toContain(body);
  });
});
