import { parseArgs } from 'node:util';
import type { Policy } from '../disclosure/policy.js';
import { UsageError } from './command.js';

/** Columns of one variable, coarsest first; the last one, the leaf's, names the variable. */
export type VariableColumns = readonly string[];

export interface ProtectOptions {
  readonly data: string;
  readonly variables: readonly VariableColumns[];
  readonly order: number;
  readonly policy: Policy;
  readonly out: string;
  /** Folders of releases of the same data that are out already. */
  readonly earlier: readonly string[];
  readonly force: boolean;
}

/** The column of tables.csv that holds the counts, so that no variable may be called like it. */
export const COUNT_COLUMN = 'published';

/** The words of a call to `protect`. Throws a UsageError that says which word is wrong, and what would do. */
export function readProtectOptions(args: readonly string[]): ProtectOptions {
  const { data, variables, out, ...words } = wordsOf(args);
  return {
    data: given(data, '--data takes the CSV file with one row a record'),
    variables: readVariables(
      given(variables, '--variables takes the columns to tabulate, such as "ministry>office,sex,age"'),
    ),
    out: given(out, '--out takes the directory for the release'),
    order: wholeNumber('--order', words.order, 1, 'up to so many variables are crossed'),
    policy: {
      k: wholeNumber(
        '--k',
        words.k,
        2,
        'the smallest group that may be seen; with 1 nothing would be hidden',
      ),
      guarantee: oneOf('--guarantee', words.guarantee, ['standard', 'strict']),
      zeros: oneOf('--zeros', words.zeros, ['unsafe', 'published']),
      insiders: wholeNumber('--insiders', words.insiders, 0, 'records that a reader may know beforehand'),
    },
    earlier: words.earlier,
    force: words.force,
  };
}

function wordsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        data: { type: 'string' },
        variables: { type: 'string' },
        out: { type: 'string' },
        order: { type: 'string', default: '3' },
        k: { type: 'string', default: '5' },
        guarantee: { type: 'string', default: 'strict' },
        zeros: { type: 'string', default: 'unsafe' },
        insiders: { type: 'string', default: '1' },
        earlier: { type: 'string', multiple: true, default: [] },
        force: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Whatever parseArgs throws is about the words of the call.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `ministry>office,sex`: variables parted by commas, the levels of a hierarchy by `>`, coarsest first. */
export function readVariables(text: string): VariableColumns[] {
  const variables = text.split(',').map((part) => part.split('>').map((column) => column.trim()));
  const seen = new Set<string>();
  for (const column of variables.flat()) {
    if (column === '')
      throw new UsageError(`--variables ${text}: a name is missing beside a comma or a ">"; write a>b,c`);
    if (seen.has(column)) throw new UsageError(`--variables ${text}: ${column} is named twice; name it once`);
    seen.add(column);
  }
  if (variables.some((columns) => columns.at(-1) === COUNT_COLUMN))
    throw new UsageError(
      `--variables ${text}: ${COUNT_COLUMN} is the column for the counts in tables.csv; rename the variable`,
    );
  return variables;
}

function given(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`${what}, and is missing`);
  return value;
}

function wholeNumber(name: string, text: string, least: number, meaning: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  throw new UsageError(`${name} ${text}: takes a whole number from ${least} on (${meaning})`);
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const value = allowed.find((word) => word === text);
  if (value === undefined) throw new UsageError(`${name} ${text}: takes ${allowed.join(' or ')}`);
  return value;
}
