import { describe, expect, it } from 'vitest';
import { formatFor } from '../../../server/http/format.js';

const spaces = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('formats', () => {
  it('writes numbers and shares as each language does', () => {
    expect(formatFor('de').number(31000)).toBe('31.000');
    expect(formatFor('en').number(31000)).toBe('31,000');
    expect(spaces(formatFor('de').percent(0.05526))).toBe('5,5 %');
    expect(formatFor('en').percent(0.05526, 2)).toBe('5.53%');
    expect(spaces(formatFor('de').percent(0.5, 0))).toBe('50 %');
  });

  it('shows instants in German time, summer and winter', () => {
    expect(formatFor('de').dateTime('2026-11-23T17:00:00Z')).toBe('23. November 2026 um 18:00 Uhr');
    expect(formatFor('de').dateTime('2026-07-01T16:00:00Z')).toBe('1. Juli 2026 um 18:00 Uhr');
    expect(formatFor('en').dateTime('2026-11-23T17:00:00Z')).toBe('23 November 2026 at 18:00');
    expect(formatFor('de').date('2026-12-31T23:30:00Z')).toBe('1. Januar 2027');
  });

  it('leaves a calendar day the day it is', () => {
    expect(formatFor('de').date('2026-11-23')).toBe('23. November 2026');
    expect(formatFor('en').date('2026-03-29')).toBe('29 March 2026');
  });

  it('refuses what is no date', () => {
    expect(() => formatFor('de').date('morgen')).toThrow('not an ISO date');
  });
});
