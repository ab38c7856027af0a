import { localeOf } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';

/** Numbers and dates as people of a language write them. Dates are shown in German time, whatever the server's zone. */
export interface Format {
  /** `31.000` */
  number(value: number): string;
  /** With two places: `3,50` */
  decimal(value: number): string;
  /** From a fraction: 0.055 is `5,5 %`. */
  percent(fraction: number, digits?: number): string;
  /** From an ISO instant or calendar day: `23. November 2026`. */
  date(iso: string): string;
  /** `23. November 2026 um 18:00 Uhr` */
  dateTime(iso: string): string;
}

const timeZone = 'Europe/Berlin';

export function formatFor(lang: Lang): Format {
  return formats[lang];
}

function makeFormat(lang: Lang): Format {
  const locale = localeOf[lang];
  const numbers = new Intl.NumberFormat(locale);
  const decimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percents = new Map<number, Intl.NumberFormat>();
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });

  const percentWith = (digits: number): Intl.NumberFormat => {
    const known = percents.get(digits);
    if (known !== undefined) return known;
    const made = new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    percents.set(digits, made);
    return made;
  };

  return {
    number: (value) => numbers.format(value),
    decimal: (value) => decimals.format(value),
    percent: (fraction, digits = 1) => percentWith(digits).format(fraction),
    date: (iso) => dates.format(instant(iso)),
    dateTime: (iso) => `${dateTimes.format(instant(iso))}${lang === 'de' ? ' Uhr' : ''}`,
  };
}

const formats: Readonly<Record<Lang, Format>> = { de: makeFormat('de'), en: makeFormat('en') };

function instant(iso: string): Date {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new Error(`not an ISO date: "${iso}"`);
  return date;
}
