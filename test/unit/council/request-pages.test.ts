import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StaffClient } from '../../support/staff-client.js';
import { openResultsHouse, type ResultsHouse } from '../report/results-house.js';

let results: ResultsHouse;
let council: StaffClient;
const page = '/staff/approvals/requests/s1';
beforeEach(async () => {
  results = await openResultsHouse();
  council = await results.house.as('council');
  await results.propose();
  await results.supplements.propose({
    ...{ id: 's1', waveId: 'wave-1', purpose: 'Für <b>die</b> Bürgerschaft', proposedBy: 'hr' },
    tables: [
      { id: 'a', breakdown: ['gender', 'age'], indicator: 'leadership' },
      { id: 'b', breakdown: [], indicator: 'age' },
    ],
  });
});
afterEach(() => results.stop());

it('a request says what it is about, in words, and is on the list', async () => {
  const list = (await council.get('/staff/approvals')).html;
  expect(list).toContain(`href="${page}"`);
  const { html } = await council.get(page);
  expect(html).toContain('Für &lt;b&gt;die&lt;/b&gt; Bürgerschaft');
  expect(html).toContain('Welches Geschlecht haben Sie? × Wie alt sind Sie?');
  expect(html).toContain('alle zusammen');
  expect(html).toContain('Ohne Ihre Zustimmung werden sie nicht berechnet.');
  expect((await council.get('/staff/approvals/requests/none')).status).toBe(404);
  expect((await council.get(`${page}?k=2`)).status).toBe(403);
});

it('is agreed to after a confirmation, on record, and never twice', async () => {
  const unconfirmed = await council.post(`${page}/approve`, {}, page);
  expect(unconfirmed.status).toBe(422);
  expect(unconfirmed.html).toContain('href="#confirm"');
  const done = await council.post(`${page}/approve`, { confirm: 'yes' }, page);
  expect(done.html).toContain('Sie haben den weiteren Tabellen zugestimmt.');
  expect(await results.supplements.find('s1')).toMatchObject({ status: 'approved', decidedBy: 'council' });
  const again = await council.post(`${page}/reject`, { reason: 'no' }, '/staff/password');
  expect(again.status).toBe(409);
  const acts = (await results.house.audit()).map(({ action }) => action);
  expect(acts.filter((action) => action.startsWith('supplement'))).toEqual(['supplement.approved']);
});

it('is declined with a reason that is kept out of the log', async () => {
  expect((await council.post(`${page}/reject`, { reason: ' ' }, page)).status).toBe(422);
  expect((await council.post(`${page}/reject`, { reason: 'x'.repeat(1001) }, page)).status).toBe(422);
  await council.post(`${page}/reject`, { reason: 'Zu kleine Gruppen' }, page);
  expect(await results.supplements.find('s1')).toMatchObject({
    status: 'rejected',
    reason: 'Zu kleine Gruppen',
  });
  expect(JSON.stringify(await results.house.audit())).not.toContain('Zu kleine');
  expect((await council.get(page)).html).toContain('Zu kleine Gruppen');
});
