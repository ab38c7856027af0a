import { describe, expect, test } from 'vitest';
import {
  paperColumns,
  paperTemplate,
  readPaperForm,
  readPaperHeader,
} from '../../../server/admin/paper/paper-csv.js';
import { makeBatch, paperReceipts, readBatch } from '../../../server/admin/paper/paper-receipts.js';
import { readCsv } from '../../../server/admin/read-csv.js';
import { realRandomness } from '../../support/storage.js';
import { sample } from '../survey/sample.js';

const definition = sample();

/** Answers and faults of every row of a file. */
function read(text: string) {
  const csv = readCsv(text);
  if (!csv.ok) return { faults: [csv.fault], answers: [] };
  const [header, ...rows] = csv.rows;
  if (header === undefined) throw new Error('empty file');
  const head = readPaperHeader(definition, header);
  if (!head.ok) return { faults: head.faults, answers: [] };
  const forms = rows.map((row) => readPaperForm(definition, head.columns, row));
  return {
    faults: forms.flatMap((form) => (form.ok ? [] : form.faults)),
    answers: forms.flatMap((form) => (form.ok ? [form.answers] : [])),
  };
}
const places = (text: string) =>
  read(text).faults.map(({ line, column, key }) => [line, column, key.split('.').at(-1)]);

describe('a file of paper answers', () => {
  test('columns in any order, several answers with a bar, empty is no answer', () => {
    const text = [
      'climate.fair,status,where,age,climate.belong',
      '1,other,tasks | training,43,2',
      ',,,,2',
    ].join('\r\n');
    expect(read(text)).toEqual({
      faults: [],
      answers: [
        { status: 'other', where: ['tasks', 'training'], age: '43', climate: { fair: '1', belong: '2' } },
        { climate: { belong: '2' } },
      ],
    });
  });

  test('its template names every column once, and is a header that is understood', () => {
    const names = paperColumns(definition).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const csv = readCsv(paperTemplate(definition));
    expect(csv.ok && csv.rows[0]?.cells).toEqual(names);
  });

  test('every faulty cell is told with line and column', () => {
    expect(
      places('status;age;where\nother;43;tasks\nretired;forty;tasks|luck\n;;na|tasks\n\nother;43\n'),
    ).toEqual([
      [3, 'status', 'unknown_value'],
      [3, 'age', 'number_unreadable'],
      [3, 'where', 'unknown_value'],
      [4, 'where', 'na_beside_others'],
      [6, '', 'width'],
    ]);
  });

  test('an answer to a question that was not to be asked is a fault', () => {
    expect(places('status;contract\ntrainee;permanent\n')).toEqual([[2, 'contract', 'not_to_be_answered']]);
  });

  test('unknown, repeated and nameless columns are told', () => {
    expect(places('status;salary;status;\nother;1;other;\n')).toEqual([
      [1, 'salary', 'unknownColumn'],
      [1, 'status', 'repeatedColumn'],
      [1, '', 'noName'],
    ]);
  });

  test('a matrix is filled row by row, never as a whole', () => {
    expect(places('climate\n1\n')).toEqual([[1, 'climate', 'unknownColumn']]);
  });
});

describe('names of paper ballots', () => {
  const key = realRandomness.bytes(32);
  const names = (batch: string, texts: readonly string[], wave = 'w') =>
    paperReceipts(
      key,
      wave,
      batch,
      texts.map((text) => new TextEncoder().encode(text)),
    ).map((name) => Buffer.from(name).toString('hex'));

  test('the same sending gives the same name, everything else another', () => {
    const batch = makeBatch(realRandomness);
    expect(names(batch, ['a', 'a'])).toEqual(names(batch, ['a', 'a']));
    const all = [
      ...names(batch, ['a', 'a']),
      ...names(batch, ['a', 'b']),
      ...names(batch, ['aa']),
      ...names(makeBatch(realRandomness), ['a', 'a']),
      ...names(batch, ['a', 'a'], 'v'),
    ];
    expect(new Set(all).size).toBe(9);
  });

  test('a batch that is not ours is replaced', () => {
    const batch = makeBatch(realRandomness);
    expect(readBatch(batch, realRandomness)).toBe(batch);
    for (const forged of ['', 'x', `${batch}0`, '0'.repeat(31) + 'G']) {
      expect(readBatch(forged, realRandomness)).toMatch(/^[0-9a-f]{32}$/);
      expect(readBatch(forged, realRandomness)).not.toBe(forged);
    }
  });
});
