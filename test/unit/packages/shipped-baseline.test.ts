import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { readPackage } from '../../../server/packages/read-package.js';
import { readZip } from '../../../server/packages/read-zip.js';
import { isShippedBaseline, shippedBaseline } from '../../../server/packages/shipped-baseline.js';
import { loadReferences } from '../../../server/references/load-references.js';
import { mustRead, samplePackage } from '../../support/sample-package.js';
import collected from '../report/collected-figures.json' with { type: 'json' };

const { zip, content } = shippedBaseline();

describe('the baseline of 2013/2014', () => {
  it('is a package like any other, and is known by its content', () => {
    expect(mustRead(zip)).toEqual(content);
    expect(isShippedBaseline(mustRead(zip))).toBe(true);
    expect(isShippedBaseline(mustRead(samplePackage()))).toBe(false);
  });

  it('says that only published figures are left, and claims no signature', () => {
    expect(content).toMatchObject({ plan: null, policy: null, figures: [], fingerprint: null });
    expect(content.manifest).toMatchObject({ kind: 'published-figures', year: '2013' });
    expect(content.files.map(({ path }) => path).filter((path) => path.startsWith('tables/'))).toEqual([]);
    const files = readZip(zip);
    const readme = files.ok ? files.value.find(({ path }) => path === 'README.txt')?.bytes.toString() : '';
    expect(readme).toContain('nicht unterschrieben');
    expect(readme).not.toContain('public-key');
  });

  it('matches its sources: the questionnaire that ships, and the figures of the report as they were collected', () => {
    expect(content.instrument).toEqual(shippedInstruments()[0]);
    const baseline = loadReferences().filter(({ kind }) => kind === 'baseline');
    expect(content.references).toEqual(baseline);
    expect(content.references.length).toBeGreaterThan(10);
    expect(new Set(content.references.map(({ year }) => year))).toEqual(new Set(['2013']));
    expect(content.references.find(({ id }) => id === 'hb2013_share')).toMatchObject({
      value: 13.04,
      base: null,
    });
    const values = new Map(collected.map(({ id, value }) => [id, value]));
    for (const { id, value } of content.references) expect(values.get(id), id).toBe(value);
  });

  it('keeps what questions can be compared with', () => {
    const items = content.instrument.pages.flatMap(({ questions }) => questions);
    const comparable = items.filter(({ comparableWith }) =>
      comparableWith?.some((name) => name.startsWith('HB2013:')),
    );
    expect(comparable.length).toBeGreaterThan(5);
  });

  it('is nobody’s once a byte of it is another', () => {
    const read = readZip(zip);
    if (!read.ok) throw new Error('no zip');
    expect(readPackage(zip.subarray(1)).ok).toBe(false);
  });
});
