import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../http/staff-route.js';
import type { Wave, WaveDraft, WaveStatus } from '../ports/office.js';
import type { Definition } from '../survey/definition.js';
import type { AdminDeps } from './deps.js';
import { pathOf } from './form.js';
import type { Refusal } from './refuse.js';
import { refuse } from './refuse.js';

export interface WaveCall {
  readonly req: StaffRequest;
  readonly res: Response;
  readonly wave: Wave;
  /** The questionnaire of the wave, frozen since the wave exists. */
  readonly definition: Definition;
}

const refusalOf: Readonly<Record<WaveStatus, Refusal>> = {
  draft: 'wave-locked',
  open: 'wave-not-open',
  closed: 'wave-not-closed',
};

/** Loads the wave of `:waveId`. Where there is none, or it is not in one of the states asked for, the call is refused. */
export function withWave(
  deps: Pick<AdminDeps, 'waves' | 'definitions' | 'audit' | 'views'>,
  states: readonly [WaveStatus, ...WaveStatus[]],
  act: (call: WaveCall) => Promise<void>,
): StaffRoute['handle'] {
  return async (req, res) => {
    const wave = await deps.waves.find(pathOf(req, 'waveId'));
    if (wave === null) return refuse(deps, req, res, 'unknown-wave', null);
    if (!states.includes(wave.status)) return refuse(deps, req, res, refusalOf[states[0]], wave.id);
    const definition = await deps.definitions.find(wave.definition.id, wave.definition.version);
    if (definition === null) throw new Error(`wave ${wave.id} has lost its questionnaire`);
    return act({ req, res, wave, definition });
  };
}

export const anyState = ['draft', 'open', 'closed'] as const;

/** Stores a changed draft; a wave that was opened meanwhile stays as it is, and the attempt is refused. */
export async function saveDraft(
  deps: Pick<AdminDeps, 'waves' | 'audit' | 'views'>,
  call: WaveCall,
  change: Partial<WaveDraft>,
): Promise<boolean> {
  const { id, status: _status, simulated: _simulated, shreddedOn: _shreddedOn, ...draft } = call.wave;
  if ((await deps.waves.change(id, { ...draft, ...change })) === 'changed') return true;
  await refuse(deps, call.req, call.res, 'wave-locked', id);
  return false;
}
