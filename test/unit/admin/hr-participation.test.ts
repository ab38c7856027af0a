import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBallot } from '../../../server/survey/ballot.js';
import { hash } from '../../support/storage.js';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
let id: string;
let path: string;
beforeEach(async () => {
  house = await openHrHouse();
  ({ id, path } = await house.draft('code'));
  await house.hr.upload(
    `${path}/headcounts`,
    { field: 'file', name: 'k.csv', content: 'Finanzen;50\nKultur;19\nSport;100' },
    {},
    `${path}/headcounts`,
  );
  const codes = [
    ...Array.from({ length: 50 }, (_, n) => ({ hash: hash(`f${String(n)}`), area: 'Finanzen' })),
    ...Array.from({ length: 19 }, (_, n) => ({ hash: hash(`k${String(n)}`), area: 'Kultur' })),
  ];
  await house.storage.codes.issue(id, codes);
  await house.hr.post(`${path}/open`, {}, `${path}/open`);
});
afterEach(async () => {
  await house.stop();
});

let receipts = 0;
async function answer(area: 'f' | 'k', from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) {
    receipts += 1;
    const outcome = await house.storage.ballots.accept({
      waveId: id,
      codeHash: hash(area + String(n)),
      credentialHash: null,
      receiptHash: hash(`receipt ${String(receipts)}`),
      ballot: encodeBallot(house.definition, {}),
    });
    expect(outcome).toBe('accepted');
  }
}
/** The page as somebody reads it who has just signed in: sessions end while the clock is moved. */
async function page(): Promise<string> {
  const hr = await house.as('hr');
  return textOf((await hr.get(`${path}/participation`)).html);
}

test('figures are rounded, small areas are not told, and nothing moves before the next day', async () => {
  await answer('f', 0, 27);
  await answer('k', 0, 12);
  const morning = await page();
  expect(morning).toContain('Mindestens 30 Antworten sind eingegangen.');
  expect(morning).toContain('Finanzen 50 20 50 mindestens etwa 40');
  expect(morning).toContain('Kultur 19 keine Angabe');
  expect(morning).not.toMatch(/\b(27|12|39)\b/);

  await answer('f', 27, 50);
  house.clock.set('2026-03-02T22:59:59.000Z');
  expect(await page()).toBe(morning);
  house.clock.set('2026-03-02T23:00:00.000Z');
  const nextDay = await page();
  expect(nextDay).toContain('Mindestens 60 Antworten sind eingegangen.');
  expect(nextDay).toContain('Finanzen 50 50');
});

test('after closing the last figures stay, though the codes are gone', async () => {
  await answer('f', 0, 35);
  await page();
  await house.hr.post(`${path}/close`, { confirmation: 'Herbst 2026' }, `${path}/close`);
  expect(await house.storage.codes.issued(id)).toEqual([]);
  const final = await page();
  expect(final).toContain('Stand beim Schließen der Welle.');
  expect(final).toContain('Finanzen 50 30 50 mindestens etwa 60');
  expect(await house.storage.board.snapshot(id, 'final')).toMatchObject({ total: 30 });
});

test('a draft has no participation', async () => {
  const draft = await house.draft();
  const refused = await house.hr.get(`${draft.path}/participation`);
  expect(refused.status).toBe(409);
  expect(textOf(refused.html)).toContain('Die Welle ist nicht geöffnet');
});
