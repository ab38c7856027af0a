import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, faultsOfPage } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { servePages } from '../support/example-server.js';
import { samplePages } from '../support/sample-pages.js';

let browser: Browser;
let visitor: BrowserContext;
let server: Awaited<ReturnType<typeof servePages>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePages(samplePages)]);
  visitor = await browser.newContext(desktop);
});

afterAll(async () => {
  await browser.close();
  await server.stop(1000);
});

describe('components and layouts', () => {
  it.each(Object.keys(samplePages))(
    '%s has no fault in any look or size, asks no other host and breaks no policy',
    async (path) => {
      const page = await visitor.newPage();
      const complaints = listen(page);
      await page.goto(server.url + path);
      expect(await faultsOfPage(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});

describe('what people do', () => {
  it('a click anywhere in the row of an option chooses it', async () => {
    const page = await open('/respond', { viewport: { width: 320, height: 700 } });
    for (const row of await page.locator('.kern-form-check').all()) {
      await row.scrollIntoViewIfNeeded();
      const box = await row.boundingBox();
      if (box === null) throw new Error('an option without a place on the page');
      const before = await row.locator('input').isChecked();
      await page.mouse.click(box.x + box.width - 3, box.y + box.height - 3);
      const radio = (await row.locator('input').getAttribute('type')) === 'radio';
      expect(await row.locator('input').isChecked()).toBe(radio ? true : !before);
    }
  });

  it('the summary of errors has the focus, and its link puts it into the field', async () => {
    const page = await open('/respond');
    expect(await focused(page)).toBe('error-summary');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('birth_year');
  });

  it('without JavaScript the summary comes first in the page, and the skip link leads there', async () => {
    const page = await open('/respond', { javaScriptEnabled: false });
    await page.keyboard.press('Tab');
    const skip = page.locator('.skip-link');
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#main$/);
  });

  it('everything that can be clicked is at least 24 pixels high and wide', async () => {
    for (const path of ['/respond', '/staff']) {
      const page = await open(path);
      for (const target of await page
        .locator('header a, header button, main button, main a.kern-btn, main input, main select')
        .all()) {
        // Some are there for the keyboard only.
        if (!(await target.isVisible()) || (await target.getAttribute('aria-hidden')) === 'true') continue;
        const box = await target.boundingBox();
        expect(box?.height, await target.innerHTML()).toBeGreaterThanOrEqual(24);
        expect(box?.width).toBeGreaterThanOrEqual(24);
      }
    }
  });

  it('the focus can be seen on everything that takes it', async () => {
    const page = await open('/staff');
    const seen = new Set<string>();
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      const [place, style, width] = await page.evaluate<[string, string, string]>(`(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        return [element.tagName + element.className + element.textContent.trim(), style.outlineStyle, style.outlineWidth];
      })()`);
      if (place.startsWith('BODY')) break;
      seen.add(place);
      expect([place, style, Number.parseFloat(width) >= 2]).toEqual([place, 'solid', true]);
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  it('on paper there is neither navigation nor a button', async () => {
    const page = await open('/staff');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav, .language-switch').filter({ visible: true }).count()).toBe(0);
    expect(await page.locator('table').isVisible()).toBe(true);
  });
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(server.url + path);
  return page;
}

async function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.id');
}

/** Whatever the browser complains of, and every request that leaves the server of the test. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
      complaints.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${String(response.status())} ${response.url()}`);
  });
  return complaints;
}
