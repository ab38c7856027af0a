import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { BoxSize } from '../../server/ports/ballot-box.js';
import type { Clock } from '../../server/ports/clock.js';
import type { Wave } from '../../server/ports/office.js';
import type { Randomness } from '../../server/ports/randomness.js';
import type { StaffUser } from '../../server/ports/staff.js';
import type { Storage } from '../../server/storage/sqlite/open-storage.js';
import { openStorage } from '../../server/storage/sqlite/open-storage.js';
import { definitionSchema } from '../../server/survey/definition.js';
import type { Definition } from '../../server/survey/definition.js';

export interface TestClock extends Clock {
  set(iso: string): void;
}

/** A clock that stands still until a test moves it. */
export function testClock(iso = '2026-03-02T09:00:00.000Z'): TestClock {
  let now = iso;
  return {
    now: () => new Date(now),
    set: (moved) => {
      now = moved;
    },
  };
}

export const realRandomness: Randomness = { bytes: (length) => randomBytes(length) };

/** A storage on real files, and the means to start it again and to throw it away. */
export interface TestStorage {
  readonly dataDir: string;
  readonly keyDir: string;
  readonly clock: TestClock;
  readonly storage: Storage;
  /** Closes and opens again, as a restarted server does. */
  restart(): void;
  /** The file of a wave's private key; null: gone. */
  keyFile(waveId: string): { read(): Buffer | null; write(bytes: Buffer | null): void };
  /** Changes one bit of one sealed ballot, past the program. */
  damageBallot(waveId: string): void;
  remove(): void;
}

export function makeTestStorage(): TestStorage {
  const dataDir = temporaryFolder();
  const clock = testClock();
  const keyDir = temporaryFolder();
  const open = (): Storage => openStorage({ dataDir, keyDir, clock, randomness: realRandomness });
  let storage = open();
  return {
    dataDir,
    keyDir,
    clock,
    get storage() {
      return storage;
    },
    restart: () => {
      storage.close();
      storage = open();
    },
    keyFile: (waveId) => {
      const file = join(keyDir, 'waves', `${waveId}.key`);
      return {
        read: () => (existsSync(file) ? readFileSync(file) : null),
        write: (bytes) => {
          if (bytes === null) rmSync(file);
          else writeFileSync(file, bytes, { mode: 0o600 });
        },
      };
    },
    damageBallot: (waveId) => {
      storage.close();
      const db = new Database(join(dataDir, 'ballots.sqlite'));
      const find = db.prepare<[string], { id: number; body: Buffer }>(
        'SELECT id, body FROM slot WHERE wave_id = ? AND used = 1 LIMIT 1',
      );
      const found = find.get(waveId);
      if (found === undefined) throw new Error('there is no ballot to damage');
      found.body.writeUInt8(found.body.readUInt8(40) ^ 1, 40);
      db.prepare('UPDATE slot SET body = ? WHERE id = ?').run(found.body, found.id);
      db.close();
      storage = open();
    },
    remove: () => {
      storage.close();
      rmSync(dataDir, { recursive: true });
      rmSync(keyDir, { recursive: true });
    },
  };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mehrwelt-'));
}

/** Every file of a folder by name, byte by byte. */
export function bytesOf(folder: string): Record<string, Buffer> {
  const files = readdirSync(folder).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file))]));
}

/** A hash of 32 bytes as codes and receipts have, the same for the same name. */
export function hash(name: string | number): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(String(name)).digest());
}

/** Boxes of tests that need no questionnaire. */
export const aBox: BoxSize = { ballotBytes: 64, places: 20 };

/** A ballot for such a box. */
export function ballot(text: string): Uint8Array {
  return Uint8Array.from(Buffer.concat([Buffer.from(text), Buffer.alloc(aBox.ballotBytes)])).slice(
    0,
    aBox.ballotBytes,
  );
}

export function textOf(ballotBytes: Uint8Array): string {
  return Buffer.from(ballotBytes).toString().replaceAll('\0', '');
}

export function aDefinition(particulars: Partial<Definition> = {}): Definition {
  return definitionSchema.parse({
    id: 'canteen',
    version: '1.0.0',
    languages: ['de', 'en'],
    defaultLanguage: 'de',
    title: { de: 'Kantine', en: 'Canteen' },
    estimatedMinutes: 1,
    pages: [
      {
        id: 'food',
        title: { de: 'Essen', en: 'Food' },
        questions: [
          {
            type: 'single',
            id: 'lunch',
            sensitivity: 'neutral',
            text: { de: 'Schmeckt es?', en: 'Is it good?' },
            options: [
              { value: 'yes', label: { de: 'Ja', en: 'Yes' } },
              { value: 'no', label: { de: 'Nein', en: 'No' } },
            ],
          },
        ],
      },
    ],
    ...particulars,
  });
}

export function aWave(particulars: Partial<Wave> = {}): Wave {
  const text = { de: 'Text', en: 'text' };
  return {
    id: 'wave-1',
    title: { de: 'Kantine 2026', en: 'Canteen 2026' },
    texts: { purpose: text, contact: text, legalBasis: text },
    languages: ['de', 'en'],
    access: 'code',
    definition: { id: 'canteen', version: '1.0.0' },
    k: 10,
    plan: { tables: [{ id: 'lunch', breakdown: [], indicator: 'lunch' }] },
    headcounts: [{ area: 'Finanzen', count: 120 }],
    opensAt: '2026-03-01T00:00:00.000Z',
    closesAt: '2026-04-01T00:00:00.000Z',
    retentionDays: 365,
    shreddedOn: null,
    status: 'draft',
    simulated: false,
    ...particulars,
  };
}

export function aUser(particulars: Partial<StaffUser> = {}): StaffUser {
  return {
    id: 'user-1',
    login: 'hanna',
    name: 'Hanna Remmers',
    role: 'hr',
    disabled: false,
    mustChangePassword: true,
    ...particulars,
  };
}

/** The wave of `aWave` with codes 0, 1, 2 ... whose box is open. */
export async function openWaveWithCodes(
  { codes, box, definitions, waves }: Pick<Storage, 'codes' | 'box' | 'definitions' | 'waves'>,
  count: number,
): Promise<void> {
  const wave = aWave();
  await definitions.put(aDefinition());
  await waves.create(wave);
  await codes.issue(
    wave.id,
    Array.from({ length: count }, (_, n) => ({ hash: hash(n), area: 'Finanzen' })),
  );
  await box.openBox(wave.id, aBox);
}
