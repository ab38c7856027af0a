import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { choose, press, receiptOf } from '../support/journey-page.js';
import { seedWave, type SeededWave } from '../support/journey-waves.js';
import { aDefinition } from '../support/storage.js';

let browser: Browser;
let house: House;
let seeded: SeededWave;
beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        seeded = await seedWave(inside, aDefinition(), { id: 'played' });
        await inside.storage.blind.makeKey('played');
      },
    }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** The lines of the diagram in docs/BLIND_CREDENTIALS.md. */
function documented(): string[] {
  const text = readFileSync(join(projectRoot, 'docs/BLIND_CREDENTIALS.md'), 'utf8');
  const diagram = /<!-- sequence -->\n```\n(.*?)\n```/s.exec(text)?.[1];
  if (diagram === undefined) throw new Error('the diagram is missing');
  return diagram.split('\n');
}

async function line(request: Request): Promise<string> {
  const url = new URL(request.url());
  const headers = await request.allHeaders();
  const fields = [...new URLSearchParams(request.postData() ?? '')].flatMap(([name, value]) => {
    // What the page says about itself, and the button that was pressed.
    if (value === '' || name === 'go' || name.startsWith('-')) return [];
    return [name === 'lunch' ? 'answers' : name];
  });
  const cookies = (headers['cookie'] ?? '').split('; ').flatMap((pair) => {
    if (pair === '') return [];
    if (pair.startsWith('mw_played_done=')) return ['cookie receipt'];
    return [pair.startsWith('mw_played_') ? 'cookie draft' : 'cookie visitor'];
  });
  const carried = [...fields.toSorted(), ...new Set(cookies.toSorted())].join(', ');
  const path = url.pathname.replace('played', 'WAVE');
  return `browser -> server: ${request.method()} ${path}${carried === '' ? '' : `: ${carried}`}`;
}

it('the documented sequence is the one that is played', async () => {
  const page = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  const lines: Promise<string>[] = [];
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.startsWith('/static/')) lines.push(line(request));
  });
  await page.goto(`${house.url}/de/played`);
  await page.getByLabel('Zugangscode').fill(seeded.codes[0]!);
  await page.getByRole('button', { name: 'Befragung beginnen' }).click();
  await page.waitForURL(/step\/1$/);
  await choose(page, { lunch: 'yes' });
  await press(page, 'de', 'respond.step.next');
  await press(page, 'de', 'respond.review.send');
  expect(await receiptOf(page)).toMatch(/^R-/);
  expect(await Promise.all(lines)).toEqual(documented());
});
