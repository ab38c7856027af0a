import { refuse } from '../http/refuse.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Supplement, Wave } from '../ports/office.js';
import type { ReleaseRecord } from '../ports/release-office.js';
import type { CouncilDeps } from './deps.js';

/** Every proposal and every request for further tables, those that wait for a decision first. */
export function listApprovals({ releases, supplements, waves, views }: CouncilDeps): StaffRoute['handle'] {
  return async (req, res) => {
    if (Object.keys(req.query).length > 0) refuse(req, 'unknown-parameter');
    const entries: { wave: Wave; record: ReleaseRecord }[] = [];
    for (const record of await releases.list()) {
      const wave = await waves.find(record.waveId);
      if (wave !== null) entries.push({ wave, record });
    }
    const requests: { wave: Wave; supplement: Supplement }[] = [];
    for (const supplement of await supplements.list()) {
      const wave = await waves.find(supplement.waveId);
      if (wave !== null) requests.push({ wave, supplement });
    }
    const waiting = entries.filter(({ record }) => record.status === 'proposed');
    const decided = entries.filter(({ record }) => record.status !== 'proposed');
    const options = {
      title: translator(req.lang)('council.list.title'),
      simulated: entries.some(({ wave }) => wave.simulated),
    };
    staffPage(views, req, res, 'council/approvals', options, { waiting, decided, requests });
  };
}
