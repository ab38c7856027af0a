import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { chosen, focusedId, pathOf, receiptOf } from '../support/journey-page.js';
import { ballotsIn, bremen, seedWave, type SeededWave } from '../support/journey-waves.js';

let browser: Browser;
let house: House;
let seeded: SeededWave;

beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        seeded = await seedWave(inside, bremen(), { id: 'keys' });
      },
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const next = 'button[name="go"][value="next"]';

it('the keyboard alone goes all the way: code, questions, consent, review, submission, withdrawal', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const { keyboard } = page;

  await page.goto(`${house.url}/de/keys`);
  await keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.className')).toContain('skip-link');
  await keyboard.press('Enter');
  expect(await focusedId(page)).toBe('main');
  await tabTo(page, '#code');
  await keyboard.type(seeded.codes[0]!.toLowerCase());
  await go(page, 'Enter', '/de/keys/step/1');

  // A group is one stop; the arrow keys move inside it.
  await tabTo(page, '[name="ressort"]');
  await keyboard.press('Space');
  await keyboard.press('ArrowDown');
  await tabTo(page, '[name="status"]');
  await keyboard.press('ArrowDown');
  expect(await chosen(page)).toEqual({ ressort: ['finance'], status: ['collective'] });
  await tabTo(page, next);
  await keyboard.press('Enter');
  await page.locator('#new-questions').waitFor();

  // A new question on the same page: the focus is where it is announced, and a link leads to it.
  expect(pathOf(page)).toBe('/de/keys/step/1');
  await expect.poll(() => focusedId(page)).toBe('new-questions');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  if ((await focusedId(page)) !== 'contract') await keyboard.press('Shift+Tab');
  expect(await focusedId(page)).toBe('contract');
  await keyboard.press('Space');
  await tabTo(page, 'button[name="go"][value="back"]');
  await keyboard.press('Shift+Tab');
  await go(page, 'Space', '/de/keys/step/2');

  // Enter on an option goes on, too, and doesn't press the language button of the header.
  await tabTo(page, '[name="leadership"]');
  await keyboard.press('Space');
  await go(page, 'Enter', '/de/keys/consent');
  await tabTo(page, 'summary');
  await keyboard.press('Enter');
  expect(await page.locator('details').getAttribute('open')).not.toBeNull();
  await tabTo(page, 'button[value="agree"]');
  await go(page, 'Enter', '/de/keys/step/3');

  for (const [item, after] of [
    ['self_declared', 'step/4'],
    ['climate.belong', 'step/5'],
    ['mentoring', 'step/6'],
    ['gender', 'review'],
  ] as const) {
    await tabTo(page, `[name="${item}"]`);
    await keyboard.press('Space');
    expect(Object.keys(await chosen(page))).toEqual([item]);
    await tabTo(page, next);
    await go(page, 'Enter', `/de/keys/${after}`);
  }

  await tabTo(page, 'a[href$="/step/5?from=review"]');
  await go(page, 'Enter', '/de/keys/step/5?from=review');
  await tabTo(page, '[name="mentoring"]');
  await keyboard.press('ArrowDown');
  await tabTo(page, 'button[value="save-and-review"]');
  await go(page, 'Enter', '/de/keys/review');
  await tabTo(page, 'main form button[type="submit"]');
  await go(page, 'Enter', '/de/keys/done');
  const receipt = await receiptOf(page);
  expect(await house.behindTheScenes((inside) => ballotsIn(inside, 'keys'))).toBe(1);

  await tabTo(page, 'main a[href$="/withdraw"]');
  await go(page, 'Enter', '/de/keys/withdraw');
  await tabTo(page, '#receipt');
  await keyboard.type(receipt);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Antworten wirklich zurückziehen?' }).waitFor();
  await tabTo(page, 'main form button[type="submit"]');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ihre Antworten sind gelöscht' }).waitFor();
  expect(await house.behindTheScenes((inside) => ballotsIn(inside, 'keys'))).toBe(0);
});

/** Presses a key that leads to another page. */
async function go(page: Page, key: string, path: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForURL(house.url + path);
}

/** Presses Tab until something that fits has the focus, which must be seen to be there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const [fits, seen] = await page.evaluate<[boolean, boolean]>(`(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      return [element.matches(${JSON.stringify(selector)}), outlined && width > 0 && height > 0];
    })()`);
    if (!fits) continue;
    expect(seen, `the focus on ${selector}`).toBe(true);
    return;
  }
  throw new Error(`the Tab key never reaches ${selector} on ${page.url()}`);
}
