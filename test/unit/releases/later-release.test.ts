import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PlannedTable } from '../../../server/disclosure/plan.js';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import { makeTestStorage, type TestStorage } from '../../support/storage.js';
import { closeWave, officeOn } from './closed-wave.js';

let base: TestStorage;
beforeEach(async () => {
  base = makeTestStorage();
  await closeWave(base.storage);
});
afterEach(() => {
  base.remove();
});

const further: PlannedTable[] = [{ id: 'leader', breakdown: [], indicator: 'leadership' }];

async function released(): Promise<string> {
  const office = officeOn(base.storage);
  expect(await office.prepare('wave-1', 'hr')).toBe('proposed');
  const id = (await office.list()).find(({ status }) => status === 'proposed')?.id ?? '';
  await office.decide(id, 'released', 'council', null);
  return id;
}

async function request(decision: 'approved' | 'rejected', tables = further): Promise<void> {
  const { supplements } = base.storage;
  const id = `s${String((await supplements.list()).length)}`;
  await supplements.propose({ id, waveId: 'wave-1', tables, purpose: 'a question', proposedBy: 'hr' });
  await supplements.decide(id, decision, 'council', null);
}

function told({ tables }: SafeRelease): string[] {
  return tables.flatMap(({ id, cells }) =>
    cells
      .filter(({ count }) => count !== null)
      .map(({ codes, count }) => `${id} ${codes.join()} ${String(count)}`),
  );
}

it('further tables need the council’s yes; then all is told again, with what is new', async () => {
  const office = officeOn(base.storage);
  const first = await released();
  expect(await office.prepare('wave-1', 'hr')).toBe('exists');
  await request('rejected');
  expect(await office.prepare('wave-1', 'hr')).toBe('exists');
  await request('approved');
  const before = (await office.published('wave-1'))!;
  expect(await office.prepare('wave-1', 'hr')).toBe('proposed');
  // What was released stays to be seen while the new tables wait.
  expect((await office.published('wave-1'))?.record.id).toBe(first);

  const second = (await office.list()).find(({ status }) => status === 'proposed')!;
  await office.decide(second.id, 'released', 'council', null);
  const after = (await office.published('wave-1'))!;
  expect(after.record.id).toBe(second.id);
  expect(after.release.tables.map(({ id }) => id)).toEqual([
    ...before.release.tables.map(({ id }) => id),
    'leader',
  ]);
  expect(told(after.release)).toEqual(expect.arrayContaining(told(before.release)));
  expect(await office.prepare('wave-1', 'hr')).toBe('exists');
});

it('both releases can be examined, each by its own plan and proof', async () => {
  const office = officeOn(base.storage);
  const ids = [await released()];
  await request('approved');
  ids.push(await released());
  for (const id of ids)
    expect(await office.examine(id)).toMatchObject({
      sameNumbers: true,
      checker: { passed: true },
      attack: { recovered: 0, belowK: 0, isolated: 0 },
    });
});
