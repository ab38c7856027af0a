import type { FileShelf } from '../exports/file-shelf.js';
import { tablesXlsx } from '../exports/tables-xlsx.js';
import type { StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import type { ReadingDeps } from './deps.js';
import { exportContextOf } from './export-call.js';
import { answerNotFound, withRelease, withTable, type ReleaseCall } from './with-release.js';

/** The name of the zip beside those of the files in it. */
export const ZIP = 'all.zip';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One file of a release by its name, or all of them as a zip; any other name is not there, and on record. */
export function downloadFile(deps: ReadingDeps, shelf: FileShelf): StaffRoute['handle'] {
  return withRelease(deps, async (call) => {
    const { req, res, wave, releaseId } = call;
    const context = await exportContextOf(deps, call);
    const { name } = req.params;
    if (name === ZIP)
      return send(deps, call, ZIP, 'application/zip', await shelf.zip(releaseId, context), 'all');
    const file = (await shelf.files(releaseId, context)).find(({ path }) => path === name);
    if (file === undefined) return answerNotFound(deps, req, res, 'unknown-file', wave.id);
    return send(deps, call, file.path, file.mediaType, file.bytes, 'all');
  });
}

/** One table as a workbook, with notes and definitions. */
export function downloadTableXlsx(deps: ReadingDeps): StaffRoute['handle'] {
  return withTable(deps, async (call) => {
    const release = { ...call.release, tables: [call.table] };
    const bytes = tablesXlsx(await exportContextOf(deps, { ...call, release }));
    return send(deps, call, `${call.table.id}.xlsx`, XLSX, bytes, call.table.id);
  });
}

async function send(
  { audit }: ReadingDeps,
  { req, res, wave }: ReleaseCall,
  name: string,
  mediaType: string,
  bytes: Buffer,
  table: string,
): Promise<void> {
  await audit.append({
    actor: staffOf(req).login,
    action: 'release.downloaded',
    subject: wave.id,
    details: { format: name, table },
  });
  res
    .set(
      'Content-Disposition',
      `attachment; filename="${wave.simulated ? 'simulated-' : ''}${wave.id}-${name}"`,
    )
    .type(mediaType)
    .send(bytes);
}
