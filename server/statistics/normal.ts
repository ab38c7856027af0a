/**
 * P(|Z| >= |z|) for a standard normal Z, to about 14 digits however small it is: a series for small z, a continued
 * fraction for large ones.
 *
 * Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), 26.2.11 and 26.2.14.
 */
export function twoSidedP(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n += 1) {
      term *= x ** 2 / (2 * n + 1);
      sum += term;
    }
    return 1 - 2 * density * sum;
  }
  let tail = x;
  for (let n = 200; n >= 1; n -= 1) tail = x + n / tail;
  return (2 * density) / tail;
}
