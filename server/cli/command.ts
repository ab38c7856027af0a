import type { Clock } from '../ports/clock.js';
import type { Randomness } from '../ports/randomness.js';
import type { Storage } from '../storage/sqlite/open-storage.js';

export interface StandaloneDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** One line on standard output. */
  readonly say: (line: string) => void;
}

/** Where an installation lies, absolute. */
export interface Folders {
  readonly dataDir: string;
  readonly keyDir: string;
}

export interface FoldersDeps extends StandaloneDeps {
  readonly folders: Folders;
}

export interface CommandDeps extends FoldersDeps {
  readonly storage: Storage;
}

interface CommandWords {
  readonly name: string;
  /** What follows the name, for the help. */
  readonly usage: string;
  readonly purpose: string;
}

/** A command of the operator, run while the server is stopped: the files belong to one process at a time. */
export interface Command extends CommandWords {
  /** Resolves to the exit code: 0 if all is well. */
  readonly run: (deps: CommandDeps, args: readonly string[]) => Promise<number>;
}

/** A command that works on files named in the call: it needs no installation, and touches none. */
export interface StandaloneCommand extends CommandWords {
  readonly standalone: true;
  /** Resolves to the exit code: 0 if all is well. */
  readonly run: (deps: StandaloneDeps, args: readonly string[]) => Promise<number>;
}

/** A command that makes an installation: its folders may be missing or empty. */
export interface FoldersCommand extends CommandWords {
  readonly onFolders: true;
  /** Resolves to the exit code: 0 if all is well. */
  readonly run: (deps: FoldersDeps, args: readonly string[]) => Promise<number>;
}

/** The words of a call don't fit; the message says how it should read. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file named in the call is missing or wrong; the message says which, what is wrong with it, and the remedy. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
