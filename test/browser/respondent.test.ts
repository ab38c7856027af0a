import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translator } from '../../server/i18n/index.js';
import type { Lang } from '../../server/ports/office.js';
import { faultsOfPage } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { answers, stored, said } from '../support/journey-answers.js';
import {
  choose,
  chosen,
  expectSound,
  follow,
  pathOf,
  press,
  receiptOf,
  start,
  type Choices,
} from '../support/journey-page.js';
import { ballotsIn, bremen, closeAndRead, seedWave, type SeededWave } from '../support/journey-waves.js';

let browser: Browser;
let house: House;
const waves = new Map<string, SeededWave>();

beforeAll(async () => {
  [browser, house] = await Promise.all([
    launchBrowser(),
    openHouse({
      furnish: async (inside) => {
        for (const id of [
          'whole-de',
          'whole-en',
          'decline',
          'switch',
          'tabs',
          'restart',
          'double',
          'withdraw',
        ]) {
          waves.set(id, await seedWave(inside, bremen(), { id }));
        }
      },
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe.each(['de', 'en'] as const)('the whole journey without JavaScript, language %s', (lang) => {
  it('goes from the welcome page to the receipt, and what was answered is what is stored', async () => {
    const t = translator(lang);
    const id = `whole-${lang}`;
    const page = await newPage();
    await page.goto(`${house.url}/${lang}/${id}`);
    await expectSoundAndNarrow(page, lang);
    expect(await page.locator('h1').innerText()).toContain(said[lang].title);
    expect(await page.locator('main').innerText()).toContain(said[lang].voluntary);

    await start(page, lang, house.url, id, codeOf(id));
    for (const [index, rounds] of answers.entries()) {
      if (index === 2) {
        expect(pathOf(page)).toBe(`/${lang}/${id}/consent`);
        expect(await page.locator('h1').innerText()).toBe(said[lang].consent);
        await expectSoundAndNarrow(page, lang);
        await press(page, lang, 'respond.consent.agree');
      }
      await answerPage(page, lang, id, index + 1, rounds);
    }

    expect(pathOf(page)).toBe(`/${lang}/${id}/review`);
    await expectSoundAndNarrow(page, lang);
    expect(await page.locator('main').innerText()).toContain(said[lang].fixed);

    // A change from the review leads back to it.
    const lastPage = bremen().pages.at(-1)?.title[lang] ?? '';
    await follow(page.getByRole('link', { name: t('respond.review.change', { page: lastPage }) }));
    expect(await chosen(page)).toEqual({ gender: ['female'], age: ['30_39'] });
    await choose(page, { age: '40_49' });
    await press(page, lang, 'respond.step.to_review');
    expect(pathOf(page)).toBe(`/${lang}/${id}/review`);
    expect(await page.locator('main').innerText()).toContain(labelOf('age', '40_49', lang));

    await press(page, lang, 'respond.review.send');
    expect(pathOf(page)).toBe(`/${lang}/${id}/done`);
    await expectSoundAndNarrow(page, lang);
    const receipt = await receiptOf(page);
    await page.reload();
    expect(await receiptOf(page)).toBe(receipt);
    expect(page.url()).not.toContain(receipt);

    // The browser's Back button shows no answers any more.
    await page.goBack();
    expect(pathOf(page)).toBe(`/${lang}/${id}/done`);

    expect(await house.behindTheScenes((inside) => closeAndRead(inside, id, bremen()))).toEqual([stored]);
  });
});

describe('on the way, without JavaScript', () => {
  it('Back, refresh and the browser’s own Back keep every answer', async () => {
    const page = await begin('decline');
    await choose(page, { ressort: 'justice' });
    await press(page, 'de', 'respond.step.next');
    await choose(page, { leadership: 'line' });
    await press(page, 'de', 'respond.step.back');
    expect(await chosen(page)).toEqual({ ressort: ['justice'] });
    await page.reload();
    expect(await chosen(page)).toEqual({ ressort: ['justice'] });
    await press(page, 'de', 'respond.step.next');
    expect(await chosen(page)).toEqual({ leadership: ['line'] });
    await page.goBack();
    expect(await chosen(page)).toEqual({ ressort: ['justice'] });
  });

  it('declining consent skips the protected page, keeps nothing of it, and can be taken back', async () => {
    const page = await begin('decline');
    await press(page, 'de', 'respond.step.next');
    await press(page, 'de', 'respond.step.next');
    await press(page, 'de', 'respond.consent.agree');
    await choose(page, { self_declared: 'yes' });
    await press(page, 'de', 'respond.step.next');
    await press(page, 'de', 'respond.step.back');
    await press(page, 'de', 'respond.step.back');
    await press(page, 'de', 'respond.consent.decline');
    expect(pathOf(page)).toBe('/de/decline/step/4');
    await page.goto(`${house.url}/de/decline/step/3`);
    expect(pathOf(page)).toBe('/de/decline/consent');
    await page.goto(`${house.url}/de/decline/review`);
    expect(await page.locator('main').innerText()).toContain('Sie haben nicht eingewilligt.');
    await follow(page.getByRole('link', { name: 'Über die Einwilligung neu entscheiden' }));
    await press(page, 'de', 'respond.consent.decline');
    await press(page, 'de', 'respond.review.send');
    const ballots = await house.behindTheScenes((inside) => closeAndRead(inside, 'decline', bremen()));
    expect(ballots).toEqual([{}]);
  });

  it('the language changes on the spot, with what is ticked on the page', async () => {
    const page = await begin('switch');
    await choose(page, { ressort: 'culture', status: 'collective' });
    await follow(page.getByRole('button', { name: 'English' }));
    expect(pathOf(page)).toBe('/en/switch/step/1');
    await expectSound(page, 'en');
    expect(await page.locator('.steps, main').first().innerText()).toContain('Step 1 of 6');
    expect(await chosen(page)).toEqual({ ressort: ['culture'], status: ['collective'] });
    await choose(page, { contract: 'permanent' });
    await press(page, 'en', 'respond.step.next');
    await choose(page, { promotion: 'no' });
    await follow(page.getByRole('button', { name: 'Deutsch' }));
    expect(pathOf(page)).toBe('/de/switch/step/2');
    expect(await chosen(page)).toEqual({ promotion: ['no'] });
    for (const place of ['consent', 'review', 'forget', 'withdraw', '']) {
      await page.goto(`${house.url}/de/switch/${place}`);
      await follow(page.getByRole('link', { name: 'English' }));
      expect(pathOf(page)).toBe(place === '' ? '/en/switch' : `/en/switch/${place}`);
      await expectSound(page, 'en');
    }
    await page.goto(`${house.url}/en/switch/step/1`);
    expect(await chosen(page)).toEqual({
      ressort: ['culture'],
      status: ['collective'],
      contract: ['permanent'],
    });
  });

  it('a second tab works on another page without harm to the first', async () => {
    const context = await newContext();
    const first = await context.newPage();
    await start(first, 'de', house.url, 'tabs', codeOf('tabs'));
    await press(first, 'de', 'respond.step.next');
    const second = await context.newPage();
    await second.goto(`${house.url}/de/tabs/step/1`);
    await choose(second, { ressort: 'health' });
    await press(second, 'de', 'respond.step.next');
    await choose(first, { leadership: 'senior' });
    await press(first, 'de', 'respond.step.next');
    await second.goto(`${house.url}/de/tabs/review`);
    expect(await second.locator('main').innerText()).toContain(labelOf('ressort', 'health', 'de'));
    expect(await second.locator('main').innerText()).toContain(labelOf('leadership', 'senior', 'de'));
    await press(second, 'de', 'respond.review.send');
    // Whatever the first tab sends now, the answers are sent and stay so.
    await press(first, 'de', 'respond.consent.agree');
    expect(pathOf(first)).toBe('/de/tabs/done');
    expect(await receiptOf(first)).toBe(await receiptOf(second));
  });

  it('a restart of the server in the middle loses nothing', async () => {
    const page = await begin('restart');
    await choose(page, { ressort: 'justice' });
    await press(page, 'de', 'respond.step.next');
    await choose(page, { leadership: 'line' });
    await house.restart();
    await press(page, 'de', 'respond.step.next');
    await press(page, 'de', 'respond.consent.decline');
    await page.goto(`${house.url}/de/restart/review`);
    await house.restart();
    await press(page, 'de', 'respond.review.send');
    await receiptOf(page);
    const ballots = await house.behindTheScenes((inside) => closeAndRead(inside, 'restart', bremen()));
    expect(ballots).toEqual([{ ressort: 'justice', leadership: 'line' }]);
  });

  it('what is sent twice counts once, and the code is used up', async () => {
    const context = await newContext();
    const page = await context.newPage();
    await start(page, 'de', house.url, 'double', codeOf('double'));
    await page.goto(`${house.url}/de/double/review`);
    const other = await context.newPage();
    await other.goto(`${house.url}/de/double/review`);
    const draft = await context.cookies();
    await press(page, 'de', 'respond.review.send');
    const receipt = await receiptOf(page);
    // As if both clicks had left the browser before the first answer came.
    await context.addCookies(draft);
    await press(other, 'de', 'respond.review.send');
    expect(await receiptOf(other)).toBe(receipt);
    expect(await house.behindTheScenes((inside) => ballotsIn(inside, 'double'))).toBe(1);

    const late = await newPage();
    await start(late, 'de', house.url, 'double', codeOf('double'));
    expect(pathOf(late)).toBe('/de/double/start');
    expect(await late.locator('.error-summary').innerText()).toContain('ungültig oder schon benutzt');
  });

  it('with the receipt, and only with it, the answers can be withdrawn', async () => {
    const page = await begin('withdraw');
    await page.goto(`${house.url}/de/withdraw/review`);
    await press(page, 'de', 'respond.review.send');
    const receipt = await receiptOf(page);
    await follow(page.locator('main').getByRole('link', { name: 'Abgesendete Antworten zurückziehen' }));
    await expectSound(page, 'de');
    await page.getByLabel('Ihre Quittung').fill(receipt.toLowerCase().replaceAll('-', ' '));
    await press(page, 'de', 'respond.withdraw.button');
    await expectSound(page, 'de');
    await follow(page.getByRole('link', { name: 'Nein, Antworten behalten' }));
    expect(await house.behindTheScenes((inside) => ballotsIn(inside, 'withdraw'))).toBe(1);

    await page.goto(`${house.url}/de/withdraw/withdraw`);
    await page.getByLabel('Ihre Quittung').fill(receipt);
    await press(page, 'de', 'respond.withdraw.button');
    await press(page, 'de', 'respond.withdraw_confirm.button');
    expect(await page.locator('h1').innerText()).toBe('Ihre Antworten sind gelöscht');
    expect(await house.behindTheScenes((inside) => ballotsIn(inside, 'withdraw'))).toBe(0);
  });
});

function codeOf(waveId: string): string {
  const [code] = waves.get(waveId)?.codes ?? [];
  if (code === undefined) throw new Error(`no code for ${waveId}`);
  return code;
}

function labelOf(itemId: string, value: string, lang: Lang): string {
  const item = bremen()
    .pages.flatMap(({ questions }) => questions)
    .find(({ id }) => id === itemId);
  const option =
    item !== undefined && 'options' in item ? item.options.find((entry) => entry.value === value) : undefined;
  if (option === undefined) throw new Error(`no option ${value} of ${itemId}`);
  return option.label[lang];
}

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  context.setDefaultTimeout(20_000);
  return context;
}

async function newPage(): Promise<Page> {
  return (await newContext()).newPage();
}

/** A browser of its own, at the first page of the questionnaire. */
async function begin(waveId: string): Promise<Page> {
  const page = await newPage();
  await start(page, 'de', house.url, waveId, codeOf(waveId));
  expect(pathOf(page)).toBe(`/de/${waveId}/step/1`);
  return page;
}

/** Answers one page; each round but the last brings up further questions on the same page. */
async function answerPage(
  page: Page,
  lang: Lang,
  id: string,
  number: number,
  rounds: readonly Choices[],
): Promise<void> {
  const t = translator(lang);
  for (const [round, choices] of rounds.entries()) {
    expect(pathOf(page)).toBe(`/${lang}/${id}/step/${String(number)}`);
    await expectSoundAndNarrow(page, lang);
    expect(await page.locator('main').innerText()).toContain(
      t('common.steps', { current: number, total: 6 }),
    );
    if (round > 0) {
      const name = Object.keys(choices)[0] ?? '';
      const note = page.locator('#new-questions');
      await note.locator(`a[href="#${name}"]`).waitFor();
    }
    await choose(page, choices);
    await press(page, lang, 'respond.step.next');
  }
}

/** English is looked at here only, where its words might not fit into 320 pixels. */
async function expectSoundAndNarrow(page: Page, lang: Lang): Promise<void> {
  await expectSound(page, lang);
  if (lang === 'en') expect(await faultsOfPage(page, 'narrow')).toEqual([]);
}
