const MAGIC = Buffer.from('d9d505f920a163d7', 'hex');

/**
 * The numbers of the pages in a rollback journal, in the order in which a transaction first wrote to them (SQLite file
 * format, 3). Also read from a journal whose number of pages was not written down yet; empty where there is none.
 */
export function journalPages(journal: Buffer): number[] {
  const sector = journal.length < 28 ? 0 : journal.readUInt32BE(20);
  const pageSize = journal.length < 28 ? 0 : journal.readUInt32BE(24);
  if (sector === 0 || pageSize === 0 || !isHeader(journal)) return [];
  const pages: number[] = [];
  for (let at = sector; at + pageSize + 8 <= journal.length; at += pageSize + 8) {
    const page = journal.readUInt32BE(at);
    // A transaction writes no page twice, and number 0 is none.
    if (page === 0 || pages.includes(page)) break;
    pages.push(page);
  }
  return pages;
}

/** Before the first sync the magic number is not there yet; what follows it is. */
function isHeader(journal: Buffer): boolean {
  const start = journal.subarray(0, MAGIC.length);
  return start.equals(MAGIC) || start.every((byte) => byte === 0);
}
