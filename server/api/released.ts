import type { Wave } from '../ports/office.js';
import type { TokenPagesDeps } from './deps.js';

/** Waves that a token can be made for: those with released results. */
export async function releasedWaves({ releases, waves }: TokenPagesDeps): Promise<Wave[]> {
  const ids = (await releases.list()).flatMap(({ status, waveId }) =>
    status === 'released' ? [waveId] : [],
  );
  const found = await Promise.all([...new Set(ids)].map((id) => waves.find(id)));
  return found.flatMap((wave) => (wave === null ? [] : [wave]));
}
