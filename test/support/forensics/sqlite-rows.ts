import {
  freePages,
  pageAt,
  readBtreePage,
  readHeader,
  type BtreePage,
  type Cell,
  type FileHeader,
} from './sqlite-pages.js';
import { readRecord, type Value } from './sqlite-records.js';

/** A row of a table or an entry of an index, and everything that its place in the file tells. */
export interface RawRow {
  /** Its number when the tree is read in the order of its keys. */
  readonly keyOrder: number;
  readonly rowId: number | null;
  readonly page: number;
  /** Position of its pointer within the page. */
  readonly pointer: number;
  /** Where its cell starts within the page. */
  readonly offset: number;
  readonly values: readonly Value[];
}

export interface RawTree {
  /** Of the table or index. */
  readonly name: string;
  readonly rows: readonly RawRow[];
}

/** A database file read without SQLite: what is alive in it, and what every byte belongs to. */
export interface RawDatabase {
  readonly header: FileHeader;
  readonly trees: readonly RawTree[];
  /** Free pages in the order of the free list. */
  readonly freePages: readonly number[];
  /** What a byte of the file belongs to. */
  placeOf(offset: number): Place;
}

export const places = ['unused page space', 'live row', 'page header', 'free list', 'file tail'] as const;
export type Place = (typeof places)[number];

/** Reads a whole database file. @throws where its structure is broken, as the middle of a commit may leave it. */
export function readDatabase(file: Buffer): RawDatabase {
  const header = readHeader(file);
  const owners = new Uint8Array(file.length).fill(places.indexOf('unused page space'));
  const mark = (place: Place, from: number, to: number): void => {
    owners.fill(places.indexOf(place), from, to);
  };
  mark('file tail', header.pageCount * header.pageSize, file.length);
  const free = freePages(file, header);
  for (const page of free) mark('free list', (page - 1) * header.pageSize, page * header.pageSize);

  const schema = readTree(file, header, 1, mark);
  const trees = schema.flatMap(({ values: [, name, , root] }) =>
    typeof name === 'string' && typeof root === 'number' && root > 0
      ? [{ name, rows: readTree(file, header, root, mark) }]
      : [],
  );
  return {
    header,
    trees,
    freePages: free,
    placeOf: (offset) => places[owners[offset] ?? 0] ?? 'unused page space',
  };
}

type Marker = (place: Place, from: number, to: number) => void;

function readTree(file: Buffer, header: FileHeader, root: number, mark: Marker): RawRow[] {
  const rows: RawRow[] = [];
  const visit = (number: number): void => {
    const page = readBtreePage(file, header, number);
    const start = (number - 1) * header.pageSize;
    mark('page header', start, start + headerEnd(number, page));
    for (const cell of page.cells) {
      if (cell.child !== null) visit(cell.child);
      mark('live row', start + cell.offset, start + cell.end);
      if (page.kind === 'table-interior') continue;
      rows.push({
        keyOrder: rows.length,
        rowId: cell.rowId,
        page: number,
        pointer: cell.index,
        offset: cell.offset,
        values: readRecord(payloadOf(file, header, cell, mark)),
      });
    }
    if (page.rightChild !== null) visit(page.rightChild);
  };
  visit(root);
  return rows;
}

function headerEnd(number: number, page: BtreePage): number {
  return (number === 1 ? 100 : 0) + (page.rightChild === null ? 8 : 12) + 2 * page.cells.length;
}

function payloadOf(file: Buffer, header: FileHeader, cell: Cell, mark: Marker): Buffer {
  const parts = [cell.localPayload];
  let missing = cell.payloadSize - cell.localPayload.length;
  for (let number = cell.overflow; number !== 0 && missing > 0;) {
    const page = pageAt(file, header, number);
    const size = Math.min(missing, header.usable - 4);
    parts.push(page.subarray(4, 4 + size));
    const start = (number - 1) * header.pageSize;
    mark('live row', start, start + 4 + size);
    missing -= size;
    number = page.readUInt32BE(0);
  }
  return parts.length === 1 ? cell.localPayload : Buffer.concat(parts);
}
