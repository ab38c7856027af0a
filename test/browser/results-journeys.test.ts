import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { signedIn } from '../support/journey-look.js';
import { expectSound, follow, press } from '../support/journey-page.js';
import { demoPasswords } from '../support/journey-staff.js';

let browser: Browser;
let house: House;

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({ env: { DEMO: 'on' } });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

async function as(role: 'analyst' | 'hr', javaScriptEnabled: boolean): Promise<Page> {
  const context: BrowserContext = await signedIn(browser, house, role, demoPasswords(house)[role], {
    javaScriptEnabled,
  });
  const page = await context.newPage();
  await page.goto(`${house.url}/staff/results`);
  await follow(page.getByRole('link', { name: 'simulierte Vorführung' }));
  return page;
}

/** The words of the page, with ordinary spaces. */
async function textOf(page: Page): Promise<string> {
  return (await page.locator('body').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe.each([
  ['without JavaScript', false],
  ['with JavaScript', true],
])('%s', (_how, script) => {
  it('the analyst finds the share with migration biography by age, 2014 against now, with its caveat and as a workbook', async () => {
    const page = await as('analyst', script);
    // The overview answers the first question in one screen.
    expect(await textOf(page)).toContain('26,4 % von 31.000 Beschäftigten');
    await expectSound(page, 'de');
    await follow(page.locator('main a[href$="/explore"]'));
    await page.locator('#indicator').selectOption('migrationsbiographie_selbst');
    await press(page, 'de', 'browse.explore.show');
    await page.locator('#by').selectOption('age');
    await page.locator('#picture').selectOption('compare');
    await press(page, 'de', 'browse.explore.show');
    await expectSound(page, 'de');
    expect(new URL(page.url()).search).toBe('?indicator=migrationsbiographie_selbst&by=age&picture=compare');

    const picture = page.locator('figure.picture');
    expect(await picture.locator('svg[role="img"] > title').first().textContent()).toContain(
      'veröffentlichte Werte',
    );
    const words = (await picture.innerText()).replaceAll(/\s+/g, ' ');
    expect(words).toMatch(/2013 20,9 % jetzt: 27,4 %/);
    await picture.locator('summary').click();
    expect(await picture.locator('table').innerText()).toContain('Prozentpunkte');
    const text = await textOf(page);
    expect(text).toContain('Bruch der Definition: Wie der Migrationshintergrund 2013 erfragt wurde');
    expect(text).toContain('Nicht repräsentativ: freiwillige Teilnahme, 22,6 % Rücklauf.');

    for (const [link, ending] of [
      ['a[href$="/table.xlsx"]', '.xlsx'],
      ['a[href$="/compare.svg"]', '.svg'],
      ['a[href$="/compare.png"]', '.png'],
    ] as const) {
      const [started] = await Promise.all([
        page.waitForEvent('download'),
        page.locator(link).first().click(),
      ]);
      expect(started.suggestedFilename()).toMatch(new RegExp(`^simulated-.*\\${ending}$`));
    }
    await follow(page.locator('main a[href$="/downloads"]').first());
    await expectSound(page, 'de');
    expect(await page.locator('a[href$=".xlsx"]').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('HR opens the report, writes a text, and prints it as a tagged PDF', async () => {
    const page = await as('hr', script);
    await follow(page.locator('main a[href$="/report"]'));
    await expectSound(page, 'de');
    const own = `Mehr als jede fünfte Person (${script ? 'mit' : 'ohne'} Skript).`;
    await follow(page.locator('main a[href$="/report/structure"]'));
    await expectSound(page, 'de');
    await page.locator('#de').fill(`${own}\n\nZweiter Absatz.`);
    await press(page, 'de', 'chapters.edit.preview');
    expect(await page.locator('section.panel').innerText()).toContain(own);
    await press(page, 'de', 'chapters.edit.save');
    expect(await textOf(page)).toContain('Der Text ist gespeichert.');
    expect(await page.locator('.written').allInnerTexts()).toEqual([own, 'Zweiter Absatz.']);

    await page.emulateMedia({ media: 'print' });
    // Paper has no buttons, and shows the tables that a reader on screen would open.
    expect(await page.locator('main a[href$="/report/age"]').isVisible()).toBe(false);
    expect(await page.locator('.picture__files').first().isVisible()).toBe(false);
    expect(await page.locator('.picture__data table').first().isVisible()).toBe(true);
    const pdf = (await page.pdf({ format: 'A4', tagged: true, outline: true })).toString('latin1');
    expect(pdf).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
    expect(pdf).toContain('/StructTreeRoot');
    expect(pdf).toContain('/Lang (de)');
    for (const tag of ['/H1', '/H2', '/H3', '/Figure', '/Table', '/TH', '/P'])
      expect(new RegExp(`/S\\s*${tag}\\b`).test(pdf), tag).toBe(true);
    // Every chapter is a heading of the second order.
    const chapters = await page.locator('.report h2').count();
    expect((pdf.match(/\/S\s*\/H2\b/g) ?? []).length).toBe(chapters);
    expect(pdf).toContain('/Outlines');
    await page.context().close();
  });
});
