import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Answers collected the way survey programs usually do, each step as found in the wild: row ids that count up, a
 * write-ahead log, times in columns, drafts on the server that are deleted afterwards, a session file for each visitor,
 * a log line for each request. What the attacks find here shows that they can find something.
 */
export interface NaiveStore {
  /** Somebody opens the questionnaire and fills in its first page. */
  draft(person: NaivePerson): void;
  /** Sends the answers off. */
  submit(person: NaivePerson): void;
  /** What a pause does: pages of the write-ahead log move to the database. */
  rest(): void;
  logged(): string;
  close(): void;
}

export interface NaivePerson {
  /** What the letter says. */
  readonly token: string;
  readonly session: string;
  /** Names the answers. */
  readonly receipt: string;
}

/** Of so many drafts one is never sent off, which keeps its page in use. */
const ABANDONED = 5;
/** A draft of this length leaves some 600 bytes on its own page and fills one more. */
const DRAFT_LENGTH = 4_700;

/** @param tokens those who may take part, in the order of their letters */
export function openNaiveStore(folder: string, tokens: readonly string[]): NaiveStore {
  const sessions = join(folder, 'sessions');
  mkdirSync(sessions, { recursive: true });
  const db = new Database(join(folder, 'naive.sqlite'));
  db.pragma('journal_mode = WAL');
  db.exec(`
    CREATE TABLE token (id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT, completed TEXT);
    CREATE TABLE response (id INTEGER PRIMARY KEY AUTOINCREMENT, receipt TEXT, submitted TEXT, answers TEXT);
    CREATE TABLE visit (id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT);
    CREATE TABLE draft (id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT, answers TEXT);
  `);
  const addToken = db.prepare<[string]>('INSERT INTO token (token) VALUES (?)');
  db.transaction(() => {
    for (const token of tokens) addToken.run(token);
  })();
  const complete = db.prepare<[string, string]>('UPDATE token SET completed = ? WHERE token = ?');
  const enter = db.prepare<[string]>('INSERT INTO visit (session) VALUES (?)');
  const leave = db.prepare<[string]>('DELETE FROM visit WHERE session = ?');
  const save = db.prepare<[string, string]>('INSERT INTO draft (session, answers) VALUES (?, ?)');
  const forget = db.prepare<[string]>('DELETE FROM draft WHERE session = ?');
  const store = db.prepare<[string, string, string]>(
    'INSERT INTO response (receipt, submitted, answers) VALUES (?, ?, ?)',
  );
  let lines = '';
  let drafts = 0;
  let now = Date.parse('2026-03-02T09:00:00.000Z');
  const log = (event: string, token: string): void => {
    lines += `${JSON.stringify({ time: now, event, url: `/survey?token=${token}` })}\n`;
  };

  return {
    draft({ token, session }) {
      log('start', token);
      drafts += 1;
      enter.run(session);
      if (drafts % ABANDONED === 0) save.run('somebody else', 'x'.repeat(DRAFT_LENGTH));
      save.run(session, `${'x'.repeat(DRAFT_LENGTH)}${session}`);
    },
    submit({ token, session, receipt }) {
      // Nobody arrives in the same millisecond as somebody else.
      now += 1 + ((now * 7919) % 5000);
      log('submit', token);
      const time = new Date(now);
      complete.run(time.toISOString(), token);
      store.run(receipt, time.toISOString(), JSON.stringify({ q1: 'yes', q2: 'no' }));
      forget.run(session);
      leave.run(session);
      const file = join(sessions, `sess_${session}`);
      writeFileSync(file, `${token} ${receipt}`);
      utimesSync(file, time, time);
    },
    rest: () => {
      db.pragma('wal_checkpoint(PASSIVE)');
    },
    logged: () => lines,
    close: () => db.close(),
  };
}
