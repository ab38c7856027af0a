import { describe, expect, it } from 'vitest';
import { readReferences, writeReferences } from '../../../server/admin/references/references-csv.js';
import type { KnownCodes } from '../../../server/admin/references/read-reference.js';
import { columns } from '../../../server/admin/references/reference-cells.js';
import { loadReferences } from '../../../server/references/load-references.js';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { variablesOf } from '../../../server/survey/variables.js';
import { aReference } from '../../support/references.js';

const known: KnownCodes = (instrument) =>
  instrument === 'canteen'
    ? new Map([
        ['lunch', new Set(['yes', 'no'])],
        ['gender', new Set(['f', 'm'])],
        ['mood.noise', new Set(['1', '2'])],
      ])
    : null;
const good = { ...cells(writeReferences([aReference({ base: 100, invited: 200 })])) };

/** The second line of a file, by column. */
function cells(text: string): Record<string, string> {
  const line = text.split('\r\n')[1] ?? '';
  return Object.fromEntries(line.split(';').map((cell, at): [string, string] => [columns[at] ?? '', cell]));
}

function file(...lines: Partial<Record<string, string>>[]): string {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  return [
    columns.join(';'),
    ...lines.map((line) => columns.map((column) => quoted({ ...good, ...line }[column] ?? '')).join(';')),
  ].join('\n');
}

/** `line column key` of every fault; empty where the file was taken. */
function faults(text: string): string[] {
  const read = readReferences(text, known);
  return read.ok ? [] : read.faults.map(({ line, column, key }) => `${line} ${column} ${key.slice(17)}`);
}

describe('a file of figures', () => {
  it('comes back as it was written, whatever is in it', () => {
    const shipped = loadReferences();
    const codes = new Map(
      shippedInstruments()
        .flatMap((instrument) => variablesOf(instrument))
        .map((variable) => [variable.id, new Set(variable.codes.map(({ code }) => code))]),
    );
    expect(readReferences(writeReferences(shipped), () => codes)).toEqual({ ok: true, references: shipped });

    const strange = aReference({
      label: { de: '=cmd|x; „A“', en: '+1 "quoted"' },
      universe: { de: '@a', en: '-b' },
      definition: { de: 'so; und so', en: 'so, and so' },
      caveats: [
        { de: '=1', en: '=1' },
        { de: 'zwei', en: 'two' },
      ],
      links: [
        { indicator: 'lunch', codes: ['yes', 'no'], groups: { gender: ['f', 'm'], 'mood.noise': ['2'] } },
        { indicator: null, codes: [], groups: {} },
      ],
      ...{ value: 0.5, base: 1, invited: 999_999_999 },
    });
    expect(readReferences(writeReferences([strange]), known)).toEqual({ ok: true, references: [strange] });
  });

  it('holds nothing that a spreadsheet would run', () => {
    const evil = aReference({ label: { de: '=1+1', en: '@x' }, source: '+49', series: '-x' });
    const text = writeReferences([evil]);
    expect(text).toContain("'=1+1");
    expect(text).not.toMatch(/(^|;|")[=+@-]/m);
  });

  it('may have its columns in another order, commas, decimal points and percent signs', () => {
    const reversed = [...columns].reverse();
    const line = reversed.map((column) => (column === 'value' ? '13.04 %' : (good[column] ?? '')));
    const read = readReferences(
      [reversed.join(','), line.map((cell) => `"${cell}"`).join(',')].join('\n'),
      known,
    );
    expect(read).toMatchObject({ ok: true, references: [{ id: 'figure', value: 13.04, base: 100 }] });
  });
});

describe('a faulty file', () => {
  it('is refused as a whole, and every fault told by line and column', () => {
    const text = file(
      { id: 'good' },
      { id: 'Bad id', kind: 'rumour', value: '101', base: '1.000', certainty: 'sure' },
      { id: 'good', label_de: '', instrument: 'unknown' },
      { id: 'links', links: 'lunch=maybe\nshoe=yes & gender=f\nlunch yes\ngender=f & lunch=' },
      { id: 'pairs', definition_en: 'only here', caveats_de: 'a\nb', caveats_en: 'a' },
    );
    expect(faults(text)).toEqual([
      ...['3 id id', '3 kind kind', '3 certainty certainty', '3 value value', '3 base count'],
      ...['4 label_de missing', '4 instrument instrument', '4 id duplicate'],
      ...['5 links code', '5 links variable', '5 links link', '5 links link'],
      // Two lines of the fifth row moved what comes after them down.
      ...['9 definition_en pair', '9 caveats_en pair'],
    ]);
    expect(readReferences(text, known)).not.toHaveProperty('references');
  });

  it.each([
    ['', '1  columns'],
    ['id;value\nx;1', '1  columns'],
    [columns.join(';'), '1  empty'],
    [[...columns, 'colour'].join(';'), '1  strange'],
    [[...columns, 'id'].join(';'), '1  strange'],
    [file({ label_en: 'two\nlines' }), '2 label_en oneLine'],
    [file({ source: 'x'.repeat(601) }), '2 source long'],
    [file({ source: 'bell\u0007' }), '2 source controlCharacter'],
    [file({ value: '' }), '2 value missing'],
    [`${file({})};one more`, '2  cells'],
  ])('such as %j', (text, fault) => {
    expect(faults(text)).toContain(fault);
  });

  it('is not read for ever', () => {
    const many = file(...Array.from({ length: 300 }, (_, at) => ({ id: `f${at}`, value: 'x' })));
    expect(readReferences(many, known)).toMatchObject({ ok: false, stopped: true });
    expect(faults(many)).toHaveLength(100);
    expect(faults(file(...Array.from({ length: 2001 }, (_, at) => ({ id: `f${at}` }))))).toEqual([
      '1  tooMany',
    ]);
  });

  it('with a quote that does not close is refused', () => {
    const read = readReferences(`${columns.join(';')}\n"open`, known);
    expect(read).toMatchObject({ ok: false, faults: [{ key: 'admin.csv.quotes' }] });
  });
});
