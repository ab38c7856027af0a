import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../../server/paths.js';

/** What was asked of the box; names of codes, receipts and so on are hashed before they get there. */
export const actSchema = z.union([
  z.object({
    verb: z.literal('submit'),
    code: z.string().optional(),
    credential: z.string().optional(),
    receipt: z.string(),
    text: z.string(),
  }),
  z.object({ verb: z.literal('withdraw'), receipt: z.string() }),
  z.object({ verb: z.literal('redeem'), code: z.string(), request: z.string() }),
]);
export type Act = z.infer<typeof actSchema>;
const answerSchema = z.object({ act: actSchema, outcome: z.string() });

/** One step of SQLite on a file, or what the process asked for (Q) or was told (A) in between. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync' | 'create' | 'delete'; readonly file: string }
  | { readonly kind: 'asked'; readonly act: Act }
  | { readonly kind: 'told'; readonly act: Act; readonly outcome: string };

/** Which steps on files are refused, as a full disk does: `count` from number `from` on, with SQLite's result code. */
export interface Refusals {
  readonly from: number;
  readonly count: number;
  readonly code: number;
}

export const SQLITE_FULL = 13;
/** SQLITE_IOERR_WRITE and SQLITE_IOERR_FSYNC */
export const IOERR_WRITE = 778;
export const IOERR_FSYNC = 1034;

let recorder: string | null = null;

/** Builds the recorder, once a process. It needs the C compiler that the database driver is built with. */
export function buildRecorder(): string {
  if (recorder !== null && existsSync(recorder)) return recorder;
  const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-recorder-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  recorder = join(folder, 'recorder.so');
  const headers = join(projectRoot, 'node_modules/better-sqlite3/deps/sqlite3');
  const source = join(projectRoot, 'test/support/crash/recorder.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-I', headers, '-o', recorder, source], { stdio: 'pipe' });
  return recorder;
}

/**
 * Lets a process of its own do the acts, those of a round at the same time, on the storage of the folders, and returns
 * every step in order. The program has to be built.
 */
export function recordRun(
  folders: { readonly dataDir: string; readonly keyDir: string },
  rounds: readonly (readonly Act[])[],
  refusals: Refusals | null = null,
): Step[] {
  const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-record-'));
  const log = join(folder, 'log');
  try {
    const child = spawnSync(
      process.execPath,
      [
        join(projectRoot, 'test/support/crash/recorded-run.mjs'),
        folders.dataDir,
        folders.keyDir,
        buildRecorder(),
        JSON.stringify(rounds),
      ],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          RECORD_TO: log,
          ...(refusals !== null && {
            FAIL_FROM: String(refusals.from),
            FAIL_COUNT: String(refusals.count),
            FAIL_CODE: String(refusals.code),
          }),
        },
      },
    );
    if (child.status !== 0) throw new Error(`the recorded process failed: ${child.stderr}`);
    return readLog(readFileSync(log));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readLog(log: Buffer): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < log.length;) {
    const kind = log.toString('latin1', at, at + 1);
    const nameEnd = at + 15 + log.readUInt16LE(at + 1);
    const end = nameEnd + log.readUInt32LE(at + 3);
    const file = log.toString('utf8', at + 15, nameEnd);
    const position = Number(log.readBigInt64LE(at + 7));
    steps.push(stepOf(kind, file, position, log.subarray(nameEnd, end)));
    at = end;
  }
  return steps;
}

function stepOf(kind: string, file: string, position: number, bytes: Buffer): Step {
  switch (kind) {
    case 'W':
      return { kind: 'write', file, at: position, bytes };
    case 'T':
      return { kind: 'truncate', file, size: position };
    case 'S':
      return { kind: 'sync', file };
    case 'C':
      return { kind: 'create', file };
    case 'D':
      return { kind: 'delete', file };
    case 'Q':
      return { kind: 'asked', act: actSchema.parse(JSON.parse(bytes.toString())) };
    case 'A':
      return { kind: 'told', ...answerSchema.parse(JSON.parse(bytes.toString())) };
    default:
      throw new Error(`unknown step ${kind}`);
  }
}
