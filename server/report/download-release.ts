import type { SafeRelease } from '../disclosure/safe-release.js';
import { releaseCsv } from '../exports/release-csv.js';
import { releaseJson } from '../exports/release-json.js';
import type { StaffRoute } from '../http/staff-route.js';
import { besideWave } from '../references/reference.js';
import { staffOf } from '../http/staff-route.js';
import type { ReportDeps } from './deps.js';
import type { ReleaseCall } from './with-release.js';
import { withRelease, withTable } from './with-release.js';

export type FileFormat = 'csv' | 'json';

const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** All tables of a release in one file. */
export function downloadRelease(deps: ReportDeps, format: FileFormat): StaffRoute['handle'] {
  return withRelease(deps, (call) => send(deps, call, call.release, format, 'all'));
}

/** One table in a file. */
export function downloadTable(deps: ReportDeps, format: FileFormat): StaffRoute['handle'] {
  return withTable(deps, (call) =>
    send(deps, call, { ...call.release, tables: [call.table] }, format, call.table.id),
  );
}

async function send(
  { audit, references }: ReportDeps,
  { req, res, wave }: ReleaseCall,
  release: SafeRelease,
  format: FileFormat,
  what: string,
): Promise<void> {
  await audit.append({
    actor: staffOf(req).login,
    action: 'release.downloaded',
    subject: wave.id,
    details: { format, table: what },
  });
  const text =
    format === 'csv'
      ? releaseCsv(wave, release, req.lang)
      : releaseJson(wave, release, besideWave(await references.list(), wave));
  const name = `${wave.simulated ? 'simulated-' : ''}${wave.id}-${what}.${format}`;
  res.set('Content-Disposition', `attachment; filename="${name}"`).type(mediaTypes[format]).send(text);
}
