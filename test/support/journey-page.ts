import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { translator } from '../../server/i18n/index.js';
import type { Lang } from '../../server/ports/office.js';

/** Choices by question: one value, or several where several may be ticked. */
export type Choices = Readonly<Record<string, string | readonly string[]>>;

/** Ticks what is given by a click on its words, which is where people click. */
export async function choose(page: Page, choices: Choices): Promise<void> {
  for (const [name, values] of Object.entries(choices)) {
    for (const value of typeof values === 'string' ? [values] : values) {
      const input = `[name="${name}"][value="${value}"]`;
      if (!(await page.locator(input).isChecked()))
        await page.locator(`.kern-form-check:has(${input}) label`).click();
    }
  }
}

/** What is ticked on the page, by question. */
export async function chosen(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate<Record<string, string[]>>(`(() => {
    const ticked = {};
    for (const { name, value } of document.querySelectorAll('main input:checked')) (ticked[name] ??= []).push(value);
    return ticked;
  })()`);
}

/** Presses the button with these words of the catalogue. */
export async function press(page: Page, lang: Lang, key: string): Promise<void> {
  await follow(page.getByRole('button', { name: translator(lang)(key), exact: true }));
}

/** Clicks what leads to another page, and waits until that is there. */
export async function follow(target: Locator): Promise<void> {
  await Promise.all([target.page().waitForEvent('load'), target.click()]);
}

/** Path of the page, without the origin. */
export function pathOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

/** Opens the welcome page and starts with a code, or without one where none is needed. */
export async function start(
  page: Page,
  lang: Lang,
  origin: string,
  waveId: string,
  code?: string,
): Promise<void> {
  await page.goto(`${origin}/${lang}/${waveId}`);
  if (code !== undefined) await page.getByLabel(translator(lang)('respond.start.code')).fill(code);
  await press(page, lang, 'respond.start.button');
}

/** The receipt shown after a submission. */
export async function receiptOf(page: Page): Promise<string> {
  const receipt = await page.locator('.big-code').innerText();
  expect(receipt).toMatch(/^R-[0-9A-Z]{4}(-[0-9A-Z]{4,5}){3}$/);
  return receipt;
}

/**
 * What every page owes to people who don't see it: its language, one main heading and no level left out, a name for
 * everything that can be operated, a legend for every group, one main region, and ids that are there where they are referred to.
 */
export async function soundnessFaults(page: Page, lang: Lang): Promise<string[]> {
  const { spoken, faults } = await page.evaluate<{ spoken: string; faults: string[] }>(unsound);
  return spoken === lang ? faults : [`lang is ${spoken} instead of ${lang}`, ...faults];
}

export async function expectSound(page: Page, lang: Lang): Promise<void> {
  expect(await soundnessFaults(page, lang), pathOf(page)).toEqual([]);
}

const unsound = `(() => {
  const faults = [];
  const text = (element) => (element?.textContent ?? '').trim();
  const levels = [...document.querySelectorAll('main h1, main h2, main h3, main h4, main h5, main h6')].map(({ tagName }) => Number(tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) faults.push('not one h1: ' + levels.join(' '));
  levels.slice(levels.indexOf(1)).forEach((level, index, all) => {
    if (index > 0 && level > all[index - 1] + 1) faults.push('a heading level is left out: ' + levels.join(' '));
  });
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main region');
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const label = [...(field.labels ?? [])].map(text).join(' ').trim() || field.getAttribute('aria-label') || '';
    if (label === '') faults.push('no label: ' + field.outerHTML);
  }
  for (const control of document.querySelectorAll('button:not([aria-hidden][tabindex="-1"]), a[href], summary')) {
    if (text(control) === '' && !control.getAttribute('aria-label')) faults.push('no name: ' + control.outerHTML);
  }
  for (const group of document.querySelectorAll('fieldset')) {
    if (text(group.querySelector('legend')) === '') faults.push('no legend: ' + group.outerHTML.slice(0, 200));
  }
  for (const attribute of ['aria-describedby', 'aria-labelledby', 'for']) {
    for (const element of document.querySelectorAll('[' + attribute + ']')) {
      for (const id of element.getAttribute(attribute).split(' ')) {
        if (document.getElementById(id) === null) faults.push(attribute + ' leads nowhere: ' + id);
      }
    }
  }
  return { spoken: document.documentElement.lang, faults };
})()`;

/** Id of what has the focus; empty where it has none. */
export async function focusedId(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement?.id ?? ""');
}
