import {
  NO_ANSWER,
  type Answers,
  type AnswerValue,
  type Item,
  type Localized,
} from '../survey/definition.js';
import { isNumberItem, type ChoiceItem } from '../survey/items.js';

/** An answer as the review shows it. */
export type AnswerView =
  | { readonly kind: 'none' }
  | { readonly kind: 'labels'; readonly labels: readonly Localized[] }
  | {
      readonly kind: 'rows';
      readonly rows: readonly { readonly text: Localized; readonly answer: Localized | null }[];
    }
  | { readonly kind: 'number'; readonly number: string; readonly unit: Localized | null }
  | { readonly kind: 'no-answer' }
  /** Typed into a number field, but no number that fits: it will not be counted. */
  | { readonly kind: 'unreadable'; readonly typed: string };

export function describeAnswer(item: Item, answers: Answers): AnswerView {
  const answer = answers[item.id];
  if (answer === undefined) return { kind: 'none' };
  if (isNumberItem(item)) {
    if (answer === NO_ANSWER) return { kind: 'no-answer' };
    if (typeof answer !== 'number')
      return { kind: 'unreadable', typed: typeof answer === 'string' ? answer : '' };
    return {
      kind: 'number',
      number: String(answer),
      unit: item.type === 'number' ? (item.unit ?? null) : null,
    };
  }
  if (item.type === 'matrix') {
    return {
      kind: 'rows',
      rows: item.rows.map(({ id, text }) => ({ text, answer: labelOf(item, rowValue(answer, id)) })),
    };
  }
  const values = Array.isArray(answer) ? answer : [answer];
  return { kind: 'labels', labels: values.flatMap((value) => labelOf(item, value) ?? []) };
}

function rowValue(answer: AnswerValue, row: string): string | undefined {
  return typeof answer === 'object' && !Array.isArray(answer) ? answer[row] : undefined;
}

function labelOf(item: ChoiceItem, value: unknown): Localized | null {
  return item.options.find((option) => option.value === value)?.label ?? null;
}
