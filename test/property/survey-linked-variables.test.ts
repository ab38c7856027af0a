import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBallot, encodeBallot } from '../../server/survey/ballot.js';
import type { Answers, AnswerValue, Definition, Item } from '../../server/survey/definition.js';
import { isNumberItem, itemsOf } from '../../server/survey/items.js';
import { prune } from '../../server/survey/journey.js';
import { codeAnswers, variablesOf } from '../../server/survey/variables.js';
import { shippedInstruments } from '../../server/instruments/index.js';
import { structuralZero } from '../support/structural-zero.js';
import type { Dice } from './survey-random.js';
import { dice, randomAnswers, randomDefinition, seeds } from './survey-random.js';

function respondent(die: Dice, definition: Definition): Record<string, string> {
  const answers = randomAnswers(die, definition, die.pick([0.3, 0.7, 0.95]));
  const kept = prune(definition, answers, die.pick([true, true, false, null]));
  return codeAnswers(definition, decodeBallot(definition, encodeBallot(definition, kept)));
}

function someVariables(die: Dice, definition: Definition): string[] {
  const ids = variablesOf(definition).map(({ id }) => id);
  return [...new Set(Array.from({ length: 1 + die.roll(4) }, () => die.pick(ids)))];
}

function cellOf(codes: Readonly<Record<string, string>>, ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, codes[id] ?? '']));
}

describe('combinations of linked variables', { timeout: 120_000 }, () => {
  it('hold whatever somebody reaches', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const die = dice(seed);
        const definition = randomDefinition(die);
        for (let count = 0; count < 6; count += 1) {
          const cell = cellOf(respondent(die, definition), someVariables(die, definition));
          expect(structuralZero(definition, cell), JSON.stringify(cell)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('hold whatever somebody reaches in the shipped questionnaires', () => {
    const [bremen] = shippedInstruments();
    if (bremen === undefined) throw new Error('no instrument is shipped');
    fc.assert(
      fc.property(seeds, (seed) => {
        const die = dice(seed);
        const cell = cellOf(respondent(die, bremen), someVariables(die, bremen));
        expect(structuralZero(bremen, cell), JSON.stringify(cell)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('hold nothing that nobody can reach, where everybody can be listed', () => {
    let zeros = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const die = dice(seed);
        const definition = randomDefinition(die, 3);
        const everybody = everyRespondent(definition);
        fc.pre(everybody !== null && variablesOf(definition).length > 0);
        const ids = someVariables(die, definition).slice(0, 2);
        const reached = new Set(everybody.map((codes) => JSON.stringify(cellOf(codes, ids))));
        for (const cell of everyCell(definition, ids)) {
          const expected = !reached.has(JSON.stringify(cell));
          if (expected) zeros += 1;
          const found = structuralZero(definition, cell);
          // Whether consent was given is not stored: where nothing can be answered on special pages, less is proven.
          if (found) expect(expected, JSON.stringify(cell)).toBe(true);
          else if (!definition.pages.some((page) => page.art9Notice))
            expect(expected, JSON.stringify(cell)).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
    expect(zeros).toBeGreaterThan(50);
  });
});

/** The codes of everybody there could be; null where there are too many. */
function everyRespondent(definition: Definition): Record<string, string>[] | null {
  let people: Answers[] = [{}];
  for (const item of itemsOf(definition)) {
    people = people.flatMap((person) => [
      person,
      ...everyAnswer(item).map((answer) => ({ ...person, [item.id]: answer })),
    ]);
    if (people.length > 3000) return null;
  }
  return people.map((answers) =>
    codeAnswers(definition, decodeBallot(definition, encodeBallot(definition, answers))),
  );
}

function everyAnswer(item: Item): AnswerValue[] {
  if (isNumberItem(item))
    return [...Array.from({ length: item.max - item.min + 1 }, (_, index) => item.min + index), 'na'];
  const values = item.options.map((option) => option.value);
  if (item.type === 'multi')
    return values.reduce<string[][]>((sets, value) => [...sets, ...sets.map((set) => [...set, value])], [[]]);
  if (item.type !== 'matrix') return values;
  return item.rows.reduce<Record<string, string>[]>(
    (all, row) =>
      all.flatMap((answer) => [answer, ...values.map((value) => ({ ...answer, [row.id]: value }))]),
    [{}],
  );
}

function everyCell(definition: Definition, ids: readonly string[]): Record<string, string>[] {
  const codes = new Map(variablesOf(definition).map((variable) => [variable.id, variable.codes]));
  return ids.reduce<Record<string, string>[]>(
    (cells, id) =>
      cells.flatMap((cell) => (codes.get(id) ?? []).map(({ code }) => ({ ...cell, [id]: code }))),
    [{}],
  );
}
