import { afterEach, beforeEach } from 'vitest';
import type { Storage } from '../../server/storage/sqlite/open-storage.js';
import type { TestClock } from '../support/storage.js';

/** What an engine has to offer to be held to the contracts: every engine passes the same tests. */
export interface StorageUnderTest {
  readonly storage: Storage;
  readonly clock: TestClock;
  /** Closes and opens again what was stored. */
  restart(): void | Promise<void>;
  /** The file of a wave's private key; null: gone. */
  keyFile(waveId: string): { read(): Buffer | null; write(bytes: Buffer | null): void };
  /** Changes one bit of one sealed ballot, past the program. */
  damageBallot(waveId: string): void | Promise<void>;
  remove(): void | Promise<void>;
}

export type MakeStorage = () => StorageUnderTest | Promise<StorageUnderTest>;

/** A new, empty storage for every test; call the result inside a test only. */
export function eachTest(make: MakeStorage): () => StorageUnderTest {
  let current: StorageUnderTest | null = null;
  beforeEach(async () => {
    current = await make();
  });
  afterEach(async () => {
    await current?.remove();
    current = null;
  });
  return () => {
    if (current === null) throw new Error('there is a storage inside a test only');
    return current;
  };
}
