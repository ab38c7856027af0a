import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeBallot } from '../../server/survey/ballot.js';
import { hashCode } from '../../server/credential/code.js';
import { hashReceipt } from '../../server/credential/receipt.js';
import { ballotsIn } from '../support/ballots-in.js';
import { hearProcess } from '../support/heard.js';
import { openHouse, type House } from '../support/house.js';
import { openRelay } from '../support/journey-relay.js';
import {
  filesOf,
  findTraces,
  tracesOfHashes,
  tracesOfNumber,
  tracesOfText,
  type NamedKey,
  type Trace,
} from '../support/journey-traces.js';
import { commute, seedWave, type SeededWave } from '../support/journey-waves.js';
import { RespondClient } from '../support/respond-client.js';

const WAVE = 'canary';
const ADDRESS = '127.91.83.77';
/** Stored as "more than 5 km": nobody else has exactly this way to work. */
const METRES = 867_530_942;
const sent = {
  'user-agent': 'CanaryBrowser/7.31 (nest 4)',
  'x-remote-user': 'hanna.canary',
  'remote-user': 'hanna.canary',
  authorization: 'Bearer canary-token-5d1e',
  'x-forwarded-for': '203.0.113.177',
  forwarded: 'for=203.0.113.177',
  'x-real-ip': '203.0.113.177',
  referer: 'https://intranet.example/canary-page',
  'accept-language': 'gsw-CH,canary;q=0.7',
};
const ssoCookie = 'canary-session-90af';

let house: House;
let relay: Awaited<ReturnType<typeof openRelay>>;
let seeded: SeededWave;
let keys: NamedKey[];
/** Whatever the process says on its terminal. */
let said: readonly string[] = [];

beforeAll(async () => {
  said = hearProcess();
  // A proxy that is believed: the worst case for whatever would keep the addresses that it tells.
  house = await openHouse({
    env: { TRUST_PROXY: '1' },
    furnish: async (inside) => {
      seeded = await seedWave(inside, commute, { id: WAVE });
    },
  });
  relay = await openRelay(house.url, ADDRESS);
  keys = readdirSync(house.keyDir)
    .filter((name) => name.endsWith('.key'))
    .map((name) => ({ name, key: readFileSync(join(house.keyDir, name)) }));
});

afterAll(async () => {
  vi.restoreAllMocks();
  await relay.close();
  await house.close();
});

function person(): RespondClient {
  const client = new RespondClient(relay.url, 'de', sent);
  client.cookies.set('intranet_sso', ssoCookie);
  return client;
}

const answers = { means: 'tram', metres: String(METRES) };

/** What identifies a person or a browser. */
function identity(): Trace[] {
  return [
    ...Object.entries(sent).flatMap(([name, value]) => tracesOfText(`the header ${name}`, value)),
    ...tracesOfText('the forwarded address', '203.0.113.177'),
    ...tracesOfText('the foreign cookie', ssoCookie),
    ...tracesOfText('the address', ADDRESS),
    { name: 'the address, four bytes', bytes: Buffer.from(ADDRESS.split('.').map(Number)) },
  ];
}

/** A code or a receipt as it might be kept: written out, or hashed in any way but the one that is meant, `meant`. */
function credential(name: string, text: string, meant: Uint8Array): Trace[] {
  const bare = text.replaceAll('-', '');
  const token = bare.replace(/^R/, '');
  const spellings = [text, bare, text.toLowerCase(), bare.toLowerCase(), bare.slice(0, 16)];
  const bound = spellings.flatMap((one) => [
    `${WAVE}${one}`,
    `${WAVE}:${one}`,
    `${one}${WAVE}`,
    `${WAVE}\0${one}`,
  ]);
  const framed = ['code', 'receipt'].map((kind) => `${kind}\0${WAVE}\0${token}`);
  return [
    ...tracesOfText(name, text),
    ...tracesOfText(`${name} without hyphens`, bare),
    ...tracesOfHashes(name, [...spellings, ...bound, ...framed], keys).filter(
      ({ bytes }) => !Buffer.from(meant).subarray(0, bytes.length).equals(bytes),
    ),
  ];
}

function keyNamed(name: string): Uint8Array {
  return keys.find((one) => one.name === `${name}.key`)!.key;
}

const everywhere = (): Map<string, Buffer> =>
  new Map([
    ...[...filesOf(house.dataDir)].map(([path, bytes]) => [`data/${path}`, bytes] as const),
    ...[...filesOf(house.keyDir)].map(([path, bytes]) => [`keys/${path}`, bytes] as const),
    ['the log', Buffer.from(house.logged())],
    ['the terminal', Buffer.from(said.join(''))],
  ]);

/** Name, size, content and time of change of every file. */
function state(folder: string): unknown[] {
  return [...filesOf(folder)].map(([path, bytes]) => [
    path,
    bytes.toString('base64'),
    statSync(join(folder, path)).mtimeMs,
  ]);
}

describe('somebody who never submits', () => {
  it('leaves every file as it was, and no line in the log', async () => {
    const before = [state(house.dataDir), state(house.keyDir), house.logged()];
    const client = person();
    await client.get('/');
    await client.start(WAVE, seeded.codes[0]!.replace(/^./, 'x'));
    await client.start(WAVE, seeded.codes[0]);
    await client.answerPage({ means: 'tram', metres: 'far' });
    expect(client.page.status).toBe(422);
    await client.answerPage(answers);
    expect(client.page.text).toContain(String(METRES));
    await client.get(`/de/${WAVE}/withdraw`);
    await client.submitForm('/withdraw', { receipt: 'R-1' });
    await client.get(`/de/${WAVE}/nowhere`);
    await client.get(`/de/${WAVE}/forget`);
    await client.submitForm('/forget');
    expect([state(house.dataDir), state(house.keyDir), house.logged()]).toEqual(before);
  });
});

describe('somebody who submits', () => {
  it('is found nowhere; the answer is found in the ballots, the code as its keyed hash among the codes', async () => {
    const before = filesOf(house.dataDir);
    const lines = house.logged();
    const started = Math.floor(Date.now() / 1000);

    const client = person();
    const addresses: string[] = [];
    const code = seeded.codes[0]!;
    await client.start(WAVE, code);
    addresses.push(client.page.path);
    await client.answerPage(answers);
    addresses.push(client.page.path);
    const receipt = await client.submit();
    addresses.push(client.page.path);
    const withdrawn = person();
    await withdrawn.start(WAVE, seeded.codes[1]);
    await withdrawn.answerPage(answers);
    const secondReceipt = await withdrawn.submit();
    await withdrawn.get(`/de/${WAVE}/withdraw`);
    await withdrawn.submitForm('/withdraw', { receipt: secondReceipt });
    await withdrawn.submitForm('/withdraw');
    expect(withdrawn.page.text).toContain('Ihre Antworten sind gelöscht');

    const ended = Math.ceil(Date.now() / 1000);
    const codeHash = { name: 'hash', bytes: Buffer.from(hashCode(keyNamed('codes'), WAVE, code)) };
    const [receiptHash, goneHash] = [receipt, secondReceipt].map((text) => ({
      name: 'hash',
      bytes: Buffer.from(hashReceipt(keyNamed('receipts'), WAVE, text)),
    })) as [Trace, Trace];
    const traces = [
      ...identity(),
      ...credential('the code', code, codeHash.bytes),
      ...credential('the receipt', receipt, receiptHash.bytes),
      ...tracesOfText('the withdrawn receipt', secondReceipt),
      ...tracesOfNumber('the exact number', METRES),
    ];
    expect(findTraces(everywhere(), traces)).toEqual([]);

    // The meant hashes are each in one file only, so that no file holds what a code and a ballot have in common.
    expect(findTraces(everywhere(), [codeHash])).toEqual(['data/codes.sqlite: hash']);
    expect(findTraces(everywhere(), [receiptHash])).toEqual(['data/ballots.sqlite: hash']);
    expect(findTraces(everywhere(), [goneHash])).toEqual([]);

    // Only those two files were written to, and neither knows when.
    const after = filesOf(house.dataDir);
    const changed = [...after].filter(([path, bytes]) => before.get(path)?.equals(bytes) !== true);
    expect(changed.map(([path]) => path)).toEqual(['ballots.sqlite', 'codes.sqlite']);
    const times = Array.from({ length: ended - started + 1 }, (_, second) =>
      tracesOfNumber('the time', started + second),
    ).flat();
    const day = new Date(started * 1000).toISOString().slice(0, 10);
    expect(findTraces(new Map(changed), [...times, ...tracesOfText('the day', day)])).toEqual([]);

    // No address of a page carries what was typed, nobody is logged, nothing is said.
    for (const path of addresses) expect(path).toMatch(/^\/de\/canary\/(step\/1|review|done)$/);
    expect(house.logged()).toBe(lines);
    expect(said).toEqual([]);

    const tables = await house.whileStopped(() => ballotsIn(house, WAVE));
    expect(tables.map((ballot) => decodeBallot(commute, ballot))).toEqual([{ means: 'tram', metres: 'far' }]);
  });

  it('has no other column to leave anything in', async () => {
    const columns = await house.whileStopped(() => ({
      codes: columnsOf(join(house.dataDir, 'codes.sqlite')),
      ballots: columnsOf(join(house.dataDir, 'ballots.sqlite')),
    }));
    expect(columns).toEqual({
      codes: {
        code: ['wave_id', 'hash', 'area', 'used', 'request'],
        migration: ['number', 'name', 'sha256'],
      },
      ballots: {
        box: ['wave_id', 'sealed', 'public_key', 'ballot_bytes', 'copied_at', 'copied_codes'],
        slot: ['id', 'wave_id', 'used', 'name', 'body'],
        spent: ['id', 'wave_id', 'used', 'name', 'body'],
        migration: ['number', 'name', 'sha256'],
      },
    });
  });
});

describe('the search itself', () => {
  it('looks for what a server does get to see', async () => {
    const seen: string[] = [];
    const server = createServer((req, res) => {
      seen.push(String(req.socket.remoteAddress), JSON.stringify(req.headers));
      res.end('<body></body>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const probe = await openRelay(
      `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
      ADDRESS,
    );
    const client = new RespondClient(probe.url, 'de', sent);
    client.cookies.set('intranet_sso', ssoCookie);
    await client.get('/');
    expect(seen[0]).toBe(ADDRESS);
    for (const value of [...Object.values(sent), ssoCookie]) expect(seen[1]).toContain(value);
    await probe.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('finds what is planted, in every form that it looks for', () => {
    const code = seeded.codes[2]!;
    const traces = [
      ...identity(),
      ...credential('the code', code, Buffer.alloc(32)),
      ...tracesOfNumber('the exact number', METRES),
    ];
    const address = traces.filter(({ name }) => name.startsWith('the address'));
    expect(address.length).toBeGreaterThan(7);
    for (const [index, { name, bytes }] of traces.entries()) {
      expect(bytes.length, name).toBeGreaterThanOrEqual(4);
      if (index % 25 !== 0 && !address.some((trace) => trace.name === name)) continue;
      const planted = new Map([
        ['data/file', Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')])],
      ]);
      expect(findTraces(planted, traces)).toContain(`data/file: ${name}`);
    }
    const inBase64 = Buffer.from(`{"x":"${sent['user-agent']}"}`).toString('base64');
    expect(findTraces(new Map([['data/file', Buffer.from(inBase64)]]), traces)).not.toEqual([]);
  });

  it('would notice a log that names a respondent, and a file that changes', () => {
    const line = JSON.stringify({ event: 'request', address: ADDRESS });
    expect(findTraces(new Map([['the log', Buffer.from(line)]]), identity())).toContain(
      'the log: the address, plain',
    );
    expect(filesOf(house.dataDir).size).toBeGreaterThanOrEqual(3);
    expect(filesOf(house.keyDir).size).toBeGreaterThanOrEqual(6);
  });
});

function columnsOf(file: string): Record<string, string[]> {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db
      .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name`)
      .pluck()
      .all();
    return Object.fromEntries(
      tables.map((table) => [
        table,
        db.prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?)').pluck().all(table),
      ]),
    );
  } finally {
    db.close();
  }
}
