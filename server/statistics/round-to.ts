/** The multiple of `step` that is nearest to a count, the larger one of two. Throws RangeError unless step > 0, count >= 0. */
export function roundTo(count: number, step: number): number {
  if (!(step > 0 && count >= 0)) throw new RangeError('roundTo: step > 0, count >= 0');
  return Math.floor(count / step + 0.5) * step;
}
