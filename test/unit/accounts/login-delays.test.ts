import { describe, expect, test } from 'vitest';
import { LoginDelays } from '../../../server/accounts/login-delays.js';
import { testClock } from '../../support/storage.js';

const start = Date.parse('2026-03-02T09:00:00.000Z');

describe('guessing at one name', () => {
  test('waits one second after five failures, then twice as long each time, five minutes at most', () => {
    const clock = testClock();
    const delays = new LoginDelays(clock);
    let now = start;
    for (let attempt = 0; attempt < 5; attempt += 1) expect(delays.attempt('hanna')).toBe(0);
    const waits = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const wait = delays.attempt('hanna');
      waits.push(wait);
      now += wait * 1000;
      clock.set(new Date(now).toISOString());
      expect(delays.attempt('hanna')).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  test('lets a hundred attempts at the same instant pass five times', () => {
    const delays = new LoginDelays(testClock());
    const passed = Array.from({ length: 100 }, () => delays.attempt('hanna')).filter((wait) => wait === 0);
    expect(passed).toHaveLength(5);
  });

  test('slows down nobody else, starts anew after success and after an hour', () => {
    const clock = testClock();
    const delays = new LoginDelays(clock);
    for (let attempt = 0; attempt < 5; attempt += 1) delays.attempt('hanna');
    expect(delays.attempt('cem')).toBe(0);
    delays.succeeded('hanna');
    expect(delays.attempt('hanna')).toBe(0);
    for (let attempt = 0; attempt < 4; attempt += 1) delays.attempt('hanna');
    expect(delays.attempt('hanna')).toBe(1);
    clock.set(new Date(start + 61 * 60_000).toISOString());
    for (let attempt = 0; attempt < 5; attempt += 1) expect(delays.attempt('hanna')).toBe(0);
  });

  test('remembers a bounded number of names, the latest ones', () => {
    const delays = new LoginDelays(testClock(), 3);
    for (let attempt = 0; attempt < 5; attempt += 1) delays.attempt('hanna');
    for (const name of ['a', 'b']) delays.attempt(name);
    expect(delays.attempt('hanna')).toBe(1);
    for (const name of ['c', 'd', 'e']) delays.attempt(name);
    expect(delays.attempt('hanna')).toBe(0);
  });
});
