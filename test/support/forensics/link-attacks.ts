import { ownRows, type Evidence, type OwnRow, type Trail } from './evidence.js';
import type { Value } from './sqlite-records.js';
import { valueOrder } from './value-order.js';

/** An attempt to tell whose ballot is whose: what changed between two copies, put in some order and paired. */
export interface LinkVerdict {
  /** What codes and ballots were ordered by. */
  readonly attack: string;
  readonly pairs: number;
  /** Pairs that do belong together. */
  readonly correct: number;
  /** Correct pairs that drawing lots within each batch gives on average: one a batch. */
  readonly byChance: number;
}

type Score = (one: OwnRow) => number;

/**
 * Between each two copies takes the rows of codes and the rows of ballots that changed, orders both by all that a row
 * tells, and pairs the first with the first, the second with the second and so on.
 */
export function linkAttempts(evidence: Evidence, codes: Trail, ballots: Trail): LinkVerdict[] {
  const codeBatches = changedRows(evidence, codes);
  const ballotBatches = changedRows(evidence, ballots);
  const verdicts = new Map<string, { pairs: number; correct: number; byChance: number }>();
  for (const [index, codeTables] of codeBatches.entries()) {
    for (const [codeTable, codeRows] of codeTables) {
      for (const [ballotTable, ballotRows] of ballotBatches[index] ?? []) {
        for (const [codeName, byCode] of ordersOf(codeRows)) {
          for (const [ballotName, byBallot] of ordersOf(ballotRows)) {
            const name = `${codeTable} by ${codeName} = ${ballotTable} by ${ballotName}`;
            const verdict = verdicts.get(name) ?? { pairs: 0, correct: 0, byChance: 0 };
            verdicts.set(name, verdict);
            count(verdict, sorted(codeRows, byCode), sorted(ballotRows, byBallot));
          }
        }
      }
    }
  }
  return [...verdicts].map(([attack, verdict]) => ({ attack, ...verdict }));
}

/** One map for each copy after the first: the respondents' rows that are new or different in it. */
function changedRows({ copies }: Evidence, trail: Trail): Map<string, OwnRow[]>[] {
  const before = new Map<string, string>();
  return copies
    .map((copy) => {
      const changed = new Map<string, OwnRow[]>();
      for (const [where, own] of ownRows(copy, trail)) {
        const different = own.filter(({ person, row }) => {
          const key = `${where} ${person}`;
          const now = JSON.stringify(row.values);
          const then = before.get(key);
          before.set(key, now);
          return then !== now;
        });
        if (different.length > 0) changed.set(where, different);
      }
      return changed;
    })
    .slice(1);
}

/** Everything that rows can be ordered by. An order in which all are equal tells nothing and is left out. */
function ordersOf(rows: readonly OwnRow[]): (readonly [string, Score])[] {
  const width = Math.max(...rows.map(({ row }) => row.values.length));
  const columns = Array.from({ length: width }, (_, column): readonly [string, Score] => {
    const valueOf = ({ row }: OwnRow): Value => row.values[column] ?? null;
    const order = valueOrder(rows.map(valueOf));
    return [`column ${column}`, (one) => order(valueOf(one))];
  });
  const orders: readonly (readonly [string, Score])[] = [
    ['row id', ({ row }) => row.rowId ?? 0],
    ['key order', ({ row }) => row.keyOrder],
    ['position in the file', ({ row }) => row.page * 65_536 + row.offset],
    ['offset within the page', ({ row }) => row.offset],
    ...columns,
  ];
  return orders.filter(([, score]) => new Set(rows.map(score)).size > 1);
}

function sorted(rows: readonly OwnRow[], score: Score): number[] {
  return [...rows].sort((a, b) => score(a) - score(b)).map(({ person }) => person);
}

function count(
  verdict: { pairs: number; correct: number; byChance: number },
  codes: readonly number[],
  ballots: readonly number[],
): void {
  const pairs = Math.min(codes.length, ballots.length);
  const common = codes.filter((person) => ballots.includes(person)).length;
  verdict.pairs += pairs;
  verdict.correct += codes.filter((person, index) => ballots[index] === person).length;
  verdict.byChance += common / Math.max(codes.length, ballots.length);
}
