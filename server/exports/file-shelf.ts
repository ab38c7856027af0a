import type { ExportContext, ExportFile } from './export-context.js';
import { descriptionOf, exportFile, exportNames } from './export-files.js';
import { zipOf } from './zip.js';

/** The files of the releases that were asked for last, so that a page that lists their sizes doesn't make them each time. */
export interface FileShelf {
  /** The same as `exportFiles`, but lets others work between two files. `releaseId`: what the context is of. */
  files(releaseId: string, context: ExportContext): Promise<readonly ExportFile[]>;
  /** All of them in one zip. */
  zip(releaseId: string, context: ExportContext): Promise<Buffer>;
}

/** Releases whose files are kept: some megabytes each. */
const MOST_KEPT = 2;

interface Kept {
  readonly files: Promise<readonly ExportFile[]>;
  zip: Promise<Buffer> | null;
}

/** An empty shelf; a release and its questionnaire never change, but published figures do. */
export function makeFileShelf(): FileShelf {
  const kept = new Map<string, Kept>();
  const find = (releaseId: string, context: ExportContext): Kept => {
    const key = JSON.stringify([releaseId, context.references]);
    const entry = kept.get(key) ?? { files: make(context), zip: null };
    kept.delete(key);
    kept.set(key, entry);
    entry.files.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return entry;
  };
  return {
    files: (releaseId, context) => find(releaseId, context).files,
    zip: (releaseId, context) => {
      const entry = find(releaseId, context);
      return (entry.zip ??= entry.files.then(zipOf));
    },
  };
}

async function make(context: ExportContext): Promise<readonly ExportFile[]> {
  const files: ExportFile[] = [];
  for (const name of exportNames) {
    await new Promise((resolve) => setImmediate(resolve));
    const file = name === 'datapackage.json' ? descriptionOf(context, files) : exportFile(context, name);
    if (file !== null) files.push(file);
  }
  return files;
}
