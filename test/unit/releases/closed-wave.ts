import { shippedInstruments } from '../../../server/instruments/index.js';
import type { Wave } from '../../../server/ports/office.js';
import type { ReleaseOffice } from '../../../server/ports/release-office.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { makeReleaseOffice } from '../../../server/releases/release-office.js';
import type { Storage } from '../../../server/storage/sqlite/open-storage.js';
import { ballotLength, encodeBallot } from '../../../server/survey/ballot.js';
import type { Answers, Definition } from '../../../server/survey/definition.js';
import { aWave, hash, realRandomness } from '../../support/storage.js';

/** A closed wave of 130 people on the shipped questionnaire, with figures that can be checked by hand. */

export function bremen(): Definition {
  const [definition] = shippedInstruments();
  if (definition === undefined) throw new Error('no instrument');
  return definition;
}

/** Women: 20 yes, 30 no, 10 "keine Angabe"; men: 10, 20, 10; without gender: 10 each. */
export function people(): Answers[] {
  const groups: [number, string, string][] = [
    [20, 'female', 'yes'],
    [30, 'female', 'no'],
    [10, 'female', 'na'],
    [10, 'male', 'yes'],
    [20, 'male', 'no'],
    [10, 'male', 'na'],
    [10, 'na', 'yes'],
    [10, 'na', 'no'],
    [10, 'na', 'na'],
  ];
  return groups.flatMap(([count, gender, self_declared]) =>
    Array.from({ length: count }, () => ({ gender, self_declared })),
  );
}

export const SELF = 'migrationsbiographie_selbst';

export function bremenWave(particulars: Partial<Wave> = {}): Wave {
  const { id, version } = bremen();
  return aWave({
    definition: { id, version },
    access: 'open',
    headcounts: [{ area: 'finance', count: 500 }],
    plan: {
      tables: [
        { id: 'gender', breakdown: ['gender'], indicator: null },
        { id: 'all-self', breakdown: [], indicator: SELF },
        { id: 'gender-self', breakdown: ['gender'], indicator: SELF },
        { id: 'age', breakdown: ['age'], indicator: null },
      ],
    },
    ...particulars,
  });
}

/** Stores the wave, takes the ballots of these people, and closes it. */
export async function closeWave(
  storage: Storage,
  wave: Wave = bremenWave(),
  answers: readonly Answers[] = people(),
): Promise<void> {
  const definition = bremen();
  await storage.definitions.put(definition);
  await storage.waves.create(wave);
  await storage.box.openBox(wave.id, { ballotBytes: ballotLength(definition), places: answers.length });
  await storage.waves.advance(wave.id, 'open');
  const ballots = answers.map((one, at) => ({
    receiptHash: hash(`${wave.id} ${String(at)}`),
    ballot: encodeBallot(definition, one),
  }));
  if (ballots.length > 0) await storage.paper.acceptAll(wave.id, ballots);
  await storage.box.sealBox(wave.id);
  await storage.waves.advance(wave.id, 'closed');
}

export const releaseKey = new Uint8Array(32).fill(5);

export function officeOn(storage: Storage, kFloor = 10): ReleaseOffice {
  return makeReleaseOffice({
    waves: storage.waves,
    supplements: storage.supplements,
    definitions: storage.definitions,
    sealed: storage.sealed,
    archive: storage.releases,
    randomness: realRandomness,
    releaseKey,
    kFloor,
    openSolver: makeHighsSolver,
  });
}
