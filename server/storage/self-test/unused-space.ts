/** Where a database file holds bytes that belong to no row. */
export interface UnusedSpace {
  /** What remains in used pages between and behind their rows. */
  readonly gaps: readonly Buffer[];
  /** Pages that belong to nothing, without what the list of them needs. */
  readonly freePages: readonly Buffer[];
}

const TREE_PAGES = { 2: 12, 5: 12, 10: 8, 13: 8 } as const;

/** Takes the pages of a database apart (SQLite file format, 1.5 and 1.6). Pages with the rest of long rows are left out. */
export function unusedSpace(file: Buffer): UnusedSpace {
  const size = file.readUInt16BE(16);
  const pageSize = size === 1 ? 65_536 : size;
  const pageOf = (number: number): Buffer => file.subarray((number - 1) * pageSize, number * pageSize);
  const free = new Map<number, Buffer>();
  for (let trunk = file.readUInt32BE(32); trunk !== 0 && !free.has(trunk);) {
    const page = pageOf(trunk);
    const leaves = page.readUInt32BE(4);
    free.set(trunk, page.subarray(8 + 4 * leaves));
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      const number = page.readUInt32BE(8 + 4 * leaf);
      free.set(number, pageOf(number));
    }
    trunk = page.readUInt32BE(0);
  }
  const gaps: Buffer[] = [];
  for (let number = 1; number * pageSize <= file.length; number += 1) {
    if (!free.has(number)) gaps.push(...gapsOf(pageOf(number), number === 1 ? 100 : 0));
  }
  return { gaps, freePages: [...free.values()] };
}

function gapsOf(page: Buffer, start: number): Buffer[] {
  const header = (TREE_PAGES as Partial<Record<number, number>>)[page.readUInt8(start)];
  if (header === undefined) return [];
  const rows = page.readUInt16BE(start + 3);
  const content = page.readUInt16BE(start + 5);
  const gaps = [page.subarray(start + header + 2 * rows, content === 0 ? page.length : content)];
  let block = page.readUInt16BE(start + 1);
  for (let seen = 0; block !== 0 && seen < page.length; seen += 1) {
    gaps.push(page.subarray(block + 4, block + page.readUInt16BE(block + 2)));
    block = page.readUInt16BE(block);
  }
  return gaps;
}
