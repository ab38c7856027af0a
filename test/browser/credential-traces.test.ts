import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { choose, press, receiptOf } from '../support/journey-page.js';
import { openRelay } from '../support/journey-relay.js';
import { seedWave, type SeededWave } from '../support/journey-waves.js';
import { aDefinition } from '../support/storage.js';

/** Characters, and bytes of what they stand for, that can't be the same in two places by chance. */
const CHARACTERS = 12;
const BYTES = 6;

let browser: Browser;
let house: House;
let relay: Awaited<ReturnType<typeof openRelay>>;
let seeded: SeededWave;

/** A request and its answer, headers and all, in the order they passed. */
interface Exchange {
  readonly connection: number;
  text: string;
}
const exchanges: Exchange[] = [];

/** On one connection a browser asks again only after it was answered. */
function hear(connection: number, passed: Buffer): void {
  const text = passed.toString('latin1');
  const current = exchanges.findLast((exchange) => exchange.connection === connection);
  if (current === undefined || /^(GET|POST) \//.test(text)) exchanges.push({ connection, text });
  else current.text += text;
}

const isPage = ({ text }: Exchange): boolean => !text.startsWith('GET /static/');

beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        seeded = await seedWave(inside, aDefinition(), { id: 'traced' });
        await inside.storage.blind.makeKey('traced');
      },
    }),
  ]);
  relay = await openRelay(house.url, '127.0.0.1', hear);
});
afterAll(async () => {
  await browser.close();
  await relay.close();
  await house.close();
});

/** Takes part from the welcome page to the receipt; everything that was sent and answered, but for static files. */
async function takePart(context: BrowserContext, code: string): Promise<string[]> {
  const before = exchanges.length;
  const page = await context.newPage();
  await page.goto(`${relay.url}/de/traced`);
  await page.getByLabel('Zugangscode').fill(code);
  await page.getByRole('button', { name: 'Befragung beginnen' }).click();
  await page.waitForURL(/step\/1$/);
  await choose(page, { lunch: 'yes' });
  await press(page, 'de', 'respond.step.next');
  await press(page, 'de', 'respond.review.send');
  expect(await receiptOf(page)).toMatch(/^R-/);
  await context.close();
  const mine = exchanges.slice(before).filter(isPage);
  expect(mine.length).toBeGreaterThan(6);
  return mine.map(({ text }) => text);
}

/** Everything of a text that could be recognised elsewhere: runs of characters, and of bytes where it is base64url. */
function traces(texts: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const run of texts.join('\n').match(/[\w-]+/g) ?? []) {
    for (let at = 0; at + CHARACTERS <= run.length; at += 1) found.add(run.slice(at, at + CHARACTERS));
    const bytes = Buffer.from(run, 'base64url').toString('latin1');
    for (let at = 0; at + BYTES <= bytes.length; at += 1) found.add(bytes.slice(at, at + BYTES));
  }
  return found;
}

/** What the request that carries the code has in common with the others, and with nobody else's. */
function links(mine: readonly string[], code: string, others: readonly string[]): string[] {
  const withCode = mine.filter((text) => text.includes(code));
  expect(withCode).toHaveLength(1);
  const everybodys = traces(others);
  const rest = traces(mine.filter((text) => !text.includes(code)));
  return [...traces(withCode)].filter((trace) => rest.has(trace) && !everybodys.has(trace));
}

const withScripts = () => browser.newContext({ locale: 'de-DE' });
const withoutScripts = () => browser.newContext({ locale: 'de-DE', javaScriptEnabled: false });

it('whoever keeps everything finds nothing that the exchange has in common with the answers', async () => {
  const [mine, theirs] = [seeded.codes[0]!, seeded.codes[1]!];
  const other = await takePart(await withScripts(), theirs);
  expect(links(await takePart(await withScripts(), mine), mine, other)).toEqual([]);
});

it('the same search finds the link of everybody who takes the direct way', async () => {
  const [mine, theirs] = [seeded.codes[2]!, seeded.codes[3]!];
  const other = await takePart(await withoutScripts(), theirs);
  expect(links(await takePart(await withoutScripts(), mine), mine, other).length).toBeGreaterThan(100);
});

it('the exchange has a connection of its own', () => {
  const isExchange = ({ text }: Exchange): boolean => text.startsWith('POST /de/traced/credential');
  const own = exchanges.filter(isExchange);
  expect(own).toHaveLength(2);
  for (const { connection } of own)
    expect(exchanges.filter((other) => other.connection === connection)).toHaveLength(1);
});
