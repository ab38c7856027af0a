import type { ParticipationSnapshot } from '../../ports/code-register.js';
import { berlinDay } from '../berlin-time.js';
import type { AdminDeps } from '../deps.js';
import { FINAL_DAY, roundParticipation } from './round-participation.js';

type Deps = Pick<AdminDeps, 'board' | 'codes' | 'counter' | 'clock'>;

/** Today's figures of an open wave: the first ones asked for today, unchanged until midnight in Berlin. */
export async function participationToday(deps: Deps, waveId: string): Promise<ParticipationSnapshot> {
  return keep(deps, waveId, berlinDay(deps.clock.now()));
}

/** Keeps the last figures of a wave; to be called before its codes are deleted. */
export async function keepFinalParticipation(deps: Deps, waveId: string): Promise<ParticipationSnapshot> {
  return keep(deps, waveId, FINAL_DAY);
}

async function keep(deps: Deps, waveId: string, day: string): Promise<ParticipationSnapshot> {
  const kept = await deps.board.snapshot(waveId, day);
  if (kept !== null) return kept;
  const [issued, raw] = await Promise.all([deps.codes.issued(waveId), deps.counter.count(waveId)]);
  return deps.board.keep(waveId, roundParticipation(day, issued, raw));
}
