import type { Rule } from './definition.js';

/** One look at an item inside a rule. */
export interface RuleReference {
  readonly q: string;
  readonly in: readonly string[];
  readonly unknown: readonly string[];
}

/** Every item or matrix row that a rule itself looks at; what earlier derived variables look at is not included. */
export function itemReferences(rule: Rule): RuleReference[] {
  if ('q' in rule) return [{ q: rule.q, in: rule.in, unknown: rule.unknown ?? [] }];
  return partsOf(rule).flatMap(itemReferences);
}

/** Ids of the derived variables that a rule refers to. */
export function derivedReferences(rule: Rule): string[] {
  return 'derived' in rule ? [rule.derived] : partsOf(rule).flatMap(derivedReferences);
}

function partsOf(rule: Rule): readonly Rule[] {
  if ('not' in rule) return [rule.not];
  if ('all' in rule) return rule.all;
  if ('any' in rule) return rule.any;
  return 'count' in rule ? rule.count.of : [];
}
