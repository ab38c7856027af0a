import type { ParticipationSnapshot } from '../../ports/code-register.js';
import type { Wave } from '../../ports/office.js';
import { berlinDay } from '../berlin-time.js';
import type { AdminDeps } from '../deps.js';
import { FINAL_DAY, roundParticipation } from './round-participation.js';

type Deps = Pick<AdminDeps, 'board' | 'codes' | 'counter' | 'clock'>;

/** Today's figures of an open wave: the first ones asked for today, unchanged until midnight in Berlin. */
export async function participationToday(deps: Deps, wave: Wave): Promise<ParticipationSnapshot> {
  return keep(deps, wave, berlinDay(deps.clock.now()));
}

/** Keeps the last figures of a wave; to be called before its codes are deleted. */
export async function keepFinalParticipation(deps: Deps, wave: Wave): Promise<ParticipationSnapshot> {
  return keep(deps, wave, FINAL_DAY);
}

async function keep(deps: Deps, wave: Wave, day: string): Promise<ParticipationSnapshot> {
  const kept = await deps.board.snapshot(wave.id, day);
  if (kept !== null) return kept;
  const [issued, raw] = await Promise.all([deps.codes.issued(wave.id), deps.counter.count(wave.id)]);
  return deps.board.keep(wave.id, roundParticipation(day, issued, wave.headcounts, raw));
}
