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

/** A page on which people differ in a token and in what they ticked: laid out once, compressed well, and filled. */
export interface PageForm {
  /** `ticked` by `gapOf` names; those that the page has no place for are left out. */
  fill(token: string, ticked: readonly string[]): Part[];
}

/** Drawn at each start and sent to nobody, so that no text can hold them by intention or by accident. */
const nonce = randomBytes(12).toString('hex');
const OPEN = `[own ${nonce} `;
const CLOSE = ` ${nonce} own]`;

/** Stand for own texts of a page that is to become a form. */
const gap = (name: string) => `gap ${nonce} ${name}`;
export const TOKEN_GAP = gap('token');
export const tickGap = (name: string, value: string): string => gap(tickName(name, value));

/** What an option is called among those that are ticked. */
export function tickName(name: string, value: string): string {
  return `${name}=${value}`;
}
export const TICK = ' checked';

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

/** @throws where the page holds an own text besides the gaps: it would be kept and shown to everybody. */
export function formOf(pieces: PageText): PageForm {
  if (pieces.some(({ text, own }) => own && !text.startsWith(gap(''))))
    throw new Error('a page that is kept for everybody holds something of one person');
  const untouched = pieces.filter(({ text, own }) => !own || text === TOKEN_GAP);
  const whole = joined(untouched).map(({ text, own }) => (own ? null : partWith(text, null)));
  const sections = sectionsOf(joined(pieces));

  return {
    fill(token, ticked) {
      if (!/^[\w-]+$/.test(token))
        throw new Error('what fills a page is no token: it would have to be escaped');
      const filled = { bytes: Buffer.from(token), deflated: null };
      if (ticked.length === 0) return whole.map((part) => part ?? filled);
      const ticks = new Set(ticked.map(gap));
      const parts: Part[] = [];
      let before: Part | null = null;
      for (const { after, gap: name } of sections) {
        parts.push(after(before));
        before = name === TOKEN_GAP ? filled : name !== null && ticks.has(name) ? TICKED : null;
        if (before !== null) parts.push(before);
      }
      return parts;
    },
  };
}

/** What stands before a gap, and the gap; the last one has none. */
interface Section {
  /** Ready to follow upon what fills the gap before, or upon nothing. */
  readonly after: (filled: Part | null) => Part;
  readonly gap: string | null;
}

/**
 * A section is compressed by the help of the one before, which it mostly resembles: options of one question. It is there
 * in the browser already, at a distance that depends on nothing but what fills the gap between the two: a tick, the token
 * or nothing. There the compressor gets bytes that occur in no text, so that it can't refer to them.
 */
function sectionsOf(pieces: PageText): Section[] {
  const sections: Section[] = [];
  let before: Buffer | null = null;
  for (const [index, { text, own }] of pieces.entries()) {
    if (own) continue;
    const bytes = Buffer.from(text);
    const known = new Map<number, Part>();
    const previous = before;
    sections.push({
      after(filled) {
        const distance = filled?.bytes.length ?? 0;
        const made =
          known.get(distance) ??
          partWith(text, previous === null ? null : [previous, Buffer.alloc(distance, 0xff)]);
        known.set(distance, made);
        return made;
      },
      gap: pieces[index + 1]?.text ?? null,
    });
    before = bytes;
  }
  return sections;
}

/** Neighbours that nothing stands between become one; two gaps side by side keep an empty text between them. */
function joined(pieces: PageText): PageText {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last === undefined ? piece.own : last.own && piece.own) result.push({ text: '', own: false });
    if (last !== undefined && !last.own && !piece.own)
      result[result.length - 1] = { text: last.text + piece.text, own: false };
    else result.push(piece);
  }
  return result;
}

function partWith(text: string, before: readonly Buffer[] | null): Part {
  const bytes = Buffer.from(text);
  const dictionary = before === null ? undefined : Buffer.concat(before).subarray(-32_000);
  return { bytes, deflated: deflated(bytes, 9, dictionary) };
}

const TICKED: Part = { bytes: Buffer.from(TICK), deflated: null };

export function plainBytes(parts: readonly Part[]): Buffer {
  return Buffer.concat(parts.map(({ bytes }) => bytes));
}

/** Put together as gzip (RFC 1952): compressed pieces as they are, all others in blocks that are stored. */
export function gzipBytes(parts: readonly Part[]): Buffer {
  const chunks: Buffer[] = [GZIP_HEAD];
  let checksum = 0;
  let length = 0;
  for (const { bytes, deflated } of parts) {
    // Nothing to send, and zlib takes the checksum of nothing for the beginning of another one.
    if (bytes.length === 0) continue;
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
function deflated(bytes: Buffer, level: number, dictionary?: Buffer): Buffer {
  // A large window costs more to lay out than a small piece takes to be compressed.
  const small = bytes.length <= 4096 && dictionary === undefined ? { windowBits: 12, memLevel: 5 } : {};
  const options = { level, ...small, finishFlush: constants.Z_SYNC_FLUSH };
  return deflateRawSync(bytes, dictionary === undefined ? options : { ...options, dictionary });
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
