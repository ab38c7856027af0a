import { randomId } from '../credential/random-id.js';
import { auditRelease } from '../disclosure/audit-release.js';
import { planWith, type Plan } from '../disclosure/plan.js';
import { checkAgain, protectPlan, type ProvenRelease } from '../disclosure/protect-plan.js';
import { publishedRelease } from '../disclosure/published-release.js';
import type { PublishedTables } from '../disclosure/published-tables.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { openRelease, sealRelease } from '../disclosure/seal.js';
import type { SealedBallots } from '../ports/ballot-box.js';
import type { LinearSolver } from '../ports/linear-solver.js';
import type {
  DefinitionShelf,
  ReleaseArchive,
  StoredRelease,
  SupplementDesk,
  Wave,
  WaveDesk,
} from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import type { Examination, ReleaseOffice, ReleaseRecord } from '../ports/release-office.js';
import { countWave } from './count-wave.js';
import { openProof, sealProof } from './seal-proof.js';

export interface ReleaseOfficeDeps {
  readonly waves: WaveDesk;
  readonly supplements: Pick<SupplementDesk, 'ofWave'>;
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

/** Releases that stay open in memory; they hold no blank's number, and one of 200 tables takes a few megabytes. */
const KEPT_OPEN = 4;

/**
 * From the sealed ballots of a closed wave to a release. Counts leave this function only as SafeTables under a seal, and
 * the worlds that prove them sealed as well. The same wave always gives the same release, and a later one tells again
 * what those before it told.
 */
export function makeReleaseOffice(deps: ReleaseOfficeDeps): ReleaseOffice {
  const { archive, waves, supplements, definitions, sealed: ballots, randomness, releaseKey } = deps;

  // What is sealed never changes: a text that was opened is not opened again while it is among the newest.
  const opened = new Map<string, SafeRelease>();
  const openOnce = (sealed: string): SafeRelease => {
    const known = opened.get(sealed) ?? openRelease(sealed, releaseKey);
    opened.delete(sealed);
    opened.set(sealed, known);
    const [oldest] = opened.keys();
    if (opened.size > KEPT_OPEN && oldest !== undefined) opened.delete(oldest);
    return known;
  };

  const open = (stored: StoredRelease): { record: ReleaseRecord; release: SafeRelease } => {
    const { sealed, ...record } = stored;
    const release = openOnce(sealed);
    if (release.waveId !== record.waveId)
      throw new Error('a release is filed under another wave than it was sealed for');
    return { record, release };
  };

  const proven = async (stored: StoredRelease): Promise<ProvenRelease> => {
    const proof = await archive.proofOf(stored.id);
    return {
      release: open(stored).release,
      proof: proof === null ? null : openProof(proof, stored.id, releaseKey),
    };
  };

  const planOf = async (wave: Wave): Promise<Plan> => planWith(wave.plan, await supplements.ofWave(wave.id));

  return {
    async prepare(waveId, by) {
      const wave = await waves.find(waveId);
      if (wave === null) throw new Error('no such wave');
      if (wave.status !== 'closed') return 'not-closed';
      if (wave.shreddedOn !== null) return 'shredded';
      const plan = await planOf(wave);
      if (plan.tables.length === 0) return 'no-tables';
      const [earlier] = await archive.releasedOf(waveId);
      const current = await archive.ofWave(waveId);
      if (
        current?.status === 'proposed' ||
        (earlier !== undefined && coversPlan(open(earlier).release, plan))
      )
        return 'exists';
      if (wave.k < deps.kFloor)
        throw new Error(`wave ${waveId} has a smaller minimum group size than is allowed here`);
      const counted = await countWave({ ...wave, plan }, definitions, ballots);
      if (typeof counted === 'string') return counted;
      const before = earlier === undefined ? null : await proven(earlier);
      const { release, proof } = protectPlan(plan, counted.variables, counted.ballots, counted.rules, before);
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
      const [newest] = await archive.releasedOf(waveId);
      return newest === undefined ? null : open(newest);
    },

    async list() {
      return (await archive.list()).map(({ sealed: _, ...record }) => record);
    },

    async examine(releaseId) {
      const [stored, sealedProof] = [await archive.find(releaseId), await archive.proofOf(releaseId)];
      const wave = stored === null ? null : await waves.find(stored.waveId);
      if (wave !== null && wave.shreddedOn !== null) return 'shredded';
      if (stored === null || sealedProof === null || wave === null) return null;
      const { release } = open(stored);
      const shown = new Set(release.tables.map(({ id }) => id));
      const plan = { tables: (await planOf(wave)).tables.filter(({ id }) => shown.has(id)) };
      const counted = await countWave({ ...wave, plan }, definitions, ballots);
      if (typeof counted === 'string') return counted;
      const proof = openProof(sealedProof, releaseId, releaseKey);
      const all = await archive.list();
      const before = all
        .slice(all.findIndex(({ id }) => id === releaseId) + 1)
        .find(({ waveId, status }) => waveId === wave.id && status === 'released');
      const judged = checkAgain(
        plan,
        counted.variables,
        counted.ballots,
        counted.rules,
        proof,
        before === undefined ? null : open(before).release,
      );
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

function coversPlan({ tables }: SafeRelease, plan: Plan): boolean {
  return plan.tables.every((planned) => tables.some(({ id }) => id === planned.id));
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
