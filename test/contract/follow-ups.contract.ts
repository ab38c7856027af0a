import { describe, expect, it } from 'vitest';
import type { WaveOrigin } from '../../server/ports/follow-ups.js';
import { aReference } from '../support/references.js';
import { aWave } from '../support/storage.js';
import { sample } from '../unit/survey/sample.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

const definition = sample();
const origin: WaveOrigin = {
  title: { de: 'Früher', en: 'Before' },
  year: '2013',
  digest: 'a'.repeat(64),
  fingerprint: null,
  definition,
};
const wave = aWave({
  id: 'next',
  status: 'draft',
  definition: { id: definition.id, version: definition.version },
});
const figure = aReference({ id: 'a' });

export function followUpsContract(make: MakeStorage): void {
  describe('FollowUps', () => {
    const test = eachTest(make);

    it('makes the draft with its questionnaire and figures, and remembers where it comes from', async () => {
      const { followUps } = test().storage;
      expect(await followUps.start({ wave, origin, references: [figure] })).toEqual({
        outcome: 'started',
        added: 1,
      });
      await test().restart();
      const { storage } = test();
      expect(await storage.followUps.originOf('next')).toEqual(origin);
      expect(await storage.waves.find('next')).toEqual(wave);
      expect(await storage.definitions.find(definition.id, definition.version)).toEqual(definition);
      expect(await storage.references.list()).toEqual([figure]);
      expect(await storage.followUps.originOf('other')).toBeNull();
    });

    it('leaves figures as they are that are there already', async () => {
      const { followUps, references } = test().storage;
      await references.put({ ...figure, value: 1 });
      const started = await followUps.start({ wave, origin, references: [figure, aReference({ id: 'b' })] });
      expect(started).toEqual({ outcome: 'started', added: 1 });
      expect((await references.find('a'))?.value).toBe(1);
    });

    it('stores nothing where the same version has other contents', async () => {
      const { followUps, definitions, waves, references } = test().storage;
      await definitions.put({ ...definition, estimatedMinutes: 99 });
      expect(await followUps.start({ wave, origin, references: [figure] })).toBe('definition-differs');
      expect(await waves.list()).toEqual([]);
      expect(await references.list()).toEqual([]);
      expect((await definitions.find(definition.id, definition.version))?.estimatedMinutes).toBe(99);
    });

    it('stores nothing where anything fails on the way', async () => {
      const { followUps, waves, references, definitions } = test().storage;
      const broken = { ...origin, digest: 'too short' };
      await expect(followUps.start({ wave, origin: broken, references: [figure] })).rejects.toThrow();
      expect(await definitions.list()).toEqual([]);
      expect(await waves.list()).toEqual([]);
      expect(await references.list()).toEqual([]);
    });

    it('keeps the questionnaire of then, whatever becomes of the shelf', async () => {
      const { followUps, waves, definitions } = test().storage;
      await followUps.start({ wave, origin, references: [] });
      const later = { ...definition, version: '2.0.0' };
      await definitions.put(later);
      const { id, status: _status, simulated: _simulated, shreddedOn: _shreddedOn, ...draft } = wave;
      await waves.change(id, { ...draft, definition: { id: later.id, version: later.version } });
      await definitions.put({ ...definition, estimatedMinutes: 99 });
      expect(await followUps.originOf('next')).toEqual(origin);
    });

    it('goes with a draft that is removed', async () => {
      const { followUps, waves } = test().storage;
      await followUps.start({ wave, origin, references: [] });
      expect(await waves.remove('next')).toBe('removed');
      expect(await followUps.originOf('next')).toBeNull();
    });
  });
}
