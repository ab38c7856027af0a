import { dirname, extname, join } from 'node:path';
import type { DataCopy } from './data-copies.js';
import { databaseIn, ownRows, tracer, type Evidence, type OwnRow, type Trail } from './evidence.js';
import type { Value } from './sqlite-records.js';
import { valueOrder } from './value-order.js';

/** An attempt to tell who submitted before whom. */
export interface Attempt {
  readonly attack: string;
  /** Which file and table it looked at. */
  readonly where: string;
  /** For each respondent a number that is to grow (or fall) with the order; null where nothing was found. */
  readonly scores: readonly (number | null)[];
  /** Where scores of different groups cannot be compared: each respondent's group. */
  readonly groups: readonly (number | null)[] | null;
}

/** Every attempt on a trail. What is not tried, because there is nothing of the kind, yields no attempt. */
export function orderAttempts(evidence: Evidence, trail: Trail): Attempt[] {
  return [
    ...byPlaceOfRow(evidence, trail),
    ...byColumn(evidence, trail),
    ...byDifference(evidence, trail),
    ...byRemnant(evidence, trail),
    ...byTimeOfChange(evidence, trail),
    ...byOutput(evidence, trail),
  ];
}

const lastOf = ({ copies }: Evidence): DataCopy => copies.at(-1) ?? new Map<string, never>();

/** Row ids and the place of each row in the last copy. */
function byPlaceOfRow(evidence: Evidence, trail: Trail): Attempt[] {
  return [...ownRows(lastOf(evidence), trail)].flatMap(([where, own]) => {
    const scored = (attack: string, score: (one: OwnRow) => number | null, within = false): Attempt => ({
      attack,
      where,
      scores: spread(trail, own, score),
      groups: within ? spread(trail, own, ({ row }) => row.page) : null,
    });
    return [
      scored('row id', ({ row }) => row.rowId),
      scored('key order', ({ row }) => row.keyOrder),
      scored('page number', ({ row }) => row.page),
      scored('cell offset within the page', ({ row }) => row.offset, true),
      scored('pointer order within the page', ({ row }) => row.pointer, true),
      scored('position in the file', ({ row }) => inOrderOfFilling(row.page, row.offset)),
    ].filter(({ scores }) => scores.some((score) => score !== null));
  });
}

/** The order of the values of each column: times, sequences, anything that grows. */
function byColumn(evidence: Evidence, trail: Trail): Attempt[] {
  return [...ownRows(lastOf(evidence), trail)].flatMap(([where, own]) => {
    const width = Math.max(...own.map(({ row }) => row.values.length));
    return Array.from({ length: width }, (_, column): Attempt => {
      const valueOf = ({ row }: OwnRow): Value => row.values[column] ?? null;
      const order = valueOrder(own.map(valueOf));
      return {
        attack: 'column',
        where: `${where} column ${column}`,
        scores: spread(trail, own, (one) => order(valueOf(one))),
        groups: null,
      };
    });
  });
}

/** The first copy in which a respondent's row is there, or is not as it was. */
function byDifference(evidence: Evidence, trail: Trail): Attempt[] {
  const first = new Map<string, (number | null)[]>();
  const before = new Map<string, string>();
  for (const [index, copy] of evidence.copies.entries()) {
    for (const [where, own] of ownRows(copy, trail)) {
      const scores = first.get(where) ?? trail.people.map(() => null);
      first.set(where, scores);
      for (const { person, row } of own) {
        const now = JSON.stringify(row.values);
        const key = `${where} ${person}`;
        const then = before.get(key);
        if (index > 0 && then !== now) scores[person] ??= index;
        before.set(key, now);
      }
    }
  }
  return [...first].map(([where, scores]) => ({
    attack: 'difference between copies',
    where,
    scores,
    groups: null,
  }));
}

/** What is left of earlier contents outside of living rows, in the first copy that shows it. */
function byRemnant(evidence: Evidence, trail: Trail): Attempt[] {
  const find = tracer(trail);
  const found = new Map<string, { attack: string; where: string; scores: (number | null)[] }>();
  for (const [index, copy] of evidence.copies.entries()) {
    for (const [path, { bytes }] of copy) {
      const database = databaseIn(bytes);
      for (const { person, offset } of find(bytes)) {
        const place = database?.placeOf(offset) ?? 'journal or other file';
        if (place === 'live row') continue;
        const page = database === null ? 0 : Math.floor(offset / database.header.pageSize) + 1;
        const at =
          database === null
            ? offset
            : place === 'free list'
              ? database.freePages.indexOf(page)
              : inOrderOfFilling(page, offset % database.header.pageSize);
        // Files of one kind, such as one for each session, count as one place.
        const where = database === null ? join(dirname(path), `*${extname(path)}`) : path;
        const key = `${place} ${where}`;
        const attempt = found.get(key) ?? { attack: place, where, scores: trail.people.map(() => null) };
        found.set(key, attempt);
        attempt.scores[person] ??= index * 2 ** 40 + at;
      }
    }
  }
  return [...found.values()].map((attempt) => ({ ...attempt, groups: null }));
}

/** Times of change of files that name a respondent or hold a trace of one. */
function byTimeOfChange(evidence: Evidence, trail: Trail): Attempt[] {
  const find = tracer(trail);
  const scores: (number | null)[] = trail.people.map(() => null);
  for (const copy of evidence.copies) {
    for (const [path, { bytes, changed }] of copy) {
      if (databaseIn(bytes) !== null) continue;
      const named = new Set([...find(Buffer.from(path)), ...find(bytes)].map(({ person }) => person));
      // A file that holds traces of many was changed by the last of them.
      const [person] = named;
      if (named.size === 1 && person !== undefined) scores[person] ??= changed;
    }
  }
  return nothing(scores) ? [] : [{ attack: 'time of change', where: 'files', scores, groups: null }];
}

/** The place of a trace in what the program logged and said. */
function byOutput(evidence: Evidence, trail: Trail): Attempt[] {
  const scores: (number | null)[] = trail.people.map(() => null);
  for (const { person, offset } of tracer(trail)(Buffer.from(evidence.output))) scores[person] ??= offset;
  return nothing(scores) ? [] : [{ attack: 'output', where: 'log', scores, groups: null }];
}

/** SQLite fills a page from its end towards its start. */
function inOrderOfFilling(page: number, offset: number): number {
  return page * 65_536 - offset;
}

function nothing(scores: readonly (number | null)[]): boolean {
  return scores.every((score) => score === null);
}

function spread(
  { people }: Trail,
  own: readonly OwnRow[],
  score: (one: OwnRow) => number | null,
): (number | null)[] {
  const scores: (number | null)[] = people.map(() => null);
  for (const one of own) scores[one.person] = score(one);
  return scores;
}
