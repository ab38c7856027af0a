import type { StaffRoute } from '../http/staff-route.js';
import type { Role } from '../ports/staff.js';
import type { ReadingDeps } from './deps.js';
import { makeFileShelf } from '../exports/file-shelf.js';
import { downloadFile, downloadTableXlsx } from './download-file.js';
import { downloadRelease, downloadTable } from './download-release.js';
import { downloadPicture } from './download-picture.js';
import { explore } from './explore.js';
import { listResults } from './list-results.js';
import { showDownloads } from './show-downloads.js';
import { editReportText, saveReportText } from './edit-report-text.js';
import { showReport } from './show-report.js';
import { showTable } from './show-table.js';
import { listTables, showWave } from './show-wave.js';

/**
 * Everybody but the administrator reads results: analysts work with them, HR prints the report, the staff council knows what
 * it released. All of them get released tables only.
 */
const readers: readonly Role[] = ['analyst', 'hr', 'council'];

/**
 * The pages of results. Table ids hold no dot, so no table can be taken for a file; the ids of pages are reserved
 * (check-plan.ts).
 */
export function reportRoutes(deps: ReadingDeps): StaffRoute[] {
  const shelf = makeFileShelf();
  const pages: readonly [string, StaffRoute['handle']][] = [
    ['/results', listResults(deps)],
    ['/results/:waveId', showWave(deps)],
    ['/results/:waveId/tables', listTables(deps)],
    ['/results/:waveId/explore', explore(deps)],
    ['/results/:waveId/report', showReport(deps)],
    ['/results/:waveId/all.csv', downloadRelease(deps, 'csv')],
    ['/results/:waveId/all.json', downloadRelease(deps, 'json')],
    ['/results/:waveId/downloads', showDownloads(deps, shelf)],
    ['/results/:waveId/files/:name', downloadFile(deps, shelf)],
    ['/results/:waveId/:tableId', showTable(deps)],
    ['/results/:waveId/:tableId/table.xlsx', downloadTableXlsx(deps)],
    ['/results/:waveId/:tableId/table.csv', downloadTable(deps, 'csv')],
    ['/results/:waveId/:tableId/table.json', downloadTable(deps, 'json')],
    ['/results/:waveId/:tableId/:kind.svg', downloadPicture(deps, 'svg')],
    ['/results/:waveId/:tableId/:kind.png', downloadPicture(deps, 'png')],
  ];
  const path = '/results/:waveId/report/:chapter';
  return [
    { method: 'get', path, roles: ['hr'], handle: editReportText(deps) },
    { method: 'post', path, roles: ['hr'], handle: saveReportText(deps) },
    ...pages.map(([place, handle]): StaffRoute => ({ method: 'get', path: place, roles: readers, handle })),
  ];
}
