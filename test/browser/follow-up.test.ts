import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOfPage } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { file } from '../support/journey-fields.js';
import { signedIn, speak } from '../support/journey-look.js';
import { expectSound, follow, pathOf, press } from '../support/journey-page.js';
import {
  canteen,
  PASSWORD,
  propose,
  release,
  seedCanteen,
  seedStaff,
  signIn,
} from '../support/journey-staff.js';

let browser: Browser;
let before: House;
let zip: Buffer;
let fingerprint: string;

/** A wave was held in one house, and HR there reads out the fingerprint. */
beforeAll(async () => {
  browser = await launchBrowser();
  before = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      await seedCanteen(inside, { id: 'before', status: 'closed' });
    },
  });
  const [hr, council] = [await signIn(before, 'hr'), await signIn(before, 'council')];
  await release(council, await propose(hr, council, 'before'));
});
afterAll(async () => {
  await browser.close();
  await before.close();
});

describe.each([
  ['without JavaScript', false],
  ['with JavaScript', true],
])('HR starts a follow-up wave from a package on an empty installation, %s', (_, javaScriptEnabled) => {
  let house: House;
  let page: Page;
  beforeAll(async () => {
    house = await openHouse({ furnish: seedStaff });
    const context = await signedIn(browser, house, 'hr', PASSWORD, { javaScriptEnabled });
    page = await context.newPage();
  });
  afterAll(() => house.close());

  it('downloads the package where the wave was held, and reads the fingerprint', async () => {
    const context = await signedIn(browser, before, 'hr', PASSWORD, {
      javaScriptEnabled,
      acceptDownloads: true,
    });
    const there = await context.newPage();
    await there.goto(`${before.url}/staff/results/before`);
    await follow(there.getByRole('link', { name: 'Folgepaket' }));
    await looksRight(there);
    fingerprint = await there.locator('dd').last().innerText();
    const [download] = await Promise.all([
      there.waitForEvent('download'),
      there
        .getByRole('button', { name: 'Paket herunterladen' })
        .or(there.getByRole('link', { name: 'Paket herunterladen' }))
        .click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    zip = Buffer.concat(chunks);
    expect(download.suggestedFilename()).toBe('before-package.zip');
    await context.close();
  });

  it('sees what is wrong with a damaged one, and that nothing was stored', async () => {
    await page.goto(`${house.url}/staff/waves`);
    await follow(
      page
        .getByRole('link', { name: 'Welle aus einem Paket beginnen' })
        .or(page.getByRole('button', { name: 'Welle aus einem Paket beginnen' })),
    );
    await looksRight(page);
    const damaged = Buffer.from(zip);
    const middle = Math.floor(zip.length / 2);
    damaged.writeUInt8(damaged.readUInt8(middle) ^ 1, middle);
    await page.locator('#file').setInputFiles(zipFile(damaged));
    await press(page, 'de', 'packages.start.send');
    expect(await textOf(page)).toContain('Gespeichert wurde nichts.');
    await looksRight(page);
  });

  it('reads what is in the right one, compares the fingerprint, and makes the draft', async () => {
    await page.locator('#file').setInputFiles(zipFile(zip));
    await press(page, 'de', 'packages.start.send');
    const shown = await textOf(page);
    expect(shown).toContain('Alle Prüfsummen stimmen');
    expect(shown).toContain(fingerprint);
    expect(shown).toContain('canteen 1.0.0; kommt neu hinzu');
    await looksRight(page);
    await press(page, 'de', 'packages.contents.submit');
    expect(await page.locator('#error-summary').innerText()).toContain('Fingerabdruck');
    await looksRight(page);
    await page.locator('#title_de').fill('Kantine im Frühling');
    await page.locator('#title_en').fill('Canteen in spring');
    await page.locator('.kern-form-check:has(#compared) label').click();
    await press(page, 'de', 'packages.contents.submit');
    expect(pathOf(page)).toMatch(/^\/staff\/waves\/[a-z0-9]{16}$/);
    const draft = await textOf(page);
    expect(draft).toContain('Der Entwurf ist angelegt.');
    expect(draft).toContain('Umfrage zur Kantine (1.0.0)');
  });

  it('imports a new version, sees the differences classed, and lets the draft use it', async () => {
    const wave = pathOf(page);
    const text = JSON.stringify({ ...canteen, version: '1.1.0' }).replaceAll(
      'Schmeckt es?',
      'Wie schmeckt es?',
    );
    await page.goto(`${house.url}/staff/questionnaires/import`);
    await page.locator('#file').setInputFiles(file('kantine.json', text));
    await press(page, 'de', 'admin.import.sendFile');
    await page.goto(house.url + wave);
    await follow(page.getByRole('link', { name: 'Unterschiede zur früheren Befragung' }));
    await page.locator('#version').selectOption('1.1.0');
    await press(page, 'de', 'packages.differences.compare');
    const shown = await textOf(page);
    expect(shown).toContain('canteen 1.0.0 und canteen 1.1.0: 2 gleich, 1 anders.');
    expect(shown).toContain('anderer Wortlaut');
    await looksRight(page);
    await follow(page.getByRole('button', { name: 'Version 1.1.0 verwenden', exact: true }));
    expect(await textOf(page)).toContain('Umfrage zur Kantine (1.1.0)');
    await page.goto(`${house.url}${wave}/differences`);
    await speak(page, house, 'en');
    await page.goto(`${house.url}${wave}/differences`);
    expect(await textOf(page)).toContain('other wording');
    await expectSound(page, 'en');
  });

  /** In German, sound and without anything that axe finds. */
  async function looksRight(on: Page): Promise<void> {
    await expectSound(on, 'de');
    if (javaScriptEnabled) expect(await faultsOfPage(on, 'narrow'), pathOf(on)).toEqual([]);
  }
});

function zipFile(buffer: Buffer) {
  return { name: 'package.zip', mimeType: 'application/zip', buffer };
}

function textOf(page: Page): Promise<string> {
  return page.locator('main').innerText();
}
