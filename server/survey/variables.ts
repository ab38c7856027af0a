import type { Localized, Sensitivity } from './definition.js';

/**
 * What may be counted: items, matrix rows (`climate.belong`), options of multi-response items (`discr_where.tasks`) and
 * derived variables, each with a complete code list, so that every ballot falls into exactly one code of every variable.
 */
export interface Variable {
  /** `ressort`, `climate.belong`, `discr_where.tasks`, `mh_mikrozensus`. */
  readonly id: string;
  readonly label: Localized;
  readonly sensitivity: Sensitivity;
  readonly kind: 'item' | 'row' | 'option' | 'derived';
  /** Codes in the order of the questionnaire; `na` and `not_asked` last. */
  readonly codes: readonly { readonly code: string; readonly label: Localized }[];
  /** Of a scale: its codes from the lowest point to the highest, without "don't know". None where rare ones are merged. */
  readonly scale?: readonly string[];
}

export { NOT_ASKED } from './definition.js';
export { variablesOf } from './list-variables.js';
export { codeAnswers } from './code-answers.js';
export { linkedVariables } from './linked-variables.js';
export type { LinkedVariables } from './linked-variables.js';
export { saysNothing } from './says-nothing.js';
