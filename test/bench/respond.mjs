// Whole sessions of respondents against the built server, and in the same run the same client against a bare Express.
//   npm run bench:respond -- --seconds 20 --concurrency 1,8,32,128 [--cpu-prof FOLDER]
// One JSON object a level on standard output. Processor times are those of the server's process with all its threads;
// sizes are what the browser receives, headers and redirects included: the largest of all sessions. Ends with 1 where a
// limit of the project is missed, with 2 where anything went wrong.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ballotsIn, furnish, startServer } from './respond-house.mjs';

const limits = {
  bareExpressRatio: 100,
  surveysPerSecond: 100,
  bytesFirstVisit: 120_000,
  bytesLaterPage: 15_000,
};
/** No machine that this was tried on comes near it; the codes have to last. */
const MOST_SURVEYS_A_SECOND = 400;
/** A server runs for weeks, and the first thousand requests pay for all others. */
const WARM_UP_SECONDS = 10;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    concurrency: { type: 'string', default: '1,8,32,128' },
    'cpu-prof': { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const levels = values.concurrency.split(',').map(Number);
if (!(seconds > 0) || !levels.every((level) => Number.isInteger(level) && level > 0)) {
  console.error('--seconds SECONDS --concurrency LEVEL,LEVEL...');
  process.exit(64);
}

const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-bench-'));
const running = [];
try {
  const missed = missedLimits(await measure());
  for (const line of missed) console.error(line);
  process.exitCode = missed.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
} finally {
  for (const stop of running) await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  const folders = { dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
  const count = Math.ceil((seconds * levels.length + WARM_UP_SECONDS + 1) * MOST_SURVEYS_A_SECOND);
  const { waveId, codeFile } = await furnish(folders, folder, count);
  const profile = values['cpu-prof'];
  const house = await started('../../dist/server/main.js', {
    env: { DATA_DIR: folders.dataDir, KEY_DIR: folders.keyDir, PORT: '0', DEMO: 'off' },
    options: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  });
  const bare = await started('./bare-express.mjs', {});
  const client = startClient();

  const sessions = async (concurrency, duration) => {
    const task = { what: 'sessions', port: house.port, waveId, concurrency, seconds: duration };
    return metered(house, () => client.play(task));
  };
  const hello = (concurrency, duration) =>
    metered(bare, () => client.play({ what: 'hello', port: bare.port, concurrency, seconds: duration }));

  const warmUp = { what: 'sessions', port: house.port, waveId, codeFile, concurrency: 32 };
  let { completed } = await client.play({ ...warmUp, seconds: WARM_UP_SECONDS });
  await hello(8, 3);

  const results = [];
  for (const concurrency of levels) {
    // Bare requests before and after, so that a machine that becomes slower meanwhile slows both down.
    const before = await hello(concurrency, seconds / 8);
    const played = await sessions(concurrency, seconds);
    const after = await hello(concurrency, seconds / 8);
    completed += played.completed;
    const cpuMsBareRequest = (before.cpuMs + after.cpuMs) / (before.completed + after.completed);
    const cpuMsPerSurvey = played.cpuMs / played.completed;
    const result = {
      concurrency,
      surveysPerSecond: round((played.completed * 1000) / played.elapsedMs, 1),
      requestsPerSurvey: round(played.requests / played.completed, 1),
      bytesFirstVisit: played.bytesFirstVisit,
      bytesLaterPage: played.bytesLaterPage,
      p50: round(played.p50, 2),
      p95: round(played.p95, 2),
      p99: round(played.p99, 2),
      cpuMsPerSurvey: round(cpuMsPerSurvey, 2),
      cpuMsBareRequest: round(cpuMsBareRequest, 4),
      bareExpressRatio: round(cpuMsPerSurvey / cpuMsBareRequest, 1),
    };
    console.log(JSON.stringify(result));
    results.push(result);
  }

  for (const stop of running.splice(0)) await stop();
  const stored = await ballotsIn(folders, waveId);
  if (stored !== completed)
    throw new Error(`${completed} sessions got a receipt, ${stored} ballots are stored`);
  return results;
}

async function started(file, { env = {}, options = [] }) {
  const server = await startServer(file, env, options);
  running.push(async () => {
    const code = await server.stop();
    if (/"level":(4|5|6)0/.test(server.said())) throw new Error(`the server complained: ${server.said()}`);
    return code;
  });
  return server;
}

function startClient() {
  const child = fork(fileURLToPath(new URL('./respond-load.mjs', import.meta.url)));
  running.push(async () => void child.kill());
  return {
    play: (task) =>
      new Promise((resolve, reject) => {
        child.removeAllListeners('exit').once('exit', () => reject(new Error('the client has ended')));
        child.once('message', (result) =>
          result.error === undefined ? resolve(result) : reject(new Error(result.error)),
        );
        child.send(task);
      }),
  };
}

async function metered(server, work) {
  const before = await server.cpuMs();
  const result = await work();
  return { ...result, cpuMs: (await server.cpuMs()) - before };
}

/** Throughput is asked of the best level: one respondent alone waits for the disk. */
function missedLimits(results) {
  const worst = (key) => Math.max(...results.map((result) => result[key]));
  const found = {
    bareExpressRatio: worst('bareExpressRatio'),
    bytesFirstVisit: worst('bytesFirstVisit'),
    bytesLaterPage: worst('bytesLaterPage'),
  };
  const missed = Object.entries(found)
    .filter(([key, value]) => value > limits[key])
    .map(([key, value]) => `${key} ${value} is above the limit of ${limits[key]}`);
  const best = worst('surveysPerSecond');
  if (best < limits.surveysPerSecond)
    missed.push(`surveysPerSecond ${best} is below the limit of ${limits.surveysPerSecond}`);
  return missed;
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
