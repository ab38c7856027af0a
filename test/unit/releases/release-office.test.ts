import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealRelease } from '../../../server/disclosure/seal.js';
import type { SealedBallots } from '../../../server/ports/ballot-box.js';
import type { Examination, ReleaseOffice } from '../../../server/ports/release-office.js';
import { decodeBallot, encodeBallot } from '../../../server/survey/ballot.js';
import type { Answers } from '../../../server/survey/definition.js';
import { makeTestStorage, type TestStorage } from '../../support/storage.js';
import { bremen, bremenWave, closeWave, officeOn, people, releaseKey } from './closed-wave.js';

let base: TestStorage;
beforeEach(() => {
  base = makeTestStorage();
});
afterEach(() => {
  base.remove();
});

async function proposal() {
  const [record] = await officeOn(base.storage).list();
  if (record === undefined) throw new Error('nothing was proposed');
  return record;
}

async function prepared() {
  await closeWave(base.storage);
  await officeOn(base.storage).prepare('wave-1', 'hr');
  return proposal();
}

function examined(found: Awaited<ReturnType<ReleaseOffice['examine']>>): Examination {
  if (found === null || typeof found === 'string') throw new Error(`not examined: ${String(found)}`);
  return found;
}

function otherGender(answers: Answers): Answers {
  return { ...answers, gender: answers.gender === 'female' ? 'male' : 'female' };
}

describe('from a closed wave to a release', () => {
  it('tabulates the plan from the sealed ballots, protects it, and proposes it', async () => {
    await closeWave(base.storage);
    const office = officeOn(base.storage);
    expect(await office.prepare('wave-1', 'hr')).toBe('proposed');
    const record = await proposal();
    expect(record).toMatchObject({ waveId: 'wave-1', status: 'proposed', proposedBy: 'hr', decidedBy: null });
    expect(record).not.toHaveProperty('sealed');
    const found = await office.review(record.id);
    expect(found?.release).toMatchObject({ waveId: 'wave-1', k: 10, records: 130 });
    expect(found?.release.tables.map(({ id, status }) => [id, status])).toEqual([
      ['gender', 'published'],
      ['all-self', 'published'],
      ['gender-self', 'published'],
      ['age', 'published'],
    ]);
    // Nobody told their age: one group has everybody, and the table says no more than that there are 130.
    expect(found?.release.tables[3]?.cells.filter(({ count }) => count !== null)).toEqual([
      { codes: ['total'], count: 130 },
    ]);
    expect(found?.release.tables[2]?.cell(['female', 'yes'])?.count).toBe(20);
    expect(found?.release.tables[2]?.cell(['total', 'no'])?.count).toBe(60);
  });

  it('shows nothing to analysts before a second person has approved it', async () => {
    await closeWave(base.storage);
    const office = officeOn(base.storage);
    await office.prepare('wave-1', 'hr');
    const { id } = await proposal();
    expect(await office.published('wave-1')).toBeNull();
    expect(await office.decide(id, 'released', 'hr', null)).toBe('same-person');
    expect(await office.published('wave-1')).toBeNull();
    expect(await office.decide(id, 'released', 'council', null)).toBe('done');
    expect((await office.published('wave-1'))?.release.records).toBe(130);
    expect(await office.decide(id, 'rejected', 'council', 'late')).toBe('not-proposed');
  });

  it('gives the same tables again after a rejection', async () => {
    await closeWave(base.storage);
    const office = officeOn(base.storage);
    await office.prepare('wave-1', 'hr');
    expect(await office.prepare('wave-1', 'hr')).toBe('exists');
    const first = await proposal();
    await office.decide(first.id, 'rejected', 'council', 'a reason');
    expect(await office.prepare('wave-1', 'hr')).toBe('proposed');
    const second = (await office.list()).find(({ id }) => id !== first.id);
    const [before, after] = [await office.review(first.id), await office.review(second?.id ?? '')];
    if (before === null || after === null) throw new Error('a proposal is missing');
    expect(sealRelease(after.release, releaseKey)).toBe(sealRelease(before.release, releaseKey));
  });

  it('prepares nothing while the wave is open, and nothing without a plan', async () => {
    const { storage } = base;
    await storage.definitions.put(bremen());
    await storage.waves.create(bremenWave());
    expect(await officeOn(storage).prepare('wave-1', 'hr')).toBe('not-closed');
    await closeWave(storage, bremenWave({ id: 'wave-2', plan: { tables: [] } }), []);
    expect(await officeOn(storage).prepare('wave-2', 'hr')).toBe('no-tables');
    expect(await officeOn(storage).list()).toEqual([]);
  });

  it('withholds everything, and how many took part, in a wave smaller than k', async () => {
    await closeWave(base.storage, bremenWave(), people().slice(0, 9));
    const office = officeOn(base.storage);
    await office.prepare('wave-1', 'hr');
    const found = await office.review((await proposal()).id);
    expect(found?.release.records).toBeNull();
    expect(
      found?.release.tables.every(({ status, cells }) => status === 'withheld' && cells.length === 0),
    ).toBe(true);
  });

  it('refuses a wave whose k is below the floor, whatever is stored about it', async () => {
    await closeWave(base.storage);
    await expect(officeOn(base.storage, 11).prepare('wave-1', 'hr')).rejects.toThrow('minimum group size');
    expect(await officeOn(base.storage).list()).toEqual([]);
  });

  it('refuses a plan that does not fit the questionnaire', async () => {
    const plan = { tables: [{ id: 't', breakdown: ['shoe_size'], indicator: null }] };
    await closeWave(base.storage, bremenWave({ plan }));
    await expect(officeOn(base.storage).prepare('wave-1', 'hr')).rejects.toThrow('does not fit');
  });

  it('opens no release that was changed in the database or filed under another wave', async () => {
    const { storage } = base;
    await closeWave(storage);
    const office = officeOn(storage);
    await office.prepare('wave-1', 'hr');
    const stored = await storage.releases.find((await proposal()).id);
    if (stored === null) throw new Error('nothing stored');
    await storage.waves.create(bremenWave({ id: 'wave-2' }));
    const filed = { id: 'forged-1', waveId: 'wave-2', proposedBy: 'hr', sealed: stored.sealed, proof: null };
    await storage.releases.propose(filed);
    await expect(office.review('forged-1')).rejects.toThrow('another wave');
    await storage.waves.create(bremenWave({ id: 'wave-3' }));
    const changed = {
      ...filed,
      id: 'forged-2',
      waveId: 'wave-3',
      sealed: stored.sealed.replace('"k":10', '"k":2'),
    };
    await storage.releases.propose(changed);
    await expect(office.review('forged-2')).rejects.toThrow('broken');
  });

  it('examines a release: counts again, judges its worlds, and attacks what it tells', async () => {
    const record = await prepared();
    const found = await officeOn(base.storage).examine(record.id);
    expect(found).toMatchObject({
      sameNumbers: true,
      checker: { passed: true },
      attack: { recovered: 0, belowK: 0, isolated: 0 },
    });
    const { unsafe, covered, further, worlds } = examined(found).checker;
    expect(unsafe).toBeGreaterThan(0);
    expect(covered).toBe(unsafe);
    expect(further).toBeGreaterThan(0);
    expect(worlds).toBeGreaterThan(0);
    expect(examined(found).attack.blanks).toBeGreaterThan(unsafe);
    expect(examined(found).attack.records).toBeGreaterThan(0);
  });

  it('examines it against the ballots as they are, not as they were', async () => {
    const record = await prepared();
    const { storage } = base;
    const { waves, definitions, releases } = storage;
    const definition = bremen();
    const examineWith = (
      change: (answers: Answers, at: number) => Answers,
    ): ReturnType<ReleaseOffice['examine']> => {
      const sealed: SealedBallots = {
        forEach: (wave, use) => {
          let at = 0;
          return storage.sealed.forEach(wave, (ballot) => {
            const answers = decodeBallot(definition, ballot);
            use(encodeBallot(definition, change(answers, at)));
            at += 1;
          });
        },
      };
      return officeOn({ ...storage, waves, definitions, releases, sealed }).examine(record.id);
    };
    expect(await examineWith((answers) => answers)).toMatchObject({ sameNumbers: true });
    const one = await examineWith((answers, at) => (at === 0 ? otherGender(answers) : answers));
    expect(examined(one).sameNumbers).toBe(false);
    // Nobody of the men is left but a few: what was told of them may be told no more.
    let men = 0;
    const few = await examineWith((answers) =>
      answers.gender === 'male' && (men += 1) > 3 ? { ...answers, gender: 'female' } : answers,
    );
    expect(few).toMatchObject({ sameNumbers: false, checker: { passed: false } });
  });

  it('examines nothing with the proof of another release, a broken seal, or none', async () => {
    const record = await prepared();
    const { storage } = base;
    const stored = await storage.releases.find(record.id);
    const proof = await storage.releases.proofOf(record.id);
    if (stored === null || proof === null) throw new Error('nothing stored');
    const file = async (id: string, changes: Partial<Parameters<typeof storage.releases.propose>[0]>) => {
      await storage.releases.decide((await current())?.id ?? '', 'rejected', 'council', 'again');
      await storage.releases.propose({
        ...{ id, waveId: 'wave-1', proposedBy: 'hr', sealed: stored.sealed, proof },
        ...changes,
      });
      return officeOn(storage).examine(id);
    };
    const current = () => storage.releases.ofWave('wave-1');
    await expect(file('borrowed', {})).rejects.toThrow();
    const broken = stored.sealed.replace('"k":10', '"k":11');
    await expect(file('broken', { sealed: broken })).rejects.toThrow('broken');
    expect(await file('bare', { proof: null })).toBeNull();
    expect(await officeOn(storage).examine('none')).toBeNull();
    expect(await officeOn(storage).examine(record.id)).toMatchObject({ sameNumbers: true });
  });

  it('knows nothing of what does not exist', async () => {
    expect(await officeOn(base.storage).review('none')).toBeNull();
    expect(await officeOn(base.storage).published('none')).toBeNull();
    await expect(officeOn(base.storage).prepare('none', 'hr')).rejects.toThrow('no such wave');
  });
});
