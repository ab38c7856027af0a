import type { Answers, AnswerValue, Item, Page } from './definition.js';
import { NO_ANSWER } from './definition.js';
import type { ChoiceItem, NumberItem } from './items.js';
import { isNumberItem } from './items.js';

/** A mistake of the person who typed: `key` and `params` are for the translator. */
export interface AnswerError {
  readonly itemId: string;
  readonly key: string;
  readonly params?: Record<string, string | number>;
}

/** What was typed into a number field is kept up to this length, so that the page can show it again. */
export const TYPED_LIMIT = 20;

/**
 * Reads one submitted page. Field names: the item id; for a multi-response item the id once for each ticked option; for
 * a matrix `itemId.rowId`. A number field may send `na` beside what was typed: the number wins.
 *
 * Nothing is required: what is missing or empty is simply absent from `answers`. A value that is not among the options
 * cannot come from our page and is dropped. Only a number can be wrong: it is reported, and `answers` holds what was
 * typed (a string), which no ballot accepts.
 */
export function readPage(
  page: Page,
  form: Record<string, unknown>,
): { answers: Answers; errors: AnswerError[] } {
  const answers: Record<string, AnswerValue> = {};
  const errors: AnswerError[] = [];
  for (const item of page.questions) {
    const answer = isNumberItem(item)
      ? readNumberField(item, fieldValues(form, item.id), errors)
      : cleanChoice(item, readChoiceField(item, form));
    if (answer !== undefined) answers[item.id] = answer;
  }
  return { answers, errors };
}

/** The whole number somebody typed, or the key that says what is wrong with it. */
export function readNumber(
  item: NumberItem,
  typed: string,
): { ok: true; number: number } | { ok: false; key: string; params?: Record<string, string | number> } {
  if (!/^[+-]?\d{1,15}$/.test(typed)) return { ok: false, key: `survey.error.${item.type}_unreadable` };
  const number = Number(typed);
  if (number < item.min || number > item.max) {
    // As strings: a year must not be printed with a thousands separator.
    return {
      ok: false,
      key: `survey.error.${item.type}_range`,
      params: { min: String(item.min), max: String(item.max) },
    };
  }
  return { ok: true, number };
}

/**
 * An answer to a choice item in its one canonical form: options in the order of the questionnaire, each once, unknown
 * values dropped, "na" beside other ticks dropped. Undefined where nothing is left.
 */
export function cleanChoice(item: ChoiceItem, answer: AnswerValue | undefined): AnswerValue | undefined {
  const known = (value: unknown): boolean => item.options.some((option) => option.value === value);
  if (answer === undefined || typeof answer === 'number') return undefined;
  if (item.type === 'single' || item.type === 'scale') {
    return typeof answer === 'string' && known(answer) ? answer : undefined;
  }
  if (item.type === 'multi') {
    if (!Array.isArray(answer)) return undefined;
    const ticked = item.options.map((option) => option.value).filter((value) => answer.includes(value));
    const others = ticked.filter((value) => value !== NO_ANSWER);
    const kept = others.length > 0 ? others : ticked;
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof answer === 'string' || Array.isArray(answer)) return undefined;
  const rows: [string, string][] = item.rows.flatMap(({ id }) => {
    const value = answer[id];
    return value !== undefined && known(value) ? [[id, value]] : [];
  });
  return rows.length > 0 ? Object.fromEntries(rows) : undefined;
}

/**
 * An upper bound for the bytes of an item's answer while it is a draft (JSON, UTF-8): the longest option, all options,
 * every row with the longest option, or whatever may have been typed.
 */
export function longestAnswer(item: Item): number {
  // At worst a typed character is written as \u0000, six bytes.
  if (isNumberItem(item)) return 2 + 6 * TYPED_LIMIT;
  const lengths = item.options.map((option) => option.value.length + 3);
  const longest = Math.max(...lengths);
  if (item.type === 'multi') return 2 + lengths.reduce((sum, length) => sum + length, 0);
  if (item.type === 'matrix') return 2 + item.rows.reduce((sum, row) => sum + row.id.length + 3 + longest, 0);
  return longest;
}

function readChoiceField(item: ChoiceItem, form: Record<string, unknown>): AnswerValue | undefined {
  if (item.type === 'multi') return fieldValues(form, item.id);
  const offered = (name: string): string | undefined =>
    fieldValues(form, name).find((value) => item.options.some((option) => option.value === value));
  if (item.type !== 'matrix') return offered(item.id);
  const rows = item.rows.flatMap(({ id }): [string, string][] => {
    const value = offered(`${item.id}.${id}`);
    return value === undefined ? [] : [[id, value]];
  });
  return Object.fromEntries(rows);
}

function readNumberField(item: NumberItem, values: string[], errors: AnswerError[]): AnswerValue | undefined {
  const typed = values.map((value) => value.trim()).find((value) => value !== '' && value !== NO_ANSWER);
  if (typed === undefined) return values.includes(NO_ANSWER) ? NO_ANSWER : undefined;
  const read = readNumber(item, typed);
  if (read.ok) return read.number;
  errors.push({ itemId: item.id, key: read.key, ...(read.params && { params: read.params }) });
  return Array.from(typed).slice(0, TYPED_LIMIT).join('');
}

function fieldValues(form: Record<string, unknown>, name: string): string[] {
  const field = Object.hasOwn(form, name) ? form[name] : undefined;
  return (Array.isArray(field) ? field : [field]).filter(
    (value): value is string => typeof value === 'string',
  );
}
