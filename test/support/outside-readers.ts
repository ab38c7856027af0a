import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../server/paths.js';

const foundSchema = z.object({ soffice: z.string().nullable(), Rscript: z.string().nullable() });

/** Path of a program that the set-up of the tests has found; null, with a line about it, where there is none. */
export function outsideReader(name: keyof z.infer<typeof foundSchema>): string | null {
  const file = join(projectRoot, '.cache/readers.json');
  const path = existsSync(file) ? foundSchema.parse(JSON.parse(readFileSync(file, 'utf8')))[name] : null;
  if (path === null || !existsSync(path)) {
    process.stderr.write(`${name} is not installed here: read by the other readers alone\n`);
    return null;
  }
  return path;
}

/** Runs a program in a folder, and throws with what it said where it fails. */
export function runReader(path: string, args: readonly string[], folder: string): string {
  const done = spawnSync(path, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' },
  });
  if (done.status !== 0) throw new Error(`${path} failed: ${done.stdout}${done.stderr}`);
  return done.stdout;
}
