import { describe, expect, it } from 'vitest';
import { readReferences, writeReferences } from '../../../server/admin/references/references-csv.js';
import { asReferences, conceptThen, isFromPackage } from '../../../server/packages/as-references.js';
import { packageOf } from '../../../server/packages/make-package.js';
import { besideWave, referenceSchema } from '../../../server/references/reference.js';
import { variablesOf } from '../../../server/survey/variables.js';
import { makeSigner, mustRead, sampleContext } from '../../support/sample-package.js';

const signer = makeSigner();
const read = mustRead(packageOf(sampleContext(), signer));
const references = asReferences(read);

describe('the figures of a package as published figures', () => {
  it('say what is a share of whom, when, and where it comes from', () => {
    const status = references.find(
      ({ links: [link] }) => link?.indicator === 'status' && link.codes[0] === 'collective',
    );
    expect(status).toMatchObject({
      instrument: 'sample',
      kind: 'previous',
      series: 'Probe',
      concept: 'status',
      value: 58.823529,
      base: 153,
      invited: 400,
      year: '2026',
      certainty: 'high',
      label: { de: 'Frage status: collective (2026)', en: 'Question status: collective (2026)' },
    });
    expect(references).toHaveLength(read.figures.length);
    expect(references.every((reference) => isFromPackage(reference, read.digest))).toBe(true);
    expect(isFromPackage(references[0]!, 'f'.repeat(64))).toBe(false);
  });

  it('have the same ids when the wave is packed again, others for another wave', () => {
    const ids = references.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(asReferences(mustRead(packageOf(sampleContext(), makeSigner()))).map(({ id }) => id)).toEqual(ids);
    const other = asReferences(mustRead(packageOf(sampleContext({ id: 'wave2' }), signer)));
    expect(other.some(({ id }) => ids.includes(id))).toBe(false);
  });

  it('say that they are made up where they are', () => {
    const simulated = asReferences(mustRead(packageOf(sampleContext({ simulated: true }), signer)));
    expect(simulated.every(({ caveats }) => caveats.some(({ en }) => /Simulated/.test(en)))).toBe(true);
    expect(references.some(({ caveats }) => caveats.some(({ en }) => /Simulated/.test(en)))).toBe(false);
  });

  it('are what the page for published figures can write out and read in, rows of a question included', () => {
    const [first] = references;
    const row = { ...first!, id: 'row', concept: 'climate.belong' };
    const codes = new Map(
      variablesOf(read.instrument).map(({ id, codes: list }) => [id, new Set(list.map(({ code }) => code))]),
    );
    const all = [...references, row];
    for (const one of all) expect(referenceSchema.parse(one)).toEqual(one);
    expect(readReferences(writeReferences(all), () => codes)).toEqual({ ok: true, references: all });
  });

  it('never stand beside the wave that told them, nor beside an earlier one', () => {
    const count = (id: string, closesAt: string): number => besideWave(references, { id, closesAt }).length;
    expect(count('wave1', '2030-01-01')).toBe(0);
    expect(count('wave0', '2025-12-31')).toBe(0);
    expect(count('wave2', '2026-12-31')).toBe(references.length);
    // A wave whose id begins like another's is another one.
    expect(count('wave', '2030-01-01')).toBe(references.length);
  });

  it('keep what they counted under a name of its own where the questionnaire now asks something else', () => {
    const [first] = references;
    const variable = first?.links[0]?.indicator ?? '';
    expect(conceptThen(first!, new Set())).toBe(variable);
    expect(conceptThen(first!, new Set([variable]))).toBe(`${variable}_2026`);
    const long = {
      ...first!,
      year: '2023/24',
      links: [{ indicator: 'x'.repeat(64), codes: ['a'], groups: {} }],
    };
    const concept = conceptThen(long, new Set(['x'.repeat(64)]));
    expect(referenceSchema.safeParse({ ...long, concept }).success).toBe(true);
  });
});
