/** Patterns start to be compared where their first bytes occur; shorter ones would be found in random bytes by accident. */
const PREFIX = 8;

/** Where a pattern was found. */
export interface Hit {
  /** Index of the pattern. */
  readonly pattern: number;
  readonly offset: number;
}

/**
 * Looks for very many patterns of at least 8 bytes in one pass over each text: a table of the patterns' first three bytes
 * passes over nearly every position, and only what is left is compared.
 *
 * @throws where a pattern is shorter.
 */
export function findMany(patterns: readonly Buffer[]): (text: Buffer) => Hit[] {
  const starts = new Uint8Array(1 << 24);
  const byPrefix = new Map<string, number[]>();
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.length < PREFIX) throw new Error('a pattern this short is found anywhere');
    starts[pattern.readUIntBE(0, 3)] = 1;
    const prefix = pattern.toString('latin1', 0, PREFIX);
    const same = byPrefix.get(prefix);
    if (same === undefined) byPrefix.set(prefix, [index]);
    else same.push(index);
  }
  return (text) => {
    const hits: Hit[] = [];
    let window = ((text[0] ?? 0) << 8) | (text[1] ?? 0);
    for (let offset = 0; offset + PREFIX <= text.length; offset += 1) {
      window = ((window << 8) | (text[offset + 2] ?? 0)) & 0xffffff;
      if (starts[window] === 0) continue;
      for (const pattern of byPrefix.get(text.toString('latin1', offset, offset + PREFIX)) ?? []) {
        const bytes = patterns[pattern];
        if (bytes?.equals(text.subarray(offset, offset + bytes.length)) === true)
          hits.push({ pattern, offset });
      }
    }
    return hits;
  };
}
