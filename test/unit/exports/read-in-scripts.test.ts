import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { tableColumns } from '../../../server/exports/columns.js';
import { exportFiles } from '../../../server/exports/export-files.js';
import { figureRows } from '../../../server/exports/figure-rows.js';
import { scriptForR, scriptForSpss, scriptForStata } from '../../../server/exports/read-in-scripts.js';
import { awkwardExport, demoExport } from '../../support/exported-release.js';
import { outsideReader, runReader } from '../../support/outside-readers.js';
import { temporaryFolder } from '../../support/storage.js';

const contexts = [
  ['of the demonstration', demoExport],
  ['with awkward texts', awkwardExport],
] as const;
const columnNames = tableColumns.map(({ name }) => name);

describe.each(contexts)('the script for R, %s', (_name, make) => {
  it('reads every figure with its type, and labels every column', () => {
    const Rscript = outsideReader('Rscript');
    const context = make();
    const script = scriptForR(context);
    for (const name of columnNames) expect(script).toContain(`  ${name} = "`);
    if (Rscript === null) return;
    const folder = temporaryFolder();
    for (const { path, bytes } of exportFiles(context)) writeFileSync(join(folder, path), bytes);
    const check = `
      source("read-tables.R", encoding = "UTF-8")
      stopifnot(is.integer(tables$count), is.integer(tables$base), is.numeric(tables$share))
      stopifnot(inherits(tables$released_on, "Date"), attr(tables, "k") == ${context.release.k})
      stopifnot(all(vapply(tables, function(one) nchar(attr(one, "label")) > 3, TRUE)))
      write.csv(tables[c("table", "code", "count", "base", "share", "label")], "back.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")
      cat(readLines("back.csv", encoding = "UTF-8"), sep = "\\n")`;
    writeFileSync(join(folder, 'check.R'), check);
    const rows = parse<Record<string, string>>(runReader(Rscript, ['--vanilla', 'check.R'], folder), {
      columns: true,
    });
    const expected = context.release.tables.flatMap(figureRows);
    expect(rows).toHaveLength(expected.length);
    for (const [at, row] of rows.entries()) {
      const { table, code, count, base, share, label } = expected[at]!;
      expect([row.table, row.code, row.label?.replace(/^'/, '')]).toEqual([table.id, code, label.en]);
      const number = (text: string | undefined): number | null => (text === '' ? null : Number(text));
      expect(number(row.count)).toBe(count.value);
      expect(number(row.base)).toBe(base.value);
      if (share.value === null) expect(row.share).toBe('');
      else expect(number(row.share)).toBeCloseTo(share.value, 5);
    }
  }, 60_000);
});

describe.each(contexts)('scripts %s', (_name, make) => {
  const context = make();

  it('SPSS is told every column in its order, with a type and a label', () => {
    const script = scriptForSpss(context);
    const variables = /\/VARIABLES=\n([\s\S]*?)\.\n/.exec(script)?.[1]?.split('\n') ?? [];
    expect(variables.map((line) => line.trim().split(' ')[0])).toEqual(columnNames);
    for (const line of variables) expect(line).toMatch(/ (A\d+|F10\.[05]|SDATE10)$/);
    const labels = /VARIABLE LABELS\n([\s\S]*?)\.\nEXECUTE/.exec(script)?.[1]?.split('\n') ?? [];
    expect(labels.map((line) => line.trim().split(' ')[0])).toEqual(columnNames);
    for (const line of labels) expect(line).toMatch(/^ {2}\w+ '([^']|'')*'$/);
  });

  it('Stata is told which columns are texts, and a label for each', () => {
    const script = scriptForStata(context);
    const texts = /stringcols\(([\d ]+)\)/.exec(script)?.[1]?.split(' ').map(Number);
    expect(texts?.map((at) => columnNames[at - 1])).toEqual(
      tableColumns.filter(({ type }) => ['string', 'date'].includes(type)).map(({ name }) => name),
    );
    for (const name of columnNames)
      expect(script).toMatch(new RegExp(`^label variable ${name} "[^"\`$']{3,80}"$`, 'm'));
  });

  it.each([
    ['R', scriptForR, /^#/],
    ['SPSS', scriptForSpss, /^\*.*\.$/],
    ['Stata', scriptForStata, /^\*/],
  ])('%s: what a title says is a comment and nothing else', (_language, script, comment) => {
    const ours = script(demoExport())
      .split('\n')
      .filter((line) => !comment.test(line));
    const commands = script(context)
      .split('\n')
      .filter((line) => !comment.test(line));
    const same = (lines: readonly string[]): string => lines.join('\n').replace(/"k"\) <- \d+L/, '');
    expect(same(commands)).toBe(same(ours));
    expect(
      script(context)
        .split('\n')
        .filter((line) => comment.test(line))
        .join('\n'),
    ).not.toMatch(/\*\/|\/\*|\/\//);
  });
});
