import { coarsen } from './ballot.js';
import { chosenValues, itemIdOf } from './conditions.js';
import type { Answers, Condition, Definition, Derived, Item, Rule } from './definition.js';
import { isNumberItem, itemsOf, storedValues } from './items.js';
import type { Truth } from './kleene.js';
import { allOf, anyOf, countIs, not } from './kleene.js';

/**
 * Every derived variable of one respondent: true, false or a category, and null where the answers do not decide it.
 *
 * Takes the answers as they are stored or as they were given. Rules are three-valued: `{q, in, unknown}` is null when
 * the item was not answered or the answer is in `unknown`, and false when the item was not shown. Whether it was shown is
 * three-valued as well: an unanswered controlling item leaves it open. Items on a page that was not consented to count as
 * not answered, never as "no": who declines is unknown, not without migration biography.
 * Of several ticks one in the list decides, then one in `unknown`.
 */
export function derive(definition: Definition, answers: Answers): Record<string, boolean | string | null> {
  const value = deriver(definition, asStored(definition, answers));
  return Object.fromEntries(definition.derived.map(({ id }) => [id, value(id)]));
}

/** The same for one variable at a time, each worked out at most once; for answers as they are stored only. */
export function deriver(definition: Definition, stored: Answers): (id: string) => boolean | string | null {
  const { items, derived } = indexOf(definition);
  const shownItems = new Map<string, Truth>();
  const values = new Map<string, boolean | string | null>();

  const shown = (id: string): Truth => {
    const known = shownItems.get(id);
    if (known !== undefined) return known;
    const item = items.get(id);
    const result = item === undefined ? false : item.showIf === null ? true : condition(item.showIf);
    shownItems.set(id, result);
    return result;
  };

  const atom = (reference: string, values: readonly string[], unknown: readonly string[]): Truth => {
    if (shown(itemIdOf(reference)) === false) return false;
    const chosen = chosenValues(reference, stored);
    if (chosen === null) return null;
    if (chosen.some((value) => values.includes(value))) return true;
    return chosen.some((value) => unknown.includes(value)) ? null : false;
  };

  const condition = (part: Condition): Truth => {
    if ('q' in part) return atom(part.q, part.in, []);
    if ('not' in part) return not(condition(part.not));
    return 'all' in part ? allOf(part.all.map(condition)) : anyOf(part.any.map(condition));
  };

  const rule = (part: Rule): Truth => {
    if ('q' in part) return atom(part.q, part.in, part.unknown ?? []);
    if ('derived' in part) return truthOf(variable(part.derived));
    if ('not' in part) return not(rule(part.not));
    if ('all' in part) return allOf(part.all.map(rule));
    if ('any' in part) return anyOf(part.any.map(rule));
    return countIs(part.count.of.map(rule), part.count.eq);
  };

  const variable = (id: string): boolean | string | null => {
    const known = values.get(id);
    if (known !== undefined) return known;
    const found = derived.get(id);
    if (found === undefined) throw new Error(`no derived variable ${id}`);
    const result = found.type === 'boolean3' ? rule(found.rule) : category(found, rule);
    values.set(id, result);
    return result;
  };

  return variable;
}

function category(
  derived: Extract<Derived, { type: 'category' }>,
  rule: (part: Rule) => Truth,
): string | null {
  for (const { if: condition, then } of derived.cases) {
    const truth = rule(condition);
    if (truth === null) return null;
    if (truth) return then;
  }
  return derived.default;
}

/** Only a boolean can be referred to (check-definition.ts); anything else is not decided. */
function truthOf(value: boolean | string | null): Truth {
  return typeof value === 'boolean' ? value : null;
}

/** Answers in the form in which they are stored, whether they are already or not. */
function asStored(definition: Definition, answers: Answers): Answers {
  const bands = indexOf(definition).numbers.flatMap((item) => {
    const answer = answers[item.id];
    return typeof answer === 'string' && storedValues(item).includes(answer)
      ? [[item.id, answer] as const]
      : [];
  });
  return { ...coarsen(definition, answers), ...Object.fromEntries(bands) };
}

interface Index {
  readonly items: ReadonlyMap<string, Item>;
  readonly numbers: readonly Item[];
  readonly derived: ReadonlyMap<string, Derived>;
}

const indexes = new WeakMap<Definition, Index>();

/** Looked up for every ballot, hence kept for each definition object. */
function indexOf(definition: Definition): Index {
  const known = indexes.get(definition);
  if (known !== undefined) return known;
  const items = itemsOf(definition);
  const index = {
    items: new Map(items.map((item) => [item.id, item])),
    numbers: items.filter(isNumberItem),
    derived: new Map(definition.derived.map((derived) => [derived.id, derived])),
  };
  indexes.set(definition, index);
  return index;
}
