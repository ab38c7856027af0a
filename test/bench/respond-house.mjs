// What respond.mjs measures: the built server with one open wave of the Bremen questionnaire, on folders of its own.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashCode, makeCode } from '../../dist/server/credential/code.js';
import { randomId } from '../../dist/server/credential/random-id.js';
import { demoPlan } from '../../dist/server/demo/plan.js';
import { demoTexts } from '../../dist/server/demo/texts.js';
import { shippedInstruments } from '../../dist/server/instruments/index.js';
import { loadKeys } from '../../dist/server/storage/keys.js';
import { openStorage } from '../../dist/server/storage/sqlite/open-storage.js';
import { ballotLength } from '../../dist/server/survey/ballot.js';

const DAY = 24 * 60 * 60 * 1000;
const clock = { now: () => new Date() };
const randomness = { bytes: (length) => randomBytes(length) };

const open = ({ dataDir, keyDir }) => openStorage({ dataDir, keyDir, clock, randomness });

/** Lays out the data folder: an open wave with so many codes, which are written to a file for the client. */
export async function furnish(folders, folder, count) {
  const keys = loadKeys(folders.keyDir, { fresh: true });
  const storage = open(folders);
  try {
    const [definition] = shippedInstruments();
    await storage.definitions.put(definition);
    const now = Date.now();
    const waveId = randomId(randomness);
    await storage.waves.create({
      id: waveId,
      title: { de: 'Wie vielfältig ist der öffentliche Dienst?', en: 'How diverse is the public service?' },
      texts: demoTexts,
      languages: ['de', 'en'],
      access: 'code',
      definition: { id: definition.id, version: definition.version },
      k: 10,
      plan: demoPlan,
      headcounts: [],
      opensAt: new Date(now - DAY).toISOString(),
      closesAt: new Date(now + DAY).toISOString(),
      retentionDays: 365,
      shreddedOn: null,
      status: 'draft',
      simulated: false,
    });
    const codes = Array.from({ length: count }, () => makeCode(randomness));
    await storage.codes.issue(
      waveId,
      codes.map((code) => ({ hash: hashCode(keys.codes, waveId, code), area: 'Bremen' })),
    );
    await storage.box.openBox(waveId, { ballotBytes: ballotLength(definition), places: count });
    // The script for credentials belongs to the first visit; sessions then take the direct way, as without JavaScript.
    await storage.blind.makeKey(waveId);
    await storage.waves.advance(waveId, 'open');
    const codeFile = join(folder, 'codes.json');
    writeFileSync(codeFile, JSON.stringify(codes), { mode: 0o600 });
    return { waveId, codeFile };
  } finally {
    storage.close();
  }
}

/** How many ballots lie in the box, by the server's own account, once it has stopped. */
export async function ballotsIn(folders, waveId) {
  const storage = open(folders);
  try {
    return (await storage.participation.count(waveId)).ballots;
  } finally {
    storage.close();
  }
}

/** Starts a program of Node that says on standard error which port it listens on, with the meter in it. */
export async function startServer(file, env, options = []) {
  const meter = new URL('./cpu-meter.mjs', import.meta.url).href;
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    execArgv: ['--import', meter, ...options],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  const port = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${said}`)));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /"event":"server\.listening".*?"port":(\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
  return {
    port,
    said: () => said,
    cpuMs: () =>
      new Promise((resolve) => {
        child.once('message', ({ cpuMs }) => resolve(cpuMs));
        child.send('how much?');
      }),
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        if (child.exitCode !== null) return resolve(child.exitCode);
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}
