import { expect } from 'vitest';
import { translator } from '../../../server/i18n/index.js';
import { parseDefinition } from '../../../server/survey/check-definition.js';
import { sampleJson } from './sample.js';

/** The places of the sample that are spoilt here, as deep as one likes. */
type Place = 'pages' | 'questions' | 'options' | 'label' | 'text' | 'bands' | 'rows' | 'languages';
type RulePlace = 'derived' | 'rule' | 'any' | 'testCases' | 'answers' | 'expect' | 0 | 1 | 2;
export type Json = { [place in Place | RulePlace]: Json } & { push(entry: unknown): void };

/** The faults after a change, as `path: key`; each must have a reason in both languages. */
export function faultsAfter(spoil: (sample: Json) => void): string[] {
  const input = sampleJson() as unknown as Json;
  spoil(input);
  return faultsOf(input);
}

export function faultsOf(input: unknown): string[] {
  const parsed = parseDefinition(input);
  if (parsed.ok) return [];
  for (const { key, params } of parsed.faults) {
    expect(translator('de')(key, params)).not.toBe('');
    expect(translator('en')(key, params)).not.toMatch(/undefined|\{/);
  }
  return parsed.faults.map(({ path, key }) => `${path}: ${key.replace('survey.fault.', '')}`);
}

export const question = (sample: Json, page: 0 | 1 | 2, index: 0 | 1 | 2): Json =>
  sample.pages[page].questions[index];
export const set = (target: Json, key: string | number, value: unknown): void => {
  (target as unknown as Record<string | number, unknown>)[key] = value;
};
