import { holds } from './conditions.js';
import type { Answers, Definition, Derived, Item } from './definition.js';
import { NO_ANSWER, NOT_ASKED } from './definition.js';
import { deriver } from './derive.js';
import { isNumberItem } from './items.js';
import { prune } from './journey.js';
import { isTick, variablesOf } from './list-variables.js';
import { mergedCode } from './merge.js';

/**
 * The code of every variable for one stored ballot: exactly one each, always one of the variable's code list.
 *
 * An unanswered item is `na`, a hidden one `not_asked`. The ballot does not say whether consent to the special
 * categories was given: who answered nothing on those pages counts as not asked. Rare values are merged.
 */
export function codeAnswers(definition: Definition, answers: Answers): Record<string, string> {
  const code = coder(definition, answers, hasSpecialAnswers(definition, answers));
  return Object.fromEntries([...sourcesOf(definition).keys()].map((id) => [id, code(id)]));
}

/** The same for one variable at a time, with consent said explicitly. Throws for an unknown variable. */
export function coder(
  definition: Definition,
  answers: Answers,
  consent: boolean,
): (variableId: string) => string {
  const sources = sourcesOf(definition);
  const kept = prune(definition, answers, consent);
  let derived: ((id: string) => boolean | string | null) | undefined;
  return (variableId) => {
    const source = sources.get(variableId);
    if (source === undefined) throw new Error(`no variable ${variableId}`);
    if ('derived' in source) return derivedCode((derived ??= deriver(definition, kept))(source.derived.id));
    const asked = (!source.special || consent) && holds(source.item.showIf, kept);
    return asked ? itemCode(source.item, source.part, kept) : NOT_ASKED;
  };
}

/** What a variable is made from: an item (`part`: its row or option), or a rule. `special`: needs consent to be asked. */
export type Source =
  | { readonly item: Item; readonly part: string | null; readonly special: boolean }
  | { readonly derived: Derived };

const sources = new WeakMap<Definition, ReadonlyMap<string, Source>>();

/** By variable id, in the order of `variablesOf`; kept for each definition object. */
export function sourcesOf(definition: Definition): ReadonlyMap<string, Source> {
  const known = sources.get(definition);
  if (known !== undefined) return known;
  const items = new Map(
    definition.pages.flatMap((page) =>
      page.questions.map((item) => [item.id, { item, special: page.art9Notice }] as const),
    ),
  );
  const derived = new Map(definition.derived.map((variable) => [variable.id, { derived: variable }]));
  const made = new Map<string, Source>();
  for (const { id, kind } of variablesOf(definition)) {
    const [itemId = '', part = null] = id.split('.');
    const place = items.get(itemId);
    const source = kind === 'derived' ? derived.get(id) : place && { ...place, part };
    if (source === undefined) throw new Error(`variable ${id} has no source`);
    made.set(id, source);
  }
  sources.set(definition, made);
  return made;
}

function hasSpecialAnswers(definition: Definition, answers: Answers): boolean {
  const kept = prune(definition, answers, true);
  return definition.pages.some(
    (page) => page.art9Notice && page.questions.some((item) => kept[item.id] !== undefined),
  );
}

function itemCode(item: Item, part: string | null, answers: Answers): string {
  const answer = answers[item.id];
  if (isNumberItem(item)) return typeof answer === 'string' ? answer : NO_ANSWER;
  if (item.type === 'multi') {
    const ticks = Array.isArray(answer) ? answer.map((value) => mergedCode(item, value)).filter(isTick) : [];
    if (ticks.length === 0) return NO_ANSWER;
    return part !== null && ticks.includes(part) ? 'yes' : 'no';
  }
  const value =
    item.type === 'matrix' && typeof answer === 'object' && !Array.isArray(answer)
      ? answer[part ?? '']
      : answer;
  return typeof value === 'string' ? mergedCode(item, value) : NO_ANSWER;
}

function derivedCode(value: boolean | string | null): string {
  if (value === null) return NO_ANSWER;
  return typeof value === 'string' ? value : value ? 'yes' : 'no';
}
