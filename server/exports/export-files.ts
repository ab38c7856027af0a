import { codebookCsv, columnsCsv, referencesCsv } from './codebook-csv.js';
import { comma, semicolon } from './csv.js';
import { dataPackage } from './data-package.js';
import { ddiCodebook } from './ddi-codebook.js';
import type { ExportContext, ExportFile } from './export-context.js';
import type { FileName } from './file-texts.js';
import { fileTexts } from './file-texts.js';
import { releaseJsonStat } from './json-stat.js';
import { notesText } from './notes-text.js';
import { scriptForR, scriptForSpss, scriptForStata } from './read-in-scripts.js';
import { releaseJson } from './release-json.js';
import { sdmxCsv } from './sdmx-csv.js';
import { tablesCsv } from './tables-csv.js';
import { tablesXlsx } from './tables-xlsx.js';

type Described = Exclude<FileName, 'datapackage.json'>;

interface Maker {
  readonly mediaType: string;
  readonly make: (context: ExportContext) => string | Buffer;
}

const text = 'text/plain; charset=utf-8';
const csv = 'text/csv; charset=utf-8';
const json = 'application/json; charset=utf-8';

const makers: Readonly<Record<Described, Maker>> = {
  'notes.txt': { mediaType: text, make: notesText },
  'tables.xlsx': {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    make: tablesXlsx,
  },
  'tables-semicolon.csv': { mediaType: csv, make: (context) => tablesCsv(context, 'de', semicolon) },
  'tables-comma.csv': { mediaType: csv, make: (context) => tablesCsv(context, 'en', comma) },
  'release.json': {
    mediaType: json,
    make: (context) => releaseJson(context.wave, context.release, context.references, context),
  },
  'tables.json-stat.json': { mediaType: json, make: releaseJsonStat },
  'tables.sdmx.csv': { mediaType: csv, make: sdmxCsv },
  'codebook.csv': { mediaType: csv, make: codebookCsv },
  'questionnaire.ddi.xml': { mediaType: 'application/xml; charset=utf-8', make: ddiCodebook },
  'references.csv': { mediaType: csv, make: referencesCsv },
  'columns.csv': { mediaType: csv, make: columnsCsv },
  'read-tables.R': { mediaType: text, make: scriptForR },
  'read-tables.sps': { mediaType: text, make: scriptForSpss },
  'read-tables.do': { mediaType: text, make: scriptForStata },
};

/**
 * A release in every format, `datapackage.json` last, because it describes the others. Names, order and bytes are the same for
 * the same context, whatever the time, zone or language of the machine.
 */
export function exportFiles(context: ExportContext): ExportFile[] {
  const files = exportNames.flatMap((name) => (isDescribed(name) ? [madeFile(name, context)] : []));
  return [...files, descriptionOf(context, files)];
}

/** The last file, made from the others, which are given. */
export function descriptionOf(context: ExportContext, files: readonly ExportFile[]): ExportFile {
  const bytes = Buffer.from(dataPackage(context, files), 'utf8');
  return { path: 'datapackage.json', mediaType: json, bytes };
}

/** One of the files; the others are made only where it describes them. Null for a name that is none of `exportNames`. */
export function exportFile(context: ExportContext, name: string): ExportFile | null {
  const known = exportNames.find((candidate) => candidate === name);
  if (known === undefined) return null;
  return isDescribed(known) ? madeFile(known, context) : (exportFiles(context).at(-1) ?? null);
}

/** In the order of `exportFiles`. */
export const exportNames: readonly FileName[] = Object.keys(fileTexts) as FileName[];

function isDescribed(name: FileName): name is Described {
  return name !== 'datapackage.json';
}

function madeFile(path: Described, context: ExportContext): ExportFile {
  const { mediaType, make } = makers[path];
  const content = make(context);
  return { path, mediaType, bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content };
}
