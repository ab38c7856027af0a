import open from 'jsonstat-toolkit';
import { describe, expect, it } from 'vitest';
import { figureRows } from '../../../server/exports/figure-rows.js';
import { releaseJsonStat } from '../../../server/exports/json-stat.js';
import { awkwardExport, cellKey, countsOf, demoExport } from '../../support/exported-release.js';

describe.each([
  ['of the demonstration', demoExport],
  ['with awkward texts', awkwardExport],
])('JSON-stat %s, read by jsonstat-toolkit', (_name, make) => {
  const context = make();
  const collection = open(JSON.parse(releaseJsonStat(context)));
  const tables = context.release.tables.map((table, at) => ({ table, dataset: collection.Dataset(at)! }));

  it('is a collection with a dataset for each table', () => {
    expect(collection.class).toBe('collection');
    expect(collection.length).toBe(context.release.tables.length);
    for (const { table, dataset } of tables) {
      expect(dataset.class).toBe('dataset');
      expect(dataset.role.metric).toEqual(['MEASURE']);
      expect(dataset.n).toBe(figureRows(table).length * 3);
      expect(dataset.extension).toMatchObject({
        table: table.id,
        k: context.release.k,
        rule: context.release.policy,
      });
    }
  });

  it('has every count, cell by cell, and a status for every blank', () => {
    const found = new Map<string, number | null>();
    for (const { table, dataset } of tables) {
      const ids = dataset.id.slice(0, -1);
      const all = ids.reduce<string[][]>(
        (lists, id) => lists.flatMap((list) => dataset.Dimension(id).id.map((code) => [...list, code])),
        [[]],
      );
      for (const codes of all) {
        const place = Object.fromEntries(ids.map((id, at) => [id, codes[at] ?? '']));
        const { value, status } = dataset.Data({ ...place, MEASURE: 'count' });
        found.set(cellKey(table.id, codes.slice(0, -1), codes.at(-1) ?? ''), value);
        expect(status).toBe(value === null ? 'Q' : null);
      }
    }
    expect(found).toEqual(countsOf(context.release.tables));
  });

  it('has bases and shares where there are any, with the labels of the codes', () => {
    for (const { table, dataset } of tables) {
      for (const { groups, subject, code, label, base, share } of figureRows(table)) {
        const place = {
          ...Object.fromEntries(groups.map((one) => [one.variable.id, one.code])),
          [subject.id]: code,
        };
        expect(dataset.Data({ ...place, MEASURE: 'base' }).value).toBe(base.value);
        const told = dataset.Data({ ...place, MEASURE: 'share' });
        expect(told.value).toBe(share.value === null ? null : Number(share.value.toFixed(5)));
        expect(told.status).toBe({ told: null, blank: 'Q', none: 'M' }[share.status]);
        expect(dataset.Dimension(subject.id).Category(code)?.label).toBe(label.de);
      }
    }
  });
});
