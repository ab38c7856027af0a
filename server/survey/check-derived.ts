import type { Note, Target } from './check-items.js';
import { checkReserved, checkValues, unique } from './check-items.js';
import type { Definition, Derived, Rule, Sensitivity } from './definition.js';
import { DONT_KNOW, NO_ANSWER } from './definition.js';
import { checkBallotAnswers } from './ballot.js';
import { derive } from './derive.js';
import type { Path } from './fault.js';
import { categoriesOf } from './list-variables.js';
import { derivedReferences, itemReferences } from './rules.js';

/** Rules of the derived variables: what they look at exists, and derived variables only look at earlier ones. */
export function checkDerived(definition: Definition, targets: ReadonlyMap<string, Target>, note: Note): void {
  const earlier = new Map<string, Derived>();
  for (const [index, derived] of definition.derived.entries()) {
    const path = ['derived', index];
    const check = (rule: Rule, at: Path): void => {
      checkRule(rule, at, { targets, earlier, definition, note });
    };
    if (derived.type === 'boolean3') {
      check(derived.rule, [...path, 'rule']);
    } else {
      derived.cases.forEach((part, position) => {
        check(part.if, [...path, 'cases', position, 'if']);
        checkReserved(part.then, [...path, 'cases', position, 'then'], note, [NO_ANSWER]);
      });
      checkReserved(derived.default, [...path, 'default'], note, [NO_ANSWER]);
      checkCategories(derived, path, note);
    }
    checkSensitivity(derived, path, { targets, earlier, definition, note });
    earlier.set(derived.id, derived);
  }
}

/** From harmless to special. */
const ranks: readonly Sensitivity[] = ['neutral', 'identifying', 'sensitive'];

/** What is made from answers tells about them: it is protected at least as strictly as the strictest of them. */
function checkSensitivity(derived: Derived, path: Path, { targets, earlier, note }: Surroundings): void {
  const rules = derived.type === 'boolean3' ? [derived.rule] : derived.cases.map((part) => part.if);
  const sources = rules.flatMap((rule) => [
    ...itemReferences(rule).map(({ q }) => targets.get(q)?.item.sensitivity),
    ...derivedReferences(rule).map((id) => earlier.get(id)?.sensitivity),
  ]);
  const least = Math.max(...sources.map((source) => (source === undefined ? 0 : ranks.indexOf(source))));
  if (ranks.indexOf(derived.sensitivity) < least)
    note([...path, 'sensitivity'], 'less_sensitive', { least: ranks[least] ?? '' });
}

/** Test cases that belong to the definition come out as they say. Only for definitions without any other fault. */
export function checkTestCases(definition: Definition, note: Note): void {
  definition.testCases.forEach((test, index) => {
    for (const fault of checkBallotAnswers(definition, test.answers)) {
      // A test case may hold more than a respondent could: what is hidden must not matter.
      if (fault.key === 'survey.ballot.not_to_be_answered') continue;
      const [id = '', ...row] = fault.itemId.split('.');
      note(['testCases', index, 'answers', id, ...row], 'test_answer');
    }
    const derived = derive(definition, test.answers);
    for (const [id, expected] of Object.entries(test.expect)) {
      const path = ['testCases', index, 'expect', id];
      const found = derived[id];
      if (found === undefined) note(path, 'unknown_derived', { id });
      else if (found !== expected)
        note(path, 'test_case', { expected: String(expected), found: String(found) });
    }
  });
}

interface Surroundings {
  readonly targets: ReadonlyMap<string, Target>;
  readonly earlier: ReadonlyMap<string, Derived>;
  readonly definition: Definition;
  readonly note: Note;
}

function checkRule(rule: Rule, path: Path, around: Surroundings): void {
  const { note } = around;
  const checkParts = (parts: readonly Rule[], at: Path): void => {
    parts.forEach((part, index) => {
      checkRule(part, [...at, index], around);
    });
  };
  if ('q' in rule) return checkAtom(rule, path, around);
  if ('not' in rule) return checkRule(rule.not, [...path, 'not'], around);
  if ('all' in rule) return checkParts(rule.all, [...path, 'all']);
  if ('any' in rule) return checkParts(rule.any, [...path, 'any']);
  if ('count' in rule) {
    if (rule.count.eq > rule.count.of.length)
      note([...path, 'count', 'eq'], 'count', { limit: rule.count.of.length });
    return checkParts(rule.count.of, [...path, 'count', 'of']);
  }
  const known = around.earlier.get(rule.derived);
  const params = { id: rule.derived };
  if (known === undefined) {
    const later = around.definition.derived.some((derived) => derived.id === rule.derived);
    note([...path, 'derived'], later ? 'later_derived' : 'unknown_derived', params);
  } else if (known.type !== 'boolean3') {
    note([...path, 'derived'], 'derived_category', params);
  }
}

function checkAtom(rule: Extract<Rule, { q: string }>, path: Path, { targets, note }: Surroundings): void {
  const target = targets.get(rule.q);
  if (target === undefined) return note([...path, 'q'], 'unknown_item', { id: rule.q });
  checkValues(rule.in, target, [...path, 'in'], note);
  const unknown = rule.unknown ?? [];
  checkValues(unknown, target, [...path, 'unknown'], note, [NO_ANSWER, DONT_KNOW]);
  unknown.forEach((value, index) => {
    if (rule.in.includes(value)) note([...path, 'unknown', index], 'in_and_unknown', { value });
  });
}

function checkCategories(derived: Extract<Derived, { type: 'category' }>, path: Path, note: Note): void {
  const made = categoriesOf(derived);
  const mustBeMade = (value: string, at: Path): void => {
    if (!made.includes(value)) note(at, 'unknown_category', { value });
  };
  unique(derived.categories ?? [], 'value', [...path, 'categories'], note);
  derived.categories?.forEach((category, index) => {
    mustBeMade(category.value, [...path, 'categories', index, 'value']);
  });
  derived.countedAs?.forEach((value, index) => {
    mustBeMade(value, [...path, 'countedAs', index]);
  });
}
