import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFollowUpPackage } from '../../../server/cli/package.js';
import { openHouse, type House } from '../../support/house.js';
import { canteen, propose, release, seedCanteen, seedStaff, signIn } from '../../support/journey-staff.js';
import { systemRandomness } from '../../support/randomness.js';
import { mustRead } from '../../support/sample-package.js';
import type { StaffClient } from '../../support/staff-client.js';

let house: House;
let [hr, analyst, council]: StaffClient[] = [];

beforeAll(async () => {
  house = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      await seedCanteen(inside, { id: 'shown', status: 'closed' });
      await seedCanteen(inside, { id: 'waiting', status: 'closed' });
    },
  });
  hr = await signIn(house, 'hr');
  analyst = await signIn(house, 'analyst');
  council = await signIn(house, 'council');
  await release(council, await propose(hr, council, 'shown'));
});
afterAll(() => house.close());

async function download(client: StaffClient, wave = 'shown'): Promise<Response> {
  return client.request('GET', `/staff/results/${wave}/package.zip`);
}

describe('the package of a released wave', () => {
  it('is given to HR and analysts with the same bytes, and to nobody else', async () => {
    const [first, second] = await Promise.all(
      [hr!, analyst!].map(async (client) => {
        const response = await download(client);
        expect(response.status).toBe(200);
        expect(response.headers.get('content-type')).toBe('application/zip');
        expect(response.headers.get('content-disposition')).toBe('attachment; filename="shown-package.zip"');
        return Buffer.from(await response.arrayBuffer());
      }),
    );
    expect(first!.equals(second!)).toBe(true);
    expect((await download(council!)).status).toBe(403);
    const read = mustRead(first!);
    expect(read.instrument).toEqual(canteen);
    expect(read.manifest).toMatchObject({ kind: 'wave', wave: { id: 'shown' }, simulated: false });
    expect(read.policy).toMatchObject({ k: 10, rule: 'worlds-strict-1' });
    // 44 answers, 24 of them yes, half of them by women; nobody learns of the one who eats plants.
    expect(read.figures).toContainEqual({
      indicator: 'lunch',
      code: 'yes',
      groups: { gender: 'f' },
      count: 12,
      base: 22,
    });
    expect(read.figures.some(({ code }) => code === 'plants')).toBe(false);
    expect(read.files.map(({ path }) => path)).toContain('tables/release.json');
  });

  it('shows the fingerprint under which it will be known, in both languages', async () => {
    const page = await analyst!.get('/staff/results/shown/package');
    const zip = Buffer.from(await (await download(analyst!)).arrayBuffer());
    expect(page.html).toContain(mustRead(zip).fingerprint);
    expect(page.html).toContain('href="/staff/results/shown/package.zip"');
    expect((await analyst!.get('/staff/results/shown')).html).toContain(
      'href="/staff/results/shown/package"',
    );
  });

  it('is there for released waves only', async () => {
    for (const wave of ['waiting', 'nobody']) {
      expect((await download(hr!, wave)).status).toBe(404);
      expect((await hr!.get(`/staff/results/${wave}/package`)).status).toBe(404);
    }
    expect((await hr!.get('/staff/results/shown/package.zip?k=1')).status).toBe(403);
  });

  it('is written by the command with the same bytes, and both are on record', async () => {
    const zip = Buffer.from(await (await download(hr!)).arrayBuffer());
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    const out = join(folder, 'p.zip');
    try {
      await house.behindTheScenes(async ({ storage }) => {
        const said: string[] = [];
        const deps = {
          storage,
          folders: { dataDir: house.dataDir, keyDir: house.keyDir },
          clock: { now: () => new Date() },
          randomness: systemRandomness,
          say: (line: string) => void said.push(line),
        };
        const run = (...args: string[]) => makeFollowUpPackage.run(deps, args);
        expect(await run('shown', '--out', out)).toBe(0);
        expect(readFileSync(out).equals(zip)).toBe(true);
        expect(said.join('\n')).toContain(mustRead(zip).fingerprint);
        await expect(run('shown', '--out', out)).rejects.toThrow(/is there already/);
        await expect(run('shown', '--out', join(folder, 'no', 'p.zip'))).rejects.toThrow(/a folder that is/);
        await expect(run('waiting', '--out', `${out}2`)).rejects.toThrow(/Nothing of .* is released yet/);
        await expect(run('nobody', '--out', `${out}2`)).rejects.toThrow(/There is no wave nobody/);
        await expect(run('shown')).rejects.toThrow(/--out FILE/);
        await expect(run('shown', '--key', 'x')).rejects.toThrow(/--out FILE/);
        const { entries } = await storage.audit.page(0, 50);
        const acts = entries.map(({ action, actor }) => `${actor} ${action}`);
        expect(acts).toContain('system package.made');
        expect(acts).toContain('analyst package.downloaded');
        expect(entries.filter(({ action }) => action === 'package.made')).toHaveLength(1);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
