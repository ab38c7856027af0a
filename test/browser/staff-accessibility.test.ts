import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../server/accounts/users.js';
import { roles, type Role } from '../../server/ports/staff.js';
import type { Depth } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { linksOf, Lookout, pagesOf, signedIn, speak } from '../support/journey-look.js';
import { follow, pathOf, press } from '../support/journey-page.js';
import { canteen, canteenPlan, demoPasswords, PASSWORD, seedCanteen } from '../support/journey-staff.js';
import { bremen, seedWave } from '../support/journey-waves.js';
import { systemRandomness } from '../support/randomness.js';

let browser: Browser;
let house: House;
let lookout: Lookout;
const contexts = new Map<Role, BrowserContext>();
/** States of a wave by its id: a page for a draft is another one than that for an open wave. */
const states = new Map<string, string>();

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({ env: { DEMO: 'on' } });
  lookout = new Lookout(house);
  const passwords = demoPasswords(house);
  await house.behindTheScenes(async (inside) => {
    await seedWave(inside, bremen(), { id: 'draft', status: 'draft' });
    await seedCanteen(inside, { id: 'unprepared', status: 'closed' });
    await seedCanteen(inside, { id: 'rejected', status: 'closed' });
    const account = { login: 'zoe', name: 'Zoe Zimmer', role: 'hr', password: PASSWORD } as const;
    await createAccount({ accounts: inside.storage.accounts, randomness: systemRandomness }, account);
    for (const { id, status } of await inside.storage.waves.list()) states.set(id, status);
  });
  for (const role of roles) contexts.set(role, await signedIn(browser, house, role, passwords[role]));
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

afterEach(() => {
  lookout.settle();
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
      const depth = depthOf(path);
      await lookout.at(page, 'de', depth);
      if (depth === null) inEnglish.push(path);
      queue.push(...(await linksOf(page)));
    }
    expect(known.size).toBeGreaterThan(3);
    await speak(page, house, 'en');
    for (const path of inEnglish) {
      await page.goto(house.url + path);
      await lookout.at(page, 'en', 'narrow');
    }
    await speak(page, house, 'de');
  });

  it('pages that are reached only when something is ready for them', async () => {
    await house.behindTheScenes(async (inside) => {
      await seedWave(inside, canteen, { id: 'ready', status: 'draft', plan: canteenPlan });
      await seedWave(inside, canteen, { id: 'handed-out', headcounts: [{ area: 'Finanzen', count: 6 }] }, 6);
    });
    states.set('ready', 'ready');
    const hr = await open('hr', '/staff/waves/ready');
    await lookout.at(hr);
    for (const page of ['open', 'remove', 'codes', 'codes/discard?area=Finanzen']) {
      await hr.goto(`${house.url}/staff/waves/ready/${page}`);
      await lookout.at(hr);
    }
    for (const page of ['codes', 'codes/spare?area=Finanzen']) {
      await hr.goto(`${house.url}/staff/waves/handed-out/${page}`);
      await lookout.at(hr);
    }
    const admin = await open('admin', '/staff/accounts');
    for (const act of ['disable', 'enable', 'reset']) {
      await follow(admin.getByRole('link', { name: 'Zoe Zimmer' }));
      await lookout.at(admin);
      await follow(admin.locator(`main a[href$="/${act}"]`));
      await lookout.at(admin);
      await follow(admin.locator('main form').getByRole('button'));
      await lookout.at(admin);
      await admin.goto(`${house.url}/staff/accounts`);
    }
  });

  it('the self-test: before, with nothing found, and with something found', async () => {
    const council = await open('council', '/staff/self-test');
    await lookout.at(council);
    await press(council, 'de', 'council.selfTest.button');
    await lookout.at(council, 'de', 'whole');
    writeFileSync(join(house.dataDir, 'a-file-that-nobody-expects.txt'), '', { mode: 0o600 });
    await press(council, 'de', 'council.selfTest.again');
    await lookout.at(council);
    rmSync(join(house.dataDir, 'a-file-that-nobody-expects.txt'));
  });

  it('results as they come: prepared, looked at, wrongly decided on, rejected, released', async () => {
    const hr = await open('hr', '/staff/waves/unprepared/results');
    await press(hr, 'de', 'admin.results.prepare');
    await lookout.at(hr);
    await hr.goto(`${house.url}/staff/waves/rejected/results`);
    await press(hr, 'de', 'admin.results.prepare');
    const council = await open('council', '/staff/approvals');
    await lookout.at(council);
    const waiting = (await linksOf(council)).filter((link) => link.startsWith('/staff/approvals/'));
    for (const path of waiting.slice(0, 2)) {
      await council.goto(house.url + path);
      await lookout.at(council);
      await press(council, 'de', 'council.examination.button');
      await lookout.at(council);
      await council.goto(house.url + path);
      await press(council, 'de', 'council.decide.approveButton');
      await lookout.at(council);
      await press(council, 'de', 'council.decide.rejectButton');
      await lookout.at(council);
      for (const table of (await linksOf(council)).filter((link) => link.includes('/tables/'))) {
        await council.goto(house.url + table);
        await lookout.at(council);
      }
    }
    await council.goto(house.url + waiting[0]!);
    await council.locator('#reason').fill('Zu wenige Angaben.');
    await press(council, 'de', 'council.decide.rejectButton');
    await lookout.at(council);
    await council.goto(house.url + waiting[1]!);
    await council.locator('#confirm').check({ force: true });
    await press(council, 'de', 'council.decide.approveButton');
    await lookout.at(council);
    for (const wave of ['unprepared', 'rejected']) {
      await hr.goto(`${house.url}/staff/waves/${wave}/results`);
      await lookout.at(hr);
    }
    await hr.goto(`${house.url}/staff/waves/unprepared/request`);
    await lookout.at(hr);
    await press(hr, 'de', 'admin.request.send');
    await lookout.at(hr);
    await hr.locator('#first').selectOption('all');
    await hr.locator('#indicator').selectOption('lunch');
    await press(hr, 'de', 'admin.plan.addCrossing');
    await hr.locator('#purpose').fill('Anfrage aus der Bürgerschaft');
    await lookout.at(hr);
    await press(hr, 'de', 'admin.request.send');
    await lookout.at(hr);
    await council.goto(`${house.url}/staff/approvals`);
    await lookout.at(council);
    await follow(council.locator('main a[href^="/staff/approvals/requests/"]'));
    await lookout.at(council);
    await press(council, 'de', 'council.request.approveButton');
    await lookout.at(council);
    await council.locator('#confirm').check({ force: true });
    await press(council, 'de', 'council.request.approveButton');
    await hr.goto(`${house.url}/staff/waves/unprepared/results`);
    await lookout.at(hr);
    const analyst = await open('analyst', '/staff/results');
    for (const link of (await linksOf(analyst)).filter((path) => /results\/[^/]+$/.test(path))) {
      await analyst.goto(house.url + link);
      await lookout.at(analyst);
      await analyst.goto(`${house.url}${link}/downloads`);
      await lookout.at(analyst);
      await analyst.goto(`${house.url}${link}/explore`);
      await lookout.at(analyst);
      await analyst.goto(`${house.url}${link}/tables`);
      await lookout.at(analyst);
      const tables = (await linksOf(analyst)).filter((path) => /results\/[^/]+\/[^/.]+$/.test(path));
      // One table of each shape: for everybody, by one variable, by two, and whatever the last ones are.
      for (const path of new Set([
        ...tables.slice(0, 2),
        ...tables.slice(-2),
        ...tables.filter((table) => table.endsWith('gender-by-age-by-migrationsbiographie-selbst')),
      ])) {
        await analyst.goto(house.url + path);
        await lookout.at(analyst);
      }
    }
  });

  it('the tokens of an analyst: none, one wrongly asked for, made, listed, revoked', async () => {
    const analyst = await open('analyst', '/staff/tokens');
    await lookout.at(analyst);
    await analyst.goto(`${house.url}/staff/tokens/new`);
    await press(analyst, 'de', 'api.new.submit');
    await lookout.at(analyst);
    await analyst.locator('#name').fill('Jahresbericht in R');
    await press(analyst, 'de', 'api.new.submit');
    await lookout.at(analyst);
    await analyst.goto(`${house.url}/staff/tokens`);
    await lookout.at(analyst);
    await analyst.goto(house.url + ((await linksOf(analyst)).find((path) => path.endsWith('/revoke')) ?? ''));
    await lookout.at(analyst);
  });

  it('a wave from a package: a faulty one, what is in a right one, the draft, and its differences', async () => {
    const hr = await open('hr', '/staff/waves/from-package');
    await press(hr, 'de', 'packages.start.send');
    await lookout.at(hr);
    const noZip = { name: 'package.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') };
    await hr.locator('#file').setInputFiles(noZip);
    await press(hr, 'de', 'packages.start.send');
    await lookout.at(hr);
    await press(hr, 'de', 'packages.start.sendShipped');
    await lookout.at(hr);
    await hr.locator('#title_de').fill('');
    await press(hr, 'de', 'packages.contents.submit');
    await lookout.at(hr);
    await hr.locator('#title_de').fill('Folgebefragung');
    await press(hr, 'de', 'packages.contents.submit');
    await lookout.at(hr);
    await hr.goto(`${house.url}${pathOf(hr)}/differences`);
    await lookout.at(hr, 'de', 'whole');
  });

  it('no page was left out', () => {
    // Log-in and set-up are looked at in staff-forms-accessibility.test.ts.
    const others = ['/login', '/setup/:token'];
    const expected = pagesOf(house).filter((pattern) => !others.includes(pattern));
    expect(expected.filter((pattern) => !lookout.seen.has(pattern))).toEqual([]);
  });
});

async function open(role: Role, path: string): Promise<Page> {
  const page = await contexts.get(role)!.newPage();
  await page.goto(house.url + path);
  return page;
}

/** A wave itself looks different in each state; of its further pages the states that matter are looked at on purpose. */
function depthOf(path: string): Depth | null {
  const pattern = lookout.patternOf(path);
  return pattern === null || pattern === '/waves/:waveId' || !lookout.seen.has(pattern) ? null : 'narrow';
}

/** Pages of one kind look alike: the same route for a wave in the same state. Null for files. */
function kindOf(path: string): string | null {
  const pattern = lookout.patternOf(path);
  const id = /^\/staff\/waves\/([^/?]+)/.exec(path)?.[1] ?? '';
  return pattern === null ? null : `${pattern} ${states.get(id) ?? ''}`;
}
