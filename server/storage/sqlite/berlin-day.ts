/** The calendar day in Germany, `2026-11-23`; Swedish dates are written like that. */
export function berlinDay(instant: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(instant);
}
