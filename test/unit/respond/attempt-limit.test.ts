import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCode } from '../../../server/credential/code.js';
import { AttemptLimit, type TriedCode } from '../../../server/respond/attempt-limit.js';
import '../../support/property-seed.js';
import { realRandomness } from '../../support/storage.js';

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

/** Codes whose first group is another one each, unless one is given. */
let made = 0;
function code(group = (made++).toString().padStart(4, '0')): TriedCode {
  const printed = group + makeCode(realRandomness).slice(4);
  return { code: printed, hash: printed };
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

  it('a clock that is set back does not shut anybody out', () => {
    const { ask, pass } = aLimit();
    for (let n = 0; n < 300; n++) ask(code());
    pass(-3600);
    expect(ask(code())).toBe(5);
    pass(1);
    expect(ask(code())).toBe(0);
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
