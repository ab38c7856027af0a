import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStaffHouse, PASSWORD, type StaffHouse } from '../../support/staff-house.js';
import type { StaffClient } from '../../support/staff-client.js';

let house: StaffHouse;
let admin: StaffClient;
beforeEach(async () => {
  house = await openStaffHouse();
  admin = await house.as('admin');
});
afterEach(async () => {
  await house.stop();
});

const form = '/staff/accounts/new';
const shownPassword = (html: string): string => /<code[^>]*>([^<]+)<\/code>/.exec(html)?.[1] ?? 'none';

describe('creating an account', () => {
  test('shows a first password once, which must be changed at the first sign-in', async () => {
    const page = await admin.post(
      '/staff/accounts',
      { name: 'Hanna Remmers', login: 'Hanna', role: 'hr' },
      form,
    );
    expect(page.status).toBe(200);
    const first = shownPassword(page.html);
    const { id } = (await house.storage.accounts.credentials('hanna'))?.user ?? { id: 'none' };
    expect((await admin.get(`/staff/accounts/${id}`)).html).not.toContain(first);

    const hanna = house.visitor();
    const change = await hanna.login('hanna', first);
    expect(change.path).toBe('/staff/password');
    expect(change.html).toContain('wählen Sie bitte ein eigenes Passwort');
    expect((await hanna.get('/staff/audit')).path).toBe('/staff/password');

    const fields = { current: first, password: PASSWORD, repeat: PASSWORD };
    const done = await hanna.post('/staff/password', fields, '/staff/password');
    expect(done.path).toBe('/staff/waves');
    expect((await house.visitor().login('hanna', PASSWORD)).path).toBe('/staff/waves');
    expect((await house.visitor().login('hanna', first)).status).toBe(422);

    const acts = (await house.audit()).map(({ actor, action, subject }) => [actor, action, subject]);
    expect(acts).toContainEqual(['admin', 'account.created', 'hanna']);
    expect(acts).toContainEqual(['hanna', 'password.changed', 'hanna']);
    expect(JSON.stringify(await house.audit())).not.toContain(first);
  });

  test('until then every other page leads to the password page', async () => {
    const page = await admin.post('/staff/accounts', { name: 'Berta', login: 'berta', role: 'admin' }, form);
    const berta = house.visitor();
    await berta.login('berta', shownPassword(page.html));
    expect((await berta.get('/staff/accounts')).path).toBe('/staff/password');
    const created = await berta.post(
      '/staff/accounts',
      { name: 'X Y', login: 'xy', role: 'hr' },
      '/staff/password',
    );
    expect(created.path).toBe('/staff/password');
    expect(await house.storage.accounts.credentials('xy')).toBeNull();
    expect((await berta.post('/staff/sign-out', {}, '/staff/password')).path).toBe('/staff/login');
  });

  test.each([
    [{ name: '', login: 'hanna', role: 'hr' }, 'Geben Sie einen Namen ein', '#name'],
    [{ name: 'Hanna', login: 'Häna', role: 'hr' }, 'Geben Sie einen Anmeldenamen aus 2 bis 40', '#login'],
    [{ name: 'Hanna', login: 'system', role: 'hr' }, 'schon vergeben', '#login'],
    [{ name: 'Hanna', login: 'admin', role: 'hr' }, 'schon vergeben', '#login'],
    [{ name: 'Hanna', login: 'hanna', role: 'root' }, 'Wählen Sie eine Aufgabe aus', '#role'],
    [{ name: 'Hanna', login: 'hanna' }, 'Wählen Sie eine Aufgabe aus', '#role'],
  ])('says what is wrong with %o and keeps what was typed', async (fields, message, href) => {
    const page = await admin.post('/staff/accounts', fields, form);
    expect(page.status).toBe(422);
    expect(page.html).toContain(message);
    expect(page.html).toContain(`href="${href}"`);
    expect(page.html).toContain(`value="${fields.name}"`);
    expect((await house.storage.accounts.list()).map(({ login }) => login)).toEqual(['admin']);
  });

  test('a name is text and nothing else on every page that shows it', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const created = await admin.post('/staff/accounts', { name, login: 'mallory', role: 'hr' }, form);
    const { id } = (await house.storage.accounts.credentials('mallory'))?.user ?? { id: 'none' };
    const pages = [created, await admin.get('/staff/accounts'), await admin.get(`/staff/accounts/${id}`)];
    for (const { html } of pages) {
      expect(html).not.toContain('<img src=x');
      expect(html).toContain('&lt;img src=x');
    }
  });
});

describe('the list', () => {
  test('says what to do next while there is only one account, and shows every account afterwards', async () => {
    expect((await admin.get('/staff/accounts')).html).toContain('Bisher haben nur Sie ein Konto');
    await house.account('council');
    const { html } = await admin.get('/staff/accounts');
    expect(html).not.toContain('Bisher haben nur Sie');
    expect(html).toContain('Personalrat und Datenschutz');
  });
});

describe('disabling an account', () => {
  test('asks first, then ends the sessions at once; enabling lets the person in again', async () => {
    const hr = await house.as('hr');
    const { id } = await house.account('hr');
    const asked = await admin.get(`/staff/accounts/${id}/disable`);
    expect(asked.html).toContain('alle ihre Sitzungen enden sofort');
    expect((await house.account('hr')).disabled).toBe(false);

    const done = await admin.post(`/staff/accounts/${id}/disable`, {}, `/staff/accounts/${id}/disable`);
    expect(done.html).toContain('ist gesperrt');
    expect((await hr.get('/staff/password')).path).toBe('/staff/login');
    expect((await house.visitor().login('hr', PASSWORD)).status).toBe(422);

    await admin.post(`/staff/accounts/${id}/enable`, {}, `/staff/accounts/${id}/enable`);
    expect((await house.visitor().login('hr', PASSWORD)).path).toBe('/staff/waves');
    expect((await hr.get('/staff/password')).path).toBe('/staff/login');
    const actions = (await house.audit()).map(({ action }) => action);
    expect(actions).toContain('account.disabled');
    expect(actions).toContain('account.enabled');
  });

  test('takes effect with the next request even where a session is left', async () => {
    const hr = await house.as('hr');
    await house.storage.accounts.setDisabled((await house.account('hr')).id, true);
    expect((await hr.get('/staff/password')).path).toBe('/staff/login');
  });

  test('is refused for oneself, and put on record', async () => {
    const { id } = await house.account('admin');
    expect((await admin.get(`/staff/accounts/${id}`)).html).not.toContain(`/staff/accounts/${id}/disable`);
    expect((await admin.get(`/staff/accounts/${id}/disable`)).status).toBe(403);
    expect((await admin.post(`/staff/accounts/${id}/disable`, {}, '/staff/accounts')).status).toBe(403);
    expect((await house.account('admin')).disabled).toBe(false);
    expect((await house.audit()).at(-1)).toMatchObject({
      actor: 'admin',
      action: 'request.refused',
      details: { reason: 'own-account', route: '/staff/accounts/:accountId/disable' },
    });
  });
});

describe('resetting a password', () => {
  test('shows a new first password and ends the sessions', async () => {
    const hr = await house.as('hr');
    const { id } = await house.account('hr');
    const page = await admin.post(`/staff/accounts/${id}/reset`, {}, `/staff/accounts/${id}/reset`);
    const first = shownPassword(page.html);
    expect((await hr.get('/staff/password')).path).toBe('/staff/login');
    expect((await house.visitor().login('hr', PASSWORD)).status).toBe(422);
    expect((await house.visitor().login('hr', first)).path).toBe('/staff/password');
    expect((await house.audit()).map(({ action }) => action)).toContain('account.passwordReset');
  });
});

describe('changing one’s own password', () => {
  const next = 'Vier rote Möwen segeln';

  test('ends every other session and goes on with this one', async () => {
    const elsewhere = await house.as('admin');
    const fields = { current: PASSWORD, password: next, repeat: next };
    const page = await admin.post('/staff/password', fields, '/staff/password');
    expect(page.html).toContain('Ihr Passwort ist geändert');
    expect((await admin.get('/staff/accounts')).path).toBe('/staff/accounts');
    expect((await elsewhere.get('/staff/accounts')).path).toBe('/staff/login');
  });

  test.each([
    [{ current: 'falsch geraten', password: next, repeat: next }, 'Das bisherige Passwort stimmt nicht'],
    [{ current: PASSWORD, password: 'kurz', repeat: 'kurz' }, 'mindestens 12 Zeichen'],
    [{ current: PASSWORD, password: next, repeat: `${next}!` }, 'nicht gleich'],
    [{ current: PASSWORD, password: PASSWORD, repeat: PASSWORD }, 'ist das bisherige'],
  ])('refuses %o', async (fields, message) => {
    const page = await admin.post('/staff/password', fields, '/staff/password');
    expect(page.status).toBe(422);
    expect(page.html).toContain(message);
    for (const password of Object.values(fields)) expect(page.html).not.toContain(`value="${password}"`);
    expect((await house.visitor().login('admin', PASSWORD)).path).toBe('/staff/accounts');
  });

  test('guessing the current one in an open browser is slowed down', async () => {
    const fields = { current: 'falsch geraten', password: next, repeat: next };
    for (let attempt = 0; attempt < 5; attempt += 1)
      await admin.post('/staff/password', fields, '/staff/password');
    const page = await admin.post('/staff/password', { ...fields, current: PASSWORD }, '/staff/password');
    expect(page.html).toContain('Zu viele Versuche');
    expect((await house.storage.accounts.credentials('admin'))?.user.mustChangePassword).toBe(false);
  });
});
