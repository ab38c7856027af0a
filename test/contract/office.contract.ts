import { describe, expect, it } from 'vitest';
import type { Wave, WaveDraft } from '../../server/ports/office.js';
import { aDefinition, aWave, hash } from '../support/storage.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

/** DefinitionShelf, WaveDesk and ReleaseArchive. */
export function officeContract(make: MakeStorage): void {
  describe('DefinitionShelf', () => {
    const test = eachTest(make);

    it('finds what was put', async () => {
      const { definitions } = test().storage;
      expect(await definitions.find('canteen', '1.0.0')).toBeNull();
      expect(await definitions.put(aDefinition())).toBe('stored');
      expect(await definitions.find('canteen', '1.0.0')).toEqual(aDefinition());
    });

    it('notices what is unchanged, and replaces what no wave uses', async () => {
      const { definitions } = test().storage;
      const { id, ...rest } = aDefinition();
      await definitions.put(aDefinition());
      expect(await definitions.put({ ...rest, id }), 'another order of keys').toBe('unchanged');
      const longer = aDefinition({ estimatedMinutes: 2 });
      expect(await definitions.put(longer)).toBe('stored');
      expect(await definitions.find('canteen', '1.0.0')).toEqual(longer);
    });

    it('freezes what a wave uses, and no other version', async () => {
      const { definitions, waves } = test().storage;
      await definitions.put(aDefinition());
      await waves.create(aWave());
      expect(await definitions.put(aDefinition({ estimatedMinutes: 2 }))).toBe('frozen');
      expect(await definitions.put(aDefinition())).toBe('unchanged');
      expect(await definitions.put(aDefinition({ version: '1.1.0', estimatedMinutes: 2 }))).toBe('stored');
      expect(await definitions.find('canteen', '1.0.0')).toEqual(aDefinition());
    });

    it('lists by id, newest version first', async () => {
      const { definitions, waves } = test().storage;
      for (const version of ['1.9.0', '1.10.0', '1.0.0']) await definitions.put(aDefinition({ version }));
      await definitions.put(aDefinition({ id: 'atrium' }));
      await waves.create(aWave());
      const title = { de: 'Kantine', en: 'Canteen' };
      expect(await definitions.list()).toEqual([
        { id: 'atrium', version: '1.0.0', title, frozen: false },
        { id: 'canteen', version: '1.10.0', title, frozen: false },
        { id: 'canteen', version: '1.9.0', title, frozen: false },
        { id: 'canteen', version: '1.0.0', title, frozen: true },
      ]);
    });
  });

  describe('WaveDesk', () => {
    const test = eachTest(make);
    async function create(wave: Wave): Promise<void> {
      await test().storage.definitions.put(aDefinition());
      await test().storage.waves.create(wave);
    }
    const draft = (changes: Partial<Wave>): WaveDraft => {
      const { id: _id, status: _status, simulated: _simulated, ...rest } = aWave(changes);
      return rest;
    };

    it('finds what was created', async () => {
      const wave = aWave({ simulated: true });
      await create(wave);
      expect(await test().storage.waves.find(wave.id)).toEqual(wave);
      expect(await test().storage.waves.find('unknown')).toBeNull();
    });

    it('lists the latest wave first', async () => {
      await create(aWave({ id: 'older', opensAt: '2025-03-01T00:00:00.000Z' }));
      await create(aWave({ id: 'newer' }));
      expect((await test().storage.waves.list()).map(({ id }) => id)).toEqual(['newer', 'older']);
    });

    it('refuses a wave without its definition, and a k below five', async () => {
      const { waves, definitions } = test().storage;
      await expect(waves.create(aWave())).rejects.toThrow();
      await definitions.put(aDefinition());
      await expect(waves.create(aWave({ k: 4 }))).rejects.toThrow();
      expect(await waves.list()).toEqual([]);
    });

    it('changes a draft, and nothing once the wave is open or closed', async () => {
      const { waves } = test().storage;
      await create(aWave());
      expect(await waves.change('wave-1', draft({ k: 12, access: 'open' }))).toBe('changed');
      const changed = aWave({ k: 12, access: 'open' });
      expect(await waves.find('wave-1')).toEqual(changed);
      await waves.advance('wave-1', 'open');
      expect(await waves.change('wave-1', draft({ k: 5 }))).toBe('locked');
      await waves.advance('wave-1', 'closed');
      expect(await waves.change('wave-1', draft({ k: 5 }))).toBe('locked');
      expect(await waves.find('wave-1')).toEqual({ ...changed, status: 'closed' });
      expect(await waves.change('unknown', draft({}))).toBe('locked');
    });

    it('only goes forward', async () => {
      const { waves } = test().storage;
      await create(aWave());
      expect(await waves.advance('wave-1', 'closed')).toBe(false);
      expect(await waves.advance('wave-1', 'open')).toBe(true);
      expect(await waves.advance('wave-1', 'open')).toBe(false);
      expect(await waves.advance('wave-1', 'closed')).toBe(true);
      expect(await waves.advance('wave-1', 'open')).toBe(false);
      expect(await waves.advance('unknown', 'open')).toBe(false);
    });

    it('removes a draft with its codes, and nothing that was opened', async () => {
      const { waves, codes, definitions } = test().storage;
      await create(aWave());
      await codes.issue('wave-1', [{ hash: hash('a'), area: 'Finanzen' }]);
      expect(await waves.remove('wave-1')).toBe('removed');
      expect(await waves.find('wave-1')).toBeNull();
      expect(await codes.issued('wave-1')).toEqual([]);
      expect(await definitions.put(aDefinition({ estimatedMinutes: 2 })), 'no longer in use').toBe('stored');
      await create(aWave({ id: 'wave-2' }));
      await codes.issue('wave-2', [{ hash: hash('a'), area: 'Finanzen' }]);
      await waves.advance('wave-2', 'open');
      expect(await waves.remove('wave-2')).toBe('locked');
      expect(await codes.issued('wave-2')).toHaveLength(1);
    });
  });

  describe('ReleaseArchive', () => {
    const test = eachTest(make);
    const proposal = (id: string, waveId = 'wave-1') => ({
      id,
      waveId,
      proposedBy: 'hanna',
      sealed: `sealed ${id}`,
      proof: new TextEncoder().encode(`proof of ${id}`),
    });
    async function propose(id: string, waveId = 'wave-1'): Promise<'proposed' | 'exists'> {
      const { definitions, waves, releases } = test().storage;
      await definitions.put(aDefinition());
      if ((await waves.find(waveId)) === null) await waves.create(aWave({ id: waveId }));
      return releases.propose(proposal(id, waveId));
    }

    it('keeps a proposal as it was made', async () => {
      const { releases } = test().storage;
      expect(await propose('r1')).toBe('proposed');
      const { proof, ...rest } = proposal('r1');
      const stored = {
        ...rest,
        status: 'proposed',
        decidedBy: null,
        reason: null,
        decidedOn: null,
      };
      expect(await releases.find('r1')).toEqual(stored);
      expect(await releases.ofWave('wave-1')).toEqual(stored);
      expect(await releases.find('r2')).toBeNull();
      expect(await releases.ofWave('wave-2')).toBeNull();
      expect(new Uint8Array((await releases.proofOf('r1')) ?? [])).toEqual(proof);
    });

    it('keeps the proof of each proposal beside it, where there is one', async () => {
      const { releases } = test().storage;
      await propose('r1');
      await propose('refused');
      await releases.decide('r1', 'rejected', 'cem', 'one table too many');
      await propose('r2');
      await test().storage.waves.create(aWave({ id: 'wave-2' }));
      await releases.propose({ ...proposal('r3', 'wave-2'), proof: null });
      const text = async (id: string): Promise<string | null> => {
        const proof = await releases.proofOf(id);
        return proof === null ? null : new TextDecoder().decode(proof);
      };
      expect(await text('r1')).toBe('proof of r1');
      expect(await text('r2')).toBe('proof of r2');
      expect([await text('r3'), await text('refused'), await text('unknown')]).toEqual([null, null, null]);
      expect(await releases.find('r1')).not.toHaveProperty('proof');
      expect((await releases.list()).every((release) => !('proof' in release))).toBe(true);
    });

    it('has one release a wave that is not rejected', async () => {
      const { releases } = test().storage;
      await propose('r1');
      expect(await propose('r2')).toBe('exists');
      expect(await propose('r3', 'wave-2')).toBe('proposed');
      await releases.decide('r1', 'rejected', 'cem', 'one table too many');
      expect(await releases.ofWave('wave-1')).toBeNull();
      expect(await propose('r4')).toBe('proposed');
      await releases.decide('r4', 'released', 'cem', null);
      expect(await propose('r5')).toBe('exists');
      expect((await releases.list()).map(({ id }) => id)).toEqual(['r4', 'r3', 'r1']);
    });

    it('has one more for each supplement that was approved, after the one before', async () => {
      const { releases, supplements } = test().storage;
      await propose('r1');
      await supplements.propose(request('s1'));
      await supplements.decide('s1', 'approved', 'cem', null);
      expect(await propose('r2')).toBe('exists');
      await releases.decide('r1', 'released', 'cem', null);
      expect(await propose('r3')).toBe('proposed');
      expect((await releases.releasedOf('wave-1')).map(({ id }) => id)).toEqual(['r1']);
      expect((await releases.ofWave('wave-1'))?.id).toBe('r3');
      await releases.decide('r3', 'released', 'cem', null);
      expect(await propose('r4')).toBe('exists');
      expect((await releases.releasedOf('wave-1')).map(({ id }) => id)).toEqual(['r3', 'r1']);
      await supplements.propose(request('s2'));
      await supplements.decide('s2', 'rejected', 'cem', 'no');
      expect(await propose('r5')).toBe('exists');
    });

    it('is decided by somebody else, once', async () => {
      const { releases } = test().storage;
      await propose('r1');
      expect(await releases.decide('r1', 'released', 'hanna', null)).toBe('same-person');
      expect(await releases.decide('r1', 'rejected', 'hanna', 'mine')).toBe('same-person');
      test().clock.set('2026-03-31T22:30:00.000Z');
      expect(await releases.decide('r1', 'released', 'cem', null)).toBe('done');
      expect(await releases.decide('r1', 'rejected', 'cem', 'second thoughts')).toBe('not-proposed');
      expect(await releases.decide('unknown', 'released', 'cem', null)).toBe('not-proposed');
      expect(await releases.find('r1')).toMatchObject({
        status: 'released',
        decidedBy: 'cem',
        decidedOn: '2026-04-01',
      });
    });

    it('keeps the reason of a rejection', async () => {
      const { releases } = test().storage;
      await propose('r1');
      await releases.decide('r1', 'rejected', 'cem', 'one table too many');
      expect(await releases.find('r1')).toMatchObject({ status: 'rejected', reason: 'one table too many' });
    });
  });

  describe('SupplementDesk', () => {
    const test = eachTest(make);
    async function propose(id: string): Promise<'proposed' | 'exists'> {
      const { definitions, waves, supplements } = test().storage;
      await definitions.put(aDefinition());
      if ((await waves.find('wave-1')) === null) await waves.create(aWave({ id: 'wave-1' }));
      return supplements.propose(request(id));
    }

    it('keeps a request as it was made, one at a time', async () => {
      const { supplements } = test().storage;
      expect(await propose('s1')).toBe('proposed');
      expect(await propose('s2')).toBe('exists');
      const stored = { status: 'proposed', decidedBy: null, reason: null, decidedOn: null };
      expect(await supplements.find('s1')).toEqual({ ...request('s1'), ...stored });
      expect(await supplements.find('s2')).toBeNull();
      expect(await supplements.ofWave('wave-2')).toEqual([]);
    });

    it('is decided by somebody else, once', async () => {
      const { supplements } = test().storage;
      await propose('s1');
      expect(await supplements.decide('s1', 'approved', 'hanna', null)).toBe('same-person');
      expect(await supplements.decide('s1', 'rejected', 'cem', 'what for?')).toBe('done');
      expect(await supplements.decide('s1', 'approved', 'cem', null)).toBe('not-proposed');
      expect(await supplements.decide('unknown', 'approved', 'cem', null)).toBe('not-proposed');
      expect(await supplements.find('s1')).toMatchObject({ status: 'rejected', reason: 'what for?' });
      expect(await propose('s2')).toBe('proposed');
      expect((await supplements.ofWave('wave-1')).map(({ id }) => id)).toEqual(['s1', 's2']);
      expect((await supplements.list()).map(({ id }) => id)).toEqual(['s2', 's1']);
    });
  });
}

/** Hanna asks for one more table of the first wave. */
function request(id: string) {
  return {
    id,
    waveId: 'wave-1',
    tables: [{ id: 'all--more', breakdown: [], indicator: 'more' }],
    purpose: 'A question of the parliament',
    proposedBy: 'hanna',
  };
}
