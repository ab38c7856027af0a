/** JSON from text; where it is none, the line and column of the first sign that does not fit. */
export function readJson(
  text: string,
): { ok: true; value: unknown } | { ok: false; line: number; column: number } {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return { ok: true, value: JSON.parse(plain) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = Number(/at position (\d+)/.exec(error.message)?.[1] ?? plain.length);
    const before = plain.slice(0, position).split('\n');
    return { ok: false, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}
