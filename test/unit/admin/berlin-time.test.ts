import { describe, expect, test } from 'vitest';
import { berlinDay, readBerlinTime, toBerlinTime } from '../../../server/admin/berlin-time.js';

describe('local times of Berlin', () => {
  test.each([
    ['2026-01-15T08:00', '2026-01-15T07:00:00.000Z'],
    ['2026-07-15T08:00', '2026-07-15T06:00:00.000Z'],
    ['2026-07-15T08:00:30', '2026-07-15T06:00:00.000Z'],
    ['2026-01-01T00:00', '2025-12-31T23:00:00.000Z'],
    ['15.7.2026 8:00', '2026-07-15T06:00:00.000Z'],
    ['15.07.2026, 08:00 Uhr', '2026-07-15T06:00:00.000Z'],
  ])('%s is %s', (typed, instant) => {
    expect(readBerlinTime(typed)).toEqual({ ok: true, instant });
  });

  test('the hour that spring skips does not exist', () => {
    expect(readBerlinTime('2026-03-29T01:59')).toEqual({ ok: true, instant: '2026-03-29T00:59:00.000Z' });
    expect(readBerlinTime('2026-03-29T02:00')).toEqual({ ok: false, reason: 'nonexistent' });
    expect(readBerlinTime('2026-03-29T02:59')).toEqual({ ok: false, reason: 'nonexistent' });
    expect(readBerlinTime('2026-03-29T03:00')).toEqual({ ok: true, instant: '2026-03-29T01:00:00.000Z' });
  });

  test('the hour that autumn shows twice means the earlier one', () => {
    expect(readBerlinTime('2026-10-25T02:30')).toEqual({ ok: true, instant: '2026-10-25T00:30:00.000Z' });
    expect(readBerlinTime('2026-10-25T03:00')).toEqual({ ok: true, instant: '2026-10-25T02:00:00.000Z' });
  });

  test.each([
    '',
    'morgen',
    '2026-02-30T08:00',
    '2026-13-01T08:00',
    '2026-01-01T24:00',
    '2026-01-01',
    '31.6.2026 8:00',
  ])('„%s“ is no time', (typed) => {
    expect(readBerlinTime(typed)).toEqual({ ok: false, reason: 'format' });
  });

  test('instants are shown as the office clock has them, and come back the same', () => {
    for (let hour = 0; hour < 24 * 366; hour += 1) {
      const instant = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      const read = readBerlinTime(toBerlinTime(instant));
      // Only the second showing of the autumn hour comes back an hour earlier.
      const expected = instant === '2026-10-25T01:00:00.000Z' ? '2026-10-25T00:00:00.000Z' : instant;
      expect(read).toEqual({ ok: true, instant: expected });
    }
  });

  test('the day turns at midnight in Berlin', () => {
    expect(berlinDay(new Date('2026-07-01T21:59:59Z'))).toBe('2026-07-01');
    expect(berlinDay(new Date('2026-07-01T22:00:00Z'))).toBe('2026-07-02');
    expect(berlinDay(new Date('2026-12-31T23:00:00Z'))).toBe('2027-01-01');
  });
});
