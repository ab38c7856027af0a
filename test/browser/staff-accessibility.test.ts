import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../server/accounts/users.js';
import { translator } from '../../server/i18n/index.js';
import { roles, type Role } from '../../server/ports/staff.js';
import { faultsOfPage, desktop } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { pathOf, press, soundnessFaults } from '../support/journey-page.js';
import { canteen, canteenPlan, demoPasswords, PASSWORD, seedCanteen } from '../support/journey-staff.js';
import { bremen, seedWave } from '../support/journey-waves.js';
import { systemRandomness } from '../support/randomness.js';

let browser: Browser;
let house: House;
let passwords: Readonly<Record<Role, string>>;
/** What was found on the pages of one test. */
let faults: string[] = [];
const contexts = new Map<Role, BrowserContext>();
/** Patterns of routes whose page was looked at. */
const seen = new Set<string>();
/** States of a wave by its id: a page for a draft is another one than that for an open wave. */
const states = new Map<string, string>();

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({ env: { DEMO: 'on' } });
  passwords = demoPasswords(house);
  await house.behindTheScenes(async (inside) => {
    await seedWave(inside, bremen(), { id: 'draft', status: 'draft' });
    await seedCanteen(inside, { id: 'unprepared', status: 'closed' });
    await seedCanteen(inside, { id: 'rejected', status: 'closed' });
    const account = { login: 'zoe', name: 'Zoe Zimmer', role: 'hr', password: PASSWORD } as const;
    await createAccount({ accounts: inside.storage.accounts, randomness: systemRandomness }, account);
    for (const { id, status } of await inside.storage.waves.list()) states.set(id, status);
  });
  for (const role of roles) contexts.set(role, await signedIn(role, passwords[role]));
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

beforeEach(() => {
  faults = [];
});

afterEach(() => {
  expect(faults).toEqual([]);
});

describe('axe finds nothing on the pages of staff, and none scrolls sideways', () => {
  it.each(roles)('%s: every page that links lead to, and each once in English', async (role) => {
    const page = await open(role, '/staff');
    const queue = [pathOf(page)];
    const known = new Set<string>();
    const inEnglish: string[] = [];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const kind = kindOf(path);
      if (kind === null || known.has(kind)) continue;
      known.add(kind);
      await page.goto(house.url + path);
      await look(page);
      inEnglish.push(path);
      queue.push(...(await linksOf(page)));
    }
    expect(known.size).toBeGreaterThan(3);
    await speak(page, 'en');
    for (const path of inEnglish) {
      await page.goto(house.url + path);
      await look(page, 'brief');
    }
    await speak(page, 'de');
  });

  it('pages that are reached only when something is ready for them', async () => {
    await house.behindTheScenes(async (inside) => {
      await seedWave(inside, canteen, { id: 'ready', status: 'draft', plan: canteenPlan });
    });
    states.set('ready', 'ready');
    const hr = await open('hr', '/staff/waves/ready');
    await look(hr);
    for (const page of ['open', 'remove', 'codes', 'codes/discard?area=Finanzen']) {
      await hr.goto(`${house.url}/staff/waves/ready/${page}`);
      await look(hr);
    }
    const admin = await open('admin', '/staff/accounts');
    for (const act of ['disable', 'enable', 'reset']) {
      await admin.getByRole('link', { name: 'Zoe Zimmer' }).click();
      await look(admin);
      await admin.locator(`main a[href$="/${act}"]`).click();
      await look(admin);
      await admin.locator('main form').getByRole('button').click();
      await look(admin);
      await admin.goto(`${house.url}/staff/accounts`);
    }
  });

  it('results as they come: prepared, looked at, wrongly decided on, rejected, released', async () => {
    const hr = await open('hr', '/staff/waves/unprepared/results');
    await send(hr, 'admin.results.prepare');
    await look(hr);
    await hr.goto(`${house.url}/staff/waves/rejected/results`);
    await send(hr, 'admin.results.prepare');
    const council = await open('council', '/staff/approvals');
    await look(council);
    const waiting = (await linksOf(council)).filter((link) => link.startsWith('/staff/approvals/'));
    for (const path of waiting.slice(0, 2)) {
      await council.goto(house.url + path);
      await look(council);
      await send(council, 'council.decide.approveButton');
      await look(council);
      await send(council, 'council.decide.rejectButton');
      await look(council);
      for (const table of (await linksOf(council)).filter((link) => link.includes('/tables/'))) {
        await council.goto(house.url + table);
        await look(council);
      }
    }
    await council.goto(house.url + waiting[0]!);
    await council.locator('#reason').fill('Zu wenige Angaben.');
    await send(council, 'council.decide.rejectButton');
    await look(council);
    await council.goto(house.url + waiting[1]!);
    await council.locator('#confirm').check({ force: true });
    await send(council, 'council.decide.approveButton');
    await look(council);
    for (const wave of ['unprepared', 'rejected']) {
      await hr.goto(`${house.url}/staff/waves/${wave}/results`);
      await look(hr);
    }
    const analyst = await open('analyst', '/staff/results');
    for (const link of (await linksOf(analyst)).filter((path) => /results\/[^/]+$/.test(path))) {
      await analyst.goto(house.url + link);
      const tables = (await linksOf(analyst)).filter((path) => /results\/[^/]+\/[^/.]+$/.test(path));
      // One table of each shape: for everybody, by one variable, by two, and whatever the last ones are.
      for (const path of new Set([
        ...tables.slice(0, 2),
        ...tables.slice(-2),
        ...tables.filter((table) => table.endsWith('gender-by-age-by-migrationsbiographie-selbst')),
      ])) {
        await analyst.goto(house.url + path);
        await look(analyst);
      }
    }
  });
});

describe('axe finds nothing on forms that were filled in wrongly', () => {
  it.each<[Role, string, string]>([
    ['hr', '/staff/waves/new', 'admin.create.submit'],
    ['hr', '/staff/waves/draft/texts', 'admin.save'],
    ['hr', '/staff/waves/draft/dates', 'admin.save'],
    ['hr', '/staff/waves/draft/access', 'admin.save'],
    ['hr', '/staff/waves/draft/codes', 'admin.codes.submit'],
    ['hr', '/staff/waves/draft/plan', 'admin.plan.addCrossing'],
    ['hr', '/staff/waves/OPEN/close', 'admin.close.submit'],
    ['hr', '/staff/waves/OPEN/paper', 'admin.paper.sendFile'],
    ['hr', '/staff/questionnaires/import', 'admin.import.sendFile'],
    ['hr', '/staff/questionnaires/import', 'admin.import.sendText'],
    ['hr', '/staff/password', 'accounts.password.submit'],
    ['admin', '/staff/accounts/new', 'accounts.new.submit'],
  ])('%s, %s, %s', async (role, path, button) => {
    const page = await open(role, path.replace('OPEN', openWave()));
    await empty(page);
    await send(page, button);
    expect(await page.locator('#error-summary').count()).toBe(1);
    expect(await page.evaluate('document.activeElement.id')).toBe('error-summary');
    await look(page);
    await expectLinkedErrors(page);
  });

  it('headcounts, paper and questionnaires that are faulty', async () => {
    const page = await open('hr', '/staff/waves/draft/headcounts');
    await page.locator('#typed').fill('Finanzen;viele\nFinanzen;3;x\n;4');
    await send(page, 'admin.save');
    await look(page);
    await page.goto(`${house.url}/staff/waves/${openWave()}/paper`);
    await page
      .locator('#file')
      .setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('ressort;shoe\nmoon;43\n') });
    await send(page, 'admin.paper.sendFile');
    await look(page);
    await page.goto(`${house.url}/staff/questionnaires/import`);
    await page.locator('#pasted').fill('{"id":"x","pages":[]}');
    await send(page, 'admin.import.sendText');
    await look(page);
  });
});

describe('axe finds nothing on the way in and at closed doors', () => {
  it('log-in, first password, refused pages, letters', async () => {
    const visitor = await (await browser.newContext(desktop)).newPage();
    await visitor.goto(`${house.url}/staff/login`);
    await look(visitor);
    await visitor.locator('#login').fill('hr');
    await send(visitor, 'accounts.login.submit');
    await look(visitor);
    await expectLinkedErrors(visitor);

    const admin = await open('admin', '/staff/accounts/new');
    await admin.locator('#name').fill('Neue Person');
    await admin.locator('#login').fill('neu');
    await admin.locator('[name="role"][value="analyst"]').check({ force: true });
    await send(admin, 'accounts.new.submit');
    await look(admin);
    const first = await admin.locator('.big-code').innerText();
    await admin.goto(`${house.url}/staff/accounts`);
    await look(admin);
    await visitor.locator('#login').fill('neu');
    await visitor.locator('#password').fill(first);
    await send(visitor, 'accounts.login.submit');
    expect(pathOf(visitor)).toBe('/staff/password');
    await look(visitor);
    await send(visitor, 'accounts.password.submit');
    await look(visitor);
    await visitor.locator('#current').fill(first);
    for (const field of ['#password', '#repeat']) await visitor.locator(field).fill(PASSWORD);
    await send(visitor, 'accounts.password.submit');
    await look(visitor);
    await visitor.goto(`${house.url}/staff/waves`);
    await look(visitor);
    await visitor.goto(`${house.url}/staff/nowhere`);
    await look(visitor);
    await visitor.goto(`${house.url}/staff/password`);
    await visitor.context().clearCookies();
    await send(visitor, 'accounts.password.submit');
    await look(visitor);

    const hr = await open('hr', '/staff/waves/draft/codes');
    await hr.locator('[name="count.0"]').fill('2');
    await send(hr, 'admin.codes.submit');
    expect(await hr.locator('.letter').count()).toBe(2);
    await look(hr);
    await hr.goto(`${house.url}/staff/waves/nowhere`);
    await look(hr);
  });

  it('setting up a new installation', async () => {
    const fresh = await openHouse();
    const link = fresh.greeting
      .map((line) => /\/staff\/setup\/\S+/.exec(line)?.[0])
      .find((path) => path !== undefined);
    const page = await (await browser.newContext(desktop)).newPage();
    await page.goto(fresh.url + link!);
    await look(page);
    await send(page, 'accounts.setup.submit');
    await expectLinkedErrors(page);
    await look(page);
    await page.goto(`${fresh.url}/staff/setup/wrong`);
    await look(page);
    await fresh.close();
    seen.add('/setup/:token');
  });

  it('no page was left out', () => {
    const files = /\.(?:csv|json)$|\/(?:template|export)$/;
    const pages = house.staffRoutes.filter(({ method, path }) => method === 'get' && !files.test(path));
    expect(pages.map(({ path }) => path).filter((path) => !seen.has(path))).toEqual([]);
  });
});

/** The open wave of the demonstration. */
function openWave(): string {
  return [...states].find(([, status]) => status === 'open')?.[0] ?? '';
}

async function signedIn(role: Role, password: string): Promise<BrowserContext> {
  const context = await browser.newContext(desktop);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(`${house.url}/staff/login`);
  await page.locator('#login').fill(role);
  await page.locator('#password').fill(password);
  await send(page, 'accounts.login.submit');
  await page.waitForURL((url) => url.pathname !== '/staff/login');
  return context;
}

async function open(role: Role, path: string): Promise<Page> {
  const page = await contexts.get(role)!.newPage();
  await page.goto(house.url + path);
  return page;
}

/** Changes the language for all pages of this role. */
async function speak(page: Page, lang: 'de' | 'en'): Promise<void> {
  await page.goto(`${house.url}/staff/password`);
  await page.getByRole('button', { name: translator('de')(`common.language.${lang}`), exact: true }).click();
  await page.locator(`html[lang="${lang}"]`).waitFor({ state: 'attached' });
}

/** Presses a button of the page's content. */
async function send(page: Page, key: string): Promise<void> {
  await press(page, 'de', key);
}

/** Looks at the page as it stands; what is wrong is told at the end of the test, for all pages together. */
async function look(page: Page, depth: 'whole' | 'brief' = 'whole'): Promise<void> {
  const path = pathOf(page);
  const pattern = patternOf(path);
  if (pattern !== null) seen.add(pattern);
  const found = [
    ...(await soundnessFaults(page, depth === 'whole' ? 'de' : 'en')),
    ...(await faultsOfPage(page, depth)),
  ];
  faults.push(...found.map((fault) => `${path}, ${fault}`));
}

/** Every message stands at a field that says so, and every link of the summary leads to something that takes the focus. */
async function expectLinkedErrors(page: Page): Promise<void> {
  const links = await page.locator('#error-summary a').count();
  expect(links).toBeGreaterThan(0);
  for (let index = 0; index < links; index += 1) {
    const link = page.locator('#error-summary a').nth(index);
    const id = ((await link.getAttribute('href')) ?? '').slice(1);
    await link.click();
    expect(await page.evaluate('document.activeElement.id')).toBe(id);
  }
  const orphans = await page.evaluate<string[]>(`[...document.querySelectorAll('main [id$="-error"]')]
    .map(({ id }) => id)
    .filter((id) => document.querySelector('[aria-describedby~="' + CSS.escape(id) + '"]') === null)`);
  expect(orphans).toEqual([]);
}

/** Empties every field that is typed into. */
async function empty(page: Page): Promise<void> {
  const fields = page
    .locator('main')
    .locator('input[type="text"], input[type="password"], input[type="datetime-local"], textarea');
  for (const field of await fields.all()) if (await field.isVisible()) await field.fill('');
}

/** Addresses of staff pages that the page links to. */
async function linksOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('a[href^="/staff"]:not([download])')].map((link) => link.getAttribute('href').replace(/#.*$/, ''))`,
  );
}

/** The route's pattern, null for addresses of files and of nothing. */
function patternOf(path: string): string | null {
  const [bare = ''] = path.replace(/^\/staff/, '').split('?');
  const routes = house.staffRoutes.filter(({ method }) => method === 'get').map((route) => route.path);
  const exact = routes.find((pattern) => pattern === bare);
  return (
    exact ??
    routes.find((pattern) =>
      new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}$`).test(bare),
    ) ??
    null
  );
}

/** Pages of one kind look alike: the same route for a wave in the same state. Null for files. */
function kindOf(path: string): string | null {
  const pattern = patternOf(path);
  if (pattern === null || /\.(?:csv|json)$|\/(?:template|export)$/.test(pattern)) return null;
  const id = /^\/staff\/waves\/([^/?]+)/.exec(path)?.[1] ?? '';
  return `${pattern} ${states.get(id) ?? ''}`;
}
