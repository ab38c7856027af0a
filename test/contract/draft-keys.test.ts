import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDraftKeys } from '../../server/storage/draft-keys.js';
import { openHouse } from '../support/house.js';
import { realRandomness, temporaryFolder, testClock } from '../support/storage.js';

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'keys');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

const file = () => join(folder, 'draft.key');
const dayAfter = (days: number): string => new Date(Date.UTC(2026, 2, 2 + days, 12)).toISOString();

describe('the key of the drafts', () => {
  it('is made once, for the server’s user only, with the day and nothing finer', () => {
    const clock = testClock();
    const made = openDraftKeys(folder, clock);
    expect(made.keys()).toHaveLength(1);
    expect(made.keys()[0]).toHaveLength(32);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'latin1')).toMatch(/^2026-03-02 [0-9a-f]{64}\n$/);
    expect(openDraftKeys(folder, clock).keys()).toEqual(made.keys());
    expect(openDraftKeys(folder, clock).rotateIfDue()).toBe(false);
    expect(readdirSync(folder)).toEqual(['draft.key']);
  });

  it('is replaced after seven days, by the day in the file; the one before stays for another seven', () => {
    const clock = testClock(dayAfter(0));
    const keys = openDraftKeys(folder, clock);
    const [first] = keys.keys();
    clock.set(dayAfter(6));
    expect(keys.rotateIfDue()).toBe(false);
    expect(keys.keys()).toBe(keys.keys());
    // The time of the file may be anything: it was copied, or put back from a backup.
    utimesSync(file(), new Date(0), new Date(0));
    expect(openDraftKeys(folder, clock).rotateIfDue()).toBe(false);

    clock.set(dayAfter(7));
    expect(keys.rotateIfDue()).toBe(true);
    expect(keys.rotateIfDue()).toBe(false);
    const [second, before] = keys.keys();
    expect(second).not.toEqual(first);
    expect(before).toEqual(first);
    expect(openDraftKeys(folder, clock).keys()).toEqual([second, first]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);

    clock.set(dayAfter(14));
    const restarted = openDraftKeys(folder, clock);
    expect(restarted.rotateIfDue()).toBe(true);
    expect(restarted.keys()[1]).toEqual(second);
    expect(readFileSync(file(), 'latin1')).not.toContain(Buffer.from(first).toString('hex'));
    expect(readdirSync(folder)).toEqual(['draft.key']);
  });

  it('is overwritten on the disk when another has taken its place', () => {
    const keys = openDraftKeys(folder, testClock());
    const old = readFileSync(file());
    const handle = openSync(file(), 'r');
    keys.rotate();
    const left = Buffer.alloc(old.length);
    readSync(handle, left, 0, left.length, 0);
    closeSync(handle);
    expect(left.equals(old)).toBe(false);
    expect(left.includes(old.subarray(11, 40))).toBe(false);
  });

  it('of the first version is taken over, and replaced at the next look', () => {
    openDraftKeys(folder, testClock());
    const old = realRandomness.bytes(32);
    writeFileSync(file(), old);
    const keys = openDraftKeys(folder, testClock());
    expect(keys.keys()).toEqual([Uint8Array.from(old)]);
    expect(keys.rotateIfDue()).toBe(true);
    expect(openDraftKeys(folder, testClock()).keys()[1]).toEqual(Uint8Array.from(old));
  });

  it('made on a day that has yet to come is replaced too, or it could stay for years', () => {
    openDraftKeys(folder, testClock('2096-01-01T00:00:00.000Z'));
    expect(openDraftKeys(folder, testClock()).rotateIfDue()).toBe(true);
    expect(openDraftKeys(folder, testClock()).rotateIfDue()).toBe(false);
  });

  it('stays whole where a crash left a half-written one beside it, and where the new one can’t be written', () => {
    const keys = openDraftKeys(folder, testClock());
    const [first] = keys.keys();
    writeFileSync(`${file()}.next.tmp`, 'half');
    expect(openDraftKeys(folder, testClock()).keys()).toEqual([first]);
    keys.rotate();
    expect(readdirSync(folder)).toEqual(['draft.key']);
    const known = keys.keys();
    rmSync(file());
    expect(() => {
      keys.rotate();
    }).toThrow(/ENOENT/);
    // What is sealed has to open after a restart: a key that is not in the file is not used.
    expect(keys.keys()).toBe(known);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused where others can read it and where it is none', () => {
    openDraftKeys(folder, testClock());
    chmodSync(file(), 0o640);
    expect(() => openDraftKeys(folder, testClock())).toThrow(/chmod 600 .*draft\.key/);
    chmodSync(file(), 0o600);
    for (const content of [
      '',
      'short',
      `2026-03-02 ${'0'.repeat(63)}\n`,
      `2026-03-02 ${'0'.repeat(64)}\nmore`,
    ]) {
      writeFileSync(file(), content);
      expect(() => openDraftKeys(folder, testClock())).toThrow(/no key file/);
    }
  });
});

describe('a server', () => {
  it('replaces a key that is due when it starts, and goes on with the old one where it can’t be written', async () => {
    const clock = testClock(dayAfter(0));
    const house = await openHouse({ clock });
    const path = join(house.keyDir, 'draft.key');
    const days = () => [...readFileSync(path, 'latin1').matchAll(/^\S+/gm)].map(([day]) => day);
    expect(days()).toEqual(['2026-03-02']);
    clock.set(dayAfter(8));
    await house.restart();
    expect(days()).toEqual(['2026-03-10', '2026-03-02']);

    clock.set(dayAfter(16));
    // Even root cannot write a file where a folder is.
    mkdirSync(`${path}.next.tmp`);
    await house.restart();
    expect(days()).toEqual(['2026-03-10', '2026-03-02']);
    expect(house.logged()).toContain('key.not-rotated');
    expect((await fetch(house.url)).status).toBe(200);
    rmSync(`${path}.next.tmp`, { recursive: true });
    await house.restart();
    expect(days()).toEqual(['2026-03-18', '2026-03-10']);
    await house.close();
  });

  it('looks every hour, and needs no restart and no visitor for it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const clock = testClock(dayAfter(0));
      const house = await openHouse({ clock });
      const key = () => readFileSync(join(house.keyDir, 'draft.key'), 'latin1');
      const first = key();
      vi.advanceTimersByTime(3_600_000);
      expect(key()).toBe(first);
      clock.set(dayAfter(7));
      vi.advanceTimersByTime(3_600_000);
      const second = key();
      expect(second).toMatch(/^2026-03-09 /);
      expect(second.endsWith(first)).toBe(true);
      await house.close();
      clock.set(dayAfter(20));
      vi.advanceTimersByTime(3_600_000);
      // The folder is gone: a look at it would have failed.
      expect(house.logged()).not.toContain('key.not-rotated');
    } finally {
      vi.useRealTimers();
    }
  });
});
