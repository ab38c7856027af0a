import type { Answers, AnswerValue, Definition, Item } from './definition.js';
import { NO_ANSWER } from './definition.js';
import { itemsOf, storedValues } from './items.js';

/**
 * Stored answers as bytes, one after the other in the order of the questionnaire: of what allows one value its position
 * among the stored values, counted from 1, and 0 where there is no answer (one byte; of a matrix one byte a row); of a
 * multi-response item one bit an option, the first one lowest. Every ballot of a questionnaire has the same length, so
 * that not even a sealed one tells how many questions were answered.
 */
export function packBallot(definition: Definition, stored: Answers): Uint8Array {
  const packed = new Uint8Array(ballotLength(definition));
  let at = 0;
  for (const item of itemsOf(definition)) {
    packed.set(packItem(item, stored[item.id]), at);
    at += itemLength(item);
  }
  return packed;
}

/** The stored answers again. Throws where the bytes can't come from `packBallot` with this questionnaire. */
export function unpackBallot(definition: Definition, packed: Uint8Array): Answers {
  if (packed.length !== ballotLength(definition)) throw new Error('ballot does not fit its questionnaire');
  const answers: Record<string, AnswerValue> = {};
  let at = 0;
  for (const item of itemsOf(definition)) {
    const length = itemLength(item);
    const answer = unpackItem(item, packed.subarray(at, at + length));
    if (answer !== undefined) answers[item.id] = answer;
    at += length;
  }
  return answers;
}

/** Bytes of every ballot of a questionnaire. */
export function ballotLength(definition: Definition): number {
  return itemsOf(definition).reduce((sum, item) => sum + itemLength(item), 0);
}

function itemLength(item: Item): number {
  if (item.type === 'multi') return Math.ceil(item.options.length / 8);
  return item.type === 'matrix' ? item.rows.length : 1;
}

function packItem(item: Item, answer: AnswerValue | undefined): Uint8Array {
  const packed = new Uint8Array(itemLength(item));
  if (answer === undefined) return packed;
  const values = storedValues(item);
  const position = (value: unknown): number => {
    const found = values.findIndex((known) => known === value);
    if (found < 0) throw new Error('an answer is none of the stored values');
    return found;
  };
  if (item.type === 'multi') {
    for (const value of Array.isArray(answer) ? answer : [answer]) {
      const bit = position(value);
      packed[bit >> 3] = (packed[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  } else if (item.type === 'matrix') {
    const rows = typeof answer === 'object' && !Array.isArray(answer) ? answer : {};
    item.rows.forEach(({ id }, row) => {
      if (rows[id] !== undefined) packed[row] = position(rows[id]) + 1;
    });
  } else packed[0] = position(answer) + 1;
  return packed;
}

function unpackItem(item: Item, packed: Uint8Array): AnswerValue | undefined {
  const values = storedValues(item);
  const valueAt = (position: number): string => {
    const value = values[position];
    if (value === undefined) throw new Error('ballot does not fit its questionnaire');
    return value;
  };
  if (item.type === 'multi') {
    const ticked: string[] = [];
    for (let bit = 0; bit < packed.length * 8; bit += 1)
      if (((packed[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0) ticked.push(valueAt(bit));
    if (ticked.length > 1 && ticked.includes(NO_ANSWER))
      throw new Error('ballot does not fit its questionnaire');
    return ticked.length > 0 ? ticked : undefined;
  }
  if (item.type === 'matrix') {
    const rows = item.rows.flatMap(({ id }, row): [string, string][] => {
      const code = packed[row] ?? 0;
      return code === 0 ? [] : [[id, valueAt(code - 1)]];
    });
    return rows.length > 0 ? Object.fromEntries(rows) : undefined;
  }
  const code = packed[0] ?? 0;
  return code === 0 ? undefined : valueAt(code - 1);
}
