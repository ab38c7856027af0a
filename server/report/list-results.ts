import { refuse } from '../http/refuse.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Wave } from '../ports/office.js';
import type { ReportDeps } from './deps.js';

/** Every wave whose results were released, the latest first. */
export function listResults({ releases, waves, views }: ReportDeps): StaffRoute['handle'] {
  return async (req, res) => {
    if (Object.keys(req.query).length > 0) refuse(req, 'unknown-parameter');
    const entries: { wave: Wave; releasedOn: string }[] = [];
    for (const record of await releases.list()) {
      const wave = record.status === 'released' ? await waves.find(record.waveId) : null;
      if (wave !== null && record.decidedOn !== null) entries.push({ wave, releasedOn: record.decidedOn });
    }
    entries.sort((a, b) => (a.wave.closesAt < b.wave.closesAt ? 1 : -1));
    const options = {
      title: translator(req.lang)('report.list.title'),
      simulated: entries.some(({ wave }) => wave.simulated),
    };
    staffPage(views, req, res, 'report/results', options, { entries });
  };
}
