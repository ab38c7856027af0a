import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isInside } from '../config.js';
import { isPrivate } from '../storage/private-files.js';
import { InputError, UsageError, type Folders } from './command.js';

/** Below this a passphrase could be found by trying, however slow each try is. */
const SHORTEST_PASSPHRASE = 20;

/** Where to write an archive, and what opens it. */
export interface ArchiveTarget {
  readonly out: string;
  readonly passphrase: string;
}

/** The words of a call that makes an archive. Throws a UsageError or InputError that says what would do. */
export function readTarget(command: string, args: readonly string[], folders: Folders): ArchiveTarget {
  const { values } = wordsOf(args, false);
  if (values.out === undefined) throw new UsageError(`${command}: --out takes the file to write`);
  const out = resolve(values.out);
  if (existsSync(out))
    throw new UsageError(`${out} exists, and no archive is ever overwritten; name another file`);
  if (!existsSync(dirname(out))) throw new UsageError(`${dirname(out)} does not exist; make it first`);
  for (const folder of [folders.dataDir, folders.keyDir]) {
    if (isInside(out, folder)) throw new UsageError(`${out} lies in ${folder}; write it to another disk`);
  }
  return { out, passphrase: readPassphrase(command, values['passphrase-file'], folders) };
}

/** The words of a call that reads an archive. */
export function readSource(
  args: readonly string[],
  folders: Folders,
): { readonly file: string; readonly passphrase: string } {
  const { values, positionals } = wordsOf(args, true);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0 || values.out !== undefined)
    throw new UsageError('restore takes one file');
  if (!existsSync(file) || !statSync(file).isFile()) throw new InputError(`${file}: no such file`);
  return { file: resolve(file), passphrase: readPassphrase('restore', values['passphrase-file'], folders) };
}

function wordsOf(args: readonly string[], allowPositionals: boolean) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals,
      options: { out: { type: 'string' }, 'passphrase-file': { type: 'string' } },
    });
  } catch (error) {
    // Whatever parseArgs throws is about the words of the call.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** From a file: words of a call can be read by every user of the machine, and stay in the shell's history. */
function readPassphrase(command: string, given: string | undefined, folders: Folders): string {
  if (given === undefined)
    throw new UsageError(
      `${command}: --passphrase-file takes a file that holds the passphrase and nothing else`,
    );
  const file = resolve(given);
  if (!existsSync(file) || !statSync(file).isFile()) throw new InputError(`${file}: no such file`);
  if (isInside(file, folders.dataDir))
    throw new InputError(`${file} lies in DATA_DIR, and would be lost with it; keep it elsewhere`);
  if (!isPrivate(file)) throw new InputError(`Other users may read ${file}. Run: chmod 600 ${file}`);
  const passphrase = readFileSync(file, 'utf8').trim();
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw new InputError(
      `${file}: the passphrase has fewer than ${String(SHORTEST_PASSPHRASE)} characters; take seven random words or ` +
        'the output of: openssl rand -base64 32',
    );
  return passphrase;
}
