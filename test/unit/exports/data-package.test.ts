import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportFiles } from '../../../server/exports/export-files.js';
import { awkwardExport, demoExport } from '../../support/exported-release.js';

/** What the specification of data packages (version 1) asks of a descriptor, as far as this one uses it. */
const name = z.string().regex(/^[a-z0-9._-]+$/);
const resource = z.object({
  name,
  path: z.string().regex(/^(?![/~.])[^\\]*$/),
  format: z.string().min(1),
  mediatype: z.string().regex(/^[a-z]+\/[\w.+-]+$/),
  encoding: z.literal('utf-8'),
  bytes: z.int().min(1),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  profile: z.literal('tabular-data-resource').optional(),
  dialect: z.object({ delimiter: z.enum([',', ';']), header: z.literal(true) }).optional(),
  schema: z
    .object({
      missingValues: z.tuple([z.literal('')]),
      fields: z.array(
        z.object({
          name: z.string(),
          type: z.enum(['string', 'integer', 'number', 'date']),
          description: z.string().min(3),
          decimalChar: z.enum(['.', ',']).optional(),
        }),
      ),
    })
    .optional(),
});
const descriptor = z.object({
  profile: z.literal('data-package'),
  name,
  title: z.string(),
  created: z.iso.datetime(),
  contributors: z.array(z.object({ title: z.string(), role: z.enum(['author', 'publisher', 'maintainer']) })),
  sources: z.array(z.object({ title: z.string() })).min(1),
  mehrwelt: z.object({ wave: z.string(), k: z.int(), rule: z.string(), simulated: z.boolean() }),
  resources: z.array(resource).min(1),
});

describe.each([
  ['of the demonstration', demoExport],
  ['with awkward texts', awkwardExport],
])('the data package %s', (_name, make) => {
  const context = make();
  const files = exportFiles(context);
  const content = descriptor.parse(JSON.parse(files.at(-1)!.bytes.toString('utf8')));

  it('lists every other file, each under a name of its own, with size and hash', () => {
    expect(content.resources.map(({ path }) => path)).toEqual(files.slice(0, -1).map(({ path }) => path));
    expect(new Set(content.resources.map((one) => one.name)).size).toBe(content.resources.length);
    for (const [at, { bytes, hash }] of content.resources.entries()) {
      const file = files[at]!;
      expect(bytes).toBe(file.bytes.length);
      expect(hash).toBe(`sha256:${createHash('sha256').update(file.bytes).digest('hex')}`);
    }
    expect(content.mehrwelt).toEqual(
      expect.objectContaining({ wave: context.wave.id, k: context.release.k, rule: 'worlds-strict-1' }),
    );
  });

  it('has a schema for every CSV file, by which all of its fields can be read', () => {
    const tables = content.resources.filter(({ path }) => path.endsWith('.csv'));
    expect(tables).toHaveLength(6);
    for (const { path, dialect, schema } of tables) {
      const text = files.find((file) => file.path === path)!.bytes.toString('utf8');
      const [header, ...rows] = parse(text, { bom: true, delimiter: dialect!.delimiter });
      expect(header).toEqual(schema!.fields.map((field) => field.name));
      for (const row of rows) {
        for (const [at, cell] of row.entries()) {
          const { type, decimalChar = '.' } = schema!.fields[at]!;
          if (cell === '' || type === 'string') continue;
          if (type === 'date') expect(z.iso.date().safeParse(cell).success, cell).toBe(true);
          else if (type === 'integer') expect(cell).toMatch(/^\d+$/);
          else expect(Number(cell.replace(decimalChar, '.')), cell).not.toBeNaN();
        }
      }
    }
  });
});
