import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StaffRoute } from '../../../server/http/staff-route.js';
import { openStaffHouse, PASSWORD, type StaffHouse } from '../../support/staff-house.js';

let house: StaffHouse;
beforeEach(async () => {
  house = await openStaffHouse();
});
afterEach(async () => {
  await house.stop();
});

const shiftMinutes = (iso: string, minutes: number): string =>
  new Date(Date.parse(iso) + minutes * 60_000).toISOString();
const start = '2026-03-02T09:00:00.000Z';

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('signing in', () => {
  test('leads to the page that was asked for, and is put on record', async () => {
    await house.account('admin');
    const client = house.visitor();
    const asked = await client.get('/staff/accounts/new');
    expect(asked.path).toBe('/staff/login');
    expect(asked.html).toContain('Danach geht es auf der gewünschten Seite weiter');

    const page = await client.login('  ADMIN ', PASSWORD);
    expect(page).toMatchObject({ status: 200, path: '/staff/accounts/new' });
    expect(await house.audit()).toMatchObject([
      { actor: 'admin', action: 'login.succeeded', subject: 'admin' },
    ]);
  });

  test('wrong, unknown and disabled answer alike', async () => {
    await house.account('admin');
    const { id } = await house.account('council');
    await house.storage.accounts.setDisabled(id, true);
    const pages = [
      await house.visitor().login('admin', 'nicht das Passwort'),
      await house.visitor().login('niemand', 'nicht das Passwort'),
      await house.visitor().login('council', PASSWORD),
    ];
    const [wrong, unknown, disabled] = pages.map(({ status, html }) => ({
      status,
      html: html.replaceAll(/value="[^"]*"/g, ''),
    }));
    expect(wrong?.status).toBe(422);
    expect(wrong?.html).toContain('Anmeldename oder Passwort stimmt nicht');
    expect(unknown).toEqual(wrong);
    expect(disabled).toEqual(wrong);
  });

  test('an unknown name is worked on as long as a known one', async () => {
    await house.account('admin');
    // Processor time, not the clock's: on a busy machine that one says nothing.
    const leastWork = async (login: string): Promise<number> => {
      const work = [];
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const client = house.visitor();
        const csrf = await client.token('/staff/login');
        const before = process.cpuUsage();
        await client.postRaw('/staff/login', { csrf, login, password: 'nicht das Passwort' });
        work.push(process.cpuUsage(before).user);
      }
      return Math.min(...work);
    };
    const known = await leastWork('admin');
    expect(await leastWork('niemand')).toBeGreaterThan(known * 0.5);
  });

  test('a failure is recorded under the account, a name that nobody has is not recorded', async () => {
    await house.account('admin');
    await house.visitor().login('admin', 'nicht das Passwort');
    await house.visitor().login('mein-geheimes-passwort', 'nicht das Passwort');
    const entries = await house.audit();
    expect(entries).toMatchObject([
      { actor: 'anonymous', action: 'login.failed', subject: 'admin' },
      { actor: 'anonymous', action: 'login.failed', subject: null },
    ]);
    expect(JSON.stringify(entries)).not.toContain('geheim');
  });

  test('after five failures even the right password waits, for existing and unknown names alike', async () => {
    await house.account('admin');
    for (const login of ['admin', 'niemand']) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect((await house.visitor().login(login, 'nicht das Passwort')).status).toBe(422);
      }
      const page = await house.visitor().login(login, PASSWORD);
      expect(page.status).toBe(429);
      expect(page.headers.get('retry-after')).toBe('1');
      expect(page.html).toContain('Bitte warten Sie eine Sekunde');
    }
    house.clock.set(shiftMinutes(start, 1));
    expect((await house.visitor().login('admin', PASSWORD)).path).toBe('/staff/accounts');
  });

  test('gives a new session id, so that a planted one is worth nothing', async () => {
    await house.account('admin');
    const planter = house.visitor();
    await planter.get('/staff/login');
    const victim = house.visitor();
    victim.useCookies(planter.cookies);
    await victim.login('admin', PASSWORD);
    expect(victim.cookies).not.toBe(planter.cookies);
    expect((await planter.get('/staff/accounts')).path).toBe('/staff/login');
    expect((await victim.get('/staff/accounts')).status).toBe(200);
  });
});

describe('a session', () => {
  test('ends after thirty idle minutes', async () => {
    const admin = await house.as('admin');
    house.clock.set(shiftMinutes(start, 29));
    expect((await admin.get('/staff/accounts')).path).toBe('/staff/accounts');
    house.clock.set(shiftMinutes(start, 29 + 29));
    expect((await admin.get('/staff/accounts')).path).toBe('/staff/accounts');
    house.clock.set(shiftMinutes(start, 29 + 29 + 31));
    expect((await admin.get('/staff/accounts')).path).toBe('/staff/login');
  });

  test('ends after ten hours, however busy it was', async () => {
    const admin = await house.as('admin');
    for (let minutes = 0; minutes < 600; minutes += 20) {
      house.clock.set(shiftMinutes(start, minutes));
      expect((await admin.get('/staff/accounts')).path).toBe('/staff/accounts');
    }
    house.clock.set(shiftMinutes(start, 601));
    expect((await admin.get('/staff/accounts')).path).toBe('/staff/login');
  });

  test('ends at sign-out on the server, not only in the browser', async () => {
    const admin = await house.as('admin');
    const copy = house.visitor();
    copy.useCookies(admin.cookies);
    const page = await admin.post('/staff/sign-out', {}, '/staff/accounts');
    expect(page.path).toBe('/staff/login');
    expect(page.html).toContain('Sie sind abgemeldet');
    expect((await copy.get('/staff/accounts')).path).toBe('/staff/login');
    expect((await house.audit()).at(-1)).toMatchObject({ actor: 'admin', action: 'logout.done' });
  });

  test('is not stored for a visitor who was only sent on, and never under its own id', async () => {
    const response = await house.visitor().request('GET', '/staff');
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie()).toEqual([]);

    const admin = await house.as('admin');
    const id = /mw_staff=s%3A([^.]+)/.exec(admin.cookies)?.[1] ?? 'no cookie';
    expect(id.length).toBeGreaterThan(40);
    expect(await house.storage.sessions.read(id)).toBeNull();
  });

  test('is not brought back by a request that was under way when it ended', async () => {
    const arrived = gate();
    const goOn = gate();
    const slow: StaffRoute = {
      method: 'get',
      path: '/slow',
      roles: 'signed-in',
      handle: async (req, res) => {
        arrived.open();
        await goOn.opened;
        req.session.lang = 'en';
        res.redirect(303, '/staff/login');
      },
    };
    const other = await openStaffHouse({ extraRoutes: [slow] });
    try {
      const admin = await other.as('admin');
      const answer = admin.request('GET', '/staff/slow');
      await arrived.opened;
      await other.storage.sessions.destroyAllOf((await other.account('admin')).id);
      goOn.open();
      await answer;
      expect((await admin.get('/staff/accounts')).path).toBe('/staff/login');
    } finally {
      await other.stop();
    }
  });

  test('lives in a cookie that no script reads and no other area gets', async () => {
    const [cookie = ''] = (await house.visitor().request('GET', '/staff/login')).headers.getSetCookie();
    expect(cookie).toMatch(/^mw_staff=/);
    expect(cookie).toContain('; Path=/staff;');
    expect(cookie).toContain('; HttpOnly');
    expect(cookie).toContain('; SameSite=Lax');
    expect(cookie).not.toMatch(/expires|max-age/i);
  });

  test('under https the cookie travels over https only', async () => {
    const secure = await openStaffHouse({ secureCookies: true });
    try {
      const [cookie = ''] = (await secure.visitor().request('GET', '/staff/login')).headers.getSetCookie();
      expect(cookie).toMatch(/^__Secure-mw_staff=/);
      expect(cookie).toContain('; Secure');
      expect((await secure.as('admin')).cookies).toMatch(/^__Secure-mw_staff=/);
    } finally {
      await secure.stop();
    }
  });
});

describe('the language', () => {
  test('is German until chosen, then kept through sign-in', async () => {
    await house.account('admin');
    const client = house.visitor();
    expect((await client.get('/staff/login')).html).toContain('<html lang="de">');
    const page = await client.post('/staff/language', { lang: 'en', back: '/staff/login' });
    expect(page.path).toBe('/staff/login');
    expect(page.html).toContain('<html lang="en">');
    expect((await client.login('admin', PASSWORD)).html).toContain('<h1>Accounts</h1>');
  });

  test.each([
    'https://example.org/',
    '//example.org/staff',
    '/staff//example.org/..',
    '/staff\\..',
    '/de/wave',
    '/staff/../de',
  ])('does not lead away to %s', async (back) => {
    const page = await house.visitor().post('/staff/language', { lang: 'en', back });
    expect(page.path).toBe('/staff/login');
  });
});
