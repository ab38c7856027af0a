import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterKill } from '../support/crash/disk-images.js';
import { buildProgram, makeRecordedBox, type RecordedBox } from '../support/crash/recorded-box.js';
import { recordRun, type Act } from '../support/crash/recording.js';
import type { DataCopy } from '../support/forensics/data-copies.js';
import { ownRows, type Trail } from '../support/forensics/evidence.js';
import { journalPages } from '../support/forensics/journal-pages.js';
import { spearman, type Correlation } from '../support/forensics/rank-correlation.js';
import { hash, temporaryFolder } from '../support/storage.js';

/** So many that few people share a page. */
const CODES = 6_000;
const PEOPLE = 100;
/** Chance alone passes this once in 150,000 runs. */
const LIMIT = 4.5;

const people = Array.from({ length: PEOPLE }, (_, person) => person);
const codes: Trail = { name: 'codes', people: people.map((n) => [Buffer.from(hash(`code ${n}`))]) };
const ballots: Trail = { name: 'ballots', people: people.map((n) => [Buffer.from(hash(`receipt ${n}`))]) };

/** What somebody sees who copies the files in the middle of one commit that carries many submissions. */
interface MiddleOfCommit {
  readonly codeJournal: Buffer;
  readonly ballotJournal: Buffer;
  /** The files afterwards, which tell whose page was whose. */
  readonly after: DataCopy;
}

describe('the journals of a commit that carries a hundred submissions', () => {
  let box: RecordedBox;
  let seen: MiddleOfCommit;
  beforeAll(async () => {
    buildProgram();
    box = await makeRecordedBox(CODES);
    seen = middleOfOurs(box);
  }, 300_000);
  afterAll(() => {
    box.remove();
  });

  it('pair codes with ballots in a store that writes one submission after the other', () => {
    const { pairing } = whatJournalsTell(middleOfNaive());
    expect(pairing.rho).toBeGreaterThan(0.9);
  });

  it('pair nothing in ours', () => {
    const { pages, pairing } = whatJournalsTell(seen);
    expect(pages).toBeGreaterThan(1.5 * PEOPLE);
    expect(Math.abs(pairing.rho)).toBeLessThan(LIMIT * pairing.sd);
  });

  it('tell nothing of who came first', () => {
    const { codeOrder, ballotOrder } = whatJournalsTell(seen);
    for (const { rho, sd } of [codeOrder, ballotOrder]) expect(Math.abs(rho)).toBeLessThan(LIMIT * sd);
  });
});

function whatJournalsTell({ codeJournal, ballotJournal, after }: MiddleOfCommit): {
  pages: number;
  pairing: Correlation;
  codeOrder: Correlation;
  ballotOrder: Correlation;
} {
  const codePages = journalPages(codeJournal);
  const ballotPages = journalPages(ballotJournal);
  const codePlaces = pagesOf(after, codes).map((page) => codePages.indexOf(page));
  const ballotPlaces = pagesOf(after, ballots).map((page) => ballotPages.indexOf(page));
  return {
    pages: codePages.length + ballotPages.length,
    pairing: spearman(codePlaces, ballotPlaces),
    codeOrder: spearman(people, codePlaces),
    ballotOrder: spearman(people, ballotPlaces),
  };
}

/** Everybody's page, in the order of the trail. */
function pagesOf(copy: DataCopy, trail: Trail): number[] {
  const [rows] = ownRows(copy, trail).values();
  const pages = new Map(rows?.map(({ person, row }) => [person, row.page]));
  return people.map((person) => pages.get(person) ?? 0);
}

/** The state of the disk right before the commit is decided: both journals are whole, both databases are written. */
function middleOfOurs(box: RecordedBox): MiddleOfCommit {
  const round = people.map((n): Act => ({
    verb: 'submit',
    code: `code ${n}`,
    receipt: `receipt ${n}`,
    text: `ballot ${n}`,
  }));
  const steps = recordRun(box, [round]);
  expect(steps.filter((step) => step.kind === 'told' && step.outcome === 'accepted')).toHaveLength(PEOPLE);
  const decided = steps.findLastIndex((step) => step.kind === 'delete');
  const image = afterKill(box.start, steps.slice(0, decided));
  const file = (name: string): Buffer => image.get(join(box.dataDir, name)) ?? Buffer.alloc(0);
  const databases = [...image].filter(([path]) => path.endsWith('.sqlite'));
  return {
    codeJournal: file('codes.sqlite-journal'),
    ballotJournal: file('ballots.sqlite-journal'),
    after: new Map(databases.map(([path, bytes]) => [basename(path), { bytes, changed: 0 }])),
  };
}

/** Two attached files with random keys, in one transaction: first the code, then the ballot of each person. */
function middleOfNaive(): MiddleOfCommit {
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder, name);
  try {
    const db = new Database(file('ballots.sqlite'));
    db.exec(`ATTACH '${file('codes.sqlite')}' AS codes`);
    db.exec('CREATE TABLE main.slot (id INTEGER PRIMARY KEY, name BLOB, body BLOB)');
    db.exec('CREATE TABLE codes.code (hash BLOB PRIMARY KEY, used INTEGER, letter BLOB) WITHOUT ROWID');
    const addCode = db.prepare('INSERT INTO codes.code VALUES (?, 0, randomblob(900))');
    const addSlot = db.prepare('INSERT INTO main.slot (name, body) VALUES (randomblob(32), randomblob(900))');
    db.transaction(() => {
      for (let n = 0; n < CODES; n += 1) {
        addCode.run(hash(`code ${n}`));
        addSlot.run();
      }
    })();
    const burn = db.prepare('UPDATE codes.code SET used = 1 WHERE hash = ?');
    const fill = db.prepare('UPDATE main.slot SET name = ? WHERE id = ?');
    db.exec('BEGIN IMMEDIATE');
    for (const n of people) {
      burn.run(hash(`code ${n}`));
      // Any order that has nothing to do with that of the codes.
      fill.run(hash(`receipt ${n}`), 1 + ((n * 2_741) % CODES));
    }
    const journals = {
      codeJournal: readFileSync(file('codes.sqlite-journal')),
      ballotJournal: readFileSync(file('ballots.sqlite-journal')),
    };
    db.exec('COMMIT');
    db.close();
    const after = ['codes.sqlite', 'ballots.sqlite'].map(
      (name) => [name, { bytes: readFileSync(file(name)), changed: 0 }] as const,
    );
    return { ...journals, after: new Map(after) };
  } finally {
    rmSync(dirname(file('x')), { recursive: true });
  }
}
