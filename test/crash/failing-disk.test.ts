import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { answersOf, LEDGER, openLedger } from '../support/crash/ledger.js';
import { buildProgram } from '../support/crash/recorded-box.js';
import { buildRecorder, IOERR_FSYNC, IOERR_WRITE, SQLITE_FULL } from '../support/crash/recording.js';
import { startServer, type ServerProcess } from '../support/crash/server-process.js';
import { readHeader } from '../support/forensics/sqlite-pages.js';
import { readDatabase } from '../support/forensics/sqlite-rows.js';
import { temporaryFolder } from '../support/storage.js';
import { RespondClient } from '../support/respond-client.js';

const SQLITE_READONLY = 8;

let ledger: Awaited<ReturnType<typeof openLedger>>;
let server: ServerProcess;
/** While this file exists, the disk refuses everything with the code that stands in it. */
let failing: string;
const folder = temporaryFolder();
const acknowledged: number[] = [];

beforeAll(async () => {
  buildProgram();
  failing = join(folder, 'failing');
  ledger = await openLedger(12);
  server = await start();
}, 300_000);
afterAll(async () => {
  await server.kill();
  ledger.remove();
  rmSync(folder, { recursive: true });
});

const start = (): Promise<ServerProcess> =>
  startServer(ledger, 0, {
    module: pathToFileURL(join(projectRoot, 'test/support/crash/preload-recorder.mjs')).href,
    env: { RECORDER: buildRecorder(), RECORD_TO: join(folder, 'record'), FAIL_WHILE: failing },
  });

/** Somebody who has answered everything and looks at the last page. */
async function atTheEnd(person: number): Promise<RespondClient> {
  const client = new RespondClient(`http://127.0.0.1:${String(server.port)}`);
  await client.start(LEDGER, ledger.codes[person]);
  await client.answerPage(answersOf(person));
  expect(client.page.path).toMatch(/\/review$/);
  return client;
}

async function submits(person: number): Promise<void> {
  const client = await atTheEnd(person);
  await client.submit();
  acknowledged.push(person);
}

/** The page that says that nothing is lost and how to go on. */
function expectRetry({ page }: RespondClient): void {
  expect(page.status).toBe(503);
  expect(page.text).not.toMatch(/R-[0-9A-Z]{4}-/);
  expect(page.html).toMatch(/action="[^"]*\/submit"/);
}

describe('a respondent whose answers cannot be stored', () => {
  it.each([
    ['the disk is full', SQLITE_FULL],
    ['the disk does not write', IOERR_WRITE],
    ['the disk does not sync', IOERR_FSYNC],
    ['the file may not be written', SQLITE_READONLY],
  ])('is told so when %s, keeps the answers, and sends them again later', async (_what, code) => {
    const person = 2 * [SQLITE_FULL, IOERR_WRITE, IOERR_FSYNC, SQLITE_READONLY].indexOf(code);
    await submits(person);
    const client = await atTheEnd(person + 1);
    writeFileSync(failing, String(code));
    await client.submitForm('/submit');
    expectRetry(client);
    await client.submitForm('/submit');
    expectRetry(client);
    rmSync(failing);
    await client.submit();
    acknowledged.push(person + 1);
  });

  it('is told so when a page of the box is damaged; restored, the box has what it had', async () => {
    await submits(8);
    await server.stop();
    const file = join(ledger.dataDir, 'ballots.sqlite');
    const whole = readFileSync(file);
    const { pageSize } = readHeader(whole);
    overwrite(file, (pageOfSlots(whole) - 1) * pageSize, Buffer.alloc(pageSize, 0xff));
    server = await start();
    const client = await atTheEnd(9);
    await client.submitForm('/submit');
    expectRetry(client);
    const { port } = server;
    await server.stop();
    overwrite(file, 0, whole);
    server = await startServer(ledger, port);
    await client.submit();
    acknowledged.push(9);
  });

  it('is counted once, like everybody who was told so, and nobody else', async () => {
    expect(server.output()).not.toContain(ledger.codes[9]);
    await server.stop();
    const { ballots, used } = await ledger.count();
    expect(acknowledged).toHaveLength(10);
    expect(ballots.toSorted((a, b) => a - b)).toEqual(acknowledged);
    expect([...used].toSorted((a, b) => a - b)).toEqual(acknowledged);
  });
});

/** The number of a page that holds ballots. */
function pageOfSlots(file: Buffer): number {
  const slots = readDatabase(file).trees.find(({ name }) => name === 'slot');
  const page = slots?.rows.find(({ values }) => values.includes(1))?.page;
  if (page === undefined) throw new Error('there is no ballot');
  return page;
}

function overwrite(file: string, at: number, bytes: Buffer): void {
  const open = openSync(file, 'r+');
  writeSync(open, bytes, 0, bytes.length, at);
  closeSync(open);
}
