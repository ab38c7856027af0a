import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { makeViews } from '../../../server/http/views.js';
import { projectRoot } from '../../../server/paths.js';
import { reportRoutes } from '../../../server/report/routes.js';
import type { StaffClient } from '../../support/staff-client.js';
import { openStaffHouse, type StaffHouse } from '../../support/staff-house.js';
import { variable } from '../disclosure/miniature.js';
import { bremen, bremenWave } from '../releases/closed-wave.js';

let house: StaffHouse;
let analyst: StaffClient;
const climate = {
  ...variable('climate', 'neutral', ['low', 'mid', 'high', 'na']),
  scale: ['low', 'mid', 'high'],
};
const shape = {
  id: 't',
  breakdown: [variable('area', 'identifying', ['n', 's'])],
  indicator: climate,
};
const content = [5, 5, 10, 5, 25, 6, null, 6, 5, 25, 11, null, 16, 10, 50];
const release = {
  ...{ waveId: 'wave-1', k: 5, policy: 'worlds-strict-1' as const, records: 50 },
  tables: [mintSafeTable({ shape, k: 5, content })],
};
const record = {
  ...{ id: 'r', waveId: 'wave-1', status: 'released' as const, proposedBy: 'hr' },
  ...{ decidedBy: 'council', reason: null, decidedOn: '2026-03-02' },
};

beforeAll(async () => {
  house = await openStaffHouse({
    extraRoutes: reportRoutes({
      reportTexts: { latest: async () => [], versions: async () => [], save: async () => 'unchanged' },
      rasteriser: { png: () => Promise.reject(new Error('nobody asks for a picture')) },
      releases: { list: async () => [record], published: async () => ({ record, release }) },
      waves: { find: async () => bremenWave() },
      definitions: { find: async () => bremen() },
      audit: { append: async () => undefined },
      references: { list: async () => [] },
      views: makeViews({ root: join(projectRoot, 'views') }),
    }),
  });
  analyst = await house.as('analyst');
});
afterAll(() => house.stop());

it('a scale has its mean where all of its numbers are told, and nowhere else', async () => {
  const { html } = await analyst.get('/staff/results/wave-1/t');
  const means = /id="means"[\s\S]*?<\/table>/.exec(html)?.[0] ?? '';
  expect([...means.matchAll(/<t[hd][^>]*>([^<]+)<\/t[hd]>/g)].map(([, text]) => text)).toEqual([
    ...['Gruppe', 'Mittelwert', 'Davon mit Antwort'],
    ...['n (de)', '2,25', '20'],
  ]);
  expect(html).toContain('von 1 („low (de)“) bis 3 („high (de)“)');
});
