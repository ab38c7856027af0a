import { describe, expect, it } from 'vitest';
import { aUser } from '../support/storage.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

/** AccountBook, SessionShelf and AuditLog. */
export function staffContract(make: MakeStorage): void {
  describe('AccountBook', () => {
    const test = eachTest(make);

    it('finds what was created, by id and by login', async () => {
      const { accounts } = test().storage;
      expect(await accounts.count()).toBe(0);
      expect(await accounts.create(aUser(), 'hash')).toBe('created');
      expect(await accounts.count()).toBe(1);
      expect(await accounts.find('user-1')).toEqual(aUser());
      expect(await accounts.credentials('hanna')).toEqual({ user: aUser(), passwordHash: 'hash' });
      expect(await accounts.find('user-2')).toBeNull();
      expect(await accounts.credentials('nobody')).toBeNull();
    });

    it('has each login once', async () => {
      const { accounts } = test().storage;
      await accounts.create(aUser(), 'hash');
      expect(await accounts.create(aUser({ id: 'user-2', role: 'admin' }), 'other')).toBe('login-taken');
      expect(await accounts.list()).toEqual([aUser()]);
    });

    it('lists by login, without password hashes', async () => {
      const { accounts } = test().storage;
      await accounts.create(aUser({ id: 'b', login: 'zoe' }), 'secret');
      await accounts.create(aUser({ id: 'a', login: 'ada' }), 'secret');
      const list = await accounts.list();
      expect(list.map(({ login }) => login)).toEqual(['ada', 'zoe']);
      expect(JSON.stringify(list)).not.toContain('secret');
    });

    it('sets a password', async () => {
      const { accounts } = test().storage;
      await accounts.create(aUser(), 'first');
      await accounts.setPassword('user-1', 'second', false);
      expect(await accounts.credentials('hanna')).toEqual({
        user: aUser({ mustChangePassword: false }),
        passwordHash: 'second',
      });
      await expect(accounts.setPassword('unknown', 'third', false)).rejects.toThrow();
    });

    it('disables and enables, but never the last administrator', async () => {
      const { accounts } = test().storage;
      await accounts.create(aUser(), 'hash');
      await accounts.create(aUser({ id: 'a1', login: 'antje', role: 'admin' }), 'hash');
      await accounts.create(aUser({ id: 'a2', login: 'anton', role: 'admin' }), 'hash');
      expect(await accounts.setDisabled('user-1', true)).toBe('done');
      expect(await accounts.setDisabled('a1', true)).toBe('done');
      expect(await accounts.setDisabled('a2', true)).toBe('last-admin');
      expect((await accounts.find('a2'))?.disabled).toBe(false);
      expect(await accounts.setDisabled('a1', false)).toBe('done');
      expect(await accounts.setDisabled('a2', true)).toBe('done');
      await expect(accounts.setDisabled('unknown', true)).rejects.toThrow();
    });
  });

  describe('SessionShelf', () => {
    const test = eachTest(make);

    it('reads what was written last', async () => {
      const { sessions } = test().storage;
      expect(await sessions.read('a')).toBeNull();
      await sessions.write('a', '{"n":1}', 1000, null);
      await sessions.write('a', '{"n":2}', 2000, null);
      expect(await sessions.read('a')).toEqual({ data: '{"n":2}', expiresAt: 2000 });
    });

    it('destroys one, or all of a user', async () => {
      const { sessions, accounts } = test().storage;
      await accounts.create(aUser(), 'hash');
      await accounts.create(aUser({ id: 'user-2', login: 'zoe' }), 'hash');
      await sessions.write('a', '{}', 1000, 'user-1');
      await sessions.write('b', '{}', 1000, 'user-1');
      await sessions.write('c', '{}', 1000, 'user-2');
      await sessions.write('d', '{}', 1000, null);
      await sessions.write('e', '{}', 1000, null);
      await sessions.destroy('e');
      await sessions.destroyAllOf('user-1');
      const left = [];
      for (const id of ['a', 'b', 'c', 'd', 'e']) if ((await sessions.read(id)) !== null) left.push(id);
      expect(left).toEqual(['c', 'd']);
    });

    it('sweeps what has expired', async () => {
      const { sessions } = test().storage;
      await sessions.write('old', '{}', 1000, null);
      await sessions.write('new', '{}', 1001, null);
      await sessions.sweep(1000);
      expect(await sessions.read('old')).toBeNull();
      expect(await sessions.read('new')).not.toBeNull();
    });
  });

  describe('AuditLog', () => {
    const test = eachTest(make);

    it('numbers entries, dates them, and shows the newest first', async () => {
      const { audit } = test().storage;
      expect(await audit.page(0, 10)).toEqual({ entries: [], total: 0 });
      await audit.append({
        actor: 'hanna',
        action: 'wave.opened',
        subject: 'wave-1',
        details: { k: 10, paper: true },
      });
      test().clock.set('2026-03-02T10:00:00.000Z');
      await audit.append({ actor: 'system', action: 'wave.closed', subject: null, details: {} });
      await audit.append({ actor: 'cem', action: 'login.failed', subject: null, details: {} });
      const { entries, total } = await audit.page(1, 2);
      expect(total).toBe(3);
      expect(entries).toMatchObject([
        { number: 2, at: '2026-03-02T10:00:00.000Z', actor: 'system', subject: null },
        { number: 1, at: '2026-03-02T09:00:00.000Z', actor: 'hanna', details: { k: 10, paper: true } },
      ]);
    });

    it('chains its entries, also over a restart', async () => {
      const { audit } = test().storage;
      expect(await audit.verify()).toBeNull();
      const same = { actor: 'hanna', action: 'login.succeeded', subject: null, details: {} };
      for (let n = 0; n < 5; n += 1) await audit.append(same);
      await test().restart();
      const again = test().storage.audit;
      await again.append(same);
      expect(await again.verify()).toBeNull();
      const { entries } = await again.page(0, 10);
      expect(new Set(entries.map((entry) => entry.hash)).size).toBe(6);
    });
  });
}
