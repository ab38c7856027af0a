import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsOfPage } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { choose, pathOf, press, receiptOf, soundnessFaults, start } from '../support/journey-page.js';
import { commute } from '../support/journey-waves.js';
import { startRespondServer, type RespondServer } from '../unit/respond/respond-server.js';

let browser: Browser;
let server: RespondServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startRespondServer()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

it.each(['de', 'en'] as const)(
  'a busy box: the page waits and tries again by itself, without JavaScript, in %s',
  async (lang) => {
    const id = `waiting-${lang}`;
    const { wave } = await server.openWave(commute, { id, access: 'open' });
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
    });
    const page = await context.newPage();
    await start(page, lang, server.origin, id);
    await choose(page, { means: 'tram' });
    await press(page, lang, 'respond.step.next');
    server.beBusy(true);
    await press(page, lang, 'respond.review.send');
    expect(pathOf(page)).toBe(`/${lang}/${id}/waiting`);
    expect(await soundnessFaults(page, lang)).toEqual([]);

    // It has come back to the same page before there is room, and to the receipt after.
    await page.waitForResponse((answer) => answer.url().endsWith('/waiting') && answer.status() === 503);
    server.beBusy(false);
    await page.waitForURL(`**/${lang}/${id}/done`);
    await receiptOf(page);
    expect(await server.closeAndRead(wave, commute)).toEqual([{ means: 'tram' }]);
    await context.close();
  },
);

it('axe finds nothing on it, in the light and in the dark', async () => {
  await server.openWave(commute, { id: 'looks', access: 'open' });
  const context = await browser.newContext();
  const page = await context.newPage();
  await start(page, 'de', server.origin, 'looks');
  await press(page, 'de', 'respond.step.next');
  server.beBusy(true);
  await press(page, 'de', 'respond.review.send');
  // The address comes back every three seconds; what is looked at is the same page, at rest.
  const html = await page.content();
  await page.route('**/waiting', (route) =>
    route.fulfill({ status: 503, contentType: 'text/html; charset=utf-8', body: html }),
  );
  await page.goto(page.url());
  server.beBusy(false);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faultsOfPage(page), colorScheme).toEqual([]);
  }
  await context.close();
});
