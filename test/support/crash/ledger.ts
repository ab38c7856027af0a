import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashCode } from '../../../server/credential/code.js';
import { loadKeys } from '../../../server/storage/keys.js';
import { hasDatabases } from '../../../server/storage/sqlite/databases.js';
import { openStorage } from '../../../server/storage/sqlite/open-storage.js';
import { decodeBallot } from '../../../server/survey/ballot.js';
import { definitionSchema } from '../../../server/survey/definition.js';
import type { Inside } from '../house.js';
import { seedWave } from '../journey-waves.js';
import { systemRandomness } from '../randomness.js';
import type { Folders } from './server-process.js';

export const LEDGER = 'ledger';
const DIGITS = 5;

/** A questionnaire in which everybody can give an answer of their own: their number. */
const definition = definitionSchema.parse({
  id: 'ledger',
  version: '1.0.0',
  languages: ['de', 'en'],
  defaultLanguage: 'de',
  title: { de: 'Nummern', en: 'Numbers' },
  estimatedMinutes: 1,
  pages: [
    {
      id: 'number',
      title: { de: 'Ihre Nummer', en: 'Your number' },
      questions: Array.from({ length: DIGITS }, (_, place) => ({
        type: 'single',
        id: `digit${place}`,
        sensitivity: 'neutral',
        text: { de: `Ziffer ${place}`, en: `Digit ${place}` },
        options: Array.from({ length: 10 }, (_unused, digit) => ({
          value: `d${digit}`,
          label: { de: String(digit), en: String(digit) },
        })),
      })),
    },
  ],
});

/** What somebody types whose number this is. */
export function answersOf(person: number): Record<string, string> {
  const digits = String(person).padStart(DIGITS, '0');
  return Object.fromEntries(Array.from(digits, (digit, place) => [`digit${place}`, `d${digit}`]));
}

/** What lies in the box. */
export interface LedgerCount {
  /** The numbers in the ballots, in no order; somebody counted twice is there twice. */
  readonly ballots: readonly number[];
  /** Numbers of those whose code is used. */
  readonly used: ReadonlySet<number>;
}

/** A data folder with an open wave for so many people, to be filled by a server and counted in the end. */
export async function openLedger(people: number): Promise<
  Folders & {
    readonly codes: readonly string[];
    /** Closes the wave, opens every ballot and counts. Once; no server may run. */
    count(): Promise<LedgerCount>;
    remove(): void;
  }
> {
  const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-ledger-'));
  const folders = { dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
  const inside = async <T>(work: (inside: Inside) => Promise<T>): Promise<T> => {
    const keys = loadKeys(folders.keyDir, { fresh: !hasDatabases(folders.dataDir) });
    const clock = { now: () => new Date() };
    const storage = openStorage({ ...folders, clock, randomness: systemRandomness });
    try {
      return await work({ storage, keys });
    } finally {
      storage.close();
    }
  };
  const { codes } = await inside((opened) => seedWave(opened, definition, { id: LEDGER }, people));
  return {
    ...folders,
    codes,
    count: () =>
      inside(async ({ storage, keys }) => {
        const used = new Set<number>();
        for (const [person, code] of codes.entries()) {
          const hash = hashCode(keys.codes, LEDGER, code);
          if ((await storage.ballots.checkCode(LEDGER, hash)) === 'used') used.add(person);
        }
        await storage.box.sealBox(LEDGER);
        const ballots: number[] = [];
        const outcome = await storage.sealed.forEach(LEDGER, (bytes) => {
          const digits = Object.values(decodeBallot(definition, bytes)).map((value) =>
            typeof value === 'string' ? value.slice(1) : '?',
          );
          ballots.push(Number(digits.join('')));
        });
        if (outcome !== 'read') throw new Error(`the box does not open: ${outcome}`);
        return { ballots, used };
      }),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
