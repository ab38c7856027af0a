import type { Value } from './sqlite-records.js';

/** Numbers that order values as SQLite does: nothing, numbers, texts, bytes. Equal values have equal numbers. */
export function valueOrder(values: readonly Value[]): (value: Value) => number {
  const distinct = new Map(values.map((value) => [keyOf(value), value]));
  const sorted = [...distinct].sort(([, a], [, b]) => compare(a, b));
  const order = new Map(sorted.map(([key], index) => [key, index]));
  return (value) => order.get(keyOf(value)) ?? -1;
}

function keyOf(value: Value): string {
  return `${typeof value} ${Buffer.isBuffer(value) ? value.toString('latin1') : String(value)}`;
}

function compare(a: Value, b: Value): number {
  const kinds = kindOf(a) - kindOf(b);
  if (kinds !== 0) return kinds;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(bytesOf(a), bytesOf(b));
}

function kindOf(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
}

function bytesOf(value: Value): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value));
}
