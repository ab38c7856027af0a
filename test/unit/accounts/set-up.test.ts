import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSetupLink, type SetupLink } from '../../../server/accounts/setup-link.js';
import { openStaffHouse, PASSWORD, type StaffHouse } from '../../support/staff-house.js';
import { bytesOf, realRandomness } from '../../support/storage.js';

let house: StaffHouse;
let link: SetupLink;
let path: string;
beforeEach(async () => {
  house = await openStaffHouse({
    setup: ({ storage, clock }) => {
      link = makeSetupLink({
        accounts: storage.accounts,
        clock,
        randomness: realRandomness,
        baseUrl: 'https://umfrage.example.org',
      });
      return link;
    },
  });
  path = new URL(link.url).pathname;
});
afterEach(async () => {
  await house.stop();
});

const fields = { name: 'Antje Meyer', login: 'antje', password: PASSWORD, repeat: PASSWORD };

describe('the set-up link', () => {
  test('creates the first administrator, signs in, and works no second time', async () => {
    expect(link.url).toMatch(/^https:\/\/umfrage\.example\.org\/staff\/setup\/[\w-]{43}$/);
    const page = await house.visitor().post(path, fields, path);
    expect(page.path).toBe('/staff/accounts');
    expect(await house.storage.accounts.list()).toMatchObject([
      { login: 'antje', role: 'admin', mustChangePassword: false },
    ]);
    expect(await house.audit()).toMatchObject([{ action: 'setup.completed', subject: 'antje' }]);

    expect((await house.visitor().get(path)).status).toBe(410);
    const again = await house.visitor().post(path, { ...fields, login: 'zweite' });
    expect(again.status).toBe(410);
    expect(await house.storage.accounts.count()).toBe(1);
  });

  test('a mistake in the form does not use it up', async () => {
    const wrong = await house.visitor().post(path, { ...fields, repeat: 'anders' }, path);
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('nicht gleich');
    expect(wrong.html).toContain('value="Antje Meyer"');
    expect(wrong.html).not.toContain(PASSWORD);
    expect((await house.visitor().post(path, fields, path)).path).toBe('/staff/accounts');
  });

  test('two people at the same time make one account', async () => {
    await Promise.all(
      ['antje', 'berta'].map((login) => house.visitor().post(path, { ...fields, login }, path)),
    );
    expect(await house.storage.accounts.count()).toBe(1);
  });

  test('a wrong token opens nothing', async () => {
    const wrong = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`;
    // The last character of base64url carries unused bits, so the one before it is changed as well.
    const other = `${wrong.slice(0, -2)}${wrong.at(-2) === 'x' ? 'y' : 'x'}${wrong.slice(-1)}`;
    expect((await house.visitor().get(other)).status).toBe(410);
    expect((await house.visitor().post(other, fields)).status).toBe(410);
    expect(await house.storage.accounts.count()).toBe(0);
  });

  test('ends after 24 hours', async () => {
    house.clock.set('2026-03-03T08:59:00.000Z');
    expect((await house.visitor().get(path)).status).toBe(200);
    house.clock.set('2026-03-03T09:01:00.000Z');
    expect((await house.visitor().get(path)).status).toBe(410);
  });

  test('ends as soon as anybody has an account', async () => {
    await house.account('admin');
    expect((await house.visitor().get(path)).status).toBe(410);
  });

  test('its token is in no file', async () => {
    await house.visitor().post(path, fields, path);
    const token = path.split('/').at(-1) ?? '';
    for (const bytes of Object.values(bytesOf(house.dataDir))) expect(bytes.includes(token)).toBe(false);
  });
});
