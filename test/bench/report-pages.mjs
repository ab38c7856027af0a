// Processor time of each page of a release with 200 tables: `npm run bench:report [REQUESTS]`, on the built server. A
// release of made-up counts is sealed into an empty installation; then HR opens each page so many times.
// Ends with 1 where a page takes more than 50 ms.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, URLSearchParams } from 'node:url';
import { createAccount } from '../../dist/server/accounts/users.js';
import { randomId } from '../../dist/server/credential/random-id.js';
import { SeededRandom } from '../../dist/server/demo/random.js';
import { demoTexts } from '../../dist/server/demo/texts.js';
import { shippedInstruments } from '../../dist/server/instruments/index.js';
import { mintSafeTable } from '../../dist/server/disclosure/safe-table.js';
import { sealRelease } from '../../dist/server/disclosure/seal.js';
import { cellCodes, shapeOf, TOTAL } from '../../dist/server/disclosure/table-shape.js';
import { loadKeys } from '../../dist/server/storage/keys.js';
import { openStorage } from '../../dist/server/storage/sqlite/open-storage.js';
import { variablesOf } from '../../dist/server/survey/list-variables.js';

const { fetch } = globalThis;

const LIMIT_MS = 50;
const TABLES = 200;
const requests = Number(process.argv[2] ?? 20);
const DAY = 24 * 60 * 60 * 1000;
const clock = { now: () => new Date() };
const randomness = { bytes: (length) => randomBytes(length) };
const [definition] = shippedInstruments();

const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-bench-'));
const folders = { dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
let server;
try {
  const { waveId, password } = await furnish();
  server = await start();
  const cookie = await signIn(server.url, password);
  const base = `/staff/results/${waveId}`;
  const of = (indicator, by, picture) => `${base}/explore?${new URLSearchParams({ indicator, by, picture })}`;
  const pages = {
    overview: base,
    tables: `${base}/tables`,
    'one table': `${base}/age-by-migrationsbiographie-selbst`,
    explorer: of('migrationsbiographie_selbst', 'age', 'compare'),
    'all breakdowns': of('migrationsbiographie_selbst', 'all', 'multiples'),
    'large table': of('pay_band', 'school', 'bars'),
    report: `${base}/report`,
    'text of a chapter': `${base}/report/age`,
    downloads: `${base}/downloads`,
  };
  let missed = false;
  console.log(
    `${String(TABLES)} tables, ${String(requests)} requests each; processor time of the whole server`,
  );
  for (const [name, path] of Object.entries(pages)) {
    const size = await get(path, cookie);
    for (let warm = 0; warm < 5; warm += 1) await get(path, cookie);
    const before = await cpu();
    for (let at = 0; at < requests; at += 1) await get(path, cookie);
    const each = ((await cpu()) - before) / requests;
    missed ||= each > LIMIT_MS;
    console.log(
      `${name.padEnd(20)}${each.toFixed(1).padStart(8)} ms${String(Math.round(size / 1000)).padStart(8)} kB` +
        (each > LIMIT_MS ? `  more than ${String(LIMIT_MS)} ms` : ''),
    );
  }
  process.exitCode = missed ? 1 : 0;
} finally {
  server?.child.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** A plan of 200 tables of a dozen variables, by none, by one and by two of them. */
function planOf() {
  const variables = [
    ...['migrationsbiographie_selbst', 'age', 'gender', 'leadership_yes', 'working_time', 'school'],
    ...[
      'pay_band',
      'fixed_term_2013',
      'mentoring',
      'training',
      'complaint_known',
      'discr_at_least_sometimes',
    ],
  ];
  const table = (breakdown, indicator) => ({
    id: [...(breakdown.length === 0 ? ['all'] : breakdown), ...(indicator === null ? [] : [indicator])]
      .join('-by-')
      .replaceAll('_', '-')
      .slice(0, 64),
    breakdown,
    indicator,
  });
  const pairs = variables.flatMap((one) =>
    variables.filter((other) => other !== one).map((other) => [one, other]),
  );
  const tables = [
    ...variables.map((indicator) => table([], indicator)),
    table(['age'], null),
    table(['gender'], null),
    ...pairs.map(([by, indicator]) => table([by], indicator)),
    ...pairs
      .filter(([one, other]) => one < other && one !== 'leadership_yes' && other !== 'leadership_yes')
      .map((breakdown) => table(breakdown, 'leadership_yes')),
  ];
  if (tables.length < TABLES) throw new Error(`only ${String(tables.length)} tables`);
  return { tables: tables.slice(0, TABLES) };
}

/** Counts that add up, with every twentieth of the inner ones blank: what is measured is reading, not protecting. */
function tablesOf() {
  const random = new SeededRandom(2014);
  const variables = variablesOf(definition);
  return planOf().tables.map((planned) => {
    const shape = shapeOf(planned, variables);
    const cells = cellCodes(shape);
    const inner = cells.filter((codes) => !codes.includes(TOTAL));
    const counts = new Map(inner.map((codes) => [codes.join('|'), 10 + Math.floor(random.next() * 400)]));
    const content = cells.map((codes) => {
      const isInner = counts.has(codes.join('|'));
      if (isInner && random.chance(0.05)) return null;
      return inner
        .filter((other) => other.every((code, at) => codes[at] === TOTAL || codes[at] === code))
        .reduce((sum, other) => sum + counts.get(other.join('|')), 0);
    });
    return mintSafeTable({ shape, k: 10, content });
  });
}

/** A released wave and HR's account, by the verbs that the program uses itself. */
async function furnish() {
  const keys = loadKeys(folders.keyDir, { fresh: true });
  const storage = openStorage({ ...folders, clock, randomness });
  try {
    await storage.definitions.put(definition);
    const waveId = randomId(randomness);
    const now = Date.now();
    await storage.waves.create({
      ...{ id: waveId, texts: demoTexts, languages: ['de', 'en'], access: 'open', k: 10, plan: planOf() },
      title: { de: 'Zweihundert Tabellen', en: 'Two hundred tables' },
      definition: { id: definition.id, version: definition.version },
      headcounts: [{ area: 'Bremen', count: 31_000 }],
      opensAt: new Date(now - 2 * DAY).toISOString(),
      closesAt: new Date(now - DAY).toISOString(),
      ...{ retentionDays: 365, shreddedOn: null, status: 'draft', simulated: true },
    });
    await storage.waves.advance(waveId, 'open');
    await storage.waves.advance(waveId, 'closed');
    const release = { waveId, k: 10, policy: 'worlds-strict-1', records: 8190, tables: tablesOf() };
    const sealed = sealRelease(release, keys.release);
    await storage.releases.propose({ id: 'r1', waveId, proposedBy: 'hr', sealed, proof: null });
    await storage.releases.decide('r1', 'released', 'council', null);
    const { password } = await createAccount(
      { accounts: storage.accounts, audit: storage.audit, randomness, clock },
      { login: 'hr', name: 'Hanna Remmers', role: 'hr' },
    );
    return { waveId, password };
  } finally {
    storage.close();
  }
}

async function start() {
  const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
  const meter = fileURLToPath(new URL('cpu-meter.mjs', import.meta.url));
  const port = 20_000 + (randomBytes(2).readUInt16BE() % 20_000);
  const child = fork(main, {
    execArgv: ['--import', meter],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      DATA_DIR: folders.dataDir,
      KEY_DIR: folders.keyDir,
      PORT: String(port),
      DEMO: 'off',
    },
  });
  const url = `http://127.0.0.1:${String(port)}`;
  for (let waited = 0; waited < 200; waited += 1) {
    const response = await fetch(`${url}/health`).catch(() => null);
    if (response !== null) return { child, url };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not start');
}

/** Signs in with the first password, which has to be replaced, and gives the cookie of the session. */
async function signIn(url, first) {
  const jar = new Map();
  const ask = async (path, fields) => {
    const response = await fetch(url + path, {
      method: fields === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(fields === undefined ? {} : { body: new URLSearchParams(fields) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, ...value] = line.split(';')[0].split('=');
      jar.set(name, value.join('='));
    }
    return response.text();
  };
  const token = async (path) => /name="csrf" value="([^"]+)"/.exec(await ask(path))[1];
  await ask('/staff/login', { csrf: await token('/staff/login'), login: 'hr', password: first });
  const own = randomBytes(16).toString('hex');
  const csrf = await token('/staff/password');
  await ask('/staff/password', { csrf, current: first, password: own, repeat: own });
  return [...jar].map((pair) => pair.join('=')).join('; ');
}

async function get(path, cookie) {
  const response = await fetch(server.url + path, { redirect: 'manual', headers: { cookie } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${String(response.status)}`);
  return text.length;
}

function cpu() {
  return new Promise((resolve) => {
    server.child.once('message', ({ cpuMs }) => {
      resolve(cpuMs);
    });
    server.child.send('cpu');
  });
}
