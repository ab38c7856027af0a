import { mkdtempSync, rmSync, statSync, readdirSync, chmodSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOpener, makeSealer, SEAL_BYTES } from '../../../server/storage/ballot-seal.js';
import { makeWaveKeys, publicHalf, type WaveKeys } from '../../../server/storage/wave-keys.js';

let keyDir: string;
let keys: WaveKeys;
beforeEach(() => {
  keyDir = mkdtempSync(join(tmpdir(), 'mehrwelt-keys-'));
  keys = makeWaveKeys(keyDir);
});
afterEach(() => {
  rmSync(keyDir, { recursive: true });
});

function opener(fileOf: string, waveId = fileOf) {
  const key = keys.find(fileOf);
  if (key === null) throw new Error('no key');
  return makeOpener(waveId, key);
}

const name = Buffer.alloc(32, 7);

describe('a sealed ballot', () => {
  it('opens with its wave’s key, whatever is in it', () => {
    const seal = makeSealer('wave-1', keys.make('wave-1'));
    const open = opener('wave-1');
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (ballot, own) => {
          const sealed = seal(own, ballot);
          expect(sealed).toHaveLength(ballot.length + SEAL_BYTES);
          expect(Buffer.from(open(own, sealed) ?? [1]).equals(ballot)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is never the same twice', () => {
    const seal = makeSealer('wave-1', keys.make('wave-1'));
    const [a, b] = [seal(name, Buffer.from('yes')), seal(name, Buffer.from('yes'))];
    expect(Buffer.from(a).equals(b)).toBe(false);
    for (let at = 0; at + 8 <= a.length; at += 8)
      expect(Buffer.from(b).includes(Buffer.from(a).subarray(at, at + 8))).toBe(false);
  });

  it('does not open with one bit changed anywhere', () => {
    const sealed = makeSealer('wave-1', keys.make('wave-1'))(name, Buffer.from('yes'));
    const open = opener('wave-1');
    for (let at = 0; at < sealed.length; at += 1) {
      // The last bit of the public key is not part of it (RFC 7748, 5): that one may change.
      const changed = sealed.with(at, (sealed[at] ?? 0) ^ 1);
      expect(open(name, changed), `byte ${at}`).toBeNull();
    }
    expect(open(name, sealed.subarray(1))).toBeNull();
    expect(open(name, new Uint8Array())).toBeNull();
  });

  it('does not open under another name, in another wave, or with another key', () => {
    const sealed = makeSealer('wave-1', keys.make('wave-1'))(name, Buffer.from('yes'));
    keys.make('wave-2');
    expect(opener('wave-1')(Buffer.alloc(32, 8), sealed)).toBeNull();
    expect(opener('wave-1', 'wave-2')(name, sealed)).toBeNull();
    expect(opener('wave-2', 'wave-1')(name, sealed)).toBeNull();
    expect(opener('wave-1')(name, sealed)).not.toBeNull();
  });
});

describe('the keys of waves', () => {
  it('are made once and then the same, in files for the owner alone', () => {
    const made = keys.make('wave-1');
    expect(made).toHaveLength(32);
    expect(makeWaveKeys(keyDir).make('wave-1')).toEqual(made);
    expect(publicHalf(opened('wave-1'))).toEqual(made);
    expect(keys.make('wave-2')).not.toEqual(made);
    expect(statSync(join(keyDir, 'waves')).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(join(keyDir, 'waves')))
      expect(statSync(join(keyDir, 'waves', file)).mode & 0o777).toBe(0o600);
  });

  it('are refused where others could read them', () => {
    keys.make('wave-1');
    chmodSync(join(keyDir, 'waves', 'wave-1.key'), 0o644);
    expect(() => keys.find('wave-1')).toThrow(/chmod 600/);
  });

  it('are gone for good once destroyed', () => {
    keys.make('wave-1');
    const bytes = readFileSync(join(keyDir, 'waves', 'wave-1.key'));
    keys.destroy('wave-1');
    expect(keys.find('wave-1')).toBeNull();
    keys.destroy('wave-1');
    expect(readdirSync(join(keyDir, 'waves'))).toEqual([]);
    expect(Buffer.from(keys.make('wave-1')).equals(bytes)).toBe(false);
  });

  it('have no names that lead elsewhere', () => {
    for (const waveId of ['../codes', 'a/b', '', 'A', 'x'.repeat(65)])
      expect(() => keys.make(waveId)).toThrow(/no name/);
  });

  function opened(waveId: string) {
    const key = keys.find(waveId);
    if (key === null) throw new Error('no key');
    return key;
  }
});
