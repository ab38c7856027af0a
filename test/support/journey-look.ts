import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { translator } from '../../server/i18n/index.js';
import type { Lang } from '../../server/ports/office.js';
import { desktop, faultsOfPage, type Depth } from './axe.js';
import type { House } from './house.js';
import { follow, pathOf, press, soundnessFaults } from './journey-page.js';

/** Looks at staff pages one after the other; what is wrong is told together, and which pages were seen is remembered. */
export class Lookout {
  /** Patterns of routes whose page was looked at. */
  readonly seen = new Set<string>();
  #faults: string[] = [];

  constructor(private readonly house: House) {}

  /** The page as it stands: in every look the first time that its route is seen, briefly in its other states. */
  async at(page: Page, lang: Lang = 'de', wanted: Depth | null = null): Promise<void> {
    const path = pathOf(page);
    const pattern = this.patternOf(path);
    const depth = wanted ?? (pattern !== null && this.seen.has(pattern) ? 'brief' : 'whole');
    if (pattern !== null) this.seen.add(pattern);
    const found = [...(await soundnessFaults(page, lang)), ...(await faultsOfPage(page, depth))];
    this.#faults.push(...found.map((fault) => `${path}, ${lang}, ${fault}`));
  }

  /** Fails where anything was wrong since the last time. */
  settle(): void {
    const faults = this.#faults;
    this.#faults = [];
    expect(faults).toEqual([]);
  }

  /** The pattern of the route of a page; null for the address of a file, or of nothing. */
  patternOf(path: string): string | null {
    const [bare = ''] = path.replace(/^\/staff/, '').split('?');
    if (isFile(bare)) return null;
    const patterns = pagesOf(this.house);
    const shape = (pattern: string) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`);
    return (
      patterns.find((pattern) => pattern === bare) ??
      patterns.find((pattern) => shape(pattern).test(bare)) ??
      null
    );
  }
}

/** Patterns of every staff route that answers with a page. */
export function pagesOf({ staffRoutes }: House): string[] {
  return staffRoutes.filter(({ method, path }) => method === 'get' && !isFile(path)).map(({ path }) => path);
}

function isFile(path: string): boolean {
  return /\.(?:csv|json|png|svg|xlsx|zip)$|\/(?:template|export)$|\/files\//.test(path);
}

/** A browser of somebody who has signed in. */
export async function signedIn(
  browser: Browser,
  house: House,
  login: string,
  password: string,
  options: Parameters<Browser['newContext']>[0] = desktop,
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(`${house.url}/staff/login`);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await press(page, 'de', 'accounts.login.submit');
  await page.waitForURL((url) => url.pathname !== '/staff/login');
  return context;
}

/** Changes the language of everything that this person sees of the staff area. */
export async function speak(page: Page, house: House, lang: Lang): Promise<void> {
  await page.goto(`${house.url}/staff/password`);
  if ((await page.locator('html').getAttribute('lang')) === lang) return;
  await follow(page.getByRole('button', { name: translator('de')(`common.language.${lang}`), exact: true }));
  await page.locator(`html[lang="${lang}"]`).waitFor({ state: 'attached' });
}

/** Addresses of staff pages that the page links to. */
export async function linksOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('a[href^="/staff"]:not([download])')].map((link) => link.getAttribute('href').replace(/#.*$/, ''))`,
  );
}

/** Every message stands at a field that names it, and every link of the summary leads to something that takes the focus. */
export async function expectLinkedErrors(page: Page): Promise<void> {
  const links = await page.locator('#error-summary a').all();
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    const id = ((await link.getAttribute('href')) ?? '').slice(1);
    await link.click();
    expect(await page.evaluate('document.activeElement.id')).toBe(id);
  }
  const orphans = await page.evaluate<string[]>(`[...document.querySelectorAll('main [id$="-error"]')]
    .map(({ id }) => id)
    .filter((id) => document.querySelector('[aria-describedby~="' + CSS.escape(id) + '"]') === null)`);
  expect(orphans).toEqual([]);
}
