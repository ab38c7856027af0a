import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashCode, makeCode } from '../../server/credential/code.js';
import { encodeBallot } from '../../server/survey/ballot.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { choose, expectSound, focusedId, follow, pathOf, press, start } from '../support/journey-page.js';
import {
  bremen,
  closeAndRead,
  closeBox,
  commute,
  seedWave,
  type SeededWave,
} from '../support/journey-waves.js';
import { systemRandomness } from '../support/randomness.js';

const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

let browser: Browser;
let house: House;
let seeded: SeededWave;

beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        const { storage, keys } = inside;
        seeded = await seedWave(inside, bremen(), { id: 'codes' });
        await storage.ballots.accept({
          waveId: 'codes',
          codeHash: hashCode(keys.codes, 'codes', seeded.codes[0]!),
          credentialHash: null,
          receiptHash: systemRandomness.bytes(32),
          ballot: encodeBallot(bremen(), {}),
        });
        await seedWave(inside, bremen(), { id: 'over', opensAt: inDays(-9), closesAt: inDays(-1) });
        await seedWave(inside, bremen(), { id: 'upcoming', opensAt: inDays(2), closesAt: inDays(9) });
        await seedWave(inside, bremen(), { id: 'draft', status: 'draft' });
        for (const id of ['number', 'early', 'device'])
          await seedWave(inside, commute, { id, access: 'open' });
      },
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('a code that does not let anybody in', () => {
  it('a slip of the pen is named beside the field and in a summary that comes first, and what was typed stays', async () => {
    const page = await open();
    const typed = slip(seeded.codes[1]!);
    await start(page, 'de', house.url, 'codes', typed);
    await expectSound(page, 'de');
    expect(await page.title()).toMatch(/^Fehler: /);
    expect(await page.locator('main > *').first().getAttribute('id')).toBe('error-summary');
    expect(await page.locator('#error-summary a').getAttribute('href')).toBe('#code');
    const field = page.getByLabel('Ihr Zugangscode');
    expect(await field.inputValue()).toBe(typed);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await describedBy(page, 'code')).toContain('Der Code enthält einen Tippfehler.');
  });

  it('a used code and one that never existed get word for word the same page', async () => {
    const pages = await Promise.all(
      [seeded.codes[0]!, makeCode(systemRandomness)].map(async (code) => {
        const page = await open();
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.request().method() === 'POST'),
          start(page, 'de', house.url, 'codes', code),
        ]);
        return [answer.status(), await page.locator('body').innerText(), await describedBy(page, 'code')];
      }),
    );
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0]?.[0]).toBe(422);
    expect(pages[0]?.[2]).toContain('ungültig oder schon benutzt');
  });
});

describe('pages at the wrong time or without their cookie', () => {
  it.each([
    ['over', '', 410, 'Die Befragung ist beendet'],
    ['over', '/step/2', 410, 'Die Befragung ist beendet'],
    ['upcoming', '', 403, 'Die Befragung hat noch nicht begonnen'],
    ['draft', '', 404, 'Diese Seite gibt es nicht'],
    ['nowhere', '', 404, 'Diese Seite gibt es nicht'],
    ['codes', '/nowhere', 404, 'Diese Seite gibt es nicht'],
    ['codes', '/step/3', 409, 'Hier sind keine Antworten von Ihnen'],
    ['codes', '/done', 410, 'Die Quittung wird nicht mehr gezeigt'],
  ])('/%s%s answers %i: %s', async (id, place, status, title) => {
    const page = await open();
    for (const lang of ['de', 'en'] as const) {
      const answer = await page.goto(`${house.url}/${lang}/${id}${place}`);
      expect(answer?.status()).toBe(status);
      await expectSound(page, lang);
      const heading = await page.locator('h1').innerText();
      if (lang === 'de') expect(heading).toBe(title);
      else expect(heading).not.toBe(title);
      // Nobody is left standing: there is always a way on.
      expect(await page.locator('main a, footer a').count()).toBeGreaterThan(0);
    }
  });

  it('a lost cookie in the middle: the page says so, and the code still works', async () => {
    const page = await open();
    await start(page, 'de', house.url, 'codes', seeded.codes[2]);
    await choose(page, { ressort: 'health' });
    await page.context().clearCookies();
    await press(page, 'de', 'respond.step.next');
    expect(await page.locator('h1').innerText()).toBe('Hier sind keine Antworten von Ihnen');
    expect(await page.locator('main').innerText()).toContain('ist Ihr Zugangscode weiter gültig');
    await follow(page.getByRole('link', { name: 'Neu anfangen' }));
    await start(page, 'de', house.url, 'codes', seeded.codes[2]);
    expect(pathOf(page)).toBe('/de/codes/step/1');
  });

  it('a wave that is closed while somebody answers', async () => {
    const page = await open();
    await start(page, 'de', house.url, 'early');
    await choose(page, { means: 'tram' });
    await press(page, 'de', 'respond.step.next');
    await house.behindTheScenes((inside) => closeBox(inside, 'early'));
    await press(page, 'de', 'respond.review.send');
    await expectSound(page, 'de');
    expect(await page.locator('main').innerText()).toContain('früher als geplant geschlossen');
    await follow(page.locator('main').getByRole('link', { name: 'Antworten auf diesem Gerät löschen' }));
    await press(page, 'de', 'respond.forget.button');
    expect(await page.locator('h1').innerText()).toBe('Auf diesem Gerät ist alles gelöscht');
  });

  it('answers on this device can be deleted from every page', async () => {
    const page = await open();
    await start(page, 'en', house.url, 'device');
    await choose(page, { means: 'tram' });
    await press(page, 'en', 'respond.step.next');
    await follow(page.locator('footer').getByRole('link', { name: 'Delete answers on this device' }));
    await expectSound(page, 'en');
    await press(page, 'en', 'respond.forget.button');
    expect((await page.context().cookies()).filter(({ name }) => name !== 'mw_start')).toEqual([]);
    await page.goto(`${house.url}/en/device/review`);
    expect(await page.locator('h1').innerText()).not.toContain('Overview');
  });
});

describe('an answer that does not fit', () => {
  it('without JavaScript: summary first, error at its field, nothing lost, and no obstacle', async () => {
    const page = await open();
    await start(page, 'de', house.url, 'number');
    await choose(page, { means: 'bicycle' });
    await page.getByLabel('Wie weit ist Ihr Weg?').fill('weit');
    await press(page, 'de', 'respond.step.next');
    expect(pathOf(page)).toBe('/de/number/step/1');
    await expectSound(page, 'de');
    expect(await page.title()).toMatch(/^Fehler: /);
    expect(await page.locator('main > *').first().getAttribute('id')).toBe('error-summary');
    expect(await page.locator('#error-summary').getAttribute('role')).toBe('alert');
    const field = page.locator('#metres');
    expect(await field.inputValue()).toBe('weit');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toBe('metres-hint metres-error');
    expect(await page.locator('#means').isChecked()).toBe(true);
    await page.locator('#error-summary a').click();
    expect(page.url()).toMatch(/#metres$/);

    // Back asks for nothing, and what does not fit does not keep anybody from the review.
    await press(page, 'de', 'respond.step.back');
    await page.goto(`${house.url}/de/number/review`);
    expect(await page.locator('main').innerText()).toContain(
      '„weit“ passt hier nicht und wird nicht mitgezählt',
    );
    await page.goto(`${house.url}/de/number/step/1`);
    await page.locator('#metres').fill('4800');
    // The Enter key goes on; it doesn't press the first button of the page, which changes the language.
    await page.locator('#metres').press('Enter');
    expect(pathOf(page)).toBe('/de/number/review');
    await press(page, 'de', 'respond.review.send');
    const ballots = await house.behindTheScenes((inside) => closeAndRead(inside, 'number', commute));
    expect(ballots).toEqual([{ means: 'bicycle', metres: 'near' }]);
  });

  it('with JavaScript the focus is on the summary, and its link moves it to the field', async () => {
    const page = await open({ javaScriptEnabled: true });
    await start(page, 'en', house.url, 'device');
    await page.locator('#metres').fill('far');
    await press(page, 'en', 'respond.step.next');
    expect(await focusedId(page)).toBe('error-summary');
    expect(await page.locator('#error-summary').innerText()).toContain('How long is your way?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focusedId(page)).toBe('metres');

    await start(page, 'de', house.url, 'codes', '');
    expect(await focusedId(page)).toBe('error-summary');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focusedId(page)).toBe('code');
  });
});

async function open(options: BrowserContextOptions = { javaScriptEnabled: false }): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

/** The text of everything that describes a field. */
async function describedBy(page: Page, id: string): Promise<string> {
  const ids = (await page.locator(`#${id}`).getAttribute('aria-describedby')) ?? '';
  const texts = await Promise.all(ids.split(' ').map((part) => page.locator(`#${part}`).innerText()));
  return texts.join(' ');
}

/** The code with its first character mistyped. */
function slip(code: string): string {
  return (code.startsWith('7') ? '8' : '7') + code.slice(1);
}
