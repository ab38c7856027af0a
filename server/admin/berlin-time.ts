/**
 * Staff enter and read times of the office clock in Bremen; waves keep instants. An instant is an ISO string in UTC,
 * a local time is `2026-11-23T08:00` as a datetime-local field sends it.
 */

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Berlin',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

const MINUTE = 60_000;

export type LocalTimeRead = { ok: true; instant: string } | { ok: false; reason: 'format' | 'nonexistent' };

/**
 * The instant of a local time in Berlin. In the hour that the clock shows twice in autumn the earlier instant is meant;
 * in the hour that it skips in spring there is none. `23.11.2026 08:00`, as typed where a browser has no date field, is
 * read too.
 */
export function readBerlinTime(typed: string): LocalTimeRead {
  const parts = partsOf(typed.trim());
  if (parts === null) return { ok: false, reason: 'format' };
  const wanted = `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
  const asUtc = Date.parse(`${wanted}:00Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== wanted)
    return { ok: false, reason: 'format' };
  // Berlin is one or two hours ahead of UTC; the larger offset gives the earlier instant.
  for (const offset of [120, 60]) {
    const instant = new Date(asUtc - offset * MINUTE);
    if (toBerlinTime(instant.toISOString()) === wanted) return { ok: true, instant: instant.toISOString() };
  }
  return { ok: false, reason: 'nonexistent' };
}

/** An instant as the value of a datetime-local field. */
export function toBerlinTime(instant: string): string {
  const part = new Map(clock.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const get = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? '';
  return `${get('year')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}`;
}

/** The calendar day in Berlin, `2026-11-23`. */
export function berlinDay(date: Date): string {
  return toBerlinTime(date.toISOString()).slice(0, 10);
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

function partsOf(typed: string): Parts | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(typed);
  if (iso !== null) {
    const [, year = '', month = '', day = '', hour = '', minute = ''] = iso;
    return { year, month, day, hour, minute };
  }
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4}),?\s+(\d{1,2})[:.](\d{2})(?:\s*Uhr)?$/.exec(typed);
  if (german === null) return null;
  const [, day = '', month = '', year = '', hour = '', minute = ''] = german;
  return {
    year,
    month: month.padStart(2, '0'),
    day: day.padStart(2, '0'),
    hour: hour.padStart(2, '0'),
    minute,
  };
}
