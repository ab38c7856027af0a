import type { Response } from 'express';
import { translator, type MessageParams } from '../i18n/index.js';
import type { Role } from '../ports/staff.js';
import './session-data.js';
import type { StaffRequest } from './staff-route.js';
import type { Model, PageOptions, StaffFrame, Views } from './views.js';

/** Where each role finds its work; everybody also finds the password page. */
const navigation: Readonly<Record<Role, readonly { href: string; key: string }[]>> = {
  hr: [
    { href: '/staff/waves', key: 'common.nav.waves' },
    { href: '/staff/questionnaires', key: 'common.nav.questionnaires' },
    { href: '/staff/references', key: 'common.nav.references' },
    { href: '/staff/results', key: 'common.nav.results' },
  ],
  analyst: [
    { href: '/staff/results', key: 'common.nav.results' },
    { href: '/staff/tokens', key: 'common.nav.tokens' },
  ],
  council: [
    { href: '/staff/approvals', key: 'common.nav.approvals' },
    { href: '/staff/results', key: 'common.nav.results' },
    { href: '/staff/self-test', key: 'common.nav.selfTest' },
    { href: '/staff/audit', key: 'common.nav.audit' },
  ],
  admin: [
    { href: '/staff/accounts', key: 'common.nav.accounts' },
    { href: '/staff/audit', key: 'common.nav.audit' },
  ],
};
const passwordEntry = { href: '/staff/password', key: 'common.nav.password' };

export interface StaffPageOptions {
  readonly title: string;
  readonly status?: number;
  readonly hasErrors?: boolean;
  readonly simulated?: boolean;
  /** `print`: without header and navigation, for paper. */
  readonly layout?: 'staff' | 'print';
}

/** Sends a staff page with the frame around it: navigation of the role, language, the messages left by the last action. */
export function staffPage(
  views: Views,
  req: StaffRequest,
  res: Response,
  view: string,
  options: StaffPageOptions,
  model: Model,
): void {
  const csrf: unknown = res.locals.csrf;
  const page: PageOptions = {
    ...options,
    layout: options.layout ?? 'staff',
    lang: req.lang,
    csrf: typeof csrf === 'string' ? csrf : undefined,
    staff: frameOf(req),
  };
  views.send(res, view, page, model);
}

/** Leaves a message of success for the next page this person sees; to be followed by a redirect. */
export function flash(req: StaffRequest, key: string, params: MessageParams = {}): void {
  req.session.flash = [...(req.session.flash ?? []), { key, params }];
}

function frameOf(req: StaffRequest): StaffFrame {
  const t = translator(req.lang);
  const path = req.originalUrl.split('?')[0] ?? '';
  const entries = req.staff === undefined ? [] : [...navigation[req.staff.role], passwordEntry];
  return {
    userName: req.staff?.name ?? null,
    roleName: req.staff === undefined ? null : t(`common.role.${req.staff.role}`),
    nav: entries.map(({ href, key }) => ({
      href,
      text: t(key),
      current: path === href || path.startsWith(`${href}/`),
    })),
    flash: takeFlash(req).map(({ key, params }) => t(key, params)),
    back: req.method === 'GET' ? req.originalUrl : '/staff',
  };
}

function takeFlash(req: StaffRequest): readonly { key: string; params: MessageParams }[] {
  // A page for `anyone` may be asked for before there is a session.
  const session = req.session as typeof req.session | undefined;
  const messages = session?.flash ?? [];
  if (session !== undefined && messages.length > 0) delete session.flash;
  return messages;
}
