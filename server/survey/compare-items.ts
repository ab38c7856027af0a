import { itemIdOf, referencesOf } from './conditions.js';
import type { Definition, Derived, Item, Localized } from './definition.js';
import { isNumberItem } from './items.js';
import { derivedReferences, itemReferences } from './rules.js';
import { variablesOf, type Variable } from './variables.js';

/**
 * How a variable differs between two versions. `changed-wording`: question, hint, or a label or the order of its answers.
 * `changed-options`: which answers there are, how they are merged or banded, or what a derived variable counts.
 * `changed-universe`: who is asked it (condition, consent, or a question that the condition looks at).
 */
export type ItemChange = 'same' | 'changed-wording' | 'changed-options' | 'changed-universe' | 'new' | 'gone';

export interface ItemComparison {
  /** Variable of the later version; of the earlier one where it is gone. */
  readonly id: string;
  /** The variable of the earlier version that it continues; null where it is new. */
  readonly earlierId: string | null;
  readonly label: Localized;
  /** The gravest of `changes`: universe before options before wording. */
  readonly change: ItemChange;
  /** All that changed; empty where nothing did, and for what is new or gone. */
  readonly changes: readonly ItemChange[];
  /** Whether results may be held against each other. */
  readonly comparison: 'offered' | 'with-warning' | 'refused';
}

type Change = 'changed-wording' | 'changed-options' | 'changed-universe';
const gravestFirst: readonly Change[] = ['changed-universe', 'changed-options', 'changed-wording'];

/**
 * Compares what two versions of a questionnaire ask, variable by variable, in the order of the later one; what is gone
 * stands last. What did not change is offered; other words are offered with a warning; other answers or other people are
 * refused. The later version may know better: an entry `earlier-id@1.0.0:item` in an item's `comparableWith` says that it
 * was judged comparable with that item of that version (which may have another name), and lifts each by one step. An
 * empty list says that it is comparable with nothing. A derived variable changes with all that it looks at.
 */
export function compareItems(earlier: Definition, later: Definition): ItemComparison[] {
  const [before, now] = [indexOf(earlier), indexOf(later)];
  const earlierNameOf = namesIn(earlier, later);
  const changesOf = changeFinder(before, now, earlierNameOf);
  const continued = new Set<string>();
  const found = variablesOf(later).map((variable): ItemComparison => {
    const { id, label } = variable;
    const item = itemIdOf(id);
    const earlierId = `${earlierNameOf(item) ?? item}${id.slice(item.length)}`;
    if (!before.variables.has(earlierId))
      return { id, earlierId: null, label, change: 'new', changes: [], comparison: 'refused' };
    continued.add(earlierId);
    const changes = changesOf(id, earlierId);
    const judged = earlierNameOf(item) !== null;
    const declared = now.items.get(item)?.item.comparableWith;
    const comparison = declared?.length === 0 ? 'refused' : verdict(changes, judged);
    return { id, earlierId, label, change: changes[0] ?? 'same', changes, comparison };
  });
  const gone = [...before.variables.values()].filter(({ id }) => !continued.has(id));
  return [
    ...found,
    ...gone.map(({ id, label }): ItemComparison => ({
      ...{ id, earlierId: id, label, change: 'gone', changes: [], comparison: 'refused' },
    })),
  ];
}

function verdict(changes: readonly Change[], judged: boolean): ItemComparison['comparison'] {
  const [gravest] = changes;
  if (gravest === undefined) return 'offered';
  if (gravest === 'changed-wording') return judged ? 'offered' : 'with-warning';
  return judged ? 'with-warning' : 'refused';
}

interface Index {
  readonly items: ReadonlyMap<string, { readonly item: Item; readonly consent: boolean }>;
  readonly derived: ReadonlyMap<string, Derived>;
  readonly variables: ReadonlyMap<string, Variable>;
}

function indexOf(definition: Definition): Index {
  return {
    items: new Map(
      definition.pages.flatMap(({ art9Notice, questions }) =>
        questions.map((item) => [item.id, { item, consent: art9Notice }] as const),
      ),
    ),
    derived: new Map(definition.derived.map((derived) => [derived.id, derived])),
    variables: new Map(variablesOf(definition).map((variable) => [variable.id, variable])),
  };
}

/** What an item of the later version was called in the earlier one, where it was judged comparable with it; else null. */
function namesIn(earlier: Definition, later: Definition): (item: string) => string | null {
  const prefix = `${earlier.id}@${earlier.version}:`;
  const names = new Map<string, string>();
  for (const { id, comparableWith } of later.pages.flatMap(({ questions }) => questions)) {
    const entry = comparableWith?.find((name) => name.startsWith(prefix));
    if (entry !== undefined) names.set(id, entry.slice(prefix.length));
  }
  return (item) => names.get(item) ?? null;
}

/** Gives the changes of a variable, the gravest first. */
function changeFinder(
  before: Index,
  now: Index,
  earlierNameOf: (item: string) => string | null,
): (id: string, earlierId: string) => Change[] {
  const known = new Map<string, Change[]>();
  const ofItem = (id: string): Change[] => {
    const item = itemIdOf(id);
    return changesOf(id, `${earlierNameOf(item) ?? item}${id.slice(item.length)}`);
  };
  const inputs = (ids: readonly string[]): Change[] => ids.flatMap((id) => ofItem(id));

  function changesOf(id: string, earlierId: string): Change[] {
    const found = known.get(id) ?? sorted(compare(id, earlierId));
    known.set(id, found);
    return found;
  }

  function compare(id: string, earlierId: string): Change[] {
    const [a, b] = [before.derived.get(earlierId), now.derived.get(id)];
    const changes = labelChanges(before.variables.get(earlierId), now.variables.get(id));
    if (b !== undefined) {
      if (a === undefined || same(rulesOf(a)) !== same(rulesOf(b))) changes.push('changed-options');
      const rules = b.type === 'boolean3' ? [b.rule] : b.cases.map((part) => part.if);
      const items = rules.flatMap(itemReferences).map(({ q }) => itemIdOf(q));
      return [...changes, ...inputs([...items, ...rules.flatMap(derivedReferences)])];
    }
    const [one, other] = [before.items.get(itemIdOf(earlierId)), now.items.get(itemIdOf(id))];
    if (one === undefined || other === undefined) return ['changed-options'];
    changes.push(...itemChanges(one.item, other.item));
    if (one.consent !== other.consent || same(one.item.showIf) !== same(other.item.showIf))
      changes.push('changed-universe');
    // Who is asked depends on what the question asks that the condition looks at.
    const filters = referencesOf(other.item.showIf).map(({ q }) => itemIdOf(q));
    if (inputs(filters).some((change) => change !== 'changed-wording')) changes.push('changed-universe');
    return changes;
  }
  return changesOf;
}

function labelChanges(earlier: Variable | undefined, later: Variable | undefined): Change[] {
  if (earlier === undefined || later === undefined) return ['changed-options'];
  const codesOf = ({ codes }: Variable): string[] =>
    codes.map(({ code }) => code).filter((code) => code !== 'not_asked');
  const [a, b] = [codesOf(earlier), codesOf(later)];
  if (same([...a].sort()) !== same([...b].sort())) return ['changed-options'];
  const isReworded =
    same(a) !== same(b) ||
    isOther(earlier.label, later.label) ||
    later.codes.some(({ code, label }) => {
      const before = earlier.codes.find((one) => one.code === code);
      return before !== undefined && isOther(before.label, label);
    });
  return isReworded ? ['changed-wording'] : [];
}

function itemChanges(earlier: Item, later: Item): Change[] {
  const changes: Change[] = [];
  if (isOther(earlier.text, later.text) || isOther(earlier.hint, later.hint)) changes.push('changed-wording');
  const answers = (item: Item): unknown =>
    isNumberItem(item)
      ? [item.type, item.bands.map(({ value, from, to }) => [value, from ?? null, to ?? null])]
      : [item.type, item.options.map(({ value }) => value).sort(), item.suppress?.values ?? null];
  if (same(answers(earlier)) !== same(answers(later))) changes.push('changed-options');
  return changes;
}

function rulesOf(derived: Derived): unknown {
  return derived.type === 'boolean3' ? derived.rule : [derived.cases, derived.default];
}

function isOther(earlier: Localized | undefined, later: Localized | undefined): boolean {
  return earlier?.de !== later?.de || earlier?.en !== later?.en;
}

/** The schema puts the keys of what it has read into one order. */
function same(value: unknown): string {
  return JSON.stringify(value);
}

function sorted(changes: readonly Change[]): Change[] {
  return gravestFirst.filter((change) => changes.includes(change));
}
