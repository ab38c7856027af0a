import { describe, expect, it } from 'vitest';
import type { Reference } from '../../server/references/reference.js';
import { aReference } from '../support/references.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

const shipped: readonly Reference[] = [aReference({ id: 'a' }), aReference({ id: 'b' })];

export function referencesContract(make: MakeStorage): void {
  describe('ReferenceShelf', () => {
    const test = eachTest(make);
    const ids = async (): Promise<string[]> => (await test().storage.references.list()).map(({ id }) => id);

    it('lists what was put, in the order in which it came', async () => {
      const { references } = test().storage;
      expect(await references.put(aReference({ id: 'z' }))).toBe('added');
      expect(await references.put(aReference({ id: 'a' }))).toBe('added');
      expect(await references.put(aReference({ id: 'z', value: 50 }))).toBe('changed');
      expect(await references.put(aReference({ id: 'z', value: 50 }))).toBe('unchanged');
      await test().restart();
      const list = await test().storage.references.list();
      expect(list).toEqual([aReference({ id: 'z', value: 50 }), aReference({ id: 'a' })]);
      expect(await test().storage.references.find('a')).toEqual(aReference({ id: 'a' }));
      expect(await test().storage.references.find('other')).toBeNull();
    });

    it('removes once', async () => {
      const { references } = test().storage;
      await references.put(aReference({ id: 'a' }));
      expect(await references.remove('a')).toBe(true);
      expect(await references.remove('a')).toBe(false);
      expect(await ids()).toEqual([]);
    });

    it('puts all or none', async () => {
      const { references } = test().storage;
      await references.put(aReference({ id: 'a' }));
      const changes = await references.putAll([
        aReference({ id: 'a', value: 1 }),
        aReference({ id: 'b' }),
        aReference({ id: 'a', value: 1 }),
      ]);
      expect(changes).toEqual({ added: 1, changed: 1 });
      // A value that JSON cannot hold stands for whatever goes wrong half way.
      const broken = { ...aReference({ id: 'd' }), value: 1n } as unknown as Reference;
      await expect(references.putAll([aReference({ id: 'c' }), broken])).rejects.toThrow();
      expect(await ids()).toEqual(['a', 'b']);
    });

    it('ships what is new, once', async () => {
      const { references } = test().storage;
      expect(await references.ship(shipped)).toEqual({ added: 2, changed: 0 });
      expect(await references.ship(shipped)).toEqual({ added: 0, changed: 0 });
      await test().restart();
      const more = [...shipped, aReference({ id: 'c' })];
      expect(await test().storage.references.ship(more)).toEqual({ added: 1, changed: 0 });
      expect(await ids()).toEqual(['a', 'b', 'c']);
    });

    it('never brings back what was edited or removed, nor takes away what somebody had of their own', async () => {
      const { references } = test().storage;
      const own = aReference({ id: 'c', value: 99 });
      await references.put(own);
      await references.ship([...shipped, aReference({ id: 'c' })]);
      await references.put(aReference({ id: 'a', value: 77 }));
      await references.remove('b');
      const newer = ['a', 'b', 'c'].map((id) => aReference({ id, value: 5 }));
      expect(await references.ship(newer)).toEqual({ added: 0, changed: 0 });
      expect(await references.ship(newer)).toEqual({ added: 0, changed: 0 });
      expect(await references.list()).toEqual([own, aReference({ id: 'a', value: 77 })]);
    });

    it('takes over a correction of what nobody has edited', async () => {
      const { references } = test().storage;
      await references.ship(shipped);
      expect(await references.ship([aReference({ id: 'a', value: 5 }), aReference({ id: 'b' })])).toEqual({
        added: 0,
        changed: 1,
      });
      expect(await references.find('a')).toMatchObject({ value: 5 });
    });
  });
}
