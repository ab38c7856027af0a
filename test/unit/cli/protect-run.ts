import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProtect, type DisclosureEngine } from '../../../server/cli/protect.js';
import { checkProtection } from '../../../server/disclosure/check-protection.js';
import { isUnsafe } from '../../../server/disclosure/policy.js';
import { protectGuided } from '../../../server/disclosure/protect-guided.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { realRandomness, testClock } from '../../support/storage.js';

/** Hides what is unsafe and nothing else, and says yes to it: enough to see what the files hold, and no protection. */
export const plainEngine: DisclosureEngine = {
  protect: ({ counts }, policy) => ({
    published: Uint8Array.from(counts, (count) => (isUnsafe(count, policy) ? 0 : 1)),
    worlds: [[{ leaves: [0], by: 1 }]],
  }),
  checkProtection: ({ counts }, policy) => {
    const unsafe = counts.filter((count) => isUnsafe(count, policy)).length;
    return { passed: true, faults: [], faultCount: 0, unsafe, unsafeCovered: unsafe };
  },
};

/** The one that the command has. */
export const realEngine: DisclosureEngine = {
  protect: (cube, policy) => protectGuided(cube, policy, makeHighsSolver),
  checkProtection,
};

/** A directory with data.csv, and calls of `protect` on it. */
export interface ProtectBench {
  readonly dir: string;
  readonly out: string;
  readonly data: string;
  readonly said: string[];
  readonly progress: string[];
  run(text: string | Buffer, variables: string, ...more: string[]): Promise<number>;
  read(name: string): string;
  files(): string[];
  remove(): void;
}

export function makeProtectBench(engine: DisclosureEngine = plainEngine): ProtectBench {
  const dir = mkdtempSync(join(tmpdir(), 'mehrwelt-protect-'));
  const [data, out] = [join(dir, 'data.csv'), join(dir, 'out')];
  const [said, progress]: [string[], string[]] = [[], []];
  const command = makeProtect(engine, (line) => void progress.push(line));
  const deps = {
    clock: testClock(),
    randomness: realRandomness,
    say: (line: string) => void said.push(line),
  };
  return {
    dir,
    out,
    data,
    said,
    progress,
    run(text, variables, ...more) {
      writeFileSync(data, text);
      return command.run(deps, ['--data', data, '--variables', variables, '--out', out, ...more]);
    },
    read: (name) => readFileSync(join(out, name), 'utf8'),
    files: () => readdirSync(out).sort(),
    remove: () => rmSync(dir, { recursive: true }),
  };
}
