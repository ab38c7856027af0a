import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffClient } from '../../support/staff-client.js';
import { bremenWave, people } from '../releases/closed-wave.js';
import { openResultsHouse, type ResultsHouse } from './results-house.js';

let results: ResultsHouse;
let analyst: StaffClient;
beforeAll(async () => {
  results = await openResultsHouse();
  analyst = await results.house.as('analyst');
});
afterAll(() => results.stop());

async function refusals(): Promise<unknown[]> {
  return (await results.house.audit())
    .filter(({ action }) => action === 'request.refused')
    .map(({ details }) => details.reason);
}

describe('results', () => {
  it('say what to expect while nothing is released', async () => {
    const page = await analyst.get('/staff/results');
    expect(page.status).toBe(200);
    expect(page.html).toContain('Noch sind keine Ergebnisse freigegeben');
  });

  it('of a wave that is not released look like those of none at all', async () => {
    await results.propose(bremenWave({ id: 'secret' }));
    const [proposed, none] = [
      await analyst.get('/staff/results/secret'),
      await analyst.get('/staff/results/none'),
    ];
    expect(proposed.status).toBe(404);
    expect(proposed.html.replaceAll('secret', 'none')).toBe(none.html);
    expect((await analyst.get('/staff/results/secret/all.csv')).status).toBe(404);
    expect((await analyst.get('/staff/results/secret/gender/table.json')).status).toBe(404);
    expect(await refusals()).toEqual(['unknown-wave', 'unknown-wave', 'unknown-wave', 'unknown-wave']);
    expect((await analyst.get('/staff/results')).html).not.toContain('secret');
  });

  describe('of a released wave', () => {
    beforeAll(async () => {
      const id = await results.propose();
      await results.office.decide(id, 'released', 'council', null);
    });

    it('are listed, and tell how many took part and how much of each table is shown', async () => {
      expect((await analyst.get('/staff/results')).html).toContain('/staff/results/wave-1');
      const overview = (await analyst.get('/staff/results/wave-1')).html;
      for (const text of ['130', '26,0', '22,6']) expect(overview).toContain(text);
      const { html } = await analyst.get('/staff/results/wave-1/tables');
      expect(html).toContain('Alle 4 Tabellen werden gezeigt.');
      expect(html).toMatch(/Zusammen sind es 25 von 31 Zahlen \(80,6\s%\)/);
      expect(html).toContain('16 von 16 Zahlen');
      expect(html).toContain('1 von 7 Zahlen');
      expect(html).toMatch(
        /niemand aus ihr und allen anderen gezeigten Zahlen schließen kann.*weniger als 10/,
      );
    });

    it('show counts, shares of those who answered, and an interval', async () => {
      const { html } = await analyst.get('/staff/results/wave-1/gender-self');
      expect(html).toMatch(/20 \(40,0\s%\)/);
      expect(html).toMatch(/40 von 100/);
      expect(html).toContain('<svg');
    });

    it('stand beside the figures of 2013, with source and caveat', async () => {
      const all = (await analyst.get('/staff/results/wave-1/all-self')).html;
      expect(all).toMatch(/13,04\s%/);
      expect(all).toContain('Nicht repräsentativ');
      expect(all).toContain('https://www.senatspressestelle.bremen.de/');
      expect(all).toMatch(/36,5\s%/);
      const byGender = (await analyst.get('/staff/results/wave-1/gender-self')).html;
      expect(byGender).toMatch(/13,4\s%/);
      expect(byGender).toMatch(/40,0\s% \(20 von 50\)/);
    });

    it('mark each blank by one sign with words for it, explain it, and draw nothing of it', async () => {
      const { html } = await analyst.get('/staff/results/wave-1/age');
      const marks = html.match(
        /<span aria-hidden="true">\*<\/span><span class="kern-sr-only">nicht gezeigt<\/span>/g,
      );
      // Six counts, the five shares of answers, and the base.
      expect(marks).toHaveLength(12);
      expect(html).toMatch(/>130</);
      expect(html).not.toMatch(/>0(?:,0\s%)?</);
      expect(html).toMatch(/1 von 7 Zahlen dieser Tabelle werden gezeigt \(14,3\s%\)/);
      expect(html).toContain('Das Zeichen * steht für eine Zahl, die nicht gezeigt wird.');
      expect(html).not.toContain('<svg');
      expect((await analyst.get('/staff/results/wave-1/gender')).html).not.toContain('Das Zeichen *');
    });

    it('come as files with the same figures, each download on record', async () => {
      const csv = await analyst.get('/staff/results/wave-1/all.csv');
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.headers.get('content-disposition')).toBe('attachment; filename="wave-1-all.csv"');
      const rows: Record<string, string>[] = parse(csv.html, { bom: true, columns: true });
      expect(
        rows.find((row) => row.table === 'gender-self' && row.group1_code === 'female' && row.code === 'yes'),
      ).toMatchObject({ count: '20', base: '50', share: '0.40000', k: '10' });
      const ages = rows.filter((row) => row.table === 'age');
      expect(ages.map(({ count }) => count)).toEqual(['', '', '', '', '', '', '130']);
      for (const row of ages) expect([row.cells_told, row.cells]).toEqual(['1', '7']);
      const json = JSON.parse((await analyst.get('/staff/results/wave-1/gender/table.json')).html) as {
        tables: unknown[];
      };
      expect(json.tables).toHaveLength(1);
      const downloads = (await results.house.audit()).filter(({ action }) => action === 'release.downloaded');
      expect(downloads.map(({ actor, subject, details }) => [actor, subject, details])).toEqual([
        ['analyst', 'wave-1', { format: 'csv', table: 'all' }],
        ['analyst', 'wave-1', { format: 'json', table: 'gender' }],
      ]);
    });

    it('show no table of a wave in which too few took part', async () => {
      const id = await results.propose(bremenWave({ id: 'few' }), 'hr', people().slice(0, 9));
      await results.office.decide(id, 'released', 'council', null);
      const overview = (await analyst.get('/staff/results/few')).html;
      expect(overview).toContain('Von dieser Befragung wird keine Tabelle gezeigt');
      expect(overview).toContain('Diese Zahl wird nicht gezeigt.');
      const wave = (await analyst.get('/staff/results/few/tables')).html;
      expect(wave).toContain('4 von 4 Tabellen werden nicht gezeigt.');
      expect(wave).toContain('0 von 16 Zahlen');
      expect(wave).not.toContain('all.csv');
      const { html } = await analyst.get('/staff/results/few/age');
      expect(html).toContain('Diese Tabelle wird nicht gezeigt');
      expect(html).not.toContain('<svg');
      expect(html).not.toMatch(/<t[dh][ >]/);
    });

    it.each(['?k=1', '?filter=gender:female', '?lang=en', '?k[]=1'])(
      'refuse a forged %s, on record',
      async (query) => {
        const before = (await refusals()).length;
        for (const path of ['', '/all.csv', '/gender', '/gender/table.csv']) {
          const page = await analyst.get(`/staff/results/wave-1${path}${query}`);
          expect(page.status).toBe(403);
          expect(page.html).not.toMatch(/\b130\b/);
        }
        expect((await refusals()).slice(before)).toEqual(
          Array.from({ length: 4 }, () => 'unknown-parameter'),
        );
      },
    );

    it('answer an unknown table with a plain page, on record', async () => {
      const page = await analyst.get('/staff/results/wave-1/salary');
      expect(page.status).toBe(404);
      expect(page.html).toContain('Diese Ergebnisse gibt es nicht');
      expect((await refusals()).at(-1)).toBe('unknown-table');
    });

    it.each([
      ['hr', 200],
      ['council', 200],
      ['admin', 403],
    ] as const)('answer %s with %i', async (role, status) => {
      const other = await results.house.as(role);
      for (const path of ['', '/wave-1', '/wave-1/all.csv', '/wave-1/gender', '/wave-1/gender/table.json']) {
        expect((await other.get(`/staff/results${path}`)).status).toBe(status);
      }
    });

    it('come with pictures that stand for themselves, as SVG and as PNG, and with none that can’t be drawn', async () => {
      const svg = await analyst.get('/staff/results/wave-1/gender-self/bars.svg');
      expect(svg.headers.get('content-type')).toContain('image/svg+xml');
      for (const text of ['<title', '<desc', 'Quelle: Mehrwelt', 'weniger als 10 Personen'])
        expect(svg.html).toContain(text);
      expect(svg.html).not.toMatch(/var\(|href|class=/);
      const png = await analyst.request('GET', '/staff/results/wave-1/gender-self/bars.png');
      const bytes = Buffer.from(await png.arrayBuffer());
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(bytes.readUInt32BE(16)).toBe(1600);
      for (const path of ['gender-self/scale.svg', 'gender-self/pie.svg', 'none/bars.png'])
        expect((await analyst.get(`/staff/results/wave-1/${path}`)).status, path).toBe(404);
      expect((await refusals()).slice(-2)).toEqual(['unknown-picture', 'unknown-table']);
    });

    it('are in English where English is chosen', async () => {
      await analyst.post('/staff/language', { lang: 'en', back: '/staff/results' }, '/staff/results');
      const { html } = await analyst.get('/staff/results/wave-1/gender-self');
      expect(html).toMatch(/20 \(40\.0%\)/);
      expect(html).toContain('Women with migration background, 2013');
      expect(html).not.toMatch(/Anteil|Quelle|Zurück/);
      const age = (await analyst.get('/staff/results/wave-1/age')).html;
      expect(age).toContain('<span class="kern-sr-only">not shown</span>');
      expect(age).toContain('1 of 7 figures of this table are shown');
    });
  });
});
