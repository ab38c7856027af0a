import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
let path: string;
let id: string;
beforeEach(async () => {
  house = await openHrHouse();
  ({ id, path } = await house.draft());
  await house.hr.post(`${path}/plan/default`, {}, `${path}/plan`);
  await house.hr.post(`${path}/open`, {}, `${path}/open`);
  await house.hr.post(`${path}/close`, { confirmation: 'Herbst 2026' }, `${path}/close`);
});
afterEach(async () => {
  await house.stop();
});

const release = async (): Promise<void> => {
  await house.hr.post(`${path}/results`, {}, `${path}/results`);
  const proposed = await house.storage.releases.ofWave(id);
  await house.storage.releases.decide(proposed?.id ?? '', 'released', 'council', null);
};
const send = (fields: Record<string, string | string[]>) =>
  house.hr.post(`${path}/request`, fields, `${path}/request`);
const hidden = (html: string): string[] =>
  [...html.matchAll(/name="table" value="([^"]*)"/g)].map(([, value]) => value ?? '');

test('further tables can be asked for once everything is released, and not twice at a time', async () => {
  expect((await house.hr.get(`${path}/request`)).status).toBe(409);
  await release();
  expect(textOf((await house.hr.get(`${path}/results`)).html)).toContain('Weitere Tabellen beantragen');
  const page = await send({ do: 'add', first: 'all', second: '', indicator: 'sizes' });
  expect(page.status).toBe(422);

  const added = await send({
    do: 'add',
    first: 'temporary',
    second: 'background',
    indicator: 'sizes',
    purpose: 'Anfrage',
  });
  expect(hidden(added.html)).toEqual(['sizes|temporary|background']);
  expect(added.html).toContain('Anfrage</textarea>');
  const twice = await send({
    do: 'add',
    table: hidden(added.html),
    first: 'background',
    second: 'temporary',
    indicator: 'sizes',
  });
  expect(twice.status).toBe(422);
  expect(textOf(twice.html)).toContain('Diese Tabelle gibt es schon');
  expect(hidden(twice.html)).toEqual(['sizes|temporary|background']);
  const removed = await send({ table: hidden(added.html), remove: 'sizes|temporary|background' });
  expect(hidden(removed.html)).toEqual([]);

  const without = await send({ do: 'send', purpose: ' ' });
  expect(without.status).toBe(422);
  expect(without.html).toContain('href="#first"');
  expect(without.html).toContain('href="#purpose"');
  const sent = await send({ do: 'send', table: hidden(added.html), purpose: 'Anfrage aus der Bürgerschaft' });
  expect(textOf(sent.html)).toContain('Der Antrag ist gestellt');
  const [supplement] = await house.storage.supplements.ofWave(id);
  expect(supplement).toMatchObject({
    status: 'proposed',
    proposedBy: 'hr',
    purpose: 'Anfrage aus der Bürgerschaft',
  });
  expect(supplement?.tables).toMatchObject([{ breakdown: ['temporary', 'background'], indicator: null }]);
  expect((await house.acts()).at(-1)).toBe('supplement.proposed');
  expect((await house.hr.get(`${path}/request`)).status).toBe(409);

  await house.storage.supplements.decide(supplement?.id ?? '', 'approved', 'council', null);
  expect(textOf((await house.hr.get(`${path}/results`)).html)).toContain('hat weiteren Tabellen zugestimmt');
  await release();
  expect(await house.storage.releases.releasedOf(id)).toHaveLength(2);
  expect((await house.hr.get(`${path}/request`)).status).toBe(200);
});

test('what no form of ours offers is refused and on record', async () => {
  await release();
  for (const table of [
    'sizes|salary',
    'salary|temporary',
    'sizes|temporary|background|temporary',
    'sizes|all',
  ])
    expect([table, (await send({ do: 'send', table, purpose: 'x' })).status]).toEqual([table, 422]);
  expect((await house.refusals()).slice(-4)).toEqual(Array.from({ length: 4 }, () => 'no-breakdown'));
  expect(await house.storage.supplements.ofWave(id)).toEqual([]);
});
