import { describe, expect, it } from 'vitest';
import { aDefinition, aWave } from '../support/storage.js';
import { eachTest, type MakeStorage } from './storage-under-test.js';

export function reportTextsContract(make: MakeStorage): void {
  describe('ReportTexts', () => {
    const test = eachTest(make);
    const draft = { waveId: aWave().id, chapter: 'age', savedBy: 'hr' };

    const started = async () => {
      const { definitions, waves, reportTexts } = test().storage;
      await definitions.put(aDefinition());
      await waves.create(aWave());
      return reportTexts;
    };

    it('has none at first, and takes an empty text for none', async () => {
      const texts = await started();
      expect(await texts.latest(draft.waveId)).toEqual([]);
      expect(await texts.save({ ...draft, text: { de: '', en: '' }, basedOn: 0 })).toBe('unchanged');
      expect(await texts.versions(draft.waveId, 'age')).toEqual([]);
    });

    it('keeps all versions, newest first, and shows the newest of each chapter', async () => {
      const texts = await started();
      for (const [at, de] of ['a', 'b', 'a'].entries())
        expect(await texts.save({ ...draft, text: { de, en: '' }, basedOn: at })).toBe('saved');
      await texts.save({ ...draft, chapter: 'gender', text: { de: 'c', en: 'c' }, basedOn: 0 });
      const all = await texts.versions(draft.waveId, 'age');
      expect(all.map(({ version, text }) => [version, text.de])).toEqual([
        [3, 'a'],
        [2, 'b'],
        [1, 'a'],
      ]);
      const latest = await texts.latest(draft.waveId);
      expect(latest.map(({ chapter, version }) => [chapter, version])).toEqual([
        ['age', 3],
        ['gender', 1],
      ]);
      expect(latest[0]?.savedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(await texts.latest('another')).toEqual([]);
    });

    it('stores nothing on top of a version that the writer has not seen', async () => {
      const texts = await started();
      await texts.save({ ...draft, text: { de: 'a', en: '' }, basedOn: 0 });
      for (const basedOn of [0, 2])
        expect(await texts.save({ ...draft, text: { de: 'b', en: '' }, basedOn })).toBe('changed-meanwhile');
      expect(await texts.save({ ...draft, text: { de: 'a', en: '' }, basedOn: 1 })).toBe('unchanged');
      expect(await texts.versions(draft.waveId, 'age')).toHaveLength(1);
    });
  });
}
