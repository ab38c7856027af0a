import type Database from 'better-sqlite3';
import type { Randomness } from '../../ports/randomness.js';
import { pick } from './pick.js';
import { shuffle } from './shuffle.js';

/** Slots are laid out in multiples of this. */
const CHUNK = 256;
/** Room for more than are expected: ballots from paper, or people who came later. */
const SPARE = 1.1;

/**
 * Rows of one size, laid out in advance and filled with random bytes, of which a random free one is overwritten in place.
 * To be used inside a transaction; what was changed in one that is rolled back has to be forgotten.
 */
export interface Slots {
  /** Lays out slots for a wave: what `places` need and some more. */
  layOut(waveId: string, places: number, bodyBytes: number): void;
  has(waveId: string, name: Uint8Array): boolean;
  /** Fills a free slot. Where none is left, as many again are laid out and all of them dealt anew. */
  fill(waveId: string, name: Uint8Array, body: Uint8Array): void;
  /** Overwrites the body of the slot with this name. */
  replace(waveId: string, name: Uint8Array, body: Uint8Array): void;
  /** Makes a slot free again, with new random bytes. False where there is none with this name. */
  clear(waveId: string, name: Uint8Array): boolean;
  /** Drops what is known about the rows; it is read again when needed. */
  forget(): void;
}

/** Which slots of a wave are free, and where the others are; looked up here, so that no index keeps an order. */
interface Places {
  readonly free: number[];
  readonly taken: Map<string, number>;
}

/** @param table the name of a table with the columns id, wave_id, used, name, body */
export function makeSlots(box: Database.Database, table: 'slot' | 'spent', randomness: Randomness): Slots {
  const lay = box.prepare<[{ waveId: string; number: number; bytes: number }]>(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @number)
     INSERT INTO main.${table} (wave_id, used, name, body)
     SELECT @waveId, 0, randomblob(32), iif(@bytes = 0, x'', randomblob(@bytes)) FROM n`,
  );
  const every = box.prepare<[string], { id: number; used: number; name: Buffer }>(
    `SELECT id, used, name FROM main.${table} WHERE wave_id = ? ORDER BY id`,
  );
  const contents = box.prepare<[string], { name: Buffer; body: Buffer }>(
    `SELECT name, body FROM main.${table} WHERE wave_id = ? AND used = 1`,
  );
  const write = box.prepare<[number, Uint8Array, Uint8Array, number]>(
    `UPDATE main.${table} SET used = ?, name = ?, body = ? WHERE id = ?`,
  );
  const bodyBytes = box
    .prepare<[number], number>(`SELECT length(body) FROM main.${table} WHERE id = ?`)
    .pluck();

  const known = new Map<string, Places>();
  const placesOf = (waveId: string): Places => {
    const found = known.get(waveId);
    if (found !== undefined) return found;
    const places: Places = { free: [], taken: new Map() };
    for (const { id, used, name } of every.iterate(waveId)) {
      if (used === 0) places.free.push(id);
      else places.taken.set(keyOf(name), id);
    }
    known.set(waveId, places);
    return places;
  };

  const layOut = (waveId: string, places: number, bytes: number): void => {
    const number = Math.max(1, Math.ceil((places * SPARE) / CHUNK)) * CHUNK;
    lay.run({ waveId, number, bytes });
    known.delete(waveId);
  };

  const empty = (id: number): void => {
    write.run(0, randomness.bytes(32), randomness.bytes(bodyBytes.get(id) ?? 0), id);
  };

  /** Without dealing anew, slots of the first layout would hold the early ballots and the new ones the late. */
  const grow = (waveId: string): Places => {
    const { taken } = placesOf(waveId);
    const [some] = taken.values();
    if (some === undefined) throw new Error(`no slots were laid out for wave ${waveId}`);
    layOut(waveId, taken.size, bodyBytes.get(some) ?? 0);
    const { free, taken: before } = placesOf(waveId);
    const filled = contents.all(waveId);
    const ids = shuffle([...before.values(), ...free], randomness);
    for (const [index, id] of ids.entries()) {
      const content = filled[index];
      if (content === undefined) empty(id);
      else write.run(1, content.name, content.body, id);
    }
    known.delete(waveId);
    return placesOf(waveId);
  };

  return {
    layOut,
    has: (waveId, name) => placesOf(waveId).taken.has(keyOf(name)),
    fill(waveId, name, body) {
      const current = placesOf(waveId);
      const { free, taken } = current.free.length > 0 ? current : grow(waveId);
      const index = pick(free.length, randomness);
      const id = free[index];
      const last = free.pop();
      if (id === undefined || last === undefined) throw new Error('no slot is free');
      if (index < free.length) free[index] = last;
      write.run(1, name, body, id);
      taken.set(keyOf(name), id);
    },
    replace(waveId, name, body) {
      const id = placesOf(waveId).taken.get(keyOf(name));
      if (id === undefined) throw new Error('no slot has this name');
      write.run(1, name, body, id);
    },
    clear(waveId, name) {
      const { free, taken } = placesOf(waveId);
      const id = taken.get(keyOf(name));
      if (id === undefined) return false;
      empty(id);
      taken.delete(keyOf(name));
      free.push(id);
      return true;
    },
    forget() {
      known.clear();
    },
  };
}

function keyOf(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.length).toString('latin1');
}
