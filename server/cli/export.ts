import { exportFiles, exportNames } from '../exports/export-files.js';
import type { ExportContext } from '../exports/export-context.js';
import { hasDatabases } from '../storage/sqlite/databases.js';
import { openStorage } from '../storage/sqlite/open-storage.js';
import { UsageError, type Folders, type FoldersCommand, type FoldersDeps } from './command.js';
import { makeDemo } from './make-demo.js';
import { readReleased } from './read-released.js';
import { checkEmpty, writeFiles } from './write-files.js';
import { parseArgs } from 'node:util';

/** What `--format` takes; each stands for one or more of the files. */
const formats = {
  notes: ['notes.txt'],
  xlsx: ['tables.xlsx'],
  csv: ['tables-semicolon.csv', 'tables-comma.csv', 'columns.csv'],
  json: ['release.json'],
  'json-stat': ['tables.json-stat.json'],
  sdmx: ['tables.sdmx.csv'],
  codebook: ['codebook.csv'],
  ddi: ['questionnaire.ddi.xml'],
  references: ['references.csv'],
  r: ['read-tables.R', 'tables-comma.csv'],
  spss: ['read-tables.sps', 'tables-comma.csv'],
  stata: ['read-tables.do', 'tables-comma.csv'],
  datapackage: exportNames,
} as const satisfies Readonly<Record<string, readonly (typeof exportNames)[number][]>>;

/** Writes what was released of a wave into a folder, in every format; `--demo` makes a demonstration for it first. */
export const exportRelease: FoldersCommand = {
  onFolders: true,
  name: 'export',
  usage: `WAVE|--demo --all DIR [--format ${Object.keys(formats).join('|')}]...`,
  purpose:
    'writes the released tables of a wave into the empty folder DIR, in every format; --demo: those of a demonstration that is made for it',
  async run(deps, args) {
    const { waveId, out, names } = wordsOf(args);
    checkEmpty(out);
    if (waveId !== null) return exportFrom(deps, deps.folders, waveId, out, names);
    deps.say('Making the demonstration in a temporary folder (about 20 seconds) ...');
    const demo = await makeDemo();
    try {
      return await exportFrom(deps, demo.folders, demo.waveId, out, names);
    } finally {
      demo.remove();
    }
  },
};

async function exportFrom(
  { clock, randomness, say }: FoldersDeps,
  folders: Folders,
  waveId: string,
  out: string,
  names: ReadonlySet<string>,
): Promise<number> {
  if (!hasDatabases(folders.dataDir))
    throw new UsageError('DATA_DIR holds no installation; start the server once, or set DATA_DIR');
  const storage = openStorage({ ...folders, clock, randomness });
  let context: ExportContext | string;
  try {
    context = await readReleased(storage, folders.keyDir, waveId);
    if (typeof context !== 'string')
      await storage.audit.append({
        actor: 'system',
        action: 'release.downloaded',
        subject: waveId,
        details: { format: [...names].join(' '), table: 'all' },
      });
  } finally {
    storage.close();
  }
  if (typeof context === 'string') {
    say(context);
    return 1;
  }
  const { wave, release, releasedOn } = context;
  say(
    `${wave.title.de}: ${String(release.tables.length)} tables, released on ${releasedOn}, k = ${String(release.k)}`,
  );
  const files = exportFiles(context).filter(({ path }) => names.has(path));
  writeFiles(out, files);
  for (const { path, bytes } of files) say(`  ${path}  ${String(bytes.length)} bytes`);
  say(`Wrote ${String(files.length)} files to ${out}`);
  return 0;
}

function wordsOf(args: readonly string[]): {
  waveId: string | null;
  out: string;
  names: ReadonlySet<string>;
} {
  const { values, positionals } = readWords(args);
  const [waveId, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('export takes one wave');
  if (values.demo === (waveId !== undefined)) throw new UsageError('export takes a wave, or --demo');
  if (values.all === undefined || values.all === '')
    throw new UsageError('--all takes the folder to write to');
  const wanted = values.format.length === 0 ? ['datapackage'] : values.format;
  const names = wanted.flatMap((format) => {
    const known = Object.entries(formats).find(([name]) => name === format);
    if (known === undefined)
      throw new UsageError(`--format takes ${Object.keys(formats).join(', ')}; not ${format}`);
    return known[1];
  });
  return { waveId: waveId ?? null, out: values.all, names: new Set(names) };
}

function readWords(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'string' },
        demo: { type: 'boolean', default: false },
        format: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    // Whatever parseArgs throws is about the words of the call.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
