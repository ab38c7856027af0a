import { tableColumns, type Column } from './columns.js';
import type { ExportContext } from './export-context.js';
import { notesOf } from './notes.js';

/** The file that all three read; it has no byte order mark and a decimal point. */
const FILE = 'tables-comma.csv';

/**
 * Reads the tables into R (base R alone) as the data frame `tables`, with blanks as NA, types, and a label in both languages
 * at each column (`attr(tables$count, "label")`). Run it in the folder of the files.
 */
export function scriptForR(context: ExportContext): string {
  const classes = tableColumns.map(({ name, type }) => `  ${name} = "${rTypes[type]}"`).join(',\n');
  const labels = tableColumns.map(({ name, text }) => `  ${name} = ${rText(`${text.de} / ${text.en}`)}`);
  return lines(
    ...comments(context, '# ', ''),
    'classes <- c(',
    classes,
    ')',
    `tables <- read.csv("${FILE}", colClasses = classes, na.strings = "", fileEncoding = "UTF-8", check.names = FALSE, quote = "\\"")`,
    'labels <- c(',
    labels.join(',\n'),
    ')',
    'stopifnot(identical(names(tables), names(labels)))',
    'for (name in names(labels)) attr(tables[[name]], "label") <- labels[[name]]',
    `attr(tables, "k") <- ${String(context.release.k)}L`,
    `attr(tables, "rule") <- ${rText(context.release.policy)}`,
    'rm(classes, labels, name)',
  );
}

/** The same for SPSS, in Unicode mode. */
export function scriptForSpss(context: ExportContext): string {
  const formats = tableColumns.map((column) => `    ${column.name} ${spssFormat(column)}`);
  const labels = tableColumns.map(({ name, text }) => `  ${name} ${spssText(`${text.de} / ${text.en}`)}`);
  return lines(
    ...comments(context, '* ', '.'),
    'SET UNICODE=ON DECIMAL=DOT.',
    'GET DATA',
    '  /TYPE=TXT',
    `  /FILE="${FILE}"`,
    '  /ENCODING="UTF8"',
    '  /DELCASE=LINE',
    '  /DELIMITERS=","',
    `  /QUALIFIER='"'`,
    '  /ARRANGEMENT=DELIMITED',
    '  /FIRSTCASE=2',
    '  /VARIABLES=',
    `${formats.join('\n')}.`,
    'VARIABLE LABELS',
    `${labels.join('\n')}.`,
    'EXECUTE.',
  );
}

/** The same for Stata 14 and later. */
export function scriptForStata(context: ExportContext): string {
  const texts = tableColumns.flatMap(({ type }, at) =>
    type === 'string' || type === 'date' ? [at + 1] : [],
  );
  return lines(
    ...comments(context, '* ', ''),
    'version 14',
    `import delimited using "${FILE}", clear varnames(1) case(preserve) encoding("utf-8") delimiters(",") bindquotes(strict) stringcols(${texts.join(' ')})`,
    ...tableColumns.map(({ name, text }) => `label variable ${name} "${stataText(text.en).slice(0, 80)}"`),
    ...tableColumns.map(({ name, text }) => `notes ${name}: ${stataText(`${text.de} / ${text.en}`)}`),
  );
}

const rTypes: Readonly<Record<Column['type'], string>> = {
  string: 'character',
  integer: 'integer',
  number: 'numeric',
  date: 'Date',
};

/** What there is to know, as comments. Line breaks go, or the rest of a title would be run as a command. */
function comments(context: ExportContext, start: string, end: string): string[] {
  return notesOf(context).map(({ term, text }) => {
    const words = `${term.de}: ${text.de}`.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
    // A full stop at the end of a line ends an SPSS comment, two asterisks or slashes change one in Stata.
    return `${start}${words.replaceAll(/[*/\\]/g, ' ').replace(/\.\s*$/, '')}${end}`;
  });
}

function rText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function spssText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Stata would replace macros in any quotes. */
function stataText(text: string): string {
  return text.replaceAll(/["`'$]/g, '');
}

function spssFormat({ type, name }: Column): string {
  if (type === 'integer') return 'F10.0';
  if (type === 'number') return 'F10.5';
  if (type === 'date') return 'SDATE10';
  return ['definition', 'source', 'label', 'variable_label', 'wave_title'].includes(name) ||
    name.endsWith('_label')
    ? 'A4000'
    : 'A200';
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
