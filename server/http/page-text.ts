import { randomBytes } from 'node:crypto';
import { constants, crc32, deflateRawSync } from 'node:zlib';

/**
 * The text of a page in pieces: what anybody could get, and what is one person's own (a form's token, a receipt, answers).
 * Only the former is ever compressed. The latter goes between as it is, so that the length of a page never tells whether
 * something in it resembles a secret, whatever a stranger makes a browser ask for (BREACH; docs/adr/0014).
 */
export type PageText = readonly Piece[];

interface Piece {
  readonly text: string;
  readonly own: boolean;
}

/** A piece ready to be sent; `deflated` where it comes compressed. */
interface Part {
  readonly bytes: Buffer;
  readonly deflated: Buffer | null;
}

/** A page that differs between people in one own text only, laid out once and compressed well. */
export interface PageForm {
  fill(own: string): Part[];
}

/** Drawn at each start and sent to nobody, so that no text can hold them by intention or by accident. */
const nonce = randomBytes(12).toString('hex');
const OPEN = `[own ${nonce} `;
const CLOSE = ` ${nonce} own]`;

/** Stands for the own text of a page that is to become a form. */
export const GAP = `gap ${nonce}`;

/** Marks an own text for a template, which escapes it as it does any other. */
export function marked(text: string): string {
  return `${OPEN}${text}${CLOSE}`;
}

/** Takes a page apart that a template made with `marked` texts. */
export function piecesOf(html: string): PageText {
  const [first = '', ...rest] = html.split(OPEN);
  const pieces: Piece[] = [{ text: first, own: false }];
  for (const part of rest) {
    const [own, after, ...more] = part.split(CLOSE);
    if (own === undefined || after === undefined || more.length > 0)
      throw new Error('an own text of a page was cut or holds another one');
    pieces.push({ text: own, own: true }, { text: after, own: false });
  }
  return pieces.filter(({ text }) => text !== '');
}

export function plainText(pieces: PageText): string {
  return pieces.map(({ text }) => text).join('');
}

/** Below this many bytes a piece, or a whole page, is not worth the work. */
const WORTHWHILE_PIECE = 1000;
const WORTHWHILE_PAGE = 6000;

/** A page that is made for one person and one time. */
export function partsOf(pieces: PageText): Part[] {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  return pieces.map(({ text, own }) => {
    const bytes = Buffer.from(text);
    const compress = !own && length >= WORTHWHILE_PAGE && bytes.length >= WORTHWHILE_PIECE;
    return { bytes, deflated: compress ? deflated(bytes, 1) : null };
  });
}

/** @throws where the page holds an own text besides the gap: it would be kept and shown to everybody. */
export function formOf(pieces: PageText): PageForm {
  if (pieces.some(({ text, own }) => own && text !== GAP))
    throw new Error('a page that is kept for everybody holds something of one person');
  const parts = pieces.map(({ text, own }): Part | null => {
    if (own) return null;
    const bytes = Buffer.from(text);
    return { bytes, deflated: deflated(bytes, 9) };
  });
  return {
    fill: (own) => {
      if (!/^[\w-]+$/.test(own)) throw new Error('what fills a page is no token: it would have to be escaped');
      const gap = { bytes: Buffer.from(own), deflated: null };
      return parts.map((part) => part ?? gap);
    },
  };
}

export function plainBytes(parts: readonly Part[]): Buffer {
  return Buffer.concat(parts.map(({ bytes }) => bytes));
}

/** Put together as gzip (RFC 1952): compressed pieces as they are, all others in blocks that are stored. */
export function gzipBytes(parts: readonly Part[]): Buffer {
  const chunks: Buffer[] = [GZIP_HEAD];
  let checksum = 0;
  let length = 0;
  for (const { bytes, deflated } of parts) {
    if (deflated !== null) chunks.push(deflated);
    else chunks.push(...storedBlocks(bytes));
    checksum = crc32(bytes, checksum);
    length += bytes.length;
  }
  const end = Buffer.from(GZIP_END);
  end.writeUInt32LE(checksum, END_BLOCK);
  end.writeUInt32LE(length, END_BLOCK + 4);
  chunks.push(end);
  return Buffer.concat(chunks);
}

const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** An empty last block, then room for checksum and length. */
const END_BLOCK = 5;
const GZIP_END = Buffer.from([1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
const LARGEST_BLOCK = 0xffff;

/** Ends on a whole byte and is not marked as the last block, so that anything may follow. */
function deflated(bytes: Buffer, level: number): Buffer {
  return deflateRawSync(bytes, { level, finishFlush: constants.Z_SYNC_FLUSH });
}

function storedBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += LARGEST_BLOCK) {
    const content = bytes.subarray(from, from + LARGEST_BLOCK);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(content.length, 1);
    head.writeUInt16LE(content.length ^ 0xffff, 3);
    blocks.push(head, content);
  }
  return blocks;
}
