import { inflateSync } from 'node:zlib';

/** A run of text on a page, from its first character; millimetres from the left and the upper edge to the base line. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A filled rectangle: lines and borders are drawn so. Millimetres, from the upper left corner. */
export interface PdfBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PdfPage {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly texts: readonly PdfText[];
  readonly boxes: readonly PdfBox[];
}

type Matrix = readonly [number, number, number, number, number, number];
type Fonts = ReadonlyMap<string, ReadonlyMap<string, string>>;

const POINT_MM = 25.4 / 72;

/** Pages of a PDF as Chromium writes it (PDF 1.4, ISO 32000-1: no object streams, text in fonts with a table to Unicode). */
export function readPdf(bytes: Buffer): PdfPage[] {
  const objects = objectsOf(bytes.toString('latin1'));
  const root = [...objects.values()].find((object) => /\/Type \/Catalog\b/.test(object)) ?? '';
  return leaves(/\/Pages (\d+) 0 R/.exec(root)?.[1] ?? '', objects).map((page) => {
    const [, , width = 0, height = 0] = numbers(/\/MediaBox \[([^\]]*)\]/.exec(page)?.[1] ?? '');
    const content = /\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '';
    const drawn = draw(streamOf(objects.get(content) ?? ''), fontsOf(page, objects), height);
    return { widthMm: width * POINT_MM, heightMm: height * POINT_MM, ...drawn };
  });
}

function objectsOf(file: string): Map<string, string> {
  const found = file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map([...found].map(([, id = '', body = '']) => [id, body]));
}

/** The pages below a node of the tree of pages, in their order. */
function leaves(id: string, objects: ReadonlyMap<string, string>): string[] {
  const node = objects.get(id);
  if (node === undefined) throw new Error('not a PDF as Chromium writes it');
  if (/\/Type \/Page\b/.test(node)) return [node];
  return references(/\/Kids \[([^\]]*)\]/.exec(node)?.[1] ?? '').flatMap((kid) => leaves(kid, objects));
}

function streamOf(object: string): string {
  const start = object.indexOf('stream\n') + 'stream\n'.length;
  const length = Number(/\/Length (\d+)/.exec(object)?.[1]);
  return inflateSync(Buffer.from(object.slice(start, start + length), 'latin1')).toString('latin1');
}

function references(list: string): string[] {
  return [...list.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => id);
}

function numbers(list: string): number[] {
  return list.trim().split(/\s+/).map(Number);
}

function fontsOf(page: string, objects: ReadonlyMap<string, string>): Fonts {
  const listed = [...(/\/Font <<([^>]*)>>/.exec(page)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)];
  return new Map(
    listed.map(([, name = '', id = '']) => {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
      return [name, table === undefined ? new Map() : lettersOf(streamOf(objects.get(table) ?? ''))];
    }),
  );
}

/** Glyph numbers to characters: `<glyph> <unicode>` and `<first> <last> <unicode of the first>`, in hexadecimal. */
function lettersOf(table: string): Map<string, string> {
  const letters = new Map<string, string>();
  const hex = (text: string): number => Number.parseInt(text, 16);
  const word = (unicode: string): string =>
    String.fromCharCode(...(unicode.match(/.{4}/g) ?? []).map((unit) => hex(unit)));
  for (const [, block = ''] of table.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', unicode = ''] of block.matchAll(/<(\w+)> <(\w+)>/g))
      letters.set(glyph.toUpperCase(), word(unicode));
  }
  for (const [, block = ''] of table.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', last = '', unicode = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let glyph = hex(first); glyph <= hex(last); glyph += 1) {
        const key = glyph.toString(16).toUpperCase().padStart(4, '0');
        letters.set(key, String.fromCharCode(hex(unicode) + glyph - hex(first)));
      }
    }
  }
  return letters;
}

function times(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

function matrixOf([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[]): Matrix {
  return [a, b, c, d, e, f];
}

/** Carries out the operators that move things or draw text and rectangles. */
function draw(content: string, fonts: Fonts, height: number): Pick<PdfPage, 'texts' | 'boxes'> {
  const texts: PdfText[] = [];
  const boxes: PdfBox[] = [];
  const kept: Matrix[] = [];
  let now: Matrix = matrixOf([]);
  let place: Matrix = matrixOf([]);
  let letters: ReadonlyMap<string, string> = new Map();
  let text = '';
  const on = (x: number, y: number, frame: Matrix) => {
    const [, , , , left, up] = times([1, 0, 0, 1, x, y], frame);
    return { x: left * POINT_MM, y: (height - up) * POINT_MM };
  };
  for (const line of content.split('\n')) {
    const [, operands = '', operator] = /^(.*?) ?([A-Za-z*]+)$/.exec(line) ?? [];
    if (operator === 'q') kept.push(now);
    else if (operator === 'Q') now = kept.pop() ?? matrixOf([]);
    else if (operator === 'cm') now = times(matrixOf(numbers(operands)), now);
    else if (operator === 'Tm') place = matrixOf(numbers(operands));
    else if (operator === 'Tf') letters = fonts.get(operands.split(' ')[0]?.slice(1) ?? '') ?? new Map();
    else if (operator === 'BT') text = '';
    else if (operator === 'Tj')
      for (const glyph of /<(\w+)>/.exec(operands)?.[1]?.match(/.{4}/g) ?? [])
        text += letters.get(glyph.toUpperCase()) ?? '\uFFFD';
    else if (operator === 'ET') texts.push({ text, ...on(0, 0, times(place, now)) });
    else if (operator === 're') {
      const [x = 0, y = 0, width = 0, tall = 0] = numbers(operands);
      const corner = on(x, y, now);
      const other = on(x + width, y + tall, now);
      boxes.push({ ...corner, width: other.x - corner.x, height: other.y - corner.y });
    }
  }
  return { texts, boxes };
}
