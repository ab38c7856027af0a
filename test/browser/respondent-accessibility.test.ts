import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, faultsOfPage } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { choose, press, receiptOf, soundnessFaults, start } from '../support/journey-page.js';
import { bremen, closeBox, commute, seedWave, type SeededWave } from '../support/journey-waves.js';

const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

let browser: Browser;
let house: House;
const waves = new Map<string, SeededWave>();

beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        waves.set('journey', await seedWave(inside, bremen(), { id: 'journey', simulated: true }));
        for (const id of ['number', 'shut']) {
          await seedWave(inside, commute, { id, access: 'open' });
        }
        await seedWave(inside, commute, { id: 'over', opensAt: inDays(-9), closesAt: inDays(-1) });
        await seedWave(inside, commute, { id: 'upcoming', opensAt: inDays(2), closesAt: inDays(9) });
      },
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** German is the longer language; what English words could spoil is looked at along the journey in respondent.test.ts. */
const lang = 'de';

describe('axe finds nothing, and no page scrolls sideways', () => {
  const check = async (page: Page, state: string): Promise<void> => {
    const faults = [...(await soundnessFaults(page, lang)), ...(await faultsOfPage(page))];
    expect(faults, `${state}, ${page.url()}`).toEqual([]);
  };

  it('from the list of surveys to the withdrawn ballot', async () => {
    const id = 'journey';
    const base = `${house.url}/${lang}/${id}`;
    const [code = '', second = ''] = waves.get(id)?.codes ?? [];
    const context = await newContext();
    const page = await context.newPage();

    await page.goto(house.url);
    await check(page, 'list of surveys');
    await start(page, lang, house.url, id, 'ABC');
    await check(page, 'welcome with an error');
    await page.goto(base);
    for (const details of await page.locator('details').all()) await details.locator('summary').click();
    await check(page, 'welcome, everything unfolded');
    await page.goto(`${base}/withdraw`);
    await check(page, 'withdrawal');
    await press(page, lang, 'respond.withdraw.button');
    await check(page, 'withdrawal with an error');
    await page.goto(`${base}/forget`);
    await check(page, 'nothing to delete');

    await start(page, lang, house.url, id, code);
    await check(page, 'page 1');
    await choose(page, { status: 'collective' });
    await press(page, lang, 'respond.step.next');
    await page.locator('#new-questions').waitFor();
    await check(page, 'page 1 with a new question');
    await page.goto(base);
    await check(page, 'welcome with a draft');
    await page.goto(`${base}/forget`);
    await check(page, 'a draft to delete');
    await page.goto(`${base}/review`);
    await check(page, 'review before the decision on consent');
    await page.goto(`${base}/step/2`);
    await check(page, 'page 2');
    await page.goto(`${base}/consent`);
    await page.locator('summary').click();
    await check(page, 'consent');
    await press(page, lang, 'respond.consent.decline');
    await page.goto(`${base}/consent?from=review`);
    await check(page, 'consent, declined');
    await page.goto(`${base}/consent`);
    await press(page, lang, 'respond.consent.agree');
    await choose(page, { birth_country: 'abroad' });
    await press(page, lang, 'respond.step.next');
    await check(page, 'page 3');
    for (const number of [4, 5, 6]) {
      await page.goto(`${base}/step/${String(number)}`);
      if (number === 4) {
        await choose(page, { 'climate.belong': '4', discr_own: 'often' });
        await press(page, lang, 'respond.step.next');
      }
      await check(page, `page ${String(number)}`);
    }
    await page.goto(`${base}/step/6?from=review`);
    await check(page, 'page 6, from the review');
    await page.goto(`${base}/review`);
    await check(page, 'review');

    const other = await (await newContext()).newPage();
    await start(other, lang, house.url, id, code);
    await other.goto(`${base}/review`);
    await press(page, lang, 'respond.review.send');
    const receipt = await receiptOf(page);
    await check(page, 'receipt');
    await page.goto(`${base}/forget`);
    await check(page, 'a receipt to delete');
    await press(other, lang, 'respond.review.send');
    await check(other, 'code used meanwhile');
    await other.getByRole('textbox').fill('ABC');
    await press(other, lang, 'respond.code_refused.button');
    await check(other, 'another code with an error');
    await other.getByRole('textbox').fill(second);
    await press(other, lang, 'respond.code_refused.button');
    await receiptOf(other);

    await page.goto(`${base}/withdraw`);
    await page.getByRole('textbox').fill(receipt);
    await press(page, lang, 'respond.withdraw.button');
    await check(page, 'question before the withdrawal');
    await press(page, lang, 'respond.withdraw_confirm.button');
    await check(page, 'withdrawn');
    await context.clearCookies();
    await page.goto(`${base}/done`);
    await check(page, 'receipt gone');
    await page.goto(`${base}/review`);
    await check(page, 'lost draft');
    await context.addCookies([{ name: `mw_${id}_0`, value: '1.AAAA', url: house.url }]);
    await page.goto(`${base}/review`);
    await check(page, 'broken draft');
  });

  it('errors, forms out of date, and waves that take no answers', async () => {
    const page = await (await newContext()).newPage();
    await start(page, lang, house.url, 'number');
    await page.locator('#metres').fill('weit');
    await press(page, lang, 'respond.step.next');
    await check(page, 'a number that is none');
    await page.goto(`${house.url}/${lang}/number/review`);
    await check(page, 'review with a number that is none');
    await page.goto(`${house.url}/${lang}/number/forget`);
    await page.context().clearCookies();
    await press(page, lang, 'respond.forget.button');
    await check(page, 'deleting without the cookie');

    await start(page, lang, house.url, 'shut');
    await page.goto(`${house.url}/${lang}/shut/review`);
    await house.behindTheScenes((inside) => closeBox(inside, 'shut'));
    await press(page, lang, 'respond.review.send');
    await check(page, 'closed while answering');
    await page.goto(`${house.url}/${lang}/shut/withdraw`);
    await check(page, 'too late to withdraw');
    await page.goto(`${house.url}/${lang}/shut/forget`);
    await press(page, lang, 'respond.forget.button');
    await check(page, 'deleted');
    for (const place of ['over', 'upcoming', 'nowhere', 'over/step/1']) {
      await page.goto(`${house.url}/${lang}/${place}`);
      await check(page, place);
    }
  });
});

describe('the check itself', () => {
  it('finds what is spoilt on purpose, in each of its looks', async () => {
    const page = await (await newContext()).newPage();
    await page.goto(`${house.url}/de/number-de`);
    await page.evaluate(`(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(${JSON.stringify(spoilt)});
      document.adoptedStyleSheets = [sheet];
      document.querySelector('main').insertAdjacentHTML('beforeend', '<input name="nameless"><h6>deep</h6>');
    })()`);
    const faults = (await faultsOfPage(page)).join('\n');
    for (const fault of [
      /^light: label /m,
      /^light: heading-order /m,
      /^dark: color-contrast /m,
      /^forced colours: \d+ px/m,
      /^paper: \d+ px/m,
      /^200 % zoom: \d+ px/m,
      /^320 pixels: \d+ px/m,
    ])
      expect(faults).toMatch(fault);
    expect(faults).not.toMatch(/^light: color-contrast/m);
    expect((await soundnessFaults(page, 'en')).join('\n')).toMatch(
      /lang is de[^]*level is left out[^]*no label/,
    );
  });
});

const spoilt = `
  @media (prefers-color-scheme: dark) { h1 { color: #333 !important; background: #222 !important; } }
  @media (forced-colors: active) { main { min-width: 3000px; } }
  @media print { main { min-width: 800px; } }
  @media screen and (max-width: 640px) { main { min-width: 700px; } }
`;

describe('where nothing is asked', () => {
  it('the empty list of surveys', async () => {
    const empty = await openHouse();
    const page = await (await newContext()).newPage();
    await page.goto(empty.url);
    expect(await faultsOfPage(page)).toEqual([]);
    await empty.close();
  });
});

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext(desktop);
  context.setDefaultTimeout(20_000);
  return context;
}
