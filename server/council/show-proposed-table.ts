import { informationOf } from '../disclosure/information.js';
import { readingOf } from '../disclosure/shares.js';
import { tableText } from '../exports/table-text.js';
import { formatFor } from '../http/format.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { CouncilDeps } from './deps.js';
import { answerNotFound, pathOf, withProposal } from './with-proposal.js';

/** One table exactly as analysts would see it. */
export function showProposedTable(deps: CouncilDeps): StaffRoute['handle'] {
  return withProposal(deps, async ({ req, res, wave, record, release }) => {
    const table = release.tables.find(({ id }) => id === pathOf(req, 'tableId'));
    if (table === undefined) return answerNotFound(deps, req, res, 'unknown-table', record.id);
    const t = translator(req.lang);
    const reading = readingOf(table);
    const words = {
      answer: t('report.table.answer'),
      count: t('report.table.count'),
      share: t('report.table.share'),
      size: t('report.table.size'),
      base: t('report.table.base'),
      blank: t('report.blank.spoken'),
    };
    const figures = tableText(table, req.lang, formatFor(req.lang), words);
    const options = { title: reading.subject.label[req.lang], simulated: wave.simulated };
    const model = { wave, record, table, reading, figures, information: informationOf(table) };
    staffPage(deps.views, req, res, 'council/table', options, model);
  });
}
