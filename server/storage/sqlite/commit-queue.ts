import type Database from 'better-sqlite3';
import type { Randomness } from '../../ports/randomness.js';
import { shuffle } from './shuffle.js';

/** More than this many wait only where the disk hangs. */
const MOST_WAITING = 1_000;
/**
 * A commit holds up the whole process while the disk works, so between two of them three times as long belongs to the
 * others, who are on their way to the next one; at least and at most so many milliseconds. The least is hardly felt by
 * the one who waits; it doubles what a busy server gets done, and puts more ballots into one group.
 */
const PAUSE_TO_COMMIT = 3;
const LEAST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 250;

/**
 * Group commit: everything that waits is written by one transaction, in an order that has nothing to do with the order of
 * arrival. One commit costs about the same whether it carries one ballot or a hundred, and a copy of the files taken
 * between two commits shows a whole group of changes at once.
 */
export interface CommitQueue {
  /**
   * Runs `job` inside the next transaction and resolves when that is durable. A job that throws is undone alone and
   * rejects; where the commit fails, all of its jobs reject and nothing was changed.
   *
   * @param touch of a job that writes to a second file
   */
  run<T>(job: () => T, touch?: Touch | null): Promise<T | 'busy'>;
}

/**
 * Writes to the page of the second file that a job may write to, and leaves its content as it was.
 *
 * A journal lists pages in the order in which a transaction first wrote to them. If jobs were the first to write to both
 * files, the n-th page in one journal and the n-th in the other would be one person's: whoever copies the files in the
 * middle of a commit, or after a crash in it, could pair codes with ballots. Hence all pages of the second file are
 * touched before the first job, in the order of `key`, which the file has anyway.
 */
export interface Touch {
  readonly key: Uint8Array;
  readonly write: () => void;
}

interface Waiting {
  readonly job: () => unknown;
  readonly touch: Touch | null;
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** @param undone called where something was rolled back: whatever is remembered about the files may be wrong */
export function makeCommitQueue(
  box: Database.Database,
  randomness: Randomness,
  undone: () => void,
): CommitQueue {
  let waiting: Waiting[] = [];
  let notBefore = 0;

  const attempt = box.transaction((job: () => unknown) => job());
  const all = box.transaction((group: readonly Waiting[]): (() => void)[] => {
    for (const { write } of inOrder(group)) write();
    return group.map(({ job, resolve, reject }) => {
      try {
        const outcome = attempt(job);
        return () => {
          resolve(outcome);
        };
      } catch (error) {
        // Some failures, a full disk for one, take the whole transaction with them.
        if (!box.inTransaction) throw error;
        undone();
        return () => {
          reject(error);
        };
      }
    });
  });

  const flush = (): void => {
    const group = shuffle(waiting, randomness);
    waiting = [];
    const began = performance.now();
    try {
      for (const answer of all.immediate(group)) answer();
    } catch (error) {
      undone();
      for (const { reject } of group) reject(error);
    }
    const now = performance.now();
    const pause = Math.max(PAUSE_TO_COMMIT * (now - began), LEAST_PAUSE_MS);
    notBefore = now + Math.min(pause, LONGEST_PAUSE_MS);
  };

  const schedule = (): void => {
    const pause = notBefore - performance.now();
    // After everything that has arrived by now was read, so that it comes along.
    if (pause > 1) setTimeout(flush, pause);
    else setImmediate(flush);
  };

  return {
    run<T>(job: () => T, touch: Touch | null = null) {
      if (waiting.length >= MOST_WAITING) return Promise.resolve<T | 'busy'>('busy');
      return new Promise<T | 'busy'>((resolve, reject) => {
        waiting.push({ job, touch, resolve: resolve as (outcome: unknown) => void, reject });
        if (waiting.length === 1) schedule();
      });
    },
  };
}

function inOrder(group: readonly Waiting[]): Touch[] {
  return group
    .flatMap(({ touch }) => (touch === null ? [] : [touch]))
    .sort((a, b) => Buffer.compare(a.key, b.key));
}
