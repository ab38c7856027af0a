import type { Localized, Option } from './definition.js';
import { NO_ANSWER } from './definition.js';
import type { ChoiceItem } from './items.js';

export const noAnswerLabel: Localized = { de: 'keine Angabe', en: 'Prefer not to say' };

/**
 * The code under which an option value is counted. Values too rare to be published (`suppress`) share one code, given
 * by `mergeInto`, or "na" without it; the single values exist in no table and no margin.
 */
export function mergedCode(item: ChoiceItem, value: string): string {
  return item.suppress?.values.includes(value) === true
    ? (item.suppress.mergeInto?.value ?? NO_ANSWER)
    : value;
}

/** The option values that share one code, where a code stands for several. */
export function mergedValues(item: ChoiceItem): string[] {
  if (item.suppress === undefined) return [];
  const into = item.suppress.mergeInto?.value ?? NO_ANSWER;
  return item.options.map((option) => option.value).filter((value) => mergedCode(item, value) === into);
}

/** The options as they are counted: in the order of the questionnaire, each merged code where its first value was. */
export function countedOptions(item: ChoiceItem): Option[] {
  const merged = item.suppress?.mergeInto;
  const counted = new Map<string, Option>();
  for (const option of item.options) {
    const value = mergedCode(item, option.value);
    if (counted.has(value)) continue;
    if (merged?.value === value) counted.set(value, merged);
    else counted.set(value, value === option.value ? option : { value, label: noAnswerLabel });
  }
  return [...counted.values()];
}
