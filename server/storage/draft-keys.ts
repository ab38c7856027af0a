import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../ports/clock.js';
import type { RotatingKey, RotatingKeys } from '../ports/rotating-key.js';
import { createDurably, isPrivate, privateFolder, replaceDurably } from './private-files.js';
import { StorageRefusal } from './refusal.js';

const KEY_LENGTH = 32;
/** A key seals for this long and opens for as long again. */
const DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The file: the current key and the one before, each with the day on which it was made (UTC). */
const file = /^(\d{4}-\d\d-\d\d) ([0-9a-f]{64})\n(?:(\d{4}-\d\d-\d\d) ([0-9a-f]{64})\n)?$/;

/** The key that seals drafts in the respondents' browsers, in the file `draft.key` of the key folder. */
export interface DraftKeys extends RotatingKey {
  /** Replaces a key that is older than seven days. True if it did. */
  rotateIfDue(): boolean;
  /** What is sealed with the key before the current one does not open any more. */
  rotate(): void;
}

interface DatedKey {
  /** Midnight UTC, in milliseconds; 0 for a file of the first version, which holds 32 bytes and no day. */
  readonly made: number;
  readonly key: Uint8Array;
}

/**
 * Reads the file, and writes it only where there is none. A lost one is made anew without asking, unlike those of `loadKeys`:
 * it costs nothing but answers that nobody has submitted yet.
 *
 * @throws StorageRefusal where the file is no key file, or could be read by others
 */
export function openDraftKeys(keyDir: string, clock: Clock): DraftKeys {
  privateFolder(keyDir);
  const path = join(keyDir, 'draft.key');
  if (!existsSync(path)) createDurably(path, written([newKey(clock)]));
  let dated = readKeys(path);
  let keys = keysOf(dated);

  const rotate = (): void => {
    const next = [newKey(clock), dated[0]] as const;
    replaceDurably(path, written(next));
    dated = next;
    keys = keysOf(next);
  };
  return {
    keys: () => keys,
    rotate,
    rotateIfDue() {
      const days = (clock.now().getTime() - dated[0].made) / DAY_MS;
      // Made tomorrow: the clock was wrong then or is now. Waiting for it could take years.
      const due = days >= DAYS || days < -1;
      if (due) rotate();
      return due;
    },
  };
}

type DatedKeys = readonly [current: DatedKey, before?: DatedKey];

function readKeys(path: string): DatedKeys {
  if (!isPrivate(path))
    throw new StorageRefusal(`Other users may read or write the key file ${path}. Run: chmod 600 ${path}`);
  const bytes = readFileSync(path);
  if (bytes.length === KEY_LENGTH) return [{ made: 0, key: Uint8Array.from(bytes) }];
  const [, day = '', key = '', dayBefore, keyBefore] = file.exec(bytes.toString('latin1')) ?? [];
  if (key === '')
    throw new StorageRefusal(
      `The file ${path} is no key file of this program. Put it back from the backup of the keys.`,
    );
  const current = dated(day, key);
  return dayBefore === undefined || keyBefore === undefined
    ? [current]
    : [current, dated(dayBefore, keyBefore)];
}

function dated(day: string, key: string): DatedKey {
  const made = Date.parse(day);
  return { made: Number.isNaN(made) ? 0 : made, key: Uint8Array.from(Buffer.from(key, 'hex')) };
}

function newKey(clock: Clock): DatedKey {
  return dated(dayOf(clock.now().getTime()), randomBytes(KEY_LENGTH).toString('hex'));
}

function written(keys: DatedKeys): Buffer {
  const lines = keys.flatMap((one) =>
    one === undefined ? [] : [`${dayOf(one.made)} ${Buffer.from(one.key).toString('hex')}\n`],
  );
  return Buffer.from(lines.join(''));
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function keysOf([current, before]: DatedKeys): RotatingKeys {
  return before === undefined ? [current.key] : [current.key, before.key];
}
