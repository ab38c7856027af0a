import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffClient } from '../../support/staff-client.js';
import { openResultsHouse, type ResultsHouse } from './results-house.js';

let results: ResultsHouse;
let analyst: StaffClient;

beforeAll(async () => {
  results = await openResultsHouse();
  const id = await results.propose();
  await results.office.decide(id, 'released', 'council', null);
  analyst = await results.house.as('analyst');
});

afterAll(() => results.stop());

const at = (query: string): string => `/staff/results/wave-1/explore${query}`;

/** The words of a page, with ordinary spaces. */
const words = (html: string): string =>
  html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\u00a0\u202f\s]+/g, ' ');

describe('the overview of a wave', () => {
  it('tells participation, the headline share beside earlier figures, and what is not in the plan', async () => {
    const { html, status } = await analyst.get('/staff/results/wave-1');
    expect(status).toBe(200);
    const text = words(html);
    expect(text).toContain('130');
    expect(text).toMatch(/26,0 % von 500/);
    expect(text).toContain('Migrationsbiographie nach eigener Angabe');
    expect(text).toContain('13,04 %');
    expect(text).toContain('bricht die Reihe');
    expect(text).toContain('Ungewichtet: Der Auswertungsplan hat keine Tabelle nach Bereichen.');
    // The plan of this wave has no table of leadership.
    expect(text).toContain('Dieser Vergleich steht nicht im Auswertungsplan.');
    for (const way of ['explore', 'tables']) expect(html).toContain(`/staff/results/wave-1/${way}"`);
  });
});

describe('the explorer', () => {
  it('shows the first table of the plan where nothing is chosen, and offers what the plan has', async () => {
    const { html, status } = await analyst.get(at(''));
    expect(status).toBe(200);
    expect(html).toContain('<select');
    expect(html).toContain('value="migrationsbiographie_selbst"');
    expect(html).toContain('id="figures"');
  });

  it('gives every state an address: indicator, breakdown and picture', async () => {
    const { html } = await analyst.get(at('?indicator=migrationsbiographie_selbst&by=gender&picture=bars'));
    expect(html).toContain('<option value="migrationsbiographie_selbst" selected>');
    expect(html).toContain('<option value="gender" selected>');
    expect(html).toContain('/staff/results/wave-1/gender-self/bars.svg');
    expect(html).toContain('40,0');
  });

  it('holds figures of 2014 against those of now, with their caveats', async () => {
    const { html } = await analyst.get(at('?indicator=migrationsbiographie_selbst&by=all&picture=compare'));
    const text = words(html);
    expect(text).toContain('13,04 %');
    expect(text).toContain('Was beim Vergleich zu beachten ist');
    expect(text).toContain('Nicht repräsentativ: freiwillige Teilnahme, 22,6 % Rücklauf.');
  });

  it('says that a breakdown is not in the plan, and leads to those that are', async () => {
    const page = await analyst.get(at('?indicator=migrationsbiographie_selbst&by=ressort'));
    expect(page.status).toBe(200);
    expect(page.html).toContain('Das steht nicht im Auswertungsplan');
    expect(page.html).toContain('by=gender');
    expect(page.html).not.toContain('id="figures"');
  });

  it('answers unknown values with a plain page, and a wrong picture with another one', async () => {
    for (const query of [
      '?indicator=salary',
      '?indicator=migrationsbiographie_selbst&picture=pie',
      '?by=x&indicator=%3Cb%3E',
    ]) {
      const page = await analyst.get(at(query));
      expect(page.status, query).toBe(404);
      expect(page.html).toContain('Diese Auswahl gibt es nicht');
      expect(page.html).not.toContain('<b>');
    }
    const other = await analyst.get(at('?indicator=migrationsbiographie_selbst&by=all&picture=scale'));
    expect(other.status).toBe(200);
    expect(other.html).toContain('Die gewählte Zeichnung gibt es für diese Tabelle nicht.');
  });

  it('takes no other parameter: nothing can be filtered or calculated', async () => {
    for (const query of ['?k=1', '?indicator=age&filter=gender', '?indicator[]=age'])
      expect((await analyst.get(at(query))).status, query).toBe(403);
  });
});
