import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'express';
import { describe, expect, it } from 'vitest';
import { flash, staffPage } from '../../../server/http/staff-page.js';
import type { StaffRequest } from '../../../server/http/staff-route.js';
import { makeViews } from '../../../server/http/views.js';
import { projectRoot } from '../../../server/paths.js';
import { roles, type Role } from '../../../server/ports/staff.js';
import { faultsOf } from '../../support/html-faults.js';

const views = makeViews({ root: join(projectRoot, 'views') });
const model = { parts: [] };

/** Who finds what in the navigation, written down by hand. */
const expected: Readonly<Record<Role, readonly string[]>> = {
  hr: ['/staff/waves', '/staff/questionnaires', '/staff/references', '/staff/results', '/staff/password'],
  analyst: ['/staff/results', '/staff/tokens', '/staff/password'],
  council: ['/staff/approvals', '/staff/results', '/staff/self-test', '/staff/audit', '/staff/password'],
  admin: ['/staff/accounts', '/staff/audit', '/staff/password'],
};

describe('staff page', () => {
  it.each(roles)('shows %s the ways to its own work only', (role) => {
    const page = show(request(role));
    const nav = /<nav class="site-nav"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? '';
    expect([...nav.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(expected[role]);
    expect(faultsOf(page)).toEqual([]);
  });

  it('marks where one is, also on pages below', () => {
    const page = show(request('hr', { originalUrl: '/staff/waves/abc/codes?x=1' }));
    expect(page).toContain('<a href="/staff/waves" aria-current="page">');
    expect(page.match(/aria-current="page"/g)).toHaveLength(1);
  });

  it('has neither navigation nor sign-out before log-in', () => {
    const page = show(request(null));
    expect(page).not.toContain('site-nav');
    expect(page).not.toContain('/staff/sign-out');
  });

  it('shows a message once, on the next page', () => {
    const req = request('hr');
    flash(req, 'common.steps', { current: 1, total: 2 });
    expect(show(req)).toContain('Schritt 1 von 2');
    expect(show(req)).not.toContain('Schritt 1 von 2');
  });

  it('comes back after a change of language to a page that can be asked for', () => {
    expect(show(request('hr', { originalUrl: '/staff/waves?page=2' }))).toContain(
      'name="back" value="/staff/waves?page=2"',
    );
    expect(show(request('hr', { originalUrl: '/staff/waves/a/close', method: 'POST' }))).toContain(
      'name="back" value="/staff"',
    );
  });

  it('carries the token in every form of the frame', () => {
    const page = show(request('hr'));
    expect(page.match(/<form/g)).toHaveLength(3);
    expect(page.match(/name="csrf" value="token"/g)).toHaveLength(2);
  });

  it('leaves the frame away on paper', () => {
    const page = show(request('hr'), 'print');
    expect(page).not.toContain('<header');
    expect(readFileSync(join(projectRoot, 'views/layouts/print.ejs'), 'utf8')).toContain('it.body');
  });
});

function request(role: Role | null, more: { originalUrl?: string; method?: string } = {}): StaffRequest {
  const staff =
    role === null
      ? {}
      : { staff: { id: '1', login: 'a', name: 'A', role, disabled: false, mustChangePassword: false } };
  const req: object = { method: 'GET', originalUrl: '/staff', lang: 'de', session: {}, ...staff, ...more };
  return req as StaffRequest;
}

function show(req: StaffRequest, layout: 'staff' | 'print' = 'staff'): string {
  let sent = '';
  const res = {
    locals: { csrf: 'token' },
    status: () => res,
    type: () => res,
    set: () => res,
    send: (html: string) => {
      sent = html;
    },
  };
  staffPage(views, req, res as unknown as Response, 'components/examples', { title: 'Seite', layout }, model);
  return sent;
}
