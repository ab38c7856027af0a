import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { openStorage } from '../../server/storage/sqlite/open-storage.js';
import type { Storage } from '../../server/storage/sqlite/open-storage.js';
import { aBox, ballot, hash, realRandomness, temporaryFolder, testClock } from '../support/storage.js';

const WAVE = 'wave-1';
const KILLS = 6;
// More than the fastest disk takes before the kill.
const CODES_A_KILL = 5000;

let program: string;
let dataDir: string;
let keyDir: string;
beforeAll(() => {
  program = compiled([
    'server/paths.ts',
    ...sourcesBelow('server/storage'),
    'test/contract/accept-until-killed.ts',
  ]);
  dataDir = temporaryFolder();
  keyDir = temporaryFolder();
});
afterAll(() => {
  rmSync(program, { recursive: true });
  rmSync(dataDir, { recursive: true });
  rmSync(keyDir, { recursive: true });
});

describe('a server that is killed', () => {
  it(`never loses what it acknowledged, nor burns a code without its ballot (${KILLS} kills)`, async () => {
    let storage = open();
    await storage.box.openBox(WAVE, { ...aBox, places: KILLS * CODES_A_KILL });
    await storage.codes.issue(
      WAVE,
      Array.from({ length: KILLS * CODES_A_KILL }, (_, n) => ({ hash: hash(n), area: 'Finanzen' })),
    );
    let ballots = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      storage.close();
      const first = kill * CODES_A_KILL;
      const acknowledged = await runAndKill(first);
      storage = open();
      const after = await storage.participation.count(WAVE);
      expect(after.usedByArea.get('Finanzen'), 'codes burned and ballots stored').toBe(after.ballots);
      const stored = after.ballots - ballots;
      ballots = after.ballots;
      expect(acknowledged).toBeGreaterThan(0);
      // At most the one submission under way is durable without its acknowledgement having been sent.
      expect([acknowledged, acknowledged + 1]).toContain(stored);
      for (let n = first; n < first + acknowledged; n += 1) {
        expect(await storage.ballots.checkCode(WAVE, hash(n))).toBe('used');
        expect(await storage.ballots.accept(again(n))).toBe('accepted');
      }
      expect((await storage.participation.count(WAVE)).ballots).toBe(ballots);
    }
    storage.close();
  });

  it('keeps others out of its folder while it lives, and leaves no lock behind', async () => {
    open().close();
    const child = start(0, Number.MAX_SAFE_INTEGER);
    await once(child.stdout, 'data');
    child.stdout.resume();
    expect(open).toThrow(/Another process is using the data folder/);
    child.kill('SIGKILL');
    await once(child, 'close');
    open().close();
  });

  const open = (): Storage =>
    openStorage({ dataDir, keyDir, clock: testClock(), randomness: realRandomness });
  const again = (n: number) => ({
    waveId: WAVE,
    codeHash: hash(n),
    credentialHash: null,
    receiptHash: hash(`receipt of ${n}`),
    ballot: ballot('sent again'),
  });
});

/** Starts the submissions from `first` on, kills the process in the middle of them, and returns how many it acknowledged. */
async function runAndKill(first: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      join(program, 'test/contract/accept-until-killed.js'),
      dataDir,
      keyDir,
      String(first),
      String(first + CODES_A_KILL),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  let killing = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (killing) return;
    killing = true;
    setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 300);
  });
  const signal = await new Promise((resolve) => child.once('close', (_code, killedBy) => resolve(killedBy)));
  expect(signal, 'killed in the middle, not at the end').toBe('SIGKILL');
  const lines = output.trimEnd().split('\n');
  expect(lines.every((line, index) => line === `accepted ${first + index}`)).toBe(true);
  return lines.length;
}

/** Another process that submits with the codes from `first` to before `end`. */
function start(first: number, end: number): ChildProcessByStdio<null, Readable, null> {
  const script = join(program, 'test/contract/accept-until-killed.js');
  return spawn(process.execPath, [script, dataDir, keyDir, String(first), String(end)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

/** The named sources as JavaScript in a folder inside the project, where they find its packages. */
function compiled(sources: readonly string[]): string {
  mkdirSync(join(projectRoot, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(projectRoot, '.cache', 'crash-'));
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    verbatimModuleSyntax: true,
  };
  for (const source of sources) {
    const target = join(folder, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(projectRoot, source), 'utf8');
    writeFileSync(target, ts.transpileModule(text, { compilerOptions }).outputText);
  }
  return folder;
}
