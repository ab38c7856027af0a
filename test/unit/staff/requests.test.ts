import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refuse } from '../../../server/http/refuse.js';
import type { StaffRoute } from '../../../server/http/staff-route.js';
import { openStaffHouse, type StaffHouse } from '../../support/staff-house.js';

/** What handlers were given; a route of the tests' own, behind the real checks. */
let seen: { upload: unknown; body: unknown }[];
let house: StaffHouse;

const extraRoutes: readonly StaffRoute[] = [
  {
    method: 'post',
    path: '/waves/:waveId/import',
    roles: ['hr'],
    upload: true,
    handle: (req, res) => {
      seen.push({ upload: req.upload, body: req.body as unknown });
      if (req.params.waveId !== 'known') refuse(req, 'unknown-wave');
      res.redirect(303, '/staff/password');
    },
  },
];

beforeEach(async () => {
  seen = [];
  house = await openStaffHouse({ extraRoutes });
});
afterEach(async () => {
  await house.stop();
});

const path = '/staff/waves/known/import';
const from = '/staff/password';

describe('a form with a file', () => {
  test('arrives as text beside its fields, whichever of the usual encodings it has', async () => {
    const hr = await house.as('hr');
    const csv = 'Bereich;Köpfe\nFinanzen;12\n';
    const files = [Buffer.from(csv), Buffer.from(`\uFEFF${csv}`), Buffer.from(csv, 'latin1')];
    for (const content of files) {
      const page = await hr.upload(
        path,
        { field: 'file', name: 'köpfe.csv', content },
        { note: ['a', 'b'], one: 'x' },
        from,
      );
      expect(page.path).toBe('/staff/password');
      expect(seen.at(-1)).toMatchObject({
        upload: { name: 'köpfe.csv', text: csv },
        body: { note: ['a', 'b'], one: 'x' },
      });
    }
  });

  test('without a chosen file arrives without one', async () => {
    const hr = await house.as('hr');
    const body = new FormData();
    body.append('csrf', await hr.token(from));
    body.append('file', new Blob([]), '');
    await hr.request('POST', path, body);
    expect(seen).toMatchObject([{ upload: undefined }]);
  });

  test('that is too large gets a page that says so, and reaches no handler', async () => {
    const hr = await house.as('hr');
    const page = await hr.upload(
      path,
      { field: 'file', name: 'big.csv', content: Buffer.alloc(10_000_000, 65) },
      {},
      from,
    );
    expect(page.status).toBe(413);
    expect(page.html).toContain('höchstens 1 MB');
    expect(seen).toEqual([]);
  });

  test('that is cut off or no form at all gets a plain page', async () => {
    const hr = await house.as('hr');
    for (const [type, body] of [
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf'],
      ['multipart/form-data', 'no boundary'],
      ['text/plain', 'no form'],
    ]) {
      const response = await fetch(house.origin + path, {
        method: 'POST',
        headers: { cookie: hr.cookies, 'content-type': type ?? '' },
        body: body ?? '',
      });
      expect(response.status).toBe(400);
    }
    expect(seen).toEqual([]);
  });

  test('is not even read for another role', async () => {
    const analyst = await house.as('analyst');
    const page = await analyst.upload(path, { field: 'file', name: 'a.csv', content: 'a' }, {}, from);
    expect(page.status).toBe(403);
    expect(seen).toEqual([]);
  });
});

describe('a forged request', () => {
  test('without a token, or with another session’s, changes nothing and is put on record', async () => {
    const admin = await house.as('admin');
    const stranger = await house.visitor().token('/staff/login');
    const account = { name: 'Hanna', login: 'hanna', role: 'hr' };
    for (const token of [{}, { csrf: '' }, { csrf: stranger }, { csrf: ['a', 'b'] }]) {
      const page = await admin.postRaw('/staff/accounts', { ...account, ...token });
      expect(page.status).toBe(403);
      expect(page.html).toContain('Das Formular ist abgelaufen');
    }
    expect(await house.storage.accounts.credentials('hanna')).toBeNull();
    expect(
      (await house.audit()).slice(-4).map(({ actor, action, details }) => [actor, action, details]),
    ).toEqual(
      Array.from({ length: 4 }, () => [
        'admin',
        'request.refused',
        { reason: 'csrf', method: 'POST', route: '/staff/accounts', role: 'admin' },
      ]),
    );
  });

  test('for another role’s page is put on record with route and role, not with what was typed', async () => {
    const analyst = await house.as('analyst');
    const page = await analyst.get('/staff/accounts/mein-geheimnis');
    expect(page.status).toBe(403);
    expect(page.html).toContain('Dafür ist Ihr Konto nicht vorgesehen');
    const entry = (await house.audit()).at(-1);
    expect(entry).toMatchObject({
      actor: 'analyst',
      action: 'request.refused',
      subject: null,
      details: { reason: 'role', method: 'GET', route: '/staff/accounts/:accountId', role: 'analyst' },
    });
    expect(JSON.stringify(entry)).not.toContain('geheimnis');
  });

  test('about something that does not exist is refused by its handler, and put on record', async () => {
    const hr = await house.as('hr');
    const page = await hr.upload(
      '/staff/waves/other/import',
      { field: 'file', name: 'a.csv', content: 'a' },
      {},
      from,
    );
    expect(page.status).toBe(403);
    expect((await house.audit()).at(-1)).toMatchObject({ details: { reason: 'unknown-wave', role: 'hr' } });
  });

  test('from outside cannot fill the log', async () => {
    for (let number = 0; number < 130; number += 1)
      await house.visitor().postRaw('/staff/login', { login: 'x' });
    const refused = (await house.audit()).filter(({ action }) => action === 'request.refused');
    expect(refused).toHaveLength(100);
    expect(refused[0]).toMatchObject({ actor: 'anonymous', details: { role: 'none' } });
  });
});

describe('a request without a session', () => {
  test('is sent to the sign-in, unless it carries a form: then nothing typed is thrown away', async () => {
    expect((await house.visitor().get('/staff/accounts')).path).toBe('/staff/login');
    const page = await house.visitor().postRaw('/staff/accounts', { name: 'Hanna' });
    expect(page).toMatchObject({ status: 403, path: '/staff/accounts' });
    expect(page.html).toContain('Sie sind nicht mehr angemeldet');
  });

  test('for a page that does not exist gets the common page', async () => {
    expect((await house.visitor().get('/staff/nothing')).status).toBe(404);
  });
});
