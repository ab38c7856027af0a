import type { Definition, Item } from './definition.js';
import { NO_ANSWER } from './definition.js';

export type ChoiceItem = Extract<Item, { type: 'single' | 'multi' | 'matrix' | 'scale' }>;
export type NumberItem = Extract<Item, { type: 'number' | 'year' }>;

export function isNumberItem(item: Item): item is NumberItem {
  return item.type === 'number' || item.type === 'year';
}

const listed = new WeakMap<Definition, readonly Item[]>();

/** All items in the order in which they are asked; kept for each definition object, because every ballot asks for them. */
export function itemsOf(definition: Definition): readonly Item[] {
  const known = listed.get(definition);
  if (known !== undefined) return known;
  const items = definition.pages.flatMap((page) => page.questions);
  listed.set(definition, items);
  return items;
}

/** The values an answer can have once it is stored: options, or bands and "na". */
export function storedValues(item: Item): string[] {
  return isNumberItem(item)
    ? [...item.bands.map((band) => band.value), NO_ANSWER]
    : item.options.map((option) => option.value);
}

/** The band a number falls into; null outside of `min`..`max`, or where it is no whole number. */
export function bandOf(item: NumberItem, number: number): string | null {
  if (!Number.isInteger(number) || number < item.min || number > item.max) return null;
  const band = item.bands.find(
    ({ from, to }) =>
      number >= (from ?? Number.NEGATIVE_INFINITY) && number <= (to ?? Number.POSITIVE_INFINITY),
  );
  return band?.value ?? null;
}
