import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Newest } from '../../../server/respond/newest.js';
import '../../support/property-seed.js';

const MOST = 10;
const MS = 1000;
const keys = Array.from('abcdefghijklmnopqrst');

describe('what was put in last', () => {
  it('is remembered: the newest half always, never more than all, nothing that is older than twice the time', () => {
    const step = fc.record({
      key: fc.constantFrom(...keys),
      act: fc.constantFrom('put', 'put', 'put', 'delete', 'forget'),
      passes: fc.nat({ max: 600 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const newest = new Newest<number>(MOST, MS);
        const model = new Map<string, number>();
        let now = Date.parse('2026-03-10T09:00:00.000Z');
        for (const { key, act, passes } of steps) {
          now += passes;
          if (act === 'delete') newest.delete(key);
          else if (act === 'put') newest.put(key, now, now);
          newest.forget(now);
          if (act !== 'forget') model.delete(key);
          if (act === 'put') model.set(key, now);

          const known = keys.filter((one) => newest.get(one) !== undefined);
          expect(known.length).toBeLessThanOrEqual(MOST);
          for (const one of known) {
            expect(newest.get(one)).toBe(model.get(one));
            expect(now - (newest.get(one) ?? 0)).toBeLessThan(2 * MS + 600);
          }
          for (const [one, at] of [...model].slice(-MOST / 2))
            if (now - at < MS) expect(newest.get(one)).toBe(at);
          if (act === 'delete') expect(newest.get(key)).toBe(undefined);
        }
      }),
    );
  });

  it('stays quick when far more come than are remembered', () => {
    const count = 50_000;
    const quickest = (work: () => (key: string, n: number) => void): number => {
      const times = Array.from({ length: 4 }, () => {
        const put = work();
        const start = performance.now();
        for (let n = 0; n < count; n++) put(String(n), n);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    const plain = quickest(() => {
      const map = new Map<string, number>();
      return (key, n) => map.set(key, n);
    });
    const full = quickest(() => {
      const newest = new Newest<number>(count, MS);
      for (let n = 0; n < count; n++) newest.put(`before ${String(n)}`, n, 1);
      return (key, n) => {
        newest.put(key, n, 1);
      };
    });
    // Where a Map loses its oldest entry for each new one, it is fifty times as long.
    expect(full).toBeLessThan(10 * Math.max(plain, 2));
  });
});
