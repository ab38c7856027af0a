import { sourcesOf } from './code-answers.js';
import type { Definition } from './definition.js';
import { NO_ANSWER, NOT_ASKED } from './definition.js';
import { isNumberItem } from './items.js';
import { mergedValues } from './merge.js';

/**
 * Whether a code holds nothing but refusals: "keine Angabe", or "not asked" because consent was declined. That nobody
 * in a group refused says nothing about what anybody answered.
 *
 * False where rare answers are counted together with "keine Angabe" (an empty category would say that nobody there has
 * one of them), and for "not asked" where a condition decides about it. Throws for an unknown variable.
 */
export function saysNothing(definition: Definition, variableId: string, code: string): boolean {
  const source = sourcesOf(definition).get(variableId);
  if (source === undefined) throw new Error(`no variable ${variableId}`);
  if ('derived' in source) return code === NO_ANSWER;
  const { item, special } = source;
  if (code === NOT_ASKED) return special && item.showIf === null;
  if (code !== NO_ANSWER) return false;
  return isNumberItem(item) || !mergedValues(item).includes(NO_ANSWER);
}
