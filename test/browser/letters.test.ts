import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_CONTACT } from '../../server/admin/codes/faults-of-letter.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { Lookout, signedIn, speak } from '../support/journey-look.js';
import { follow, press } from '../support/journey-page.js';
import { PASSWORD, seedStaff } from '../support/journey-staff.js';
import { commute, seedWave } from '../support/journey-waves.js';
import { readPdf, type PdfPage } from '../support/pdf-pages.js';

/** As much text as HR can give, in words as long as those of offices are. */
const LONG_CONTACT =
  'Personalverwaltung, Zimmer 1234, Bürgerbeauftragte. '.repeat(9).slice(0, LONGEST_CONTACT - 5) + ' Ende';
const LONG_TITLE = 'Wie vielfältig ist der öffentliche Dienst? '.repeat(5).slice(0, 200);
const LONG_AREA =
  'Senatskanzlei, Bevollmächtigte beim Bund und Angelegenheiten des Hafens, der Wissenschaft und der Gesundheit: Referat 12';

let browser: Browser;
let house: House;
let lookout: Lookout;
let hr: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      const two = [
        { area: 'Finanzen', count: 12 },
        { area: 'Kultur', count: 7 },
      ];
      await seedWave(inside, commute, { id: 'draft', status: 'draft', headcounts: two }, 0);
      await seedWave(inside, commute, { id: 'one', status: 'draft', headcounts: two, languages: ['de'] }, 0);
      const long = { de: LONG_CONTACT, en: LONG_CONTACT };
      const { wave } = await seedWave(
        inside,
        commute,
        { id: 'other', status: 'draft', headcounts: [{ area: 'Finanzen', count: 2 }] },
        0,
      );
      await inside.storage.waves.create({
        ...wave,
        id: 'long',
        title: { de: LONG_TITLE, en: LONG_TITLE },
        texts: { ...wave.texts, contact: long },
        headcounts: [{ area: LONG_AREA, count: 4 }],
        simulated: true,
      });
      const few = [{ area: 'Finanzen', count: 120 }];
      await seedWave(inside, commute, { id: 'open', headcounts: few }, 120);
    },
  });
  lookout = new Lookout(house);
  hr = await signedIn(browser, house, 'hr', PASSWORD);
});

afterEach(() => {
  lookout.settle();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('letters on paper', () => {
  it.each(['de', 'en'] as const)(
    '%s: one sheet of A4 each, every code on exactly one of them',
    async (lang) => {
      const page = await hr.newPage();
      await speak(page, house, lang);
      const [wave, row, count] = lang === 'de' ? ['draft', 0, 12] : ['draft', 1, 7];
      await order(page, wave, row);
      const sheets = await printed(page);
      expect(sheets).toHaveLength(count);
      const codes = await codesOn(page);
      expect(new Set(codes).size).toBe(count);
      const words = sheets.map(({ texts }) => texts.map(({ text }) => text).join('|'));
      for (const code of codes) {
        const groups = code.replaceAll('-', '|');
        expect(words.filter((text) => text.includes(groups))).toHaveLength(1);
        for (const text of words) expect(text).not.toContain(code.replaceAll('-', ''));
      }
      for (const { widthMm, heightMm } of sheets) {
        expect(widthMm).toBeCloseTo(210, 0);
        expect(heightMm).toBeCloseTo(297, 0);
      }
      // Nothing of the note to HR, and the letter speaks the languages of the wave, whatever HR's own is.
      for (const text of words) {
        expect(text).toContain('Sie sind eingeladen');
        expect(text).toContain('You are invited');
        expect(text).not.toMatch(/100\s%/);
      }
      await speak(page, house, 'de');
    },
  );

  it('the area stands in the window of an envelope, the marks where it is folded, the code below the first fold', async () => {
    const page = await hr.newPage();
    await order(page, 'one', 0);
    const [sheet] = await printed(page);
    expectDin5008(sheet, 'Finanzen');
    expect(sheet?.texts.some(({ text }) => text.includes('You are invited'))).toBe(false);
    const boxes = await boxesOnPaper(page);
    expect(boxes.window).toEqual({ x: 20, y: 45, width: 85, height: 45 });
    expect(boxes.qr?.width).toBeGreaterThan(30);
    for (const { y = 0, height = 0 } of [boxes.qr ?? {}, boxes.code ?? {}]) {
      expect(y).toBeGreaterThan(105);
      expect(y + height).toBeLessThan(210);
    }
  });

  it('the longest texts that there can be still take one sheet, and none is cut', async () => {
    const page = await hr.newPage();
    await order(page, 'long', 0);
    const sheets = await printed(page);
    expect(sheets).toHaveLength(4);
    const [sheet] = sheets;
    expectDin5008(sheet, 'Senatskanzlei');
    const words = sheet?.texts.map(({ text }) => text).join(' ') ?? '';
    expect(words).toContain(LONG_AREA.slice(-12));
    expect(words).toContain('Vorführung: Alle Angaben');
    expect(words.split(' Ende')).toHaveLength(3);
    for (const { y } of sheet?.texts ?? []) expect(y).toBeLessThan(292);
    // The title ends above the window, the address within it.
    const title = sheet?.texts.filter(({ text }) => text.includes('öffentliche Dienst?')) ?? [];
    for (const { y } of title) expect(y).toBeLessThan(45);
  });
});

describe('areas one after the other', () => {
  it('the page says what is done and what comes next; letters and spare letters look right everywhere', async () => {
    const page = await hr.newPage();
    await page.goto(`${house.url}/staff/waves/other/codes`);
    await lookout.at(page);
    await order(page, 'other', 0);
    await lookout.at(page, 'de', 'whole');
    await page.goto(`${house.url}/staff/waves/open/codes`);
    await lookout.at(page);
    await follow(page.locator('main a[href*="/codes/spare?"]'));
    await lookout.at(page);
    expect(await page.locator('main').innerText()).toContain('Der verlorene Brief gilt weiter');
    await page.locator('#count').fill('4');
    await press(page, 'de', 'admin.spare.submit');
    await lookout.at(page, 'de', 'narrow');
    await page.locator('#count').fill('3');
    await press(page, 'de', 'admin.spare.submit');
    expect(await codesOn(page)).toHaveLength(3);
    await page.goto(`${house.url}/staff/waves/open/codes/spare?area=Finanzen`);
    expect(await page.locator('p#count').count()).toBe(1);
    await lookout.at(page, 'de', 'narrow');
    await speak(page, house, 'en');
    for (const path of ['codes', 'codes/spare?area=Finanzen']) {
      await page.goto(`${house.url}/staff/waves/open/${path}`);
      await lookout.at(page, 'en', 'narrow');
    }
    await speak(page, house, 'de');
  });
});

/** Orders as many letters as the page proposes for the area of that row. */
async function order(page: Page, wave: string, row: number): Promise<void> {
  await page.goto(`${house.url}/staff/waves/${wave}/codes`);
  await follow(page.locator(`form:has([id="count.${String(row)}"]) button`));
}

async function printed(page: Page): Promise<PdfPage[]> {
  return readPdf(await page.pdf({ preferCSSPageSize: true }));
}

async function codesOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('.letter__code')].map((code) => [...code.children].map((part) => part.textContent).join('-'))`,
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Places on the first letter in millimetres from its upper left corner, to a tenth. */
async function boxesOnPaper(page: Page): Promise<Partial<Record<'window' | 'qr' | 'code', Box>>> {
  await page.emulateMedia({ media: 'print' });
  const boxes = await page.evaluate<Record<'window' | 'qr' | 'code', Box>>(`(() => {
    const letter = document.querySelector('.letter');
    const { left, top } = letter.getBoundingClientRect();
    const mm = (px) => Math.round((px / 96) * 254) / 10;
    return Object.fromEntries(['window', 'qr', 'code'].map((part) => {
      const box = letter.querySelector('.letter__' + part).getBoundingClientRect();
      return [part, { x: mm(box.left - left), y: mm(box.top - top), width: mm(box.width), height: mm(box.height) }];
    }));
  })()`);
  await page.emulateMedia({ media: null });
  return boxes;
}

/** DIN 5008, form B, as it is on the sheet itself: the address, the marks for folding and punching, and nothing else there. */
function expectDin5008(sheet: PdfPage | undefined, area: string): void {
  const texts = sheet?.texts ?? [];
  const address = texts.filter(({ x, y }) => x > 20 && x < 105 && y > 45 && y < 92);
  expect(address.some(({ text }) => text.startsWith(area))).toBe(true);
  for (const { x, y } of address) {
    expect(x).toBeCloseTo(25, 0);
    expect(y).toBeGreaterThan(45 + 17.7);
    expect(y).toBeLessThan(90);
  }
  const codeGroups = texts.filter(({ text }) => /^[0-9A-Z]{4,5}$/.test(text));
  expect(codeGroups).toHaveLength(4);
  for (const { y } of codeGroups) expect(y > 110 && y < 205).toBe(true);
  const marks = (sheet?.boxes ?? [])
    .filter(({ x, width, height }) => x < 15 && width > 2 && width < 10 && Math.abs(height) < 1)
    .map(({ y }) => y)
    .sort((a, b) => a - b);
  expect(marks).toHaveLength(3);
  [105, 148.5, 210].forEach((expected, index) => {
    expect(Math.abs((marks[index] ?? 0) - expected)).toBeLessThan(0.5);
  });
}
