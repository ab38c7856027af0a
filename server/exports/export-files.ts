import type { ExportContext, ExportFile } from './export-context.js';
import { releaseCsv } from './release-csv.js';
import { releaseJson } from './release-json.js';

/**
 * A release in every format. Names, order and bytes are the same for the same context, whatever the time, zone or language of
 * the machine.
 */
export function exportFiles({ wave, release, references }: ExportContext): ExportFile[] {
  return [
    file('tables-comma.csv', 'text/csv; charset=utf-8', releaseCsv(wave, release, 'en')),
    file('release.json', 'application/json; charset=utf-8', releaseJson(wave, release, references)),
  ];
}

function file(path: string, mediaType: string, content: string | Uint8Array): ExportFile {
  return {
    path,
    mediaType,
    bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content),
  };
}
