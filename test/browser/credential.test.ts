import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOfPage } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { pathOf, press, receiptOf } from '../support/journey-page.js';
import { ballotsIn, closeBox, commute, seedWave, type SeededWave } from '../support/journey-waves.js';

let browser: Browser;
let house: House;
const waves = new Map<string, SeededWave>();
const ids = [
  'whole',
  'plain',
  'lost-request',
  'lost-answer',
  'closed-tab',
  'new-tab',
  'second',
  'insecure',
  'no-crypto',
  'ended',
];

beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        for (const id of ids) {
          waves.set(id, await seedWave(inside, commute, { id }));
          await inside.storage.blind.makeKey(id);
        }
      },
    }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

interface Sent {
  readonly path: string;
  readonly cookie: string;
  readonly body: string;
}

/** A browser of its own, and everything it sends. */
async function open(id: string, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'de-DE' });
  const page = await context.newPage();
  const sent: Promise<Sent>[] = [];
  context.on('request', (request) => sent.push(sentBy(request)));
  await page.goto(`${house.url}/de/${id}`);
  return { context, page, sent };
}

async function sentBy(request: Request): Promise<Sent> {
  const headers = await request.allHeaders();
  return {
    path: new URL(request.url()).pathname,
    cookie: headers['cookie'] ?? '',
    body: request.postData() ?? '',
  };
}

const codeOf = (id: string, number = 0): string => waves.get(id)!.codes[number]!;

async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel('Zugangscode').fill(code);
  await page.getByRole('button', { name: 'Befragung beginnen' }).click();
}

async function answerAndSubmit(page: Page): Promise<void> {
  await page.waitForURL(/step\/1$/);
  await press(page, 'de', 'respond.step.next');
  while (!pathOf(page).endsWith('/review')) await press(page, 'de', 'respond.step.next');
  await press(page, 'de', 'respond.review.send');
  expect(await receiptOf(page)).toMatch(/^R-/);
}

/** Names of what the browser remembers, but for the note whose credential the draft was begun with. */
const remembered = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>("Object.keys(localStorage).filter((name) => !name.startsWith('mw_current_'))");

const counted = (id: string): Promise<number> => house.behindTheScenes((inside) => ballotsIn(inside, id));

describe('with JavaScript', () => {
  it('the code is never sent with a cookie or an answer, and nothing that was sent with it comes again', async () => {
    const { context, page, sent } = await open('whole');
    expect(await page.getByText('gegen einen Nachweis, der blind unterschrieben ist').isVisible()).toBe(true);
    expect(await faultsOfPage(page)).toEqual([]);
    await enter(page, codeOf('whole'));
    await answerAndSubmit(page);

    const requests = await Promise.all(sent);
    const code = codeOf('whole');
    const withCode = requests.filter(({ body }) => decodeURIComponent(body).includes(code));
    expect(withCode.map(({ path, cookie }) => [path, cookie])).toEqual([['/de/whole/credential', '']]);
    const [exchange] = withCode;
    const blinded = new URLSearchParams(exchange?.body).get('blinded') ?? '';
    expect(blinded.length).toBe(342);
    const others = requests.filter((request) => request !== exchange);
    expect(others.length).toBeGreaterThan(5);
    for (const { body, cookie } of others)
      for (const part of [code, blinded.slice(0, 24), blinded.slice(-24)])
        expect(body + cookie).not.toContain(part);
    expect(
      others.filter(({ body }) => body.includes('credential=') && !body.includes('credential=&')),
    ).toHaveLength(1);
    expect(await page.evaluate<number>('localStorage.length'), 'nothing stays behind').toBe(0);
    await context.close();
    expect(await counted('whole')).toBe(1);
  });

  it('losing the connection before the server heard anything: press again, in this browser', async () => {
    const { context, page } = await open('lost-request');
    await page.route('**/credential', (route) => route.abort());
    await enter(page, codeOf('lost-request'));
    await page.getByText('Ihr Code ist nicht verloren').waitFor();
    expect(pathOf(page)).toBe('/de/lost-request');
    expect(await page.getByLabel('Zugangscode').inputValue()).toBe(codeOf('lost-request'));
    await page.unroute('**/credential');
    await enter(page, codeOf('lost-request'));
    await answerAndSubmit(page);
    await context.close();
  });

  it('losing the answer of the exchange: the same request is answered again, also after the page was closed', async () => {
    const { context, page } = await open('lost-answer');
    await page.route('**/credential', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await enter(page, codeOf('lost-answer'));
    await page.getByText('Ihr Code ist nicht verloren').waitFor();
    await page.close();
    const next = await context.newPage();
    await next.goto(`${house.url}/de/lost-answer`);
    await enter(next, codeOf('lost-answer').toLowerCase());
    await answerAndSubmit(next);
    await context.close();
    expect(await counted('lost-answer')).toBe(1);
  });

  it('losing the draft: the code lets the same browser in again, and what it remembers tells nobody anything', async () => {
    const { context, page } = await open('closed-tab');
    await enter(page, codeOf('closed-tab'));
    await page.waitForURL(/step\/1$/);
    await context.clearCookies();
    const names = await remembered(page);
    expect(names).toHaveLength(1);
    const content = await page.evaluate<string>(`localStorage.getItem(${JSON.stringify(names[0])})`);
    expect(content).toMatch(/^[\w-]{16}\.[\w-]+$/);
    const colleague = await context.newPage();
    await colleague.goto(`${house.url}/de/closed-tab`);
    await enter(colleague, codeOf('closed-tab', 1));
    await colleague.waitForURL(/step\/1$/);
    expect(await remembered(colleague)).toHaveLength(2);
    await colleague.close();
    await page.goto(`${house.url}/de/closed-tab`);
    await enter(page, codeOf('closed-tab'));
    await answerAndSubmit(page);
    expect(await remembered(page), 'what the colleague needs is still there').toHaveLength(1);
    await context.close();
  });

  it('a tab that was closed: another one carries on with the draft, and clears up after the submission', async () => {
    const { context, page } = await open('new-tab');
    await enter(page, codeOf('new-tab'));
    await page.waitForURL(/step\/1$/);
    await page.close();
    const next = await context.newPage();
    await next.goto(`${house.url}/de/new-tab/step/1`);
    await answerAndSubmit(next);
    expect(await next.evaluate<number>('localStorage.length')).toBe(0);
    await context.close();
  });

  it('a code that is refused is never sent another way to learn why', async () => {
    const first = await open('second');
    await enter(first.page, codeOf('second'));
    await first.page.waitForURL(/step\/1$/);
    const other = await open('second');
    await enter(other.page, codeOf('second'));
    await other.page.getByText('ungültig oder schon benutzt').first().waitFor();
    expect(await faultsOfPage(other.page)).toEqual([]);
    await enter(other.page, slip(codeOf('second', 1)));
    await other.page.getByText('enthält einen Tippfehler').first().waitFor();
    const bodies = await Promise.all(other.sent);
    expect(bodies.map(({ path }) => path)).not.toContain('/de/second/start');
    await enter(other.page, codeOf('second', 1));
    await answerAndSubmit(other.page);
    await Promise.all([first.context.close(), other.context.close()]);
  });

  it('a browser that fails before anything was sent says what differs, and then takes the direct way', async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    await context.addInitScript('crypto.subtle.importKey = () => Promise.reject(new Error("refused"))');
    const page = await context.newPage();
    await page.goto(`${house.url}/de/no-crypto`);
    await enter(page, codeOf('no-crypto'));
    await page.getByText('Dieser Browser kann den Code nicht').waitFor();
    expect(pathOf(page)).toBe('/de/no-crypto');
    await page.getByRole('button', { name: 'Befragung beginnen' }).click();
    await answerAndSubmit(page);
    await context.close();
  });

  it('a wave that has ended meanwhile: the page that says so', async () => {
    const { context, page } = await open('ended');
    await house.behindTheScenes((inside) => closeBox(inside, 'ended'));
    await enter(page, codeOf('ended'));
    await page.getByRole('heading', { name: 'Die Befragung ist beendet' }).waitFor();
    await context.close();
  });

  it('a browser that may remember nothing takes the direct way, and says what differs', async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    await context.addInitScript(
      "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })",
    );
    const page = await context.newPage();
    await page.goto(`${house.url}/de/insecure`);
    expect(await page.getByText('Dieser Browser kann den Code nicht').isVisible()).toBe(true);
    expect(await page.getByText('gegen einen Nachweis, der blind').isVisible()).toBe(false);
    await enter(page, codeOf('insecure'));
    await answerAndSubmit(page);
    await context.close();
  });
});

describe('without JavaScript', () => {
  it('the direct way works, and the page says what differs', async () => {
    const { context, page, sent } = await open('plain', false);
    expect(await page.getByText('Ohne JavaScript reist Ihr Code').isVisible()).toBe(true);
    await enter(page, codeOf('plain'));
    await answerAndSubmit(page);
    expect((await Promise.all(sent)).map(({ path }) => path)).not.toContain('/de/plain/credential');
    await context.close();
    expect(await counted('plain')).toBe(1);
  });
});

/** The last character but one, mistyped. */
function slip(code: string): string {
  const last = code.at(-2) === '7' ? '8' : '7';
  return code.slice(0, -2) + last + code.slice(-1);
}
