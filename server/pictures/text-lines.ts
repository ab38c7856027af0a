import type { Mark, TextPart } from './model.js';

export const LINE = 20;
/** Characters that fit beside each other at 320 pixels. */
const LINE_LENGTH = 36;

/** Marks of a text that starts at the left edge below `top`, in lines that fit a narrow screen, and where they end. */
export function textLines(
  parts: readonly TextPart[],
  top: number,
  size: 'label' | 'heading' = 'label',
): { readonly marks: readonly Mark[]; readonly bottom: number } {
  const lines = wrapped(parts);
  const marks = lines.map((line, at): Mark => {
    const y = top + (at + 1) * LINE - 5;
    return { kind: 'text', x: 0, y, parts: line, anchor: 'start', size, tone: 'ink' };
  });
  return { marks, bottom: top + lines.length * LINE };
}

/** Breaks between words, and inside a word that alone is longer than a line. Words of one weight stay one part. */
function wrapped(parts: readonly TextPart[]): TextPart[][] {
  const lines: TextPart[][] = [];
  let length = LINE_LENGTH + 1;
  for (const { text, weight } of parts) {
    const words = text
      .split(' ')
      .flatMap((word) => word.match(new RegExp(`.{1,${String(LINE_LENGTH)}}`, 'gu')) ?? []);
    for (const word of words) {
      if (length + 1 + word.length > LINE_LENGTH) {
        lines.push([{ text: word, weight }]);
        length = word.length;
        continue;
      }
      const line = lines.at(-1) ?? [];
      const last = line.at(-1);
      if (last?.weight === weight) line[line.length - 1] = { text: `${last.text} ${word}`, weight };
      else line.push({ text: ` ${word}`, weight });
      length += 1 + word.length;
    }
  }
  return lines;
}
