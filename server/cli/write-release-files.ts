import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeAt, type Dimension } from '../disclosure/family.js';
import type { Cube } from '../disclosure/cube.js';
import type { Protection } from '../disclosure/worlds.js';
import { TOTAL_CODE } from './code-list.js';
import { UsageError } from './command.js';
import { COUNT_COLUMN } from './protect-options.js';
import { asText } from './release-text.js';
import type { ReleaseSummary } from './release-summary.js';

/** The tables come last, so that whoever sees them sees a whole release. */
const names = ['summary.json', 'hierarchy.json', 'tables.csv'] as const;
const unfinished = (name: string): string => `${name}.unfinished`;

/** Throws a UsageError where a release would overwrite something. */
export function checkOutput(out: string, data: string, force: boolean): void {
  if (existsSync(out) && !statSync(out).isDirectory())
    throw new UsageError(`--out ${out}: is a file; name a directory`);
  if (names.some((name) => resolve(out, name) === resolve(data)))
    throw new UsageError(`--out ${out}: the release would overwrite ${data}; name another directory`);
  const present = existsSync(out) ? readdirSync(out) : [];
  const others = present.filter((file) => !names.map(unfinished).includes(file));
  if (others.length > 0 && !force)
    throw new UsageError(`--out ${out}: holds files already; name another directory, or add --force`);
}

/**
 * Writes all three files under other names and renames them in the end, so that a crash leaves no half release.
 * `summary` is asked for when the tables are on disk, and given back.
 */
export function writeRelease(
  out: string,
  cube: Cube,
  protection: Protection,
  summary: () => ReleaseSummary,
): ReleaseSummary {
  const place = (name: string): string => join(out, name);
  mkdirSync(out, { recursive: true });
  try {
    writeLines(place(unfinished('tables.csv')), tableLines(cube, protection));
    writeLines(place(unfinished('hierarchy.json')), [asJson(parents(cube.family.dimensions))]);
    const told = summary();
    writeLines(place(unfinished('summary.json')), [asJson(told)]);
    // An old release goes first: no moment shows its tables beside the summary of the new one.
    for (const name of [...names].reverse()) rmSync(place(name), { force: true });
    for (const name of names) renameSync(place(unfinished(name)), place(name));
    return told;
  } finally {
    for (const name of names) rmSync(place(unfinished(name)), { force: true });
  }
}

/** A row a cell, grid by grid, then by code: the order depends on the codes alone, not on what was counted. */
function* tableLines({ family, counts }: Cube, { published }: Protection): Iterable<string> {
  yield line([...family.dimensions.map(({ id }) => inCsv(asText(id))), COUNT_COLUMN]);
  const fieldOf = family.dimensions.map(({ levels }) =>
    levels.map(({ codes }) => codes.map((code) => inCsv(asText(code)))),
  );
  for (const grid of family.grids) {
    const fields = family.dimensions.map(() => TOTAL_CODE);
    for (let cell = grid.base; cell < grid.base + grid.size; cell += 1) {
      for (const axis of grid.axes)
        fields[axis.dimension] = fieldOf[axis.dimension]?.[axis.level]?.[codeAt(cell, grid, axis)] ?? '';
      yield line([...fields, published[cell] === 1 ? String(counts[cell]) : '']);
    }
  }
}

/** For each hierarchical variable the parent of every code, below the total. */
function parents(dimensions: readonly Dimension[]): Record<string, Record<string, string>> {
  const hierarchical = dimensions.filter(({ levels }) => levels.length > 1);
  return Object.fromEntries(
    hierarchical.map(({ id, levels }) => {
      const entries = levels.flatMap((level, at) => {
        const above = levels[at + 1];
        const parentOf = new Map(
          level.codeOf.map((code, leaf) => [code, above?.codes[above.codeOf[leaf] ?? 0]]),
        );
        return level.codes.map((code, place): [string, string] => [
          asText(code),
          above === undefined ? TOTAL_CODE : asText(parentOf.get(place) ?? ''),
        ]);
      });
      return [asText(id), Object.fromEntries(entries)];
    }),
  );
}

function inCsv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\n`;
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes by the megabyte and waits until the disk has it. */
function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let pending: string[] = [];
    let length = 0;
    for (const text of lines) {
      pending.push(text);
      length += text.length;
      if (length < 1_000_000) continue;
      writeFileSync(file, pending.join(''));
      [pending, length] = [[], 0];
    }
    writeFileSync(file, pending.join(''));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
