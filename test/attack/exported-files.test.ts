import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { auditRelease } from '../../server/disclosure/audit-release.js';
import { linkCells, TOTAL, type PublishedCell } from '../../server/disclosure/published-tables.js';
import { publishedRelease } from '../../server/disclosure/published-release.js';
import { exportFile } from '../../server/exports/export-files.js';
import { makeHighsSolver } from '../../server/solver/highs-solver.js';
import { demoExport, isKnownEmptyInDemo } from '../support/exported-release.js';

/**
 * An attacker who has nothing but an exported file: reads the counts back, adds whatever bases and shares give away, and
 * runs the engine's audit on all of it.
 */

const solver = makeHighsSolver();
afterAll(() => solver.close());

type Row = Readonly<Record<string, string>>;

const NO_ANSWER = new Set(['na', 'not_asked']);

function rowsOf(name: string): Row[] {
  const file = exportFile(demoExport(), name);
  if (file === null) throw new Error(`no file ${name}`);
  return parse<Row>(file.bytes.toString('utf8'), { columns: true });
}

const number = (text: string | undefined): number | null =>
  text === undefined || text === '' ? null : Number(text);

/** What somebody fixes by a row: variables with their codes, totals left out. */
function givenBy(row: Row): Record<string, string> {
  const pairs = [1, 2, 3].flatMap((at): [string, string][] => {
    const variable = row[`group${at}_variable`] ?? '';
    return variable === '' ? [] : [[variable, row[`group${at}_code`] ?? '']];
  });
  const all: [string, string][] = [...pairs, [row.variable ?? '', row.code ?? '']];
  return Object.fromEntries(all.filter(([, code]) => code !== 'total'));
}

/** The best that a reader makes of a row: its count, or what share and base say of it. */
function countFrom(row: Row): number | null {
  const [count, base, share] = [number(row.count), number(row.base), number(row.share)];
  return count ?? (base === null || share === null ? null : Math.round(base * share));
}

function tablesFrom(rows: readonly Row[]) {
  const shown = rows.filter(({ status }) => status === 'published');
  const variables = [
    ...new Set(
      shown.flatMap((row) => [
        ...[1, 2, 3].map((at) => row[`group${at}_variable`] ?? ''),
        row.variable ?? '',
      ]),
    ),
  ].filter((id) => id !== '');
  const cells = new Map<string, PublishedCell>();
  for (const row of shown) {
    const given = givenBy(row);
    const codes = variables.map((id) => given[id] ?? TOTAL);
    const key = JSON.stringify(codes);
    const known = isKnownEmptyInDemo(given) ? 0 : null;
    cells.set(key, { codes, count: countFrom(row) ?? cells.get(key)?.count ?? known });
  }
  return linkCells(variables, [...cells.values()], {});
}

/** Rows of one table and group belong together. */
function lines(rows: readonly Row[]): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [row.table, row.group1_code, row.group2_code, row.group3_code].join('|');
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
}

describe('who has the exported CSV', () => {
  const rows = rowsOf('tables-comma.csv');

  it('has blanks to attack, and all that the release tells', () => {
    const back = tablesFrom(rows);
    const told = publishedRelease(demoExport().release, isKnownEmptyInDemo);
    expect(back.cells.length).toBe(told.cells.length);
    expect(back.cells.filter(({ count }) => count === null).length).toBeGreaterThan(20);
    for (const { codes, count } of told.cells) {
      const at = back.find(
        back.variables.map((id) => {
          const place = told.variables.indexOf(id);
          return codes[place] ?? TOTAL;
        }),
      );
      expect(at === undefined ? undefined : back.cells[at]?.count).toBe(count);
    }
  });

  it('finds nothing: no count recovered, none known to be below k, nobody isolated', async () => {
    const { k } = demoExport().release;
    const { failures, blanks } = await auditRelease(
      tablesFrom(rows),
      { k, zeros: 'unsafe', records: 20 },
      solver,
    );
    expect(blanks).toBeGreaterThan(20);
    expect(failures).toEqual({ recovered: 0, belowK: 0, isolated: 0 });
  }, 120_000);

  it('learns nothing from shares: each is that of a count and a base that are told', () => {
    let shares = 0;
    for (const row of rows) {
      if (row.share === '') continue;
      shares += 1;
      const [count, base] = [number(row.count), number(row.base)];
      expect(count).not.toBeNull();
      expect(base).not.toBeNull();
      expect(row.share).toBe(((count ?? 0) / (base ?? 1)).toFixed(5));
    }
    expect(shares).toBeGreaterThan(30);
  });

  it('learns nothing from bases: each follows from counts of its own line', () => {
    let bases = 0;
    for (const line of lines(rows)) {
      const counts = (wanted: (code: string) => boolean): (number | null)[] =>
        line.filter(({ code = '' }) => code !== 'total' && wanted(code)).map((row) => number(row.count));
      const sum = (all: readonly (number | null)[]): number =>
        all.reduce<number>((total, one) => total + (one ?? 0), 0);
      const answers = counts((code) => !NO_ANSWER.has(code));
      const others = counts((code) => NO_ANSWER.has(code));
      const size = number(line.find(({ code }) => code === 'total')?.count);
      const ways = [
        ...(answers.includes(null) ? [] : [sum(answers)]),
        ...(size === null || others.includes(null) ? [] : [size - sum(others)]),
        ...(size !== null && sum(answers) + sum(others) === size ? [sum(answers)] : []),
      ];
      for (const row of line) {
        const base = number(row.base);
        if (base === null) continue;
        bases += 1;
        expect(size).not.toBeNull();
        expect(ways).toContain(base);
      }
    }
    expect(bases).toBeGreaterThan(30);
  });

  it('learns nothing from the other formats: they tell the same figures and no further', () => {
    const sdmx = rowsOf('tables.sdmx.csv');
    const [counts, bases, shares] = ['COUNT', 'BASE', 'SHARE'].map((measure) =>
      sdmx.filter(({ MEASURE }) => MEASURE === measure).map(({ OBS_VALUE }) => OBS_VALUE),
    );
    expect(counts).toEqual(rows.map(({ count }) => count));
    expect(bases).toEqual(rows.map(({ base }) => base));
    expect(shares).toEqual(rows.map(({ share }) => share));
  });
});

it('would notice a leak: a share beside a blank gives its count back', () => {
  const rows = rowsOf('tables-comma.csv');
  const blank = rows.find((row) => row.base !== '' && row.share_status === 'blank');
  expect(blank?.count).toBe('');
  // As a careless export would write it, of three people.
  const leak = (row: Row): Row =>
    row === blank ? { ...row, share: (3 / Number(row.base)).toFixed(5) } : row;
  const counts = (all: readonly Row[]) => tablesFrom(all).cells.map(({ count }) => count);
  const [sound, leaking] = [counts(rows), counts(rows.map(leak))];
  const changed = leaking.flatMap((count, at) => (count === sound[at] ? [] : [[sound[at], count]]));
  expect(changed).toEqual([[null, 3]]);
});
