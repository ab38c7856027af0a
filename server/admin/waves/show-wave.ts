import type { StaffRoute } from '../../http/staff-route.js';
import { keptUntil } from '../../ports/retention.js';
import type { AdminDeps } from '../deps.js';
import { showPage } from '../show-page.js';
import { anyState, withWave } from '../with-wave.js';
import { waveFacts } from './wave-facts.js';

/** The overview of a wave: of a draft what is still to do, of an open or closed one what can be done with it. */
export function showWave(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId',
      roles: ['hr'],
      handle: withWave(deps, anyState, async ({ req, res, wave, definition }) => {
        const facts = await waveFacts(deps, wave, definition);
        showPage(deps, req, res, 'wave', wave.title[req.lang], {
          wave,
          definition,
          follows: (await deps.followUps.originOf(wave.id)) !== null,
          issuedCodes: facts.issuedCodes,
          missing: facts.missing,
          address: `${deps.baseUrl}/${wave.languages[0] ?? 'de'}/${wave.id}`,
          keptUntil: keptUntil(wave),
          pastEnd: new Date(wave.closesAt) <= deps.clock.now(),
        });
      }),
    },
  ];
}
