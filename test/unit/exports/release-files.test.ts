import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvColumns, releaseCsv } from '../../../server/exports/release-csv.js';
import { releaseJson } from '../../../server/exports/release-json.js';
import type { Wave } from '../../../server/ports/office.js';
import type { Reference } from '../../../server/references/reference.js';
import type { Variable } from '../../../server/survey/variables.js';
import { ballots, release, table, variable } from '../disclosure/miniature.js';

const both = (text: string) => ({ de: text, en: text });
const wave: Wave = {
  id: 'wave1',
  title: both('Welle'),
  texts: { purpose: both('p'), contact: both('c'), legalBasis: both('l') },
  languages: ['de', 'en'],
  access: 'code',
  definition: { id: 'adult', version: '1.2.3' },
  k: 5,
  plan: { tables: [] },
  headcounts: [],
  opensAt: '2026-01-01T00:00:00.000Z',
  closesAt: '2026-02-01T00:00:00.000Z',
  retentionDays: 365,
  shreddedOn: null,
  status: 'closed',
  simulated: true,
};
const office = variable('office', 'identifying', ['a', 'b', 'c']);
const opinion = variable('opinion', 'neutral', ['good', 'bad', 'na']);
const plan = [table('office', 'opinion'), table('office', null), table('', 'opinion')];
const data = ballots([
  [10, { office: 'a', opinion: 'good' }],
  [12, { office: 'a', opinion: 'bad' }],
  [8, { office: 'b', opinion: 'good' }],
  [24, { office: 'b', opinion: 'bad' }],
  [20, { office: 'c', opinion: 'good' }],
  [2, { office: 'c', opinion: 'bad' }],
]);
/** Few in office c found it bad, so it is blank there, and for its sake in office a; nobody refused. */
const saysNothing = (_id: string, code: string): boolean => code === 'na';
const safe = release([office, opinion], plan, data, { saysNothing });
/** A wave of fewer than k. */
const tooSmall = release([office, opinion], plan, data.slice(0, 4));

function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { bom: true, columns: true });
}

describe('CSV', () => {
  const rows = rowsOf(releaseCsv(wave, safe, 'de'));

  it('has a row for every cell, with its base and share', () => {
    const b = rows.filter((row) => row.table === 'office-opinion' && row.group1_code === 'b');
    expect(b.map(({ code, count, base, share }) => [code, count, base, share])).toEqual([
      ['good', '8', '32', '0.25000'],
      ['bad', '24', '32', '0.75000'],
      ['na', '', '32', ''],
      ['total', '32', '32', ''],
    ]);
    expect(rows).toHaveLength(4 * 4 + 4 + 4);
  });

  it('leaves blanks empty, never zero', () => {
    expect(rows.map(({ count }) => count)).not.toContain('0');
    const a = rows.find(
      (row) => row.table === 'office-opinion' && row.group1_code === 'a' && row.code === 'bad',
    );
    expect(a).toMatchObject({ status: 'published', count: '', share: '' });
    const c = rows.find(
      (row) => row.table === 'office-opinion' && row.group1_code === 'c' && row.code === 'bad',
    );
    expect({ ...c, group1_code: 'a', group1_label: a?.group1_label }).toEqual(a);
  });

  it('says in every row what it comes from and how it was protected', () => {
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([...csvColumns]);
      expect(row).toMatchObject({
        wave: 'wave1',
        simulated: 'yes',
        questionnaire: 'adult 1.2.3',
        k: '5',
        rule: 'worlds-strict-1',
        empty_means: 'zero or not shown',
      });
    }
  });

  it('shows of a withheld table that it was withheld, and nothing else', () => {
    const withheld = rowsOf(releaseCsv(wave, tooSmall, 'de'));
    const [row] = withheld.filter((one) => one.table === 'office-opinion');
    expect(row).toMatchObject({ status: 'withheld', group1_variable: 'office', variable: 'opinion' });
    expect([row?.group1_code, row?.code, row?.count, row?.base, row?.share]).toEqual(['', '', '', '', '']);
  });

  it('labels in the language asked for', () => {
    expect(rows[0]?.group1_label).toBe('insgesamt');
    const english = rowsOf(releaseCsv(wave, safe, 'en'))[0];
    expect([english?.group1_label, english?.label]).toEqual(['Total', 'good (en)']);
  });

  it('disarms what a spreadsheet would run', () => {
    const evil: Variable = {
      ...office,
      codes: [
        { code: 'a', label: both('=cmd|x') },
        { code: 'b', label: both('@b') },
        { code: 'c', label: both('c') },
      ],
    };
    const csv = releaseCsv(
      wave,
      release(
        [evil],
        [table('office', null)],
        data.map(({ office: code = '' }) => ({ office: code })),
      ),
      'de',
    );
    expect(csv).toContain("'=cmd|x");
    expect(csv).not.toMatch(/(^|,)"?[=@]/m);
  });
});

describe('JSON', () => {
  const reference: Reference = {
    id: 'r1',
    instrument: 'adult',
    kind: 'baseline',
    links: [{ indicator: 'opinion', codes: ['good'], groups: {} }],
    label: both('r'),
    series: 's',
    concept: 'c',
    value: 13,
    unit: 'percent',
    base: null,
    invited: null,
    year: '2013',
    universe: both('u'),
    definition: null,
    caveats: [both('not representative')],
    source: 'https://example.org/',
    certainty: 'high',
  };
  const other = { ...reference, id: 'r2', instrument: 'another' };
  const unused = { ...reference, id: 'r3', links: [{ indicator: 'shoe', codes: ['x'], groups: {} }] };
  const content: unknown = JSON.parse(releaseJson(wave, safe, [reference, other, unused]));

  it('carries wave, k, rule, questionnaire version and what a blank means', () => {
    expect(content).toMatchObject({
      wave: { id: 'wave1', simulated: true, questionnaire: { id: 'adult', version: '1.2.3' } },
      protection: { k: 5, rule: 'worlds-strict-1' },
      records: 76,
    });
    expect(JSON.stringify(content)).toContain('zero or not shown');
  });

  it('has the references of the indicators it shows, of this questionnaire only', () => {
    expect(content).toMatchObject({ references: [{ id: 'r1', source: 'https://example.org/' }] });
    expect((content as { references: unknown[] }).references).toHaveLength(1);
  });

  it('has null for a blank and no line for a withheld table', () => {
    expect(JSON.stringify(content)).not.toMatch(/"(count|size|base)":0/);
    const withheld = JSON.parse(releaseJson(wave, tooSmall, [])) as {
      tables: { id: string; status: string; reason: string; lines: unknown[] }[];
    };
    expect(withheld.tables[0]).toMatchObject({ status: 'withheld', reason: 'wave-too-small', lines: [] });
  });
});

describe('both', () => {
  it('have the same bytes for the same release, and for an empty group as for one just below k', () => {
    const files = [0, 4].map((few) => {
      const groups = ballots([
        [40 - few, { office: 'a', opinion: 'good' }],
        [few, { office: 'b', opinion: 'good' }],
      ]);
      const made = release([office, opinion], plan, groups);
      return releaseCsv(wave, made, 'de') + releaseJson(wave, made, []);
    });
    expect(files[0]).toBe(files[1]);
    expect(releaseCsv(wave, safe, 'de')).toBe(
      releaseCsv(wave, release([office, opinion], plan, [...data].reverse(), { saysNothing }), 'de'),
    );
  });
});
