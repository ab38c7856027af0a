/** JSON from text; where it is none, the line and column of the first sign that does not fit. */
export function readJson(
  text: string,
): { ok: true; value: unknown } | { ok: false; line: number; column: number } {
  const plain = text.replace(/^\uFEFF/, '');
  const message = complaint(plain);
  if (message === null) return { ok: true, value: JSON.parse(plain) as unknown };
  const told = /at position (\d+)/.exec(message)?.[1];
  const position = told === undefined ? firstStrangeSign(plain) : Number(told);
  const before = plain.slice(0, position).split('\n');
  return { ok: false, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * The engine quotes a strange sign without saying where it stands. The shortest beginning of the text that draws the same
 * complaint ends with it; a text that merely ends too early draws another one.
 */
function firstStrangeSign(plain: string): number {
  let fits = 0;
  let fails = plain.length;
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (complaint(plain.slice(0, middle))?.startsWith('Unexpected token') === true) fails = middle;
    else fits = middle;
  }
  const endsTooEarly = complaint(plain)?.startsWith('Unexpected token') !== true;
  return endsTooEarly ? plain.length : fails - 1;
}

function complaint(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}
