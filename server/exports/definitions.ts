import { NO_ANSWER_CODES } from '../disclosure/table-shape.js';
import type { Definition, Localized } from '../survey/definition.js';
import { itemsOf } from '../survey/items.js';
import type { Variable } from '../survey/variables.js';
import { variablesOf } from '../survey/variables.js';

/** A variable of the questionnaire with what its questionnaire says about it. */
export interface DefinedVariable extends Variable {
  /** How it is derived, or the words of the question. */
  readonly definition: Localized;
  /** Where the definition comes from; empty where it is the questionnaire's own. */
  readonly source: string;
  readonly notes: string;
  /** Earlier surveys whose figures it may be compared with, or why not. */
  readonly comparability: string;
  /** The rule of a derived variable as JSON; empty for what was asked. */
  readonly rule: string;
}

/** All variables of a questionnaire, in its order, derived ones last. */
export function definedVariables(definition: Definition): DefinedVariable[] {
  const items = new Map(itemsOf(definition).map((item) => [item.id, item]));
  const derived = new Map(definition.derived.map((part) => [part.id, part]));
  return variablesOf(definition).map((variable) => {
    const made = variable.kind === 'derived' ? derived.get(variable.id) : undefined;
    const asked = items.get(variable.id.split('.')[0] ?? '');
    return {
      ...variable,
      definition: made?.definition ?? variable.label,
      source: made?.source ?? '',
      notes: (made === undefined ? asked?.note : made.notes) ?? '',
      comparability: made?.comparability ?? (asked?.comparableWith ?? []).join('; '),
      rule:
        made === undefined
          ? ''
          : JSON.stringify(
              made.type === 'boolean3' ? made.rule : { cases: made.cases, default: made.default },
            ),
    };
  });
}

/** Definitions by variable. */
export function definitionTexts(definition: Definition): ReadonlyMap<string, Localized> {
  return new Map(definedVariables(definition).map(({ id, definition: text }) => [id, text]));
}

/** Whether a code is an answer, in contrast to "keine Angabe" and "not asked". */
export function isAnswer(code: string): boolean {
  return !NO_ANSWER_CODES.has(code);
}
