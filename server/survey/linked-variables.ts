import { coder, sourcesOf } from './code-answers.js';
import { itemIdOf, referencesOf } from './conditions.js';
import type { Answers, AnswerValue, Definition, Derived, Item } from './definition.js';
import { isNumberItem, itemsOf, storedValues } from './items.js';
import { isTick } from './list-variables.js';
import { mergedCode } from './merge.js';
import { derivedReferences, itemReferences } from './rules.js';

/** Occurs in no code. */
const SEPARATOR = '|';

/** Beyond so many sets of answers combinations are not searched through. */
const SEARCH_LIMIT = 200_000;

/** Variables that restrict each other, and every combination of their codes that answers can produce. */
export interface LinkedVariables {
  readonly variables: readonly string[];
  /** A code for each of the variables, in a fixed order; null where there are too many answers to try. */
  readonly combinations: readonly (readonly string[])[] | null;
}

/**
 * Parts of these variables so that codes of different parts combine freely. The answers that can make a difference to a
 * part are tried completely, and each set of them is coded by the same function that codes the ballots, so a combination
 * that is not among them is one that skip logic, consent or the rules of derived variables exclude. Throws for an unknown
 * variable. Held to it by test/property/survey-linked-variables.test.ts.
 */
export function linkedVariables(definition: Definition, variables: readonly string[]): LinkedVariables[] {
  return linkedGroups(definition, variables).map((group) => ({
    variables: group,
    combinations: combinationsOf(definition, group),
  }));
}

/** Results of long searches, by definition and group: the same are asked for again and again. */
const memories = new WeakMap<Definition, Map<string, LinkedVariables['combinations']>>();

function combinationsOf(definition: Definition, group: readonly string[]): LinkedVariables['combinations'] {
  const memory = memories.get(definition) ?? new Map<string, LinkedVariables['combinations']>();
  memories.set(definition, memory);
  const key = group.join(SEPARATOR);
  const known = memory.get(key);
  if (known !== undefined) return known;
  const reached = reachedCombinations(definition, group);
  const combinations = reached === null ? null : [...reached].sort().map((text) => text.split(SEPARATOR));
  memory.set(key, combinations);
  return combinations;
}

/** All combinations of codes that answers can produce; null where there are too many answers to try. */
function reachedCombinations(definition: Definition, group: readonly string[]): ReadonlySet<string> | null {
  const world = worldOf(definition, group);
  const choices = world.items.map((item) => answersThatMatter(item, world));
  const size = choices.reduce((product, answers) => product * answers.length, world.special ? 2 : 1);
  if (size > SEARCH_LIMIT) return null;
  const reached = new Set<string>();
  for (const answers of everyCombination(world.items, choices)) {
    for (const consent of world.special ? [true, false] : [true]) {
      const code = coder(world.definition, answers, consent);
      reached.add(combination(group, code));
    }
  }
  return reached;
}

function combination(group: readonly string[], code: (variableId: string) => string): string {
  return group.map(code).join(SEPARATOR);
}

/** What decides the codes of some variables: the items they look at, and everything that decides whether these are shown. */
interface World {
  /** The definition without everything that does not matter here. */
  readonly definition: Definition;
  readonly items: readonly Item[];
  /** Whether consent to special categories plays a part. */
  readonly special: boolean;
  /** Lists of values that conditions and rules ask about, by item or row. */
  readonly lists: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Items, rows and options whose own code is wanted. */
  readonly observed: ReadonlySet<string>;
}

function worldOf(definition: Definition, variables: readonly string[]): World {
  const all = new Map(itemsOf(definition).map((item) => [item.id, item]));
  const rules = new Map(definition.derived.map((derived) => [derived.id, derived]));
  const wanted = new Set<string>();
  const lists = new Map<string, (readonly string[])[]>();
  const observed = new Set<string>();
  const visited = new Set<string>();

  const note = (reference: string, ...asked: (readonly string[])[]): void => {
    lists.set(reference, [...(lists.get(reference) ?? []), ...asked]);
    addItem(itemIdOf(reference));
  };
  const addItem = (id: string): void => {
    if (wanted.has(id)) return;
    wanted.add(id);
    for (const part of referencesOf(all.get(id)?.showIf ?? null)) note(part.q, part.in);
  };
  const addDerived = (derived: Derived): void => {
    if (visited.has(derived.id)) return;
    visited.add(derived.id);
    for (const rule of derived.type === 'boolean3' ? [derived.rule] : derived.cases.map((part) => part.if)) {
      for (const part of itemReferences(rule)) note(part.q, part.in, part.unknown);
      for (const id of derivedReferences(rule)) {
        const earlier = rules.get(id);
        if (earlier !== undefined) addDerived(earlier);
      }
    }
  };

  for (const id of variables) {
    const source = sourcesOf(definition).get(id);
    if (source === undefined) throw new Error(`no variable ${id}`);
    if ('derived' in source) {
      addDerived(source.derived);
    } else {
      observed.add(id);
      addItem(source.item.id);
    }
  }
  const pages = definition.pages
    .map((page) => ({ ...page, questions: page.questions.filter((item) => wanted.has(item.id)) }))
    .filter((page) => page.questions.length > 0);
  const derived = definition.derived.filter((variable) => visited.has(variable.id));
  const reduced = { ...definition, pages, derived };
  return {
    definition: reduced,
    items: itemsOf(reduced),
    special: pages.some((page) => page.art9Notice),
    lists,
    observed,
  };
}

/** Variables that share an item, or the consent, have to be looked at together; others combine freely. */
function linkedGroups(definition: Definition, variables: readonly string[]): string[][] {
  let groups: { variables: string[]; links: Set<string> }[] = [];
  for (const id of variables) {
    const world = worldOf(definition, [id]);
    const links = new Set([
      ...world.items.map((item) => item.id),
      ...(world.special ? ['consent to special pages'] : []),
    ]);
    const linked = groups.filter((group) => [...links].some((link) => group.links.has(link)));
    groups = [
      ...groups.filter((group) => !linked.includes(group)),
      {
        variables: [...linked.flatMap((group) => group.variables), id].sort(),
        links: new Set([...linked.flatMap((group) => [...group.links]), ...links]),
      },
    ];
  }
  return groups.map((group) => group.variables);
}

/** One answer of each kind that the world can tell apart; undefined stands for none. */
function answersThatMatter(item: Item, world: World): (AnswerValue | undefined)[] {
  const values = (reference: string): string[] => distinguishable(item, reference, world);
  if (isNumberItem(item) || item.type === 'single' || item.type === 'scale')
    return [undefined, ...values(item.id)];
  if (item.type === 'multi') return [undefined, ...subsets(values(item.id)).filter((set) => set.length > 0)];
  const rows = item.rows.map((row) => ({ id: row.id, reference: `${item.id}.${row.id}` }));
  const relevant = rows.filter(
    ({ reference }) => world.observed.has(reference) || world.lists.has(reference),
  );
  let answers: Record<string, string>[] = [{}];
  for (const { id, reference } of relevant) {
    if (answers.length > SEARCH_LIMIT) break;
    answers = answers.flatMap((answer) => [
      answer,
      ...values(reference).map((value) => ({ ...answer, [id]: value })),
    ]);
  }
  return answers;
}

/** Of all values that no list and no wanted code tells apart, one. */
function distinguishable(item: Item, reference: string, world: World): string[] {
  const lists = world.lists.get(reference) ?? [];
  const kinds = new Map<string, string>();
  for (const value of storedValues(item)) {
    const kind = [
      ...lists.map((list) => (list.includes(value) ? 1 : 0)),
      ownCode(item, reference, value, world),
    ].join();
    if (!kinds.has(kind)) kinds.set(kind, value);
  }
  return [...kinds.values()];
}

function ownCode(item: Item, reference: string, value: string, world: World): string {
  if (isNumberItem(item)) return world.observed.has(reference) ? value : '';
  const code = mergedCode(item, value);
  if (item.type !== 'multi') return world.observed.has(reference) ? code : '';
  // Ticks that are not asked about are alike, but a tick is not the same as "na".
  return !isTick(code) || world.observed.has(`${item.id}.${code}`) ? code : '';
}

function subsets(values: readonly string[]): string[][] {
  // The subsets of 15 kinds exceed the limit already.
  const some = values.slice(0, 15);
  return some.reduce<string[][]>((sets, value) => [...sets, ...sets.map((set) => [...set, value])], [[]]);
}

function* everyCombination(
  items: readonly Item[],
  choices: readonly (readonly (AnswerValue | undefined)[])[],
): Generator<Answers> {
  const [item, ...otherItems] = items;
  const [options, ...otherChoices] = choices;
  if (item === undefined || options === undefined) {
    yield {};
    return;
  }
  for (const rest of everyCombination(otherItems, otherChoices)) {
    for (const option of options) yield option === undefined ? rest : { ...rest, [item.id]: option };
  }
}
