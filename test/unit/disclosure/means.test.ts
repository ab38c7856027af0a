import { describe, expect, it } from 'vitest';
import { meanOf, meansOf } from '../../../server/disclosure/means.js';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { openRelease, sealRelease } from '../../../server/disclosure/seal.js';
import { definitionSchema } from '../../../server/survey/definition.js';
import { variablesOf } from '../../../server/survey/variables.js';
import { proven, table, variable } from './miniature.js';

const codes = ['low', 'mid', 'high', 'dk', 'na'];
const climate = { ...variable('climate', 'neutral', codes), scale: ['low', 'mid', 'high'] };
const area = variable('area', 'identifying', ['n', 's']);
const one = (...content: (number | null)[]) =>
  mintSafeTable({ shape: { id: 't', breakdown: [], indicator: climate }, k: 5, content });

describe('the mean of a scale', () => {
  it('counts points from one, and leaves out who chose none', () => {
    expect(meanOf(one(10, 20, 30, 7, 8, 75), [])).toEqual({ mean: (10 + 40 + 90) / 60, base: 60 });
  });

  it('takes a blank for nobody only where the told numbers add up without it', () => {
    expect(meanOf(one(10, null, 30, null, null, 40), [])).toEqual({ mean: (10 + 90) / 40, base: 40 });
    expect(meanOf(one(10, null, 30, null, 8, 75), [])).toBeNull();
    expect(meanOf(one(10, 20, 30, null, 8, 75), [])).toBeNull();
    expect(meanOf(one(10, 20, 30, 7, 8, null), [])).toBeNull();
  });

  it('does not exist where nobody chose a point, of what is no scale, and of group sizes', () => {
    expect(meanOf(one(null, null, null, 40, 35, 75), [])).toBeNull();
    const plain = { id: 't', breakdown: [], indicator: variable('climate', 'neutral', codes) };
    expect(meanOf(mintSafeTable({ shape: plain, k: 5, content: [10, 20, 30, 7, 8, 75] }), [])).toBeNull();
    const sizes = { id: 't', breakdown: [climate], indicator: null };
    expect(meanOf(mintSafeTable({ shape: sizes, k: 5, content: [10, 20, 30, 7, 8, 75] }), [])).toBeNull();
  });

  it('is given group by group, everybody last, and none for a withheld table', () => {
    const shape = { id: 't', breakdown: [area], indicator: climate };
    const content = [5, 5, 5, 5, 5, 25, 6, null, 6, 5, 5, 25, 11, null, 11, 10, 10, 50];
    expect(meansOf(mintSafeTable({ shape, k: 5, content }))).toEqual([
      { group: ['n'], mean: { mean: 2, base: 15 } },
    ]);
    expect(meansOf(mintSafeTable({ shape, k: 5, content: 'unsafe-cells' }))).toEqual([]);
  });
});

it('which variable is a scale comes from the questionnaire, and survives the seal', () => {
  const text = { de: 'Wie gut?', en: 'How good?' };
  const item = {
    type: 'scale',
    id: 'climate',
    sensitivity: 'neutral',
    text,
    options: ['low', 'mid', 'high', 'dk'].map((value) => ({ value, label: text })),
  };
  const rare = { ...item, id: 'rare', suppress: { values: ['high'], reason: 'rare' } };
  const definition = definitionSchema.parse({
    ...{ id: 'd', version: '1.0.0', languages: ['de', 'en'], defaultLanguage: 'de', title: text },
    estimatedMinutes: 1,
    pages: [{ id: 'p', title: text, questions: [item, rare] }],
  });
  const variables = variablesOf(definition);
  expect(variables.map(({ scale }) => scale)).toEqual([['low', 'mid', 'high'], undefined]);
  const data = codes.flatMap((code) => Array.from({ length: 12 }, () => ({ climate: code })));
  const { release } = proven(variables, [table('', 'climate')], data);
  const key = new Uint8Array(32).fill(1);
  const [opened] = openRelease(sealRelease(release, key), key).tables;
  expect(opened?.indicator?.scale).toEqual(['low', 'mid', 'high']);
  expect(meansOf(opened!)).toEqual([{ group: [], mean: { mean: 2, base: 36 } }]);
});
