import type Database from 'better-sqlite3';
import { makeSealer } from '../ballot-seal.js';

/** Seals a ballot under its name. Throws where it has another length than the ballots of its box. */
export type SealBallot = (name: Uint8Array, ballot: Uint8Array) => Uint8Array;

/** Prepares the sealing to a wave's box; null where nobody opened one. */
export function boxSealers(box: Database.Database): (waveId: string) => SealBallot | null {
  const find = box.prepare<[string], { public_key: Buffer; ballot_bytes: number }>(
    'SELECT public_key, ballot_bytes FROM main.box WHERE wave_id = ?',
  );
  const known = new Map<string, SealBallot>();
  return (waveId) => {
    const made = known.get(waveId);
    if (made !== undefined) return made;
    const row = find.get(waveId);
    if (row === undefined) return null;
    const seal = makeSealer(waveId, row.public_key);
    const checked: SealBallot = (name, ballot) => {
      if (ballot.length !== row.ballot_bytes)
        throw new Error(`a ballot has ${ballot.length} bytes instead of ${row.ballot_bytes}`);
      return seal(name, ballot);
    };
    known.set(waveId, checked);
    return checked;
  };
}
