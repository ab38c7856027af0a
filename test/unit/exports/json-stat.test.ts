import open from 'jsonstat-toolkit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { figureRows } from '../../../server/exports/figure-rows.js';
import { releaseJsonStat } from '../../../server/exports/json-stat.js';
import { awkwardExport, cellKey, countsOf, demoExport } from '../../support/exported-release.js';

/** JSON-stat 2.0, as far as a collection of embedded datasets goes (json-stat.org/full). */
const datasetSchema = z.object({
  version: z.literal('2.0'),
  class: z.literal('dataset'),
  label: z.string(),
  updated: z.iso.date(),
  source: z.string(),
  id: z.array(z.string()).min(1),
  size: z.array(z.int().min(1)),
  role: z.strictObject({ metric: z.array(z.string()) }),
  dimension: z.record(
    z.string(),
    z.strictObject({
      label: z.string(),
      category: z.strictObject({
        index: z.array(z.string()),
        label: z.record(z.string(), z.string()),
        unit: z.record(z.string(), z.object({ decimals: z.int() })).optional(),
      }),
    }),
  ),
  value: z.array(z.number().nullable()),
  status: z.record(z.string().regex(/^\d+$/), z.string()),
});
const collectionSchema = z.object({
  version: z.literal('2.0'),
  class: z.literal('collection'),
  label: z.string(),
  note: z.array(z.string()).min(5),
  link: z.strictObject({ item: z.array(datasetSchema) }),
});

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

  it('keeps the rules of the format', () => {
    const { link } = collectionSchema.parse(JSON.parse(releaseJsonStat(context)));
    for (const { id, size, dimension, role, value, status } of link.item) {
      expect(new Set(id).size).toBe(id.length);
      expect(Object.keys(dimension)).toEqual(id);
      expect(id.map((name) => dimension[name]?.category.index.length)).toEqual(size);
      expect(value).toHaveLength(size.reduce((product, one) => product * one, 1));
      for (const name of role.metric) expect(id).toContain(name);
      for (const { category } of Object.values(dimension)) {
        expect(Object.keys(category.label).sort()).toEqual([...category.index].sort());
        expect(new Set(category.index).size).toBe(category.index.length);
      }
      for (const at of Object.keys(status)) expect(value[Number(at)]).toBeNull();
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
