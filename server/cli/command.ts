import type { Clock } from '../ports/clock.js';
import type { Randomness } from '../ports/randomness.js';
import type { Storage } from '../storage/sqlite/open-storage.js';

export interface CommandDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** One line on standard output. */
  readonly say: (line: string) => void;
}

/** A command of the operator, run while the server is stopped: the files belong to one process at a time. */
export interface Command {
  readonly name: string;
  /** What follows the name, for the help. */
  readonly usage: string;
  readonly purpose: string;
  /** Resolves to the exit code: 0 if all is well. */
  readonly run: (deps: CommandDeps, args: readonly string[]) => Promise<number>;
}

/** The words of a call don't fit; the message says how it should read. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
