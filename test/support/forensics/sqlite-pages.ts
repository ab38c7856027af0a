import { readVarint } from './sqlite-records.js';

/** What the first hundred bytes of a database file tell (SQLite file format, 1.3). */
export interface FileHeader {
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
  /** Goes up with every transaction that wrote to the file. */
  readonly changeCounter: number;
  /** Pages by the file's own account; what lies behind them is its tail. */
  readonly pageCount: number;
  readonly firstFreePage: number;
}

/** One entry of a b-tree page, of which only a part may lie on the page itself. */
export interface Cell {
  /** Position in the page's list of pointers, which is the order of keys. */
  readonly index: number;
  /** Where it starts and ends, counted from the start of the page. */
  readonly offset: number;
  readonly end: number;
  readonly rowId: number | null;
  /** Number of the page below it, in an interior page. */
  readonly child: number | null;
  /** Length of the whole payload; 0 where a cell has none. */
  readonly payloadSize: number;
  readonly localPayload: Buffer;
  /** First overflow page; 0 where everything lies on the page. */
  readonly overflow: number;
}

export interface BtreePage {
  readonly kind: 'table-interior' | 'table-leaf' | 'index-interior' | 'index-leaf';
  readonly cells: readonly Cell[];
  readonly rightChild: number | null;
}

const MAGIC = 'SQLite format 3\0';
const kinds = { 2: 'index-interior', 5: 'table-interior', 10: 'index-leaf', 13: 'table-leaf' } as const;

export function isDatabase(file: Buffer): boolean {
  return file.subarray(0, MAGIC.length).toString('latin1') === MAGIC;
}

export function readHeader(file: Buffer): FileHeader {
  if (!isDatabase(file)) throw new Error('this is no SQLite database');
  const size = file.readUInt16BE(16);
  const pageSize = size === 1 ? 65_536 : size;
  return {
    pageSize,
    usable: pageSize - file.readUInt8(20),
    changeCounter: file.readUInt32BE(24),
    pageCount: file.readUInt32BE(28),
    firstFreePage: file.readUInt32BE(32),
  };
}

/** The bytes of a page; the first one is page 1. */
export function pageAt(file: Buffer, { pageSize }: FileHeader, number: number): Buffer {
  return file.subarray((number - 1) * pageSize, number * pageSize);
}

/** Numbers of the free pages in the order in which the free list names them: each trunk, then its leaves. */
export function freePages(file: Buffer, header: FileHeader): number[] {
  const found: number[] = [];
  for (let trunk = header.firstFreePage; trunk !== 0;) {
    if (found.length > header.pageCount) throw new Error('the free list runs in a circle');
    const page = pageAt(file, header, trunk);
    found.push(trunk);
    for (let leaf = 0; leaf < page.readUInt32BE(4); leaf += 1) found.push(page.readUInt32BE(8 + 4 * leaf));
    trunk = page.readUInt32BE(0);
  }
  return found;
}

/** Takes a b-tree page apart. @throws where the page is no b-tree page. */
export function readBtreePage(file: Buffer, header: FileHeader, number: number): BtreePage {
  const page = pageAt(file, header, number);
  const start = number === 1 ? 100 : 0;
  const kind = (kinds as Partial<Record<number, BtreePage['kind']>>)[page.readUInt8(start)];
  if (kind === undefined) throw new Error(`page ${number} is no b-tree page`);
  const interior = kind.endsWith('interior');
  const pointers = start + (interior ? 12 : 8);
  const cells = Array.from({ length: page.readUInt16BE(start + 3) }, (_, index) =>
    readCell(page, kind, header, { index, offset: page.readUInt16BE(pointers + 2 * index) }),
  );
  return { kind, cells, rightChild: interior ? page.readUInt32BE(start + 8) : null };
}

function readCell(
  page: Buffer,
  kind: BtreePage['kind'],
  { usable }: FileHeader,
  place: Pick<Cell, 'index' | 'offset'>,
): Cell {
  let at = place.offset;
  let child: number | null = null;
  if (kind.endsWith('interior')) {
    child = page.readUInt32BE(at);
    at += 4;
  }
  if (kind === 'table-interior') {
    const { value, end } = readVarint(page, at);
    return { ...place, end, rowId: value, child, payloadSize: 0, localPayload: Buffer.alloc(0), overflow: 0 };
  }
  const size = readVarint(page, at);
  at = size.end;
  let rowId: number | null = null;
  if (kind === 'table-leaf') {
    const id = readVarint(page, at);
    rowId = id.value;
    at = id.end;
  }
  const local = localSize(size.value, usable, kind === 'table-leaf');
  const spills = local < size.value;
  return {
    ...place,
    end: at + local + (spills ? 4 : 0),
    rowId,
    child,
    payloadSize: size.value,
    localPayload: page.subarray(at, at + local),
    overflow: spills ? page.readUInt32BE(at + local) : 0,
  };
}

/** How much of a payload lies on the page itself (SQLite file format, 1.6). */
function localSize(payload: number, usable: number, tableLeaf: boolean): number {
  const most = tableLeaf ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (payload <= most) return payload;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const left = least + ((payload - least) % (usable - 4));
  return left <= most ? left : least;
}
