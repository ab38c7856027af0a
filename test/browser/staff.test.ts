import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Role } from '../../server/ports/staff.js';
import { launchBrowser } from '../support/browser.js';
import { openHouse, type House } from '../support/house.js';
import { berlin, file } from '../support/journey-fields.js';
import { signedIn, speak } from '../support/journey-look.js';
import { expectSound, follow, pathOf, press } from '../support/journey-page.js';
import { canteen, canteenAnswers, demoPasswords, PASSWORD } from '../support/journey-staff.js';
import { RespondClient } from '../support/respond-client.js';

const DAY = 24 * 60 * 60 * 1000;
const TITLE = 'Kantine im Herbst';

let browser: Browser;
let house: House;
const pages = new Map<Role, Page>();
/** Every address that a browser of staff asked for. */
const asked: string[] = [];
let waveId: string;
let codes: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({ env: { DEMO: 'on' } });
  const passwords = demoPasswords(house);
  for (const role of roles) {
    const options = { javaScriptEnabled: false };
    const context: BrowserContext = await signedIn(browser, house, role, passwords[role], options);
    context.on('request', (request) => asked.push(request.url()));
    pages.set(role, await context.newPage());
  }
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('staff do their work without JavaScript, one after the other', () => {
  it('HR imports a questionnaire and makes a wave of it: texts, headcounts, dates, plan, letters', async () => {
    const page = pageOf('hr');
    await page.goto(`${house.url}/staff/questionnaires/import`);
    await page.locator('#file').setInputFiles(file('kantine.json', JSON.stringify(canteen)));
    await press(page, 'de', 'admin.import.sendFile');
    expect(pathOf(page)).toBe('/staff/questionnaires/canteen/1.0.0');
    expect(await textOf(page)).toContain('Schmeckt es?');

    await follow(page.getByRole('link', { name: 'Welle damit anlegen' }));
    await page.locator('#title_de').fill(TITLE);
    await page.locator('#title_en').fill('Canteen in autumn');
    await press(page, 'de', 'admin.create.submit');
    waveId = /^\/staff\/waves\/([0-9a-z]{16})$/.exec(pathOf(page))?.[1] ?? '';
    expect(waveId).not.toBe('');
    expect(await textOf(page)).toContain('Das fehlt noch zum Öffnen');

    await task(page, 'texts');
    for (const name of ['purpose', 'contact', 'legalBasis']) {
      for (const lang of ['de', 'en']) await page.locator(`#${name}_${lang}`).fill(`${name} ${lang}`);
    }
    await press(page, 'de', 'admin.save');

    await task(page, 'dates');
    await page.locator('#opensAt').fill(berlin(-DAY));
    await page.locator('#closesAt').fill(berlin(-2 * DAY));
    await press(page, 'de', 'admin.save');
    expect(await page.locator('#error-summary').innerText()).toContain(
      'Das Ende muss in der Zukunft liegen.',
    );
    await page.locator('#closesAt').fill(berlin(7 * DAY));
    await press(page, 'de', 'admin.save');

    await task(page, 'access');
    await page.locator('#k').fill('4');
    await press(page, 'de', 'admin.save');
    expect(await page.locator('#error-summary').count()).toBe(1);
    await page.locator('#k').fill('10');
    await press(page, 'de', 'admin.save');

    await task(page, 'headcounts');
    await page.locator('#file').setInputFiles(file('kopfzahlen.csv', 'area;count\nKüche;60\nLager;viele\n'));
    await press(page, 'de', 'admin.save');
    await expectSound(page, 'de');
    expect(await textOf(page)).toContain('„viele“ ist keine ganze Zahl');
    await page.locator('#file').setInputFiles(file('kopfzahlen.csv', 'area;count\nKüche;60\nLager;30\n'));
    await press(page, 'de', 'admin.save');

    await task(page, 'plan');
    await page.locator('label:has(input[value="gender|lunch"])').click();
    await press(page, 'de', 'admin.plan.saveMatrix');
    expect(await page.locator('input[value="gender|lunch"]').isChecked()).toBe(true);
    expect(await page.locator('input[value="all|diet"]').isChecked()).toBe(true);

    await task(page, 'codes');
    await follow(page.locator('form:has([id="count.0"]) button'));
    const letters = page.locator('.letter');
    expect(await letters.count()).toBe(60);
    codes = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.letter__code')].map((code) => [...code.children].map((part) => part.textContent).join('-'))`,
    );
    expect(new Set(codes).size).toBe(60);
    // One QR code for all letters: it holds the address and nothing of a single letter.
    expect(await page.locator('symbol').count()).toBe(1);
    expect(await page.locator('.letter__qr use[href="#qr"]').count()).toBe(60);
    expect(await letters.first().locator('.letter__address').first().innerText()).toMatch(
      new RegExp(`/de/${waveId}$`),
    );
    await page.goto(`${house.url}/staff/waves/${waveId}/codes`);
    for (const code of codes) expect(await page.content()).not.toContain(code);
    expect(await textOf(page)).toContain('Drucken Sie die Briefe für „Lager“');
  });

  it('HR opens the wave, and from then on nothing of it can be changed', async () => {
    const page = pageOf('hr');
    await page.goto(`${house.url}/staff/waves/${waveId}/open`);
    await press(page, 'de', 'admin.open.submit');
    expect(await textOf(page)).toContain('Die Welle ist geöffnet.');
    for (const place of ['plan', 'access', 'texts', 'dates', 'headcounts', 'remove']) {
      const answer = await page.goto(`${house.url}/staff/waves/${waveId}/${place}`);
      expect(answer?.status(), place).toBe(409);
      await expectSound(page, 'de');
    }
  });

  it('respondents answer with the codes from the letters, and HR sees how many, rounded down', async () => {
    for (const [index, answers] of canteenAnswers.entries()) {
      const client = new RespondClient(house.url, index % 2 === 0 ? 'de' : 'en');
      await client.start(waveId, codes[index]);
      await client.answerPage(answers);
      await client.submit();
    }
    const page = pageOf('hr');
    for (const lang of ['de', 'en'] as const) {
      await speak(page, house, lang);
      await page.goto(`${house.url}/staff/waves/${waveId}/participation`);
      await expectSound(page, lang);
      const text = await textOf(page);
      expect(text).toMatch(lang === 'de' ? /Mindestens 40 Antworten/ : /40 answers/);
      expect(text).not.toMatch(/\b(?:44|16)\b/);
    }
    await speak(page, house, 'de');
    for (const code of codes) expect(await page.content()).not.toContain(code);
    // No browser of staff ever asked for an address with a code in it.
    const parts = codes.flatMap((code) => [code, code.replaceAll('-', '')]);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((url) => parts.some((part) => url.includes(part)))).toEqual([]);
  });

  it('HR closes the wave by typing its title, and has the results prepared', async () => {
    const page = pageOf('hr');
    await page.goto(`${house.url}/staff/waves/${waveId}/close`);
    await page.locator('#confirmation').fill('Kantine');
    await press(page, 'de', 'admin.close.submit');
    expect(await page.locator('#error-summary').count()).toBe(1);
    expect(pathOf(page)).toBe(`/staff/waves/${waveId}/close`);
    await page.locator('#confirmation').fill(TITLE);
    await press(page, 'de', 'admin.close.submit');
    expect(pathOf(page)).toBe(`/staff/waves/${waveId}/results`);
    const late = new RespondClient(house.url);
    await late.get(`/de/${waveId}`);
    expect(late.page.status).toBe(410);

    await press(page, 'de', 'admin.results.prepare');
    expect(await textOf(page)).toContain('warten auf Freigabe');
    // HR does not approve its own tables, and sees them no earlier than anybody else.
    expect((await page.goto(`${house.url}/staff/approvals`))?.status()).toBe(403);
    for (const path of [`/staff/results/${waveId}`, `/staff/results/${waveId}/all.csv`]) {
      expect((await page.goto(house.url + path))?.status(), path).toBe(404);
      await expectSound(page, 'de');
      expect(await textOf(page)).not.toContain(TITLE);
    }
    // Nor does the analyst before the council has decided.
    const analyst = pageOf('analyst');
    expect((await analyst.goto(`${house.url}/staff/results/${waveId}`))?.status()).toBe(404);
    expect(await textOf(analyst)).not.toContain(TITLE);
  });

  it('the council looks at the tables as the analyst would see them, and releases them', async () => {
    const page = pageOf('council');
    await page.goto(`${house.url}/staff/approvals`);
    await follow(page.getByRole('link', { name: TITLE }));
    const proposal = page.url();
    await follow(page.locator('a[href*="/tables/"]').first());
    await expectSound(page, 'de');
    await page.goto(proposal);
    await press(page, 'de', 'council.examination.button');
    await expectSound(page, 'de');
    expect(await textOf(page)).toContain('Bestanden: Wer alle gezeigten Zahlen kennt');
    await press(page, 'de', 'council.decide.approveButton');
    expect(await page.locator('#error-summary').innerText()).toContain('Bestätigen Sie');
    await page.locator('label[for="confirm"]').click();
    await press(page, 'de', 'council.decide.approveButton');
    expect(pathOf(page)).toBe('/staff/approvals');
    expect(await textOf(page)).toContain('Die Ergebnisse sind freigegeben.');
  });

  it('the analyst sees what may be seen, and downloads it, in both languages', async () => {
    const page = pageOf('analyst');
    for (const [lang, title, answer] of [
      ['de', TITLE, 'Ja'],
      ['en', 'Canteen in autumn', 'Yes'],
    ] as const) {
      await speak(page, house, lang);
      await page.goto(`${house.url}/staff/results`);
      await follow(page.getByRole('link', { name: title }));
      await follow(page.locator(`main a[href$="/tables"]`));
      const diet = page.locator(`main tr:has(a[href$="/${await tableOf(page, 'diet')}"])`);
      expect(await diet.innerText()).toContain(lang === 'de' ? '1 von 4 Zahlen' : '1 of 4 figures');

      await follow(page.locator(`a[href$="/${await tableOf(page, 'gender', 'lunch')}"]`));
      await expectSound(page, lang);
      expect(await page.locator('figure svg[role="img"]').count()).toBe(1);
      expect(await page.locator('#figures').locator('xpath=ancestor::table').innerText()).toContain(answer);
      const csv = await download(page, 'CSV');
      const lines = parse<Record<string, string>>(csv, { columns: true, bom: true });
      const yes = lines.filter(({ code }) => code === 'yes');
      expect(
        yes.map(({ group1_code, label, count, base, share }) => [group1_code, label, count, base, share]),
      ).toEqual([
        ['total', answer, '24', '44', '0.54545'],
        ['f', answer, '12', '22', '0.54545'],
        ['m', answer, '12', '22', '0.54545'],
        // Nobody left their gender out: zero looks like what is not shown.
        ['na', answer, '', '', ''],
      ]);
    }
    const all = await page.context().request.get(`${house.url}/staff/results/${waveId}/all.json`);
    const json = (await all.json()) as {
      records: number;
      tables: { subject: { id: string } }[];
    };
    expect(json.records).toBe(44);
    const diet = JSON.stringify(json.tables.find(({ subject }) => subject.id === 'diet'));
    expect([diet.includes('"cellsTold":1,"cells":4'), /"count":\d/.test(diet)]).toEqual([true, false]);
    await speak(page, house, 'de');
  });

  it('the analyst sees the published figures of 2014 beside those of the demonstration, with source and caveat', async () => {
    const page = pageOf('analyst');
    await page.goto(`${house.url}/staff/results`);
    await follow(page.getByRole('link', { name: 'simulierte Vorführung' }));
    await page.goto(`${page.url()}/all-by-migrationsbiographie-selbst`);
    await expectSound(page, 'de');
    const text = await textOf(page);
    expect(text).toContain('Vorführung: Alle Angaben und Zahlen auf dieser Seite sind erfunden.');
    expect(text).toContain('13,04 % (2013)');
    expect(text).toContain('Ausgangswerte: Befragung 2013 (Bericht von 2014)');
    expect(text).toContain('Quelle');
    expect(text).toContain('Beim Vergleich zu beachten');
  });

  it('the administrator makes an account, whose owner has to choose a password before anything else', async () => {
    const admin = pageOf('admin');
    await admin.goto(`${house.url}/staff/accounts/new`);
    await admin.locator('#name').fill('Nele Nowak');
    await admin.locator('#login').fill('nele');
    await admin.locator('.kern-form-check:has([value="analyst"]) label').click();
    await press(admin, 'de', 'accounts.new.submit');
    await expectSound(admin, 'de');
    const first = await admin.locator('.big-code').innerText();

    const context = await signedIn(browser, house, 'nele', first, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${house.url}/staff/results`);
    expect(pathOf(page)).toBe('/staff/password');
    await page.locator('#current').fill(first);
    for (const field of ['#password', '#repeat']) await page.locator(field).fill(PASSWORD);
    await press(page, 'de', 'accounts.password.submit');
    await page.goto(`${house.url}/staff/results`);
    expect(pathOf(page)).toBe('/staff/results');
    expect(await textOf(page)).toContain(TITLE);

    // What they all did is on record, the refusals included, and the record is whole.
    await admin.goto(`${house.url}/staff/audit`);
    await press(admin, 'de', 'accounts.auditPage.verify');
    await expectSound(admin, 'de');
    expect(await textOf(admin)).toContain('nele');
    expect(await house.behindTheScenes(({ storage }) => storage.audit.verify())).toBeNull();
  });
});

function pageOf(role: Role): Page {
  const page = pages.get(role);
  if (page === undefined) throw new Error(`nobody is signed in as ${role}`);
  return page;
}

/** The words of the page, with ordinary spaces. */
async function textOf(page: Page): Promise<string> {
  return (await page.locator('body').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');
}

/** Opens one of the tasks that lead to an open wave, by its link. */
async function task(page: Page, name: string): Promise<void> {
  await page.goto(`${house.url}/staff/waves/${waveId}`);
  await follow(page.locator(`main a[href="/staff/waves/${waveId}/${name}"]`).first());
  await expectSound(page, 'de');
}

/** Id of the table with this breakdown and indicator, from the links of the page. */
async function tableOf(page: Page, ...parts: string[]): Promise<string> {
  const hrefs = await page.evaluate<string[]>(
    `[...document.querySelectorAll('main tbody a')].map((link) => link.getAttribute('href'))`,
  );
  const ids = hrefs.map((href) => href.split('/').at(-1) ?? '');
  const id = ids.find((candidate) => parts.every((part) => candidate.includes(part)));
  if (id === undefined) throw new Error(`no table of ${parts.join()} among ${ids.join()}`);
  return id;
}

/** What a download by the link with these words holds. */
async function download(page: Page, words: string): Promise<string> {
  const [started] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: words }).first().click(),
  ]);
  return readFileSync(await started.path(), 'utf8');
}
