import { columnName, sheetXml, stylesXml, xmlHead, type Sheet } from './xlsx-sheet.js';
import { xmlText } from './xml.js';
import { zipOf } from './zip.js';

export interface Workbook {
  readonly title: string;
  /** Day that is given as the day of making, `2026-11-23`. */
  readonly madeOn: string;
  readonly sheets: readonly Sheet[];
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook (ECMA-376) of values alone: the writer has no way to put a formula, link, macro or picture in. The same workbook
 * gives the same bytes.
 */
export function xlsxOf({ title, madeOn, sheets }: Workbook): Buffer {
  const part = (path: string, text: string) => ({ path, bytes: Buffer.from(text, 'utf8') });
  const numbers = sheets.map((_, at) => String(at + 1));
  const stylesId = `rId${String(sheets.length + 1)}`;
  return zipOf([
    part(
      '[Content_Types].xml',
      `${xmlHead}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEETML}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEETML}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${numbers.map((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${SHEETML}.worksheet+xml"/>`).join('')}</Types>`,
    ),
    part(
      '_rels/.rels',
      `${xmlHead}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    ),
    part(
      'docProps/core.xml',
      `${xmlHead}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(title)}</dc:title><dc:creator>Mehrwelt</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${xmlText(madeOn)}T00:00:00Z</dcterms:created></cp:coreProperties>`,
    ),
    part(
      'xl/workbook.xml',
      `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, at) => `<sheet name="${xmlText(name)}" sheetId="${String(at + 1)}" r:id="rId${String(at + 1)}"/>`).join('')}</sheets><definedNames>${sheets.map(filterName).join('')}</definedNames></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `${xmlHead}<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((number) => `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}<Relationship Id="${stylesId}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ),
    part('xl/styles.xml', stylesXml),
    ...sheets.map((sheet, at) => part(`xl/worksheets/sheet${String(at + 1)}.xml`, sheetXml(sheet, at === 0))),
  ]);
}

/** A filter is known to Excel by a hidden name as well. */
function filterName({ name, widths, rows }: Sheet, at: number): string {
  const last = `$${columnName(widths.length - 1)}$${String(Math.max(rows.length, 1))}`;
  return `<definedName name="_xlnm._FilterDatabase" localSheetId="${String(at)}" hidden="1">'${xmlText(name)}'!$A$1:${last}</definedName>`;
}
