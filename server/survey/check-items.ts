import type { Condition, Definition, Item } from './definition.js';
import { NO_ANSWER, NOT_ASKED } from './definition.js';
import type { Path } from './fault.js';
import type { NumberItem } from './items.js';
import { isNumberItem, storedValues } from './items.js';
import { mergedValues } from './merge.js';

/** Notes a fault at a place of the definition; the key is completed to `survey.fault.<key>`. */
export type Note = (path: Path, key: string, params?: Record<string, string | number>) => void;

/** What conditions and rules can look at: an item, or a row of a matrix, with the values it can have. */
export interface Target {
  readonly item: Item;
  readonly values: readonly string[];
  /** Values that are counted as one and must not be told apart. */
  readonly merged: readonly string[];
  /** Place in the order of asking. */
  readonly position: number;
}

/** Taken by the forms around the items, by addresses, or by JavaScript. */
const reservedIds = ['go', 'lang', 'code', 'csrf', 'consent', 'receipt', 'page', 'step', 'constructor'];
/** Codes with a meaning of their own in every table. */
const reservedValues = [NOT_ASKED, 'total', 'constructor'];

/** By reference; matrix items themselves are no targets, their rows are. */
export function targetsOf(definition: Definition): Map<string, Target> {
  const targets = new Map<string, Target>();
  let position = 0;
  for (const item of definition.pages.flatMap((page) => page.questions)) {
    position += 1;
    const target = {
      item,
      values: storedValues(item),
      merged: isNumberItem(item) ? [] : mergedValues(item),
      position,
    };
    if (item.type === 'matrix') for (const row of item.rows) targets.set(`${item.id}.${row.id}`, target);
    else targets.set(item.id, target);
  }
  return targets;
}

/** Ids, options, bands and conditions of all items. */
export function checkItems(definition: Definition, targets: ReadonlyMap<string, Target>, note: Note): void {
  const variableIds = new Set<string>();
  unique(definition.pages, 'id', ['pages'], note);
  let position = 0;
  definition.pages.forEach((page, pageIndex) => {
    page.questions.forEach((item, itemIndex) => {
      position += 1;
      const path = ['pages', pageIndex, 'questions', itemIndex];
      checkId(item.id, [...path, 'id'], variableIds, note);
      if (isNumberItem(item)) checkBands(item, path, note);
      else checkOptions(item, path, note);
      if (item.type === 'matrix') unique(item.rows, 'id', [...path, 'rows'], note);
      if (item.showIf !== null) checkCondition(item.showIf, position, [...path, 'showIf'], targets, note);
    });
  });
  definition.derived.forEach((derived, index) => {
    checkId(derived.id, ['derived', index, 'id'], variableIds, note);
  });
}

function checkId(id: string, path: Path, taken: Set<string>, note: Note): void {
  if (reservedIds.includes(id)) note(path, 'reserved', { value: id });
  if (taken.has(id)) note(path, 'duplicate', { value: id });
  taken.add(id);
}

/** Each entry's `key` occurs once. */
export function unique<K extends string>(
  list: readonly Record<K, string>[],
  key: K,
  path: Path,
  note: Note,
): void {
  list.forEach((entry, index) => {
    if (list.slice(0, index).some((earlier) => earlier[key] === entry[key])) {
      note([...path, index, key], 'duplicate', { value: entry[key] });
    }
  });
}

export function checkReserved(value: string, path: Path, note: Note, also: readonly string[] = []): void {
  if ([...reservedValues, ...also].includes(value)) note(path, 'reserved', { value });
}

function checkOptions(item: Exclude<Item, NumberItem>, path: Path, note: Note): void {
  unique(item.options, 'value', [...path, 'options'], note);
  item.options.forEach((option, index) => {
    checkReserved(option.value, [...path, 'options', index, 'value'], note);
  });
  item.suppress?.values.forEach((value, index) => {
    if (!item.options.some((option) => option.value === value)) {
      note([...path, 'suppress', 'values', index], 'unknown_value', { value });
    }
  });
  const into = item.suppress?.mergeInto?.value;
  if (into !== undefined) checkReserved(into, [...path, 'suppress', 'mergeInto', 'value'], note);
}

/** The bands cover min..max without gap or overlap, in ascending order; only the outer ones may be open. */
function checkBands(item: NumberItem, path: Path, note: Note): void {
  const at = [...path, 'bands'];
  if (item.min >= item.max) {
    return note([...path, 'max'], 'range', { min: String(item.min), max: String(item.max) });
  }
  unique(item.bands, 'value', at, note);
  let next = item.min;
  item.bands.forEach((band, index) => {
    checkReserved(band.value, [...at, index, 'value'], note, [NO_ANSWER]);
    const first = index === 0;
    const last = index === item.bands.length - 1;
    if (!first && band.from === undefined) note([...at, index, 'from'], 'missing');
    if (!last && band.to === undefined) note([...at, index, 'to'], 'missing');
    const from = band.from ?? next;
    const to = band.to ?? Math.max(item.max, from);
    if (from > next)
      note([...at, index, 'from'], 'band_gap', { expected: String(next), found: String(from) });
    if (!first && from < next)
      note([...at, index, 'from'], 'band_overlap', { expected: String(next), found: String(from) });
    if (to < from || to < item.min || from > item.max) note([...at, index], 'band_empty');
    if (last && to < item.max)
      note([...at, index, 'to'], 'band_gap', { expected: String(item.max), found: String(to) });
    next = to + 1;
  });
}

/** Conditions look backwards only, hence there are no cycles and one pass decides what is shown. */
function checkCondition(
  condition: Condition,
  position: number,
  path: Path,
  targets: ReadonlyMap<string, Target>,
  note: Note,
): void {
  if ('not' in condition) return checkCondition(condition.not, position, [...path, 'not'], targets, note);
  if ('q' in condition) {
    const target = targets.get(condition.q);
    if (target === undefined) return note([...path, 'q'], 'unknown_item', { id: condition.q });
    if (target.position >= position) note([...path, 'q'], 'later_item', { id: condition.q });
    if (isNumberItem(target.item)) note([...path, 'q'], 'condition_on_number', { id: condition.q });
    else checkValues(condition.in, target, [...path, 'in'], note);
    return;
  }
  const [kind, parts] =
    'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  parts.forEach((part, index) => {
    checkCondition(part, position, [...path, kind, index], targets, note);
  });
}

/** Values exist, and those that are too rare to be told apart are not told apart here either. */
export function checkValues(
  values: readonly string[],
  target: Target,
  path: Path,
  note: Note,
  also: readonly string[] = [],
): void {
  values.forEach((value, index) => {
    if (!target.values.includes(value) && !also.includes(value))
      note([...path, index], 'unknown_value', { value });
  });
  const listed = target.merged.filter((value) => values.includes(value)).length;
  if (listed > 0 && listed < target.merged.length) {
    note(path, 'splits_merged', { values: target.merged.join(', ') });
  }
}
