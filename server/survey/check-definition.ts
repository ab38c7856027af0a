import { longestAnswer } from './answers.js';
import { checkDerived, checkTestCases } from './check-derived.js';
import type { Note } from './check-items.js';
import { checkItems, targetsOf } from './check-items.js';
import type { Definition } from './definition.js';
import { definitionSchema } from './definition.js';
import type { Fault } from './fault.js';
import { pathText } from './fault.js';
import { itemsOf } from './items.js';
import { schemaFaults } from './schema-faults.js';

export type { Fault } from './fault.js';

/** The answers of a respondent travel in cookies; this much of them is promised room. */
export const DRAFT_LIMIT_BYTES = 7_000;

/** Deeper nesting than any condition needs; bounds the recursion of everything that reads a definition. */
const DEEPEST = 40;

/**
 * Reads a questionnaire definition, for example parsed JSON. Either it is right in every respect, or every fault is
 * named with its place and a reason (a key of the catalogue with params): those of the shape first, and once the
 * shape is right, those of references, codes, bands, size and test cases.
 */
export function parseDefinition(
  input: unknown,
): { ok: true; definition: Definition } | { ok: false; faults: Fault[] } {
  if (isDeeperThan(input, DEEPEST)) {
    return { ok: false, faults: [{ path: '', key: 'survey.fault.too_deep', params: { limit: DEEPEST } }] };
  }
  const parsed = definitionSchema.safeParse(input);
  if (!parsed.success) return { ok: false, faults: schemaFaults(input, parsed.error.issues) };
  const faults = meaningFaults(parsed.data);
  return faults.length === 0 ? { ok: true, definition: parsed.data } : { ok: false, faults };
}

/** An upper bound for the bytes of the answers of one respondent, as JSON: everything is answered as long as possible. */
export function longestDraft(definition: Definition): number {
  // Around each answer: quotes, colon and comma.
  return itemsOf(definition).reduce((sum, item) => sum + item.id.length + 4 + longestAnswer(item), 2);
}

function meaningFaults(definition: Definition): Fault[] {
  const faults: Fault[] = [];
  const note: Note = (path, key, params) => {
    faults.push({ path: pathText(definition, path), key: `survey.fault.${key}`, ...(params && { params }) });
  };
  checkLanguages(definition, note);
  const targets = targetsOf(definition);
  checkItems(definition, targets, note);
  checkDerived(definition, targets, note);
  const bytes = longestDraft(definition);
  if (bytes > DRAFT_LIMIT_BYTES) note(['pages'], 'too_long', { bytes, limit: DRAFT_LIMIT_BYTES });
  // Rules that refer to nothing cannot be worked out.
  if (faults.length === 0) checkTestCases(definition, note);
  return faults;
}

function checkLanguages(definition: Definition, note: Note): void {
  definition.languages.forEach((language, index) => {
    if (definition.languages.indexOf(language) < index)
      note(['languages', index], 'duplicate', { value: language });
  });
  if (!definition.languages.includes(definition.defaultLanguage)) {
    note(['defaultLanguage'], 'default_language', { language: definition.defaultLanguage });
  }
}

function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((inner) => isDeeperThan(inner, limit - 1));
}
