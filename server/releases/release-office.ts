import { randomId } from '../credential/random-id.js';
import { auditRelease } from '../disclosure/audit-release.js';
import { checkAgain, protectPlan } from '../disclosure/protect-plan.js';
import { publishedRelease } from '../disclosure/published-release.js';
import type { PublishedTables } from '../disclosure/published-tables.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { openRelease, sealRelease } from '../disclosure/seal.js';
import type { SealedBallots } from '../ports/ballot-box.js';
import type { LinearSolver } from '../ports/linear-solver.js';
import type { DefinitionShelf, ReleaseArchive, StoredRelease, WaveDesk } from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import type { Examination, ReleaseOffice, ReleaseRecord } from '../ports/release-office.js';
import { countWave } from './count-wave.js';
import { openProof, sealProof } from './seal-proof.js';

export interface ReleaseOfficeDeps {
  readonly waves: WaveDesk;
  readonly definitions: DefinitionShelf;
  readonly sealed: SealedBallots;
  readonly archive: ReleaseArchive;
  readonly randomness: Randomness;
  /** 32 bytes; whoever has it could forge a release and read the worlds of one, not a ballot. */
  readonly releaseKey: Uint8Array;
  /** No wave is tabulated with a smaller minimum group size than this, whatever is stored about it. */
  readonly kFloor: number;
  /** Opened for one examination, and closed after it. */
  readonly openSolver: () => LinearSolver;
}

/** So many records, the rarest, are tried as somebody's own when a release is attacked. */
const RECORDS_TRIED = 40;

/**
 * From the sealed ballots of a closed wave to a release. Counts leave this function only as SafeTables under a seal, and
 * the worlds that prove them sealed as well. The same wave always gives the same release.
 */
export function makeReleaseOffice(deps: ReleaseOfficeDeps): ReleaseOffice {
  const { archive, waves, definitions, sealed: ballots, randomness, releaseKey } = deps;

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
      if (wave.k < deps.kFloor)
        throw new Error(`wave ${waveId} has a smaller minimum group size than is allowed here`);
      const counted = await countWave(wave, definitions, ballots);
      const { release, proof } = protectPlan(wave.plan, counted.variables, counted.ballots, counted.rules);
      const id = randomId(randomness);
      return archive.propose({
        id,
        waveId,
        proposedBy: by,
        sealed: sealRelease(release, releaseKey),
        proof: proof === null ? null : sealProof(proof, id, releaseKey, randomness),
      });
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

    async examine(releaseId) {
      const [stored, sealedProof] = [await archive.find(releaseId), await archive.proofOf(releaseId)];
      const wave = stored === null ? null : await waves.find(stored.waveId);
      if (stored === null || sealedProof === null || wave === null) return null;
      const { release } = open(stored);
      const counted = await countWave(wave, definitions, ballots);
      const proof = openProof(sealedProof, releaseId, releaseKey);
      const judged = checkAgain(wave.plan, counted.variables, counted.ballots, counted.rules, proof);
      return {
        sameNumbers: judged.release !== null && sealRelease(judged.release, releaseKey) === stored.sealed,
        checker: {
          passed: judged.verdict.passed,
          unsafe: judged.verdict.unsafe,
          covered: judged.verdict.unsafeCovered,
          further: judged.further,
          worlds: proof.protection.worlds.length,
        },
        attack: await attack(publishedRelease(release, judged.isKnownEmpty), release.k, deps.openSolver()),
      };
    },

    decide: (releaseId, decision, by, reason) => archive.decide(releaseId, decision, by, reason),
  };
}

async function attack(
  tables: PublishedTables,
  k: number,
  solver: LinearSolver,
): Promise<Examination['attack']> {
  try {
    const rules = { k, zeros: 'unsafe', records: RECORDS_TRIED } as const;
    const { blanks, tried, failures } = await auditRelease(tables, rules, solver);
    return { blanks, records: tried.byBounds + tried.bySolver, ...failures };
  } finally {
    await solver.close();
  }
}
