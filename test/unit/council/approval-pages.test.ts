import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StaffClient } from '../../support/staff-client.js';
import { bremenWave } from '../releases/closed-wave.js';
import { openResultsHouse, type ResultsHouse } from '../report/results-house.js';

let results: ResultsHouse;
let council: StaffClient;
beforeEach(async () => {
  results = await openResultsHouse();
  council = await results.house.as('council');
});
afterEach(() => results.stop());

async function recorded(action: string) {
  return (await results.house.audit()).filter((entry) => entry.action === action);
}

describe('approvals', () => {
  it('say so where nothing waits', async () => {
    expect((await council.get('/staff/approvals')).html).toContain('Nichts wartet auf Freigabe');
    expect((await council.get('/staff/approvals/none')).status).toBe(404);
    expect((await recorded('request.refused')).map(({ details }) => details.reason)).toEqual([
      'unknown-release',
    ]);
  });

  it('show the rule, k, how much of each table is shown, and each as analysts would see it', async () => {
    const id = await results.propose();
    expect((await council.get('/staff/approvals')).html).toContain(`/staff/approvals/${id}`);
    const { html } = await council.get(`/staff/approvals/${id}`);
    expect(html).toContain('k = 10');
    expect(html).toContain('Alle 4 Tabellen werden gezeigt.');
    expect(html).toMatch(/1 von 7 Zahlen<\/td>\s*<td[^>]*>6</);
    expect(html).toMatch(/16 von 16 Zahlen<\/td>\s*<td[^>]*>0</);
    for (const words of [
      'schließen kann',
      'Eine Null sieht aus wie',
      'eine Antwort schon kennt',
      'Eine Ausnahme',
    ])
      expect(html).toContain(words);
    expect((await council.get(`/staff/approvals/${id}/tables/gender-self`)).html).toMatch(/20 \(40,0\s%\)/);
    const blanks = (await council.get(`/staff/approvals/${id}/tables/age`)).html;
    expect(blanks).toContain('1 von 7 Zahlen dieser Tabelle werden gezeigt');
    expect(blanks).toContain('Das Zeichen * steht für eine Zahl, die nicht gezeigt wird.');
    expect((await council.get(`/staff/approvals/${id}/tables/salary`)).status).toBe(404);
    expect((await council.get(`/staff/approvals/${id}?k=2`)).status).toBe(403);
  });

  it('release after a confirmation, on record, and never twice', async () => {
    const id = await results.propose();
    const page = `/staff/approvals/${id}`;
    const unconfirmed = await council.post(`${page}/release`, {}, page);
    expect(unconfirmed.status).toBe(422);
    expect(unconfirmed.html).toContain('href="#confirm"');
    expect(await results.office.published('wave-1')).toBeNull();

    const done = await council.post(`${page}/release`, { confirm: 'yes' }, page);
    expect([done.path, done.status]).toEqual(['/staff/approvals', 200]);
    expect(done.html).toContain('Die Ergebnisse sind freigegeben.');
    expect((await results.office.published('wave-1'))?.record).toMatchObject({ decidedBy: 'council' });
    expect(await recorded('release.released')).toMatchObject([{ actor: 'council', subject: id }]);

    const again = await council.post(`${page}/reject`, { reason: 'changed my mind' }, '/staff/password');
    expect(again.status).toBe(409);
    expect(again.html).toContain('schon entschieden');
    expect((await results.office.published('wave-1'))?.record.status).toBe('released');
  });

  it('reject with a reason that is kept out of the log', async () => {
    const id = await results.propose();
    const page = `/staff/approvals/${id}`;
    for (const reason of ['', '   ', 'x'.repeat(1001)]) {
      const refused = await council.post(`${page}/reject`, { reason }, page);
      expect(refused.status).toBe(422);
      expect(refused.html).toContain('href="#reason"');
    }
    const done = await council.post(`${page}/reject`, { reason: 'Tabelle <b>3</b> fehlt' }, page);
    expect(done.html).toContain('Die Freigabe ist abgelehnt.');
    expect(await results.office.published('wave-1')).toBeNull();
    expect((await council.get(page)).html).toContain('Tabelle &lt;b&gt;3&lt;/b&gt; fehlt');
    const [entry] = await recorded('release.rejected');
    expect(entry).toMatchObject({ actor: 'council', subject: id });
    expect(JSON.stringify(entry)).not.toContain('Tabelle');
  });

  it('need a second person', async () => {
    const id = await results.propose(bremenWave(), 'council');
    const page = `/staff/approvals/${id}`;
    expect((await council.get(page)).html).not.toContain('/release"');
    const forged = await council.post(`${page}/release`, { confirm: 'yes' }, '/staff/password');
    expect(forged.status).toBe(409);
    expect(await results.office.published('wave-1')).toBeNull();
    expect((await recorded('request.refused')).map(({ details }) => details.reason)).toEqual(['same-person']);
  });

  it.each(['hr', 'analyst', 'admin'] as const)('are closed to %s', async (role) => {
    const id = await results.propose();
    const other = await results.house.as(role);
    for (const path of ['', `/${id}`, `/${id}/tables/gender`]) {
      expect((await other.get(`/staff/approvals${path}`)).status).toBe(403);
    }
    const forged = await other.post(`/staff/approvals/${id}/release`, { confirm: 'yes' }, '/staff/password');
    expect(forged.status).toBe(403);
    expect(await results.office.published('wave-1')).toBeNull();
  });

  it('are in English where English is chosen', async () => {
    const id = await results.propose();
    await council.post('/staff/language', { lang: 'en', back: '/staff/approvals' }, '/staff/approvals');
    const { html } = await council.get(`/staff/approvals/${id}`);
    expect(html).toContain('Approve the results');
    expect(html).not.toMatch(/Freigabe|Schutzregel|gezeigt/);
  });
});
