import type { Answers, Condition } from './definition.js';

/**
 * What was answered to an item (`status`) or to one row of a matrix (`climate.belong`): option values, several where
 * the item takes several. Null when it was not answered; an empty selection counts as that.
 * A number that has not been coarsened to its band is no option value and counts as not answered.
 */
export function chosenValues(reference: string, answers: Answers): readonly string[] | null {
  const id = itemIdOf(reference);
  const answer = answers[id];
  if (answer === undefined || typeof answer === 'number') return null;
  if (typeof answer === 'string') return [answer];
  if (Array.isArray(answer)) return answer.length === 0 ? null : answer;
  const value = answer[reference.slice(id.length + 1)];
  return value === undefined ? null : [value];
}

/** The item of a reference: `climate` for its row `climate.belong`. */
export function itemIdOf(reference: string): string {
  const dot = reference.indexOf('.');
  return dot === -1 ? reference : reference.slice(0, dot);
}

/**
 * Whether an item is shown, given the answers so far. Two-valued: an unanswered controlling item counts as "not in the
 * list", hence `{q, in}` hides and `{not: {q, in}}` shows. No condition: always shown.
 * The answers must be pruned up to the item: an answer that became hidden counts as none (see journey.ts).
 */
export function holds(condition: Condition | null, answers: Answers): boolean {
  if (condition === null) return true;
  if ('q' in condition) {
    return chosenValues(condition.q, answers)?.some((value) => condition.in.includes(value)) ?? false;
  }
  if ('not' in condition) return !holds(condition.not, answers);
  if ('all' in condition) return condition.all.every((part) => holds(part, answers));
  return condition.any.some((part) => holds(part, answers));
}

/** Every reference inside a condition, in reading order. */
export function referencesOf(
  condition: Condition | null,
): { readonly q: string; readonly in: readonly string[] }[] {
  if (condition === null) return [];
  if ('q' in condition) return [condition];
  if ('not' in condition) return referencesOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(referencesOf);
}
