import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip that is built byte by byte, with lies where a test wants them. */
export interface OddEntry {
  readonly name: string;
  readonly content: Buffer | string;
  /** The content is packed already. */
  readonly packed?: boolean;
  readonly method?: number;
  readonly flags?: number;
  /** What is said of the size, where that is not the truth. */
  readonly size?: number;
  readonly crc?: number;
  /** Name in the entry's own header, where it is another one. */
  readonly localName?: string;
  /** Shares the bytes of the entry before it. */
  readonly sameBytes?: boolean;
}

/** Builds a zip from these entries. `count`: how many the last record says there are. */
export function oddZip(
  entries: readonly OddEntry[],
  { comment = '', count }: { readonly comment?: string; readonly count?: number } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let [at, start] = [0, 0];
  for (const entry of entries) {
    const { name, method = 8, flags = 0, localName = name } = entry;
    const content = Buffer.from(entry.content);
    const bytes = method === 8 && entry.packed !== true ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.crc ?? crc32(content), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(entry.size ?? content.length, 18);
    if (entry.sameBytes !== true) {
      start = at;
      common.writeUInt16LE(localName.length, 22);
      const local = Buffer.concat([number(0x04034b50), common, Buffer.from(localName, 'latin1'), bytes]);
      parts.push(local);
      at += local.length;
    }
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(start, 10);
    directory.push(
      Buffer.concat([number(0x02014b50), Buffer.alloc(2), common, tail, Buffer.from(name, 'latin1')]),
    );
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count ?? entries.length, 8);
  end.writeUInt16LE(count ?? entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, list, end, Buffer.from(comment)]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
