import fc from 'fast-check';
import { parseDefinition } from '../../server/survey/check-definition.js';
import type { Answers, AnswerValue, Definition, Item } from '../../server/survey/definition.js';
import { itemsOf, isNumberItem, storedValues } from '../../server/survey/items.js';

/** Numbers that follow from a seed (mulberry32), so that a failing case can be repeated. */
export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  some<T>(list: readonly T[]): T[];
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const roll = (sides: number): number => Math.floor(next() * sides);
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[roll(list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  const some = <T>(list: readonly T[]): T[] => {
    const kept = list.filter(() => next() < 0.4);
    return kept.length > 0 ? kept : [pick(list)];
  };
  return { roll, chance: (probability) => next() < probability, pick, some };
}

export const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

const text = (de: string): { de: string; en: string } => ({ de, en: `${de} in English` });

interface Target {
  reference: string;
  values: string[];
  merged: string[];
  number: boolean;
}

/** A random definition that is right in every respect: it went through parseDefinition. */
export function randomDefinition(die: Dice, most = 7): Definition {
  const targets: Target[] = [];
  const pages: unknown[] = [];
  let left = 1 + die.roll(most);
  while (left > 0) {
    const questions: unknown[] = [];
    const size = 1 + die.roll(Math.min(left, 4));
    for (let index = 0; index < size; index += 1) questions.push(randomItem(die, targets));
    pages.push({ id: `page${pages.length}`, title: text('Seite'), art9Notice: die.chance(0.3), questions });
    left -= size;
  }
  const derived: unknown[] = [];
  const booleans: string[] = [];
  for (let index = die.roll(4); index > 0; index -= 1) {
    const id = `derived${derived.length}`;
    const base = { id, sensitivity: 'sensitive', label: text(id) };
    if (die.chance(0.6)) {
      derived.push({ ...base, type: 'boolean3', rule: randomRule(die, targets, booleans, 3) });
      booleans.push(id);
    } else {
      const cases = ['a', 'b', 'c'].slice(0, 1 + die.roll(3)).map((then) => ({
        if: randomRule(die, targets, booleans, 2),
        then,
      }));
      derived.push({ ...base, type: 'category', cases, default: 'none' });
    }
  }
  const parsed = parseDefinition({
    id: 'random',
    version: '1.0.0',
    languages: ['de', 'en'],
    defaultLanguage: 'de',
    title: text('Zufall'),
    estimatedMinutes: 1,
    pages,
    derived,
  });
  if (!parsed.ok) throw new Error(`generator made a faulty definition: ${JSON.stringify(parsed.faults)}`);
  return parsed.definition;
}

function randomItem(die: Dice, targets: Target[]): unknown {
  const id = `item${targets.length}`;
  const type = die.pick(['single', 'single', 'multi', 'matrix', 'scale', 'number', 'year']);
  const choiceTargets = targets.filter((target) => !target.number);
  const base = {
    id,
    type,
    sensitivity: die.pick(['identifying', 'sensitive', 'neutral']),
    text: text(id),
    showIf: choiceTargets.length > 0 && die.chance(0.6) ? randomCondition(die, choiceTargets, 2) : null,
  };
  if (type === 'number' || type === 'year') {
    targets.push({ reference: id, values: ['low', 'middle', 'high', 'na'], merged: [], number: true });
    const [min, edge, top, max] = type === 'year' ? [1950, 1980, 2000, 2020] : [0, 10, 20, 30];
    const bands = [
      { value: 'low', label: text('niedrig'), ...(die.chance(0.5) && { from: min }), to: edge - 1 },
      { value: 'middle', label: text('mittel'), from: edge, to: top },
      { value: 'high', label: text('hoch'), from: top + 1, ...(die.chance(0.5) && { to: max }) },
    ];
    return { ...base, min, max, bands };
  }
  const values = [...['v1', 'v2', 'v3', 'v4'].slice(0, 2 + die.roll(3)), ...some(die, ['dk', 'na'])];
  const options = values.map((value) => ({ value, label: text(value) }));
  const rare = die.chance(0.25) ? values.slice(0, 2) : [];
  const into = die.pick(['v1', 'na', 'rare', null]);
  const code = into ?? 'na';
  const merged = rare.length === 0 ? [] : values.filter((value) => rare.includes(value) || value === code);
  const suppress = {
    suppress: {
      values: rare,
      reason: 'rare',
      ...(into !== null && { mergeInto: { value: into, label: text('selten') } }),
    },
  };
  const choice = { ...base, options, ...(rare.length > 0 && suppress) };
  if (type !== 'matrix') {
    targets.push({ reference: id, values, merged, number: false });
    return choice;
  }
  const rows = ['row1', 'row2'].slice(0, 1 + die.roll(2));
  for (const row of rows) targets.push({ reference: `${id}.${row}`, values, merged, number: false });
  return { ...choice, rows: rows.map((row) => ({ id: row, text: text(row) })) };
}

function some<T>(die: Dice, list: readonly T[]): T[] {
  return list.filter(() => die.chance(0.6));
}

/** Values of a target, never telling merged ones apart. */
function randomValues(die: Dice, target: Target): string[] {
  const chosen = die.some(target.values);
  const touched = chosen.some((value) => target.merged.includes(value));
  return touched ? [...new Set([...chosen, ...target.merged])] : chosen;
}

function randomCondition(die: Dice, targets: readonly Target[], depth: number): unknown {
  const kind = depth === 0 ? 'q' : die.pick(['q', 'q', 'not', 'all', 'any']);
  const inner = (): unknown => randomCondition(die, targets, depth - 1);
  if (kind === 'not') return { not: inner() };
  if (kind === 'all') return { all: [inner(), inner()] };
  if (kind === 'any') return { any: [inner(), inner()] };
  const target = die.pick(targets);
  return { q: target.reference, in: randomValues(die, target) };
}

function randomRule(
  die: Dice,
  targets: readonly Target[],
  derived: readonly string[],
  depth: number,
): unknown {
  const kind = depth === 0 ? 'q' : die.pick(['q', 'q', 'derived', 'not', 'all', 'any', 'count']);
  const inner = (): unknown => randomRule(die, targets, derived, depth - 1);
  if (kind === 'derived' && derived.length > 0) return { derived: die.pick(derived) };
  if (kind === 'not') return { not: inner() };
  if (kind === 'all') return { all: [inner(), inner()] };
  if (kind === 'any') return { any: [inner(), inner(), inner()] };
  if (kind === 'count') return { count: { of: [inner(), inner(), inner()], eq: die.roll(4) } };
  const target = die.pick(targets);
  const values = randomValues(die, target);
  const rest = target.values.filter((value) => !values.includes(value) && !target.merged.includes(value));
  return { q: target.reference, in: values, ...(die.chance(0.7) && { unknown: rest.slice(0, die.roll(3)) }) };
}

/** Whatever somebody may have entered, whether it was asked or not; some of it wrong. */
export function randomAnswers(die: Dice, definition: Definition, answered = 0.8): Answers {
  const answers: Record<string, AnswerValue> = {};
  for (const item of itemsOf(definition))
    if (die.chance(answered)) answers[item.id] = randomAnswer(die, item);
  if (die.chance(0.1)) answers['unheard_of'] = 'v1';
  return answers;
}

export function randomAnswer(die: Dice, item: Item): AnswerValue {
  const value = (): string => (die.chance(0.05) ? 'tampered' : die.pick(storedValues(item)));
  if (isNumberItem(item)) {
    if (die.chance(0.1)) return 'na';
    return die.chance(0.1)
      ? die.pick(['forty', '12,5', 'low'])
      : item.min - 1 + die.roll(item.max - item.min + 3);
  }
  if (item.type === 'multi') return Array.from({ length: die.roll(4) }, value);
  if (item.type !== 'matrix') return value();
  return Object.fromEntries(item.rows.filter(() => die.chance(0.8)).map((row) => [row.id, value()]));
}
