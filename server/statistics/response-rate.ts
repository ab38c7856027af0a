/**
 * Response rate 2: complete and partial answers over everybody who was asked. All who are asked belong to the staff, so
 * that nobody is ineligible or of unknown eligibility. Throws RangeError unless 0 <= answered <= invited and invited >= 1.
 *
 * Source: AAPOR, Standard Definitions (2023), RR2 = (I + P) / (I + P + R + NC + O + UH + UO).
 */
export function responseRate2(answered: number, invited: number): number {
  if (!(answered >= 0 && invited >= 1 && answered <= invited))
    throw new RangeError('responseRate2: 0 <= answered <= invited, invited >= 1');
  return answered / invited;
}
