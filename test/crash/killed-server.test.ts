import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../server/storage/sqlite/open-storage.js';
import { answersOf, LEDGER, openLedger } from '../support/crash/ledger.js';
import { buildProgram } from '../support/crash/recorded-box.js';
import { startServer } from '../support/crash/server-process.js';
import { RespondClient } from '../support/respond-client.js';
import { realRandomness, testClock } from '../support/storage.js';

/** `npm run test:crash -- --kills 200` asks for more. */
const KILLS = Number(process.env.CRASH_KILLS ?? 8);
const PEOPLE_A_KILL = 120;
const CLIENTS = 16;
/** The server dies at some moment in this time after its first acknowledgement; about as long as that many people take. */
const LONGEST_MS = 1_000;

/** Somebody who takes part, as the person remembers it. */
interface Person {
  readonly number: number;
  readonly client: RespondClient;
  /** The answers were sent off at least once. */
  sent: boolean;
  /** The server has said that they are counted. */
  acknowledged: boolean;
}

let ledger: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  buildProgram();
  ledger = await openLedger(KILLS * PEOPLE_A_KILL);
}, 300_000);
afterAll(() => {
  ledger.remove();
});

it(
  `loses nothing that was acknowledged, and counts nobody twice or half, however often it is killed (${KILLS} times)`,
  async () => {
    const everybody: Person[] = [];
    let interrupted: Person[] = [];
    let hotJournals = 0;
    let port = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const server = await startServer(ledger, port);
      ({ port } = server);
      const origin = `http://127.0.0.1:${String(port)}`;
      const fresh = ledger.codes
        .slice(kill * PEOPLE_A_KILL, (kill + 1) * PEOPLE_A_KILL)
        .map((_, index) => person(kill * PEOPLE_A_KILL + index, origin));
      everybody.push(...fresh);
      // Of those who were interrupted every other one tries again; the rest have given up.
      const waiting = [...interrupted.filter(({ number }) => number % 2 === 0), ...fresh];
      const tried: Person[] = [];
      let dead = false;
      let first = (): void => undefined;
      const firstAcknowledged = new Promise<void>((resolve) => (first = resolve));
      const visitors = Array.from({ length: CLIENTS }, async () => {
        for (let next = waiting.shift(); next !== undefined && !dead; next = waiting.shift()) {
          tried.push(next);
          await takePart(next).then(first, () => undefined);
        }
      });
      const moment = firstAcknowledged.then(() => wait(Math.random() * LONGEST_MS));
      await Promise.race([moment, Promise.all(visitors)]);
      await server.kill();
      dead = true;
      await Promise.all(visitors);
      interrupted = tried.filter(({ acknowledged }) => !acknowledged);
      if (journalIsHot()) hotJournals += 1;
    }

    const { ballots, used } = await ledger.count();
    const acknowledged = everybody.filter((one) => one.acknowledged).map(({ number }) => number);
    const sent = new Set(everybody.filter((one) => one.sent).map(({ number }) => number));
    if (KILLS > 8)
      process.stdout.write(
        `${JSON.stringify({ kills: KILLS, hotJournals, acknowledged: acknowledged.length, sent: sent.size, ballots: ballots.length })}\n`,
      );
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
    expect(new Set(ballots).size, 'nobody is counted twice').toBe(ballots.length);
    expect(missing(acknowledged, new Set(ballots)), 'acknowledged but not counted').toEqual([]);
    expect(missing(ballots, sent), 'counted but never sent').toEqual([]);
    expect(missing([...used], new Set(ballots)), 'code burned without a ballot').toEqual([]);
    expect(missing(ballots, used), 'ballot without its code burned').toEqual([]);
  },
  60_000 + KILLS * 10_000,
);

it('keeps others out of its folder while it lives, and leaves no lock behind', async () => {
  const open = (): Storage => openStorage({ ...ledger, clock: testClock(), randomness: realRandomness });
  const server = await startServer(ledger, 0);
  expect(open).toThrow(/Another process is using the data folder/);
  await server.kill();
  open().close();
});

function person(number: number, origin: string): Person {
  return { number, client: new RespondClient(origin), sent: false, acknowledged: false };
}

/** From the start or, for somebody who was interrupted at the end, from the last page. Throws when the server dies. */
async function takePart(one: Person): Promise<void> {
  const { client } = one;
  if (!client.page.path.endsWith('/review')) {
    await client.start(LEDGER, ledger.codes[one.number]);
    await client.answerPage(answersOf(one.number));
  }
  one.sent = true;
  await client.submit();
  one.acknowledged = true;
}

/** Whether the server died in the middle of a commit. */
function journalIsHot(): boolean {
  const journal = statSync(join(ledger.dataDir, 'ballots.sqlite-journal'), { throwIfNoEntry: false });
  return (journal?.size ?? 0) > 0;
}

function missing(some: readonly number[], among: ReadonlySet<number>): number[] {
  return some.filter((one) => !among.has(one));
}
