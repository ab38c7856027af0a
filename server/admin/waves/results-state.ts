import type { Supplement, Wave } from '../../ports/office.js';
import type { ReleaseRecord } from '../../ports/release-office.js';
import type { AdminDeps } from '../deps.js';

/** How far a closed wave is on its way to results, and what HR may do next. */
export interface ResultsState {
  /** Waits for a decision. */
  readonly proposed: ReleaseRecord | null;
  /** The newest one that was released. */
  readonly released: ReleaseRecord | null;
  /** Rejected since then. */
  readonly rejected: readonly ReleaseRecord[];
  readonly supplements: readonly Supplement[];
  /** There are tables that the plan or the council allow and no release has. */
  readonly canPrepare: boolean;
  /** Everything so far is released and decided on. */
  readonly canRequest: boolean;
}

export async function resultsState(
  { releases, supplements: desk }: Pick<AdminDeps, 'releases' | 'supplements'>,
  wave: Wave,
): Promise<ResultsState> {
  const all = (await releases.list()).filter(({ waveId }) => waveId === wave.id);
  const supplements = await desk.ofWave(wave.id);
  const released = all.filter(({ status }) => status === 'released');
  const proposed = all.find(({ status }) => status === 'proposed') ?? null;
  const newest = all.findIndex(({ status }) => status === 'released');
  const approved = supplements.filter(({ status }) => status === 'approved').length;
  const isAllReleased = released.length > approved;
  const current = await releases.published(wave.id);
  return {
    proposed,
    released: released[0] ?? null,
    rejected: (newest < 0 ? all : all.slice(0, newest)).filter(({ status }) => status === 'rejected'),
    supplements,
    canPrepare: wave.shreddedOn === null && proposed === null && !isAllReleased,
    canRequest:
      wave.shreddedOn === null &&
      proposed === null &&
      isAllReleased &&
      // What was released by the older rule has no worlds that later tables could be protected with.
      current?.release.policy === 'worlds-strict-1' &&
      supplements.every(({ status }) => status !== 'proposed'),
  };
}
