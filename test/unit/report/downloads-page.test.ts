import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportNames } from '../../../server/exports/export-files.js';
import type { StaffClient } from '../../support/staff-client.js';
import { bremenWave } from '../releases/closed-wave.js';
import { openResultsHouse, type ResultsHouse } from './results-house.js';

let results: ResultsHouse;
let analyst: StaffClient;
const BASE = '/staff/results/wave-1';

beforeAll(async () => {
  results = await openResultsHouse();
  analyst = await results.house.as('analyst');
  await results.propose(bremenWave({ id: 'secret' }));
  const id = await results.propose();
  await results.office.decide(id, 'released', 'council', null);
});
afterAll(() => results.stop());

async function bytesOf(path: string): Promise<{ response: Response; bytes: Buffer }> {
  const response = await analyst.request('GET', path);
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function logged(action: string) {
  return (await results.house.audit()).filter((entry) => entry.action === action);
}

describe('the page of downloads', () => {
  it('lists every file with what it is for and its size, and is linked from the wave', async () => {
    expect((await analyst.get(BASE)).html).toContain(`href="${BASE}/downloads"`);
    const { html, status } = await analyst.get(`${BASE}/downloads`);
    expect(status).toBe(200);
    for (const name of [...exportNames, 'all.zip']) expect(html).toContain(`href="${BASE}/files/${name}"`);
    expect(html).toContain('Arbeitsmappe für Excel');
    expect(html.match(/\d\skB/g)?.length).toBe(exportNames.length + 1);
  });

  it.each(exportNames)('gives out %s, and puts it on record', async (name) => {
    const before = (await logged('release.downloaded')).length;
    const { response, bytes } = await bytesOf(`${BASE}/files/${name}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="wave-1-${name}"`);
    expect(response.headers.get('content-type')).not.toContain('text/html');
    expect(bytes.length).toBeGreaterThan(100);
    const entries = await logged('release.downloaded');
    expect(entries.slice(before)).toMatchObject([
      { actor: 'analyst', subject: 'wave-1', details: { format: name, table: 'all' } },
    ]);
  });

  it('gives out the same files in one zip', async () => {
    const { response, bytes } = await bytesOf(`${BASE}/files/all.zip`);
    expect(response.headers.get('content-type')).toBe('application/zip');
    const found = unzipSync(bytes);
    expect(Object.keys(found)).toEqual(exportNames);
    for (const name of ['tables.xlsx', 'datapackage.json'] as const)
      expect((await bytesOf(`${BASE}/files/${name}`)).bytes.equals(found[name] ?? Buffer.alloc(0))).toBe(
        true,
      );
  });

  it('gives out one table as a workbook', async () => {
    const { response, bytes } = await bytesOf(`${BASE}/gender/table.xlsx`);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="wave-1-gender.xlsx"');
    const sheet = Buffer.from(unzipSync(bytes)['xl/worksheets/sheet3.xml'] ?? []).toString('utf8');
    expect(sheet).toContain('>gender<');
    expect(sheet).not.toContain('>gender-self<');
  });

  it.each(['office.sqlite', '..%2Fpackage.json', 'tables.xls', 'toString', 'ALL.ZIP'])(
    'knows no file %s, and puts that on record',
    async (name) => {
      expect((await analyst.get(`${BASE}/files/${name}`)).status).toBe(404);
      expect((await logged('request.refused')).at(-1)?.details.reason).toBe('unknown-file');
    },
  );

  it('shows nothing of a wave that is not released, and takes no parameters', async () => {
    for (const path of ['downloads', 'files/all.zip', 'files/tables.xlsx', 'gender/table.xlsx'])
      expect((await analyst.get(`/staff/results/secret/${path}`)).status).toBe(404);
    expect((await analyst.get(`${BASE}/files/all.zip?k=1`)).status).toBe(403);
    expect((await analyst.get(`${BASE}/downloads?k=1`)).status).toBe(403);
  });
});
