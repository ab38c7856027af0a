import { xmlText } from './xml.js';

/** A cell by what it is, never by how it looks: a text stays one even where it begins with `=`. */
export type Cell =
  | { readonly text: string; readonly style?: CellStyle }
  | { readonly number: number; readonly style: 'whole' | 'percent' }
  | null;

/** Names of the formats in `stylesXml`, in its order. */
export const cellStyles = ['plain', 'head', 'whole', 'percent', 'blank', 'wrapped', 'title'] as const;
export type CellStyle = (typeof cellStyles)[number];

export interface Sheet {
  /** At most 31 signs, none of `[]:*?/\`. */
  readonly name: string;
  /** Widths of the columns in signs. */
  readonly widths: readonly number[];
  /** The first row is the header: it stays when one scrolls, and filters. */
  readonly rows: readonly (readonly Cell[])[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A sheet of SpreadsheetML (ECMA-376, part 1, 18.3). No element in it is a formula. */
export function sheetXml({ widths, rows }: Sheet, isFirst: boolean): string {
  const last = `${columnName(widths.length - 1)}${String(Math.max(rows.length, 1))}`;
  const columns = widths.map(
    (width, at) =>
      `<col min="${String(at + 1)}" max="${String(at + 1)}" width="${String(width)}" customWidth="1"/>`,
  );
  return [
    xmlHead,
    `<worksheet xmlns="${MAIN}"><dimension ref="A1:${last}"/>`,
    `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">`,
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>',
    `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`,
    ...rows.map((row, at) => rowXml(row, at + 1)),
    `</sheetData><autoFilter ref="A1:${last}"/></worksheet>`,
  ].join('');
}

function rowXml(cells: readonly Cell[], row: number): string {
  const written = cells.map((cell, at) => cellXml(cell, `${columnName(at)}${String(row)}`));
  return `<row r="${String(row)}">${written.join('')}</row>`;
}

function cellXml(cell: Cell, place: string): string {
  if (cell === null) return '';
  const style = cellStyles.indexOf(cell.style ?? 'plain');
  if ('number' in cell) return `<c r="${place}" s="${String(style)}"><v>${String(cell.number)}</v></c>`;
  return `<c r="${place}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${xmlText(cell.text)}</t></is></c>`;
}

/** `A` for 0, `AA` for 26. */
export function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

/** The formats by name, in the order of `cellStyles`. */
export const stylesXml = [
  xmlHead,
  `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>`,
  '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>',
  '<font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE5E9F2"/><bgColor indexed="64"/></patternFill></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="${String(cellStyles.length)}">`,
  format(0, 0, 0, 'vertical="top"'),
  format(0, 1, 2, 'vertical="top" wrapText="1"'),
  format(3, 0, 0, 'vertical="top" horizontal="right"'),
  format(164, 0, 0, 'vertical="top" horizontal="right"'),
  format(0, 0, 0, 'vertical="top" horizontal="right"'),
  format(0, 0, 0, 'vertical="top" wrapText="1"'),
  format(0, 2, 0, 'vertical="top"'),
  '</cellXfs><cellStyles count="1"><cellStyle name="Standard" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

function format(number: number, font: number, fill: number, alignment: string): string {
  return `<xf numFmtId="${String(number)}" fontId="${String(font)}" fillId="${String(fill)}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment ${alignment}/></xf>`;
}
