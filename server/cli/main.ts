import { randomBytes } from 'node:crypto';
import { ConfigError, readConfig } from '../config.js';
import { hasDatabases } from '../storage/sqlite/databases.js';
import { openStorage } from '../storage/sqlite/open-storage.js';
import { UsageError, type Command } from './command.js';
import { resetPassword } from './reset-password.js';
import { verifyAudit } from './verify-audit.js';

const commands: readonly Command[] = [resetPassword, verifyAudit];

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = commands.find((known) => known.name === name);
  if (command === undefined)
    throw new UsageError(name === undefined ? 'which command?' : `no command ${name}`);
  process.umask(0o077);
  const { dataDir } = readConfig(process.env);
  if (!hasDatabases(dataDir))
    throw new UsageError('DATA_DIR holds no installation; start the server once, or set DATA_DIR');
  const clock = { now: () => new Date() };
  const randomness = { bytes: (length: number) => randomBytes(length) };
  const storage = openStorage({ dataDir, clock, randomness });
  try {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    return await command.run({ storage, clock, randomness, say }, args);
  } finally {
    storage.close();
  }
}

function help(): string {
  const rows = commands.map(({ name, usage, purpose }) => `  ${`${name} ${usage}`.padEnd(24)}${purpose}`);
  return ['npm run -s cli -- COMMAND, while the server is stopped:', ...rows].join('\n');
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n${error instanceof UsageError ? `${help()}\n` : ''}`);
    process.exitCode = error instanceof UsageError ? 64 : error instanceof ConfigError ? 78 : 1;
  },
);
