import { setImmediate as otherWork } from 'node:timers/promises';
import type { Trace } from '../../ports/self-test.js';

/** Traces start to be compared where so many bytes occur; shorter ones would be found in random bytes by accident. */
const PREFIX = 8;
/** Bytes between two pauses. */
const PIECE = 1 << 20;
/** A code in UTF-16 takes 40 bytes; pieces overlap by more. */
const OVERLAP = 64;

/** As printed; in a database it may follow on other text without anything in between. */
const grouped = /(?:R-)?(?:[0-9A-Z]{4}-){3}[0-9A-Z]{5}/gi;
/** Without hyphens; standing alone, because parts of longer words look like codes too. */
const bare = /(?<![0-9A-Za-z+/_-])[0-9A-Z]{17}(?![0-9A-Za-z+/=_-])/g;
const wide = /(?:(?:[0-9A-Z]\0){4}-\0){3}(?:[0-9A-Z]\0){5}/gi;

/** Whether the bytes hold a participation code in the clear, in any of the ways in which text is written. */
export async function holdsCode(bytes: Uint8Array, isCode: (text: string) => boolean): Promise<boolean> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < whole.length; at += PIECE) {
    const text = whole.toString('latin1', at, at + PIECE + OVERLAP);
    const found = [grouped, bare, wide].flatMap((pattern) => text.match(pattern) ?? []);
    if (found.some((word) => isCode(word.replaceAll('\0', '')))) return true;
    await otherWork();
  }
  return false;
}

/**
 * Looks for very many traces in one pass: a table of their first three bytes passes over nearly every position.
 * Gives the names of those that were found.
 */
export function traceFinder(traces: readonly Trace[]): (bytes: Uint8Array) => Promise<string[]> {
  const starts = new Uint8Array(1 << 24);
  const byPrefix = new Map<string, Trace[]>();
  for (const trace of traces) {
    const bytes = Buffer.from(trace.bytes);
    if (bytes.length < PREFIX) throw new Error('a trace this short is found anywhere');
    starts[bytes.readUIntBE(0, 3)] = 1;
    const prefix = bytes.toString('latin1', 0, PREFIX);
    const same = byPrefix.get(prefix);
    if (same === undefined) byPrefix.set(prefix, [trace]);
    else same.push(trace);
  }
  return async (content) => {
    const found = new Set<string>();
    if (traces.length === 0) return [];
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
    let window = bytes.length < PREFIX ? 0 : bytes.readUInt16BE(0);
    for (let at = 0; at + PREFIX <= bytes.length; at += 1) {
      if (at % PIECE === PIECE - 1) await otherWork();
      window = ((window << 8) | (bytes[at + 2] ?? 0)) & 0xffffff;
      if (starts[window] === 0) continue;
      for (const trace of byPrefix.get(bytes.toString('latin1', at, at + PREFIX)) ?? [])
        if (bytes.subarray(at, at + trace.bytes.length).equals(trace.bytes)) found.add(trace.name);
    }
    return [...found];
  };
}
