// What the ballot box can take, without the web in front of it.
//   npm run bench:box -- [--seconds 10] [--ballots 100000] [--waiting 128]
// One JSON object on standard output: how many ballots a second are accepted one commit each, how many where so many
// wait at once, and their quotient; then one wave with so many ballots: what it adds to the files, how long reading the
// sealed box takes, the largest memory of the process, and how long a submission takes among the first and the last
// thousand.
// Ends with 1 where a limit of the project is missed, with 2 where anything went wrong.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { simulateRespondents } from '../../dist/server/demo/people.js';
import { shippedInstruments } from '../../dist/server/instruments/index.js';
import { openStorage } from '../../dist/server/storage/sqlite/open-storage.js';
import { ballotLength, decodeBallot, encodeBallot } from '../../dist/server/survey/ballot.js';

const limits = { ratio: 8, lastToFirst: 1.3 };
const TIMED = 1000;
/** As in commit-queue.ts. */
const LONGEST_PAUSE_MS = 250;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    ballots: { type: 'string', default: '100000' },
    waiting: { type: 'string', default: '128' },
  },
});
const seconds = Number(values.seconds);
const ballots = Number(values.ballots);
const waiting = Number(values.waiting);
if (!(seconds > 0) || !(ballots >= 4 * TIMED) || !(waiting > 0)) {
  console.error(`--seconds SECONDS --ballots NUMBER (at least ${4 * TIMED}) --waiting NUMBER`);
  process.exit(64);
}

const [definition] = shippedInstruments();
const encoded = simulateRespondents(1000, 1).map((answers) => encodeBallot(definition, answers));
const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-bench-'));
const opened = [];
try {
  const commits = await throughput();
  const large = await largeWave();
  console.log(JSON.stringify({ ...commits, ...large }));
  const missed = [
    ...(commits.ratio < limits.ratio ? [`ratio ${commits.ratio} is below the limit of ${limits.ratio}`] : []),
    ...(large.lastToFirst > limits.lastToFirst
      ? [`lastToFirst ${large.lastToFirst} is above the limit of ${limits.lastToFirst}`]
      : []),
  ];
  for (const line of missed) console.error(line);
  process.exitCode = missed.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
} finally {
  for (const { storage } of opened) storage.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The two by turns, so that a disk that becomes slower meanwhile slows both down. The box pauses between commits; one
 * commit each is what it would be without that, so it is sent after the pause, and only the commit is timed.
 */
async function throughput() {
  const ROUNDS = 4;
  const most = 20_000 * seconds;
  const wave = await openWave('throughput', Math.min(most, 60_000));
  const single = { accepted: 0, ms: 0 };
  const grouped = { accepted: 0, ms: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const end = performance.now() + (seconds * 1000) / ROUNDS / 2;
    while (performance.now() < end) {
      await setTimeout(LONGEST_PAUSE_MS);
      const start = performance.now();
      await accepted(wave);
      single.ms += performance.now() - start;
      single.accepted += 1;
    }
    const start = performance.now();
    const until = start + (seconds * 1000) / ROUNDS / 2;
    const submit = async () => {
      while (performance.now() < until) {
        await accepted(wave);
        grouped.accepted += 1;
      }
    };
    await Promise.all(Array.from({ length: waiting }, submit));
    grouped.ms += performance.now() - start;
  }
  const [alone, together] = [single, grouped].map((count) => (count.accepted * 1000) / count.ms);
  return {
    waiting,
    perSecondOneCommitEach: round(alone, 1),
    perSecondTogether: round(together, 1),
    ratio: round(together / alone, 1),
  };
}

/**
 * Submissions to the full box and to one that is as large and empty go by turns, `waiting` at a time: the same disk and the
 * same machine for both. Compared are medians.
 */
async function largeWave() {
  const wave = await openWave('large', ballots);
  const before = sizesOf(wave);
  await send(wave, ballots - TIMED);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);

  const empty = await openWave('empty', ballots);
  await send(empty, 1); // As for the other one, what has to be found out about a box was found out.
  const [first, last] = [[], []];
  for (let left = TIMED; left > 0; left -= waiting) {
    await setTimeout(LONGEST_PAUSE_MS);
    first.push(...(await send(empty, Math.min(left, waiting))));
    last.push(...(await send(wave, Math.min(left, waiting))));
  }
  const after = sizesOf(wave);
  if (after.ballots !== before.ballots)
    throw new Error('the box has grown although it was laid out for as many');

  const opening = await openingOf(wave);
  return {
    ballots,
    ballotBytes: wave.ballotBytes,
    boxBytes: after.ballots,
    codeBytes: after.codes,
    ...opening,
    memoryMb,
    msFirstThousand: round(median(first), 2),
    msLastThousand: round(median(last), 2),
    lastToFirst: round(median(last) / median(first), 2),
  };
}

/** Closes the box and reads all of it. */
async function openingOf({ id, storage }) {
  await storage.box.sealBox(id);
  const start = performance.now();
  const cpu = process.cpuUsage();
  let read = 0;
  const outcome = await storage.sealed.forEach(id, (ballot) => {
    if (Object.keys(decodeBallot(definition, ballot)).length > 0) read += 1;
  });
  const { user, system } = process.cpuUsage(cpu);
  if (outcome !== 'read' || read !== ballots)
    throw new Error(`of ${ballots} ballots ${read} were read: ${outcome}`);
  return {
    openingSeconds: round((performance.now() - start) / 1000, 2),
    openingCpuSeconds: round((user + system) / 1_000_000, 2),
  };
}

/** A wave in a data folder of its own. */
async function openWave(id, places) {
  const dataDir = join(folder, id, 'data');
  const storage = openStorage({
    dataDir,
    keyDir: join(folder, id, 'keys'),
    clock: { now: () => new Date() },
    randomness: { bytes: (length) => randomBytes(length) },
  });
  const codes = Array.from({ length: places }, () => randomBytes(32));
  await storage.codes.issue(
    id,
    codes.map((hash) => ({ hash, area: 'Bremen' })),
  );
  const ballotBytes = ballotLength(definition);
  await storage.box.openBox(id, { ballotBytes, places });
  const wave = { id, storage, dataDir, ballotBytes, codes, next: 0 };
  opened.push(wave);
  return wave;
}

async function accepted(wave) {
  const codeHash = wave.codes[wave.next];
  const ballot = encoded[wave.next % encoded.length];
  if (codeHash === undefined) throw new Error('all codes are used up: run for fewer seconds');
  wave.next += 1;
  const outcome = await wave.storage.ballots.accept({
    waveId: wave.id,
    codeHash,
    credentialHash: null,
    receiptHash: randomBytes(32),
    ballot,
  });
  if (outcome !== 'accepted') throw new Error(`a ballot was answered with ${outcome}`);
}

/** Sends so many, `waiting` at a time: the milliseconds of each. */
async function send(wave, number) {
  const times = [];
  let begun = 0;
  const submit = async () => {
    while (begun < number) {
      begun += 1;
      const start = performance.now();
      await accepted(wave);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: waiting }, submit));
  return times;
}

function sizesOf({ dataDir }) {
  const bytesOf = (name) =>
    readdirSync(dataDir)
      .filter((file) => file.startsWith(name))
      .reduce((sum, file) => sum + statSync(join(dataDir, file)).size, 0);
  return { ballots: bytesOf('ballots.sqlite'), codes: bytesOf('codes.sqlite') };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
