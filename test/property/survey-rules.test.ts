import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarsen } from '../../server/survey/ballot.js';
import { derive } from '../../server/survey/derive.js';
import type { Truth } from '../../server/survey/kleene.js';
import { allOf, anyOf, countIs, not } from '../../server/survey/kleene.js';
import { itemsOf } from '../../server/survey/items.js';
import { prune } from '../../server/survey/journey.js';
import { dice, randomAnswer, randomAnswers, randomDefinition, seeds } from './survey-random.js';

type Formula =
  | { atom: number }
  | { not: Formula }
  | { all: Formula[] }
  | { any: Formula[] }
  | { count: Formula[]; eq: number };

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ atom: fc.nat({ max: 4 }) }),
    fc.record({ not: tie('formula') }),
    fc.record({ all: fc.array(tie('formula'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('formula'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ count: fc.array(tie('formula'), { minLength: 1, maxLength: 3 }), eq: fc.nat({ max: 3 }) }),
  ),
}));

const truths = fc.array(fc.constantFrom(true, false, null), { minLength: 5, maxLength: 5 });

function threeValued(part: Formula, atoms: readonly Truth[]): Truth {
  const value = (inner: Formula): Truth => threeValued(inner, atoms);
  if ('atom' in part) return atoms[part.atom] ?? null;
  if ('not' in part) return not(value(part.not));
  if ('all' in part) return allOf(part.all.map(value));
  if ('any' in part) return anyOf(part.any.map(value));
  return countIs(part.count.map(value), part.eq);
}

/** Ordinary logic, written independently. */
function twoValued(part: Formula, atoms: readonly Truth[]): boolean {
  const value = (inner: Formula): boolean => twoValued(inner, atoms);
  if ('atom' in part) return atoms[part.atom] === true;
  if ('not' in part) return !value(part.not);
  if ('all' in part) return part.all.every(value);
  if ('any' in part) return part.any.some(value);
  return part.count.filter(value).length === part.eq;
}

function completions(atoms: readonly Truth[]): Truth[][] {
  return atoms.reduce<Truth[][]>(
    (all, atom) =>
      all.flatMap((done) => (atom === null ? [true, false] : [atom]).map((value) => [...done, value])),
    [[]],
  );
}

function atomsOf(part: Formula): number[] {
  if ('atom' in part) return [part.atom];
  if ('not' in part) return atomsOf(part.not);
  return ('all' in part ? part.all : 'any' in part ? part.any : part.count).flatMap(atomsOf);
}

describe('three-valued rules', () => {
  it('are definite only where every completion of the unknown says the same', () => {
    fc.assert(
      fc.property(formula, truths, (part, atoms) => {
        const result = threeValued(part, atoms);
        const outcomes = new Set(completions(atoms).map((complete) => twoValued(part, complete)));
        if (result !== null) expect([...outcomes]).toEqual([result]);
      }),
      { numRuns: 2000 },
    );
  });

  it('are unknown only where completions differ, as long as nothing is asked twice', () => {
    const constant = (part: Formula): boolean =>
      'count' in part
        ? part.eq > part.count.length || part.count.some(constant)
        : 'not' in part
          ? constant(part.not)
          : 'atom' in part
            ? false
            : ('all' in part ? part.all : part.any).some(constant);
    fc.assert(
      fc.property(formula, truths, (part, atoms) => {
        const asked = atomsOf(part);
        fc.pre(new Set(asked).size === asked.length && !constant(part));
        const outcomes = new Set(completions(atoms).map((complete) => twoValued(part, complete)));
        expect(threeValued(part, atoms) === null).toBe(outcomes.size > 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('derived variables', () => {
  it('never change a definite result when something unanswered gets answered', () => {
    let checked = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const die = dice(seed);
        const definition = randomDefinition(die);
        const before = prune(definition, coarsen(definition, randomAnswers(die, definition, 0.5)), true);
        const open = itemsOf(definition).filter((item) => before[item.id] === undefined);
        fc.pre(open.length > 0);
        const item = die.pick(open);
        const after = prune(
          definition,
          coarsen(definition, { ...before, [item.id]: randomAnswer(die, item) }),
          true,
        );
        // The answer must not contradict those given before, by hiding what they answer.
        fc.pre(Object.keys(before).every((id) => after[id] !== undefined) && after[item.id] !== undefined);
        const was = derive(definition, before);
        const is = derive(definition, after);
        for (const [id, value] of Object.entries(was)) {
          if (value === null) continue;
          checked += 1;
          expect(is[id], id).toBe(value);
        }
      }),
      { numRuns: 500 },
    );
    expect(checked).toBeGreaterThan(0);
  });

  it('are the same for raw and for stored answers', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const die = dice(seed);
        const definition = randomDefinition(die);
        const answers = Object.fromEntries(
          Object.entries(randomAnswers(die, definition)).filter(
            ([, value]) => !/tampered|forty|12,5|low/.test(JSON.stringify(value)),
          ),
        );
        const raw = prune(definition, answers, true);
        expect(derive(definition, raw)).toEqual(
          derive(definition, prune(definition, coarsen(definition, raw), true)),
        );
      }),
      { numRuns: 150 },
    );
  });
});
