import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestDraft, parseDefinition } from '../../server/survey/check-definition.js';
import { checkBallotAnswers, coarsen, decodeBallot, encodeBallot } from '../../server/survey/ballot.js';
import { holds } from '../../server/survey/conditions.js';
import { isNumberItem, itemsOf } from '../../server/survey/items.js';
import { isReachable, prune, visibleItems } from '../../server/survey/journey.js';
import { readPage } from '../../server/survey/answers.js';
import { codeAnswers, variablesOf } from '../../server/survey/variables.js';
import type { Answers, Definition } from '../../server/survey/definition.js';
import { dice, randomAnswers, randomDefinition, seeds } from './survey-random.js';

const consents = [true, false, null];

function randomCase(seed: number) {
  const die = dice(seed);
  const definition = randomDefinition(die);
  return { die, definition, answers: randomAnswers(die, definition), consent: die.pick(consents) };
}

/** As a page is read: what no option fits was never taken, and a number stands as it was typed. */
function asRead(definition: Definition, answers: Answers): Answers {
  const numbers = itemsOf(definition).flatMap((item) => {
    const answer = answers[item.id];
    return isNumberItem(item) && answer !== undefined ? [[item.id, answer] as const] : [];
  });
  return { ...coarsen(definition, answers), ...Object.fromEntries(numbers) };
}

const sorted = (answers: Answers) =>
  JSON.stringify(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('definitions', () => {
  it('survive a round trip through JSON', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const definition = randomDefinition(dice(seed));
        const again = parseDefinition(JSON.parse(JSON.stringify(definition)));
        expect(again).toEqual({ ok: true, definition });
      }),
      { numRuns: 100 },
    );
  });

  it('never have answers longer than longestDraft says', () => {
    fc.assert(
      fc.property(seeds, fc.string({ unit: 'binary', maxLength: 40 }), (seed, typed) => {
        const { definition, die } = randomCase(seed);
        const answers = definition.pages.reduce<Answers>((all, page) => {
          const form: Record<string, unknown> = {};
          for (const item of page.questions) {
            if (isNumberItem(item)) form[item.id] = typed;
            else if (item.type !== 'matrix') form[item.id] = item.options.map((option) => option.value);
            else for (const row of item.rows) form[`${item.id}.${row.id}`] = die.pick(item.options).value;
          }
          return { ...all, ...readPage(page, form).answers };
        }, {});
        expect(Buffer.byteLength(JSON.stringify(answers))).toBeLessThanOrEqual(longestDraft(definition));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the journey', () => {
  it('prunes once and for all', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers, consent } = randomCase(seed);
        const once = prune(definition, answers, consent);
        expect(prune(definition, once, consent)).toEqual(once);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps exactly what was answered on reachable pages to visible items', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers, consent } = randomCase(seed);
        const kept = prune(definition, answers, consent);
        const shown = definition.pages
          .filter((page) => isReachable(definition, answers, consent, page))
          .flatMap((page) => visibleItems(page, kept));
        const expected = shown.map((item) => item.id).filter((id) => answers[id] !== undefined);
        expect(Object.keys(kept)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe('ballots', () => {
  it('give back what was kept, numbers as bands, in whatever order it was answered', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers: typed, consent } = randomCase(seed);
        const answers = asRead(definition, typed);
        const kept = prune(definition, answers, consent);
        const bytes = encodeBallot(definition, kept);
        const back = decodeBallot(definition, bytes);
        expect(sorted(back)).toBe(sorted(prune(definition, coarsen(definition, answers), consent)));
        const reversed = Object.fromEntries(Object.entries(kept).reverse());
        expect(encodeBallot(definition, reversed)).toEqual(bytes);
        // No number leaves the browser's draft: bands only.
        expect(JSON.stringify(back)).not.toMatch(/:-?\d/);
      }),
      { numRuns: 150, examples: [[125174439]] },
    );
  });

  it('hold nothing that was hidden, tampered with or not consented to', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers, consent } = randomCase(seed);
        const back = decodeBallot(definition, encodeBallot(definition, prune(definition, answers, consent)));
        for (const page of definition.pages) {
          for (const item of page.questions) {
            const hidden = (page.art9Notice && consent !== true) || !holds(item.showIf, back);
            if (hidden) expect(back[item.id]).toBeUndefined();
          }
        }
        expect(JSON.stringify(back)).not.toMatch(/tampered|unheard_of|forty/);
      }),
      { numRuns: 150 },
    );
  });

  it('from paper are without fault exactly where nothing would get lost', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers } = randomCase(seed);
        const faults = checkBallotAnswers(definition, answers);
        const back = decodeBallot(definition, encodeBallot(definition, answers));
        const lost = Object.entries(answers).some(([id, value]) => {
          const found = back[id];
          if (found === undefined) return true;
          if (Array.isArray(value)) return new Set(value).size !== (found as string[]).length;
          if (typeof value === 'object') return Object.keys(value).length !== Object.keys(found).length;
          return false;
        });
        const emptied = Object.values(answers).some(
          (value) => typeof value === 'object' && Object.keys(value).length === 0,
        );
        if (!emptied) expect(faults.length > 0).toBe(lost);
      }),
      { numRuns: 250 },
    );
  });
});

describe('variables', () => {
  it('give every ballot exactly one code of their list', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers, consent } = randomCase(seed);
        const variables = variablesOf(definition);
        const ballot = decodeBallot(
          definition,
          encodeBallot(definition, prune(definition, answers, consent)),
        );
        const codes = codeAnswers(definition, ballot);
        expect(Object.keys(codes)).toEqual(variables.map(({ id }) => id));
        for (const variable of variables) {
          expect(new Set(variable.codes.map(({ code }) => code)).size).toBe(variable.codes.length);
          expect(variable.codes.map(({ code }) => code)).toContain(codes[variable.id]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never tell values apart that are merged', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { definition, answers, consent, die } = randomCase(seed);
        const rare = itemsOf(definition).flatMap((item) =>
          (item.type === 'single' || item.type === 'scale') && item.suppress !== undefined ? [item] : [],
        );
        fc.pre(rare.length > 0);
        const item = die.pick(rare);
        const coded = item.suppress?.values.map((value) => {
          const changed = prune(definition, { ...answers, [item.id]: value }, consent);
          return codeAnswers(definition, decodeBallot(definition, encodeBallot(definition, changed)));
        });
        expect(coded?.[0]).toEqual(coded?.[1]);
      }),
      { numRuns: 150 },
    );
  });
});
