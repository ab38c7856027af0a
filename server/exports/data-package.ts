import { createHash } from 'node:crypto';
import { columnsOf, type Column } from './columns.js';
import { comma, semicolon } from './csv.js';
import type { ExportContext, ExportFile } from './export-context.js';
import { notesOf } from './notes.js';
import { sourceOf } from './remarks.js';

const tabular: Readonly<Record<string, readonly Column[]>> = columnsOf;

/**
 * The descriptor of a Frictionless data package (Data Package 1.0, specs.frictionlessdata.io) for the files given: each with
 * its size and SHA-256, tables with dialect and schema. An empty figure is a missing value.
 */
export function dataPackage(context: ExportContext, files: readonly ExportFile[]): string {
  const { wave, release, releasedOn } = context;
  const content = {
    profile: 'data-package',
    name: packageName(wave.id),
    id: wave.id,
    title: wave.title.de,
    description: notesOf(context)
      .map(({ term, text }) => `${term.de}: ${text.de}`)
      .join('\n\n'),
    version: wave.definition.version,
    created: `${releasedOn}T00:00:00Z`,
    contributors: [{ title: wave.texts.contact.de, role: 'publisher' }],
    sources: [{ title: sourceOf(context).de }],
    mehrwelt: {
      wave: wave.id,
      simulated: wave.simulated,
      questionnaire: wave.definition,
      k: release.k,
      rule: release.policy,
      releasedOn,
    },
    resources: files.map(resourceOf),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Lower case, digits, dots, hyphens and underscores: all that the specification allows. */
function packageName(waveId: string): string {
  return `mehrwelt-${waveId.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '-')}`;
}

function resourceOf({ path, mediaType, bytes }: ExportFile) {
  const shared = {
    name: path.toLowerCase().replaceAll('.', '-'),
    path,
    format: path.split('.').at(-1)?.toLowerCase() ?? '',
    mediatype: mediaType.split(';')[0],
    encoding: 'utf-8',
    bytes: bytes.length,
    hash: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  };
  const columns = tabular[path];
  if (columns === undefined) return shared;
  const { decimal, delimiter } = path === 'tables-semicolon.csv' ? semicolon : comma;
  return {
    ...shared,
    profile: 'tabular-data-resource',
    dialect: { delimiter, lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
    schema: {
      fields: columns.map(({ name, type, text }) => ({
        name,
        type,
        description: `${text.de} / ${text.en}`,
        ...(type === 'number' ? { decimalChar: decimal } : {}),
      })),
      missingValues: [''],
    },
  };
}
