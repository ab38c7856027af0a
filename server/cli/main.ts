import { randomBytes } from 'node:crypto';
import { ConfigError, readConfig } from '../config.js';
import { checkProtection } from '../disclosure/check-protection.js';
import { protectGuided } from '../disclosure/protect-guided.js';
import { makeHighsSolver } from '../solver/highs-solver.js';
import { hasDatabases } from '../storage/sqlite/databases.js';
import { openStorage } from '../storage/sqlite/open-storage.js';
import {
  InputError,
  UsageError,
  type Command,
  type Folders,
  type FoldersCommand,
  type StandaloneCommand,
  type StandaloneDeps,
} from './command.js';
import { audit } from './audit.js';
import { backup } from './backup.js';
import { backupKeys } from './backup-keys.js';
import { makeFollowUpPackage } from './package.js';
import { exportRelease } from './export.js';
import { makeProtect } from './protect.js';
import { resetPassword } from './reset-password.js';
import { restore } from './restore.js';
import { selfTest } from './self-test.js';
import { shred } from './shred.js';
import { rotateDraftKey } from './rotate-draft-key.js';
import { verifyAudit } from './verify-audit.js';

const protect = makeProtect(
  { protect: (cube, policy) => protectGuided(cube, policy, makeHighsSolver), checkProtection },
  (line) => void process.stderr.write(`${line}\n`),
);
const commands: readonly (Command | FoldersCommand | StandaloneCommand)[] = [
  resetPassword,
  verifyAudit,
  backup,
  backupKeys,
  restore,
  shred,
  rotateDraftKey,
  selfTest,
  makeFollowUpPackage,
  exportRelease,
  protect,
  audit,
];

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = commands.find((known) => known.name === name);
  if (command === undefined)
    throw new UsageError(name === undefined ? 'which command?' : `no command ${name}`);
  process.umask(0o077);
  const deps = {
    clock: { now: () => new Date() },
    randomness: { bytes: (length: number) => randomBytes(length) },
    say: (line: string): void => void process.stdout.write(`${line}\n`),
  };
  if ('standalone' in command) return command.run(deps, args);
  const { dataDir, keyDir } = readConfig(process.env);
  const folders = { dataDir, keyDir };
  return 'onFolders' in command
    ? command.run({ ...deps, folders }, args)
    : runInstalled(command, deps, folders, args);
}

async function runInstalled(
  command: Command,
  deps: StandaloneDeps,
  folders: Folders,
  args: readonly string[],
): Promise<number> {
  if (!hasDatabases(folders.dataDir))
    throw new UsageError('DATA_DIR holds no installation; start the server once, or set DATA_DIR');
  const storage = openStorage({ ...folders, clock: deps.clock, randomness: deps.randomness });
  try {
    return await command.run({ ...deps, folders, storage }, args);
  } finally {
    storage.close();
  }
}

function help(): string {
  const rows = commands.flatMap((command) => {
    const when = 'standalone' in command ? '' : ' (while the server is stopped)';
    return [`  ${command.name} ${command.usage}`, `      ${command.purpose}${when}`];
  });
  return ['npm run -s cli -- COMMAND:', ...rows].join('\n');
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n${error instanceof UsageError ? `${help()}\n` : ''}`);
    process.exitCode = exitCodeOf(error);
  },
);

/** As in sysexits.h, so that a script can tell a wrong call from a failed check (1). */
function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 64;
  if (error instanceof InputError) return 65;
  return error instanceof ConfigError ? 78 : 1;
}
