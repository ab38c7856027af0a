import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../server/ports/staff.js';
import { desktop } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { expectLinkedErrors, Lookout, signedIn } from '../support/journey-look.js';
import { focusedId, follow, pathOf, press } from '../support/journey-page.js';
import { PASSWORD, seedStaff } from '../support/journey-staff.js';
import { bremen, commute, seedWave } from '../support/journey-waves.js';

let browser: Browser;
let house: House;
let lookout: Lookout;
const contexts = new Map<Role, BrowserContext>();

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      await seedWave(inside, bremen(), { id: 'draft', status: 'draft' });
      await seedWave(inside, commute, { id: 'open' });
      await seedWave(inside, commute, { id: 'without', status: 'draft', headcounts: [] }, 0);
    },
  });
  lookout = new Lookout(house);
  for (const role of ['hr', 'admin'] as const) {
    contexts.set(role, await signedIn(browser, house, role, PASSWORD));
  }
});

afterEach(() => {
  lookout.settle();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** What these pages look like is judged in staff-accessibility.test.ts, and errors in components.test.ts. */
describe('axe finds nothing on forms that were filled in wrongly, and the errors are linked', () => {
  it.each<[Role, string, string]>([
    ['hr', '/staff/waves/new', 'admin.create.submit'],
    ['hr', '/staff/waves/draft/texts', 'admin.save'],
    ['hr', '/staff/waves/draft/dates', 'admin.save'],
    ['hr', '/staff/waves/draft/access', 'admin.save'],
    ['hr', '/staff/waves/without/codes', 'admin.codes.submit'],
    ['hr', '/staff/waves/draft/plan', 'admin.plan.addCrossing'],
    ['hr', '/staff/waves/open/close', 'admin.close.submit'],
    ['hr', '/staff/waves/open/paper', 'admin.paper.sendFile'],
    ['hr', '/staff/questionnaires/import', 'admin.import.sendFile'],
    ['hr', '/staff/questionnaires/import', 'admin.import.sendText'],
    ['hr', '/staff/references/new', 'admin.save'],
    ['hr', '/staff/references/import', 'references.import.submit'],
    ['hr', '/staff/password', 'accounts.password.submit'],
    ['admin', '/staff/accounts/new', 'accounts.new.submit'],
  ])('%s, %s, %s', async (role, path, button) => {
    const page = await open(role, path);
    await empty(page);
    await press(page, 'de', button);
    expect(await page.locator('#error-summary').count()).toBe(1);
    expect(await focusedId(page)).toBe('error-summary');
    await lookout.at(page, 'de', 'brief');
    await expectLinkedErrors(page);
  });

  it('headcounts, paper and questionnaires that are faulty', async () => {
    const page = await open('hr', '/staff/waves/draft/headcounts');
    await page.locator('#typed').fill('Finanzen;viele\nFinanzen;3;x\n;4');
    await press(page, 'de', 'admin.save');
    await lookout.at(page, 'de', 'brief');
    await page.goto(`${house.url}/staff/waves/open/paper`);
    await page
      .locator('#file')
      .setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('ressort;shoe\nmoon;43\n') });
    await press(page, 'de', 'admin.paper.sendFile');
    await lookout.at(page, 'de', 'brief');
    await page.goto(`${house.url}/staff/questionnaires/import`);
    await page.locator('#pasted').fill('{"id":"x","pages":[]}');
    await press(page, 'de', 'admin.import.sendText');
    await lookout.at(page, 'de', 'brief');
  });
});

describe('axe finds nothing on the way in and at closed doors', () => {
  it('log-in, first password, refused pages, letters', async () => {
    const visitor = await (await browser.newContext(desktop)).newPage();
    await visitor.goto(`${house.url}/staff/login`);
    await lookout.at(visitor);
    await visitor.locator('#login').fill('hr');
    await press(visitor, 'de', 'accounts.login.submit');
    await lookout.at(visitor);
    await expectLinkedErrors(visitor);

    const admin = await open('admin', '/staff/accounts/new');
    await admin.locator('#name').fill('Neue Person');
    await admin.locator('#login').fill('neu');
    await admin.locator('[name="role"][value="analyst"]').check({ force: true });
    await press(admin, 'de', 'accounts.new.submit');
    await lookout.at(admin);
    const first = await admin.locator('.big-code').innerText();
    await admin.goto(`${house.url}/staff/accounts`);
    await lookout.at(admin);
    await visitor.locator('#login').fill('neu');
    await visitor.locator('#password').fill(first);
    await press(visitor, 'de', 'accounts.login.submit');
    expect(pathOf(visitor)).toBe('/staff/password');
    await lookout.at(visitor);
    await press(visitor, 'de', 'accounts.password.submit');
    await lookout.at(visitor);
    await visitor.locator('#current').fill(first);
    for (const field of ['#password', '#repeat']) await visitor.locator(field).fill(PASSWORD);
    await press(visitor, 'de', 'accounts.password.submit');
    await lookout.at(visitor);
    await visitor.goto(`${house.url}/staff/waves`);
    await lookout.at(visitor);
    await visitor.goto(`${house.url}/staff/nowhere`);
    await lookout.at(visitor);
    await visitor.goto(`${house.url}/staff/password`);
    await visitor.context().clearCookies();
    await press(visitor, 'de', 'accounts.password.submit');
    await lookout.at(visitor);

    const hr = await open('hr', '/staff/waves/draft/codes');
    const make = hr.locator('form:has([id="count.0"]) button');
    await hr.locator('[id="count.0"]').fill('');
    await follow(make);
    await lookout.at(hr);
    await expectLinkedErrors(hr);
    await hr.locator('[id="count.0"]').fill('2');
    await follow(make);
    expect(await hr.locator('.letter').count()).toBe(2);
    await lookout.at(hr);
    await hr.goto(`${house.url}/staff/waves/nowhere`);
    await lookout.at(hr);
  });

  it('setting up a new installation', async () => {
    const fresh = await openHouse();
    const link = fresh.greeting
      .map((line) => /\/staff\/setup\/\S+/.exec(line)?.[0])
      .find((path) => path !== undefined);
    const page = await (await browser.newContext(desktop)).newPage();
    await page.goto(fresh.url + link!);
    await lookout.at(page);
    await press(page, 'de', 'accounts.setup.submit');
    await expectLinkedErrors(page);
    await lookout.at(page);
    await page.goto(`${fresh.url}/staff/setup/wrong`);
    await lookout.at(page);
    await fresh.close();
  });
});

async function open(role: Role, path: string): Promise<Page> {
  const page = await contexts.get(role)!.newPage();
  await page.goto(house.url + path);
  return page;
}

/** Empties every field that is typed into. */
async function empty(page: Page): Promise<void> {
  const typed = ['text', 'password', 'datetime-local'].map((type) => `main input[type="${type}"]`);
  for (const field of await page.locator([...typed, 'main textarea'].join()).all()) {
    if (await field.isVisible()) await field.fill('');
  }
}
