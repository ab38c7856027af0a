import { describe, expect, it } from 'vitest';
import { aUser, hash } from '../support/storage.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

/** TokenBook. */
export function tokensContract(make: MakeStorage): void {
  describe('TokenBook', () => {
    const test = eachTest(make);
    const token = { id: 'one', name: 'R', ownerId: 'user-1', waveId: null, days: 30 };

    it('finds a token by the hash of its secret, good until the end of its last day in Germany', async () => {
      const { storage, clock } = test();
      await storage.accounts.create(aUser(), 'hash');
      clock.set('2026-03-01T23:30:00.000Z');
      await storage.tokens.create(token, hash('secret'));
      const found = { id: 'one', name: 'R', ownerId: 'user-1', waveId: null, revokedOn: null };
      const days = { createdOn: '2026-03-02', expiresOn: '2026-04-01' };
      expect(await storage.tokens.byHash(hash('secret'))).toEqual({ ...found, ...days, state: 'live' });
      expect(await storage.tokens.byHash(hash('other'))).toBeNull();
      clock.set('2026-04-01T21:59:59.000Z');
      expect(await storage.tokens.byHash(hash('secret'))).toMatchObject({ state: 'live' });
      clock.set('2026-04-01T22:00:00.000Z');
      expect(await storage.tokens.byHash(hash('secret'))).toMatchObject({ state: 'expired' });
    });

    it('lists the tokens of one owner, the newest first', async () => {
      const { accounts, tokens } = test().storage;
      await accounts.create(aUser(), 'hash');
      await accounts.create(aUser({ id: 'user-2', login: 'ada' }), 'hash');
      await tokens.create(token, hash(1));
      await tokens.create({ ...token, id: 'two' }, hash(2));
      await tokens.create({ ...token, id: 'hers', ownerId: 'user-2' }, hash(3));
      expect((await tokens.ofOwner('user-1')).map(({ id }) => id)).toEqual(['two', 'one']);
    });

    it('revokes a token once, for its owner only', async () => {
      const { accounts, tokens } = test().storage;
      await accounts.create(aUser(), 'hash');
      await tokens.create(token, hash(1));
      expect(await tokens.revoke('one', 'user-2')).toBe(false);
      expect(await tokens.byHash(hash(1))).toMatchObject({ state: 'live' });
      expect(await tokens.revoke('one', 'user-1')).toBe(true);
      expect(await tokens.byHash(hash(1))).toMatchObject({ state: 'revoked', revokedOn: '2026-03-02' });
      expect(await tokens.revoke('one', 'user-1')).toBe(false);
    });
  });
}
