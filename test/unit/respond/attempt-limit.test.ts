import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttemptLimit, type TriedCode } from '../../../server/respond/attempt-limit.js';
import '../../support/property-seed.js';

function aLimit() {
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  const limit = new AttemptLimit({ now: () => new Date(now) });
  return {
    /** Seconds to wait; a code that is taken is wrong unless `right` says otherwise. */
    ask: (tried: TriedCode, { right = false, wave = 'wave-1' } = {}): number => {
      const attempt = limit.ask(wave, tried);
      if (right && attempt.seconds === 0) attempt.wasRight();
      return attempt.seconds;
    },
    pass: (seconds: number) => (now += seconds * 1000),
  };
}

/** A code like no other; the first group is another one each time, a million times, unless it is given. */
let made = 0;
function code(group?: string): TriedCode {
  const n = made++;
  const printed = `${group ?? groupOf(n)}-${String(n)}`;
  return { code: printed, hash: printed };
}

/** The n-th of a million first groups, and again the first after that. */
function groupOf(n: number): string {
  return (n % 32 ** 4).toString(32).toUpperCase().padStart(4, '0');
}

describe('how many codes may be tried', () => {
  it('right ones cost nothing, however many come at once', () => {
    const { ask } = aLimit();
    for (let n = 0; n < 5000; n++) expect(ask(code('SAME'), { right: true })).toBe(0);
  });

  it('wrong ones use up what the wave has, and right and wrong then wait alike, five seconds', () => {
    const { ask, pass } = aLimit();
    for (let n = 0; n < 300; n++) expect(ask(code())).toBe(0);
    const [right, wrong] = [code(), code()];
    expect([ask(right, { right: true }), ask(wrong)]).toEqual([5, 5]);
    // Coming early does not put anybody back to the end.
    pass(0.15);
    expect(ask(right, { right: true })).toBe(5);
    // Five a second come back meanwhile, and a flood takes them all.
    for (let n = 0; n < 50; n++) {
      pass(0.1);
      ask(code());
      ask(code());
    }
    expect(ask(code())).toBe(5);
    expect(ask(right, { right: true })).toBe(0);
    expect(ask(wrong)).toBe(0);
    // Another wave has its own.
    expect(ask(code(), { wave: 'wave-2' })).toBe(0);
    pass(60);
    for (let n = 0; n < 300; n++) expect(ask(code())).toBe(0);
    expect(ask(code())).toBe(5);
  });

  it('codes that begin alike are taken six times a minute, and in nobody else’s way', () => {
    const { ask, pass } = aLimit();
    for (let n = 0; n < 5; n++) expect(ask(code('7K3M'))).toBe(0);
    expect(ask(code('7K3M'))).toBe(10);
    pass(4);
    expect(ask(code('7K3M'), { right: true })).toBe(6);
    expect(ask(code('7K3N'))).toBe(0);
    pass(6);
    expect(ask(code('7K3M'), { right: true })).toBe(0);
    expect(ask(code('7K3M'))).toBe(0);
    expect(ask(code('7K3M'))).toBe(10);
  });

  it('a thousand attempts at the same instant do not pass together', () => {
    const { ask } = aLimit();
    const taken = Array.from({ length: 1000 }, () => ask(code('7K3M'))).filter((wait) => wait === 0);
    expect(taken).toHaveLength(5);
  });

  it('a place is kept for a minute', () => {
    const { ask, pass } = aLimit();
    const flood = (seconds: number): void => {
      for (let second = 0; second < seconds; second++) {
        pass(1);
        for (let n = 0; n < 20; n++) ask(code());
      }
    };
    for (let n = 0; n < 300; n++) ask(code());
    const [patient, forgotten] = [code(), code()];
    expect([ask(patient), ask(forgotten)]).toEqual([5, 5]);
    flood(60);
    expect(ask(patient)).toBe(0);
    flood(10);
    expect(ask(forgotten)).toBe(5);
  });

  it('who sees a part of a code gains nothing by a flood of other codes meanwhile, whether these are looked up or told to wait', () => {
    const { ask, pass } = aLimit();
    const targets = Array.from({ length: 20 }, () => code('7K3M'));
    let taken = 0;
    const waiting: TriedCode[][] = [];
    for (let second = 0; second < 50; second++) {
      pass(1);
      // As much as a server can take: 1,500 a second that are told to wait, and that come back for their turn.
      const fresh = Array.from({ length: 1500 }, () => code());
      waiting.push(fresh);
      const back = waiting.length > 5 ? (waiting.shift() ?? []) : [];
      for (const other of [...fresh, ...back]) ask(other);
      // Long pauses, in which what is known of the prefix may be forgotten.
      if (second % 20 === 0 || second % 20 === 6)
        for (const target of targets) if (ask(target) === 0) taken += 1;
    }
    expect(taken).toBeGreaterThan(5);
    expect(taken).toBeLessThanOrEqual(5 + 50 / 10);
  });

  it('a flood of codes that never come back takes nobody’s place', () => {
    const { ask, pass } = aLimit();
    const flood = (count: number): void => {
      for (let n = 0; n < count; n++) ask(code());
    };
    flood(60_000);
    const mine = code('MINE');
    expect(ask(mine, { right: true })).toBe(5);
    pass(5);
    flood(40_000);
    expect(ask(mine, { right: true })).toBe(0);
  });

  it('a clock that is set back does not shut anybody out', () => {
    const { ask, pass } = aLimit();
    for (let n = 0; n < 300; n++) ask(code());
    const waiting = code();
    expect(ask(waiting)).toBe(5);
    pass(-3600);
    expect([ask(waiting), ask(code())]).toEqual([5, 5]);
    pass(1);
    expect(ask(code())).toBe(0);
    pass(4);
    expect(ask(waiting)).toBe(0);
  });

  it('whatever others try: who comes back when told to is let in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ seconds: fc.nat({ max: 20 }), guesses: fc.nat({ max: 400 }) }), {
          maxLength: 8,
        }),
        fc.nat({ max: 400 }),
        (before, meanwhile) => {
          const { ask, pass } = aLimit();
          const guess = (count: number): void => {
            for (let n = 0; n < count; n++) ask(code());
          };
          for (const { seconds, guesses } of before) {
            pass(seconds);
            guess(guesses);
          }
          const mine = code('MINE');
          const wait = ask(mine, { right: true });
          expect(wait).toBeLessThanOrEqual(5);
          if (wait === 0) return;
          pass(wait);
          guess(meanwhile);
          expect(ask(mine, { right: true })).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('whoever guesses at one prefix is never looked up more often than that, whenever they come back', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 200 }), (pauses) => {
        const { ask, pass } = aLimit();
        let [taken, seconds] = [0, 0];
        const codes = Array.from({ length: 7 }, () => code('7K3M'));
        for (const [index, pause] of pauses.entries()) {
          pass(pause);
          seconds += pause;
          if (ask(codes[index % codes.length]!) === 0) taken += 1;
          expect(taken).toBeLessThanOrEqual(5 + seconds / 10 + 1e-6);
        }
      }),
    );
  });
});
