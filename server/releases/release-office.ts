import { randomId } from '../credential/random-id.js';
import { checkPlan } from '../disclosure/check-plan.js';
import { protect } from '../disclosure/protect.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { openRelease, sealRelease } from '../disclosure/seal.js';
import { makeTabulator } from '../disclosure/tabulate.js';
import type { SealedBallots } from '../ports/ballot-box.js';
import type { DefinitionShelf, ReleaseArchive, StoredRelease, Wave, WaveDesk } from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import type { ReleaseOffice, ReleaseRecord } from '../ports/release-office.js';
import { decodeBallot } from '../survey/ballot.js';
import { codeAnswers, saysNothing, structuralZero, undecided, variablesOf } from '../survey/variables.js';

export interface ReleaseOfficeDeps {
  readonly waves: WaveDesk;
  readonly definitions: DefinitionShelf;
  readonly sealed: SealedBallots;
  readonly archive: ReleaseArchive;
  readonly randomness: Randomness;
  /** 32 bytes; whoever has it could forge a release, not read a ballot. */
  readonly releaseKey: Uint8Array;
  /** No wave is tabulated with a smaller minimum group size than this, whatever is stored about it. */
  readonly kFloor: number;
}

/**
 * From the sealed ballots of a closed wave to a release. Ballots are decoded, coded and counted one by one and never
 * kept; counts leave this function only as SafeTables under a seal. The same wave always gives the same release.
 */
export function makeReleaseOffice(deps: ReleaseOfficeDeps): ReleaseOffice {
  const { archive, waves, randomness, releaseKey } = deps;

  const open = (stored: StoredRelease): { record: ReleaseRecord; release: SafeRelease } => {
    const { sealed, ...record } = stored;
    const release = openRelease(sealed, releaseKey);
    if (release.waveId !== record.waveId)
      throw new Error('a release is filed under another wave than it was sealed for');
    return { record, release };
  };

  return {
    async prepare(waveId, by) {
      const wave = await waves.find(waveId);
      if (wave === null) throw new Error('no such wave');
      if (wave.status !== 'closed') return 'not-closed';
      if (wave.plan.tables.length === 0) return 'no-tables';
      const current = await archive.ofWave(waveId);
      if (current !== null && current.status !== 'rejected') return 'exists';
      const release = await protectedTables(deps, wave);
      const sealed = sealRelease(release, releaseKey);
      return archive.propose({ id: randomId(randomness), waveId, proposedBy: by, sealed });
    },

    async review(releaseId) {
      const stored = await archive.find(releaseId);
      return stored === null ? null : open(stored);
    },

    async published(waveId) {
      const stored = await archive.ofWave(waveId);
      return stored?.status === 'released' ? open(stored) : null;
    },

    async list() {
      return (await archive.list()).map(({ sealed: _, ...record }) => record);
    },

    decide: (releaseId, decision, by, reason) => archive.decide(releaseId, decision, by, reason),
  };
}

async function protectedTables(
  { definitions, sealed, kFloor }: ReleaseOfficeDeps,
  wave: Wave,
): Promise<SafeRelease> {
  if (wave.k < kFloor)
    throw new Error(`wave ${wave.id} has a smaller minimum group size than is allowed here`);
  const definition = await definitions.find(wave.definition.id, wave.definition.version);
  if (definition === null) throw new Error(`the questionnaire of wave ${wave.id} is missing`);
  const variables = variablesOf(definition);
  if (checkPlan(wave.plan, variables).length > 0)
    throw new Error(`the plan of wave ${wave.id} does not fit its questionnaire`);
  const tabulator = makeTabulator(wave.plan, variables);
  await sealed.forEach(wave.id, (ballot) => {
    tabulator.count(codeAnswers(definition, decodeBallot(definition, ballot)));
  });
  return protect(tabulator.finish(), {
    waveId: wave.id,
    k: wave.k,
    structuralZero: (cell) => structuralZero(definition, cell),
    saysNothing: (variableId, code) => saysNothing(definition, variableId, code),
    undecided: (variableIds) => undecided(definition, variableIds),
  });
}
