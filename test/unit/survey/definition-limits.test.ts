import { describe, expect, it } from 'vitest';
import { DRAFT_LIMIT_BYTES, parseDefinition } from '../../../server/survey/check-definition.js';
import { sampleJson } from './sample.js';
import { faultsAfter, faultsOf, question, set, type Json } from './spoilt-sample.js';

describe('parseDefinition at its limits', () => {
  it('refuses a questionnaire whose answers would not fit into the cookies, and says by how much', () => {
    const long = sampleJson() as unknown as Json;
    const options = Array.from({ length: 40 }, (_, n) => ({
      value: `a_rather_long_value_that_says_it_all_${n}`,
      label: { de: 'a', en: 'a' },
    }));
    set(question(long, 2, 0), 'options', options);
    for (let n = 0; n < 4; n += 1) long.pages[2].questions.push({ ...question(long, 2, 0), id: `where${n}` });
    const parsed = parseDefinition(long);
    const fault = parsed.ok ? undefined : parsed.faults.find(({ key }) => key === 'survey.fault.too_long');
    expect(fault?.path).toBe('pages');
    expect(fault?.params).toMatchObject({ limit: DRAFT_LIMIT_BYTES });
    expect(Number(fault?.params?.['bytes'])).toBeGreaterThan(DRAFT_LIMIT_BYTES);
    expect(faultsOf(long)).toEqual(['pages: too_long']);
  });

  it.each([[null], ['text'], [[]], [42], [{}]])('refuses %j without falling over', (input) => {
    expect(faultsOf(input).length).toBeGreaterThan(0);
  });

  it('refuses endless nesting', () => {
    let condition: unknown = { q: 'status', in: ['other'] };
    for (let depth = 0; depth < 20_000; depth += 1) condition = { not: condition };
    expect(faultsAfter((s) => set(question(s, 0, 1), 'showIf', condition))).toEqual([': too_deep']);
  });
});
