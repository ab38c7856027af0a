import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import type { Clock } from '../ports/clock.js';
import type { Lang } from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import type { SessionShelf } from '../ports/staff.js';
import { ShelfSessionStore } from './session-store.js';

declare module 'express-session' {
  interface SessionData {
    /** Chosen by the person; German until then. */
    lang?: Lang;
    /** Page that was asked for before log-in. */
    returnTo?: string;
  }
}

export interface StaffSessionDeps {
  readonly sessions: SessionShelf;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly keys: { readonly session: Uint8Array };
  /** True where staff reach the server by https. */
  readonly secureCookies: boolean;
  readonly sessionIdleMinutes: number;
  readonly sessionMaxHours: number;
}

/**
 * Sessions below `/staff` only: the cookie never travels to the respondents' pages. It ends with the browser. Nothing is
 * stored for a visitor whose session is empty.
 */
export function staffSession(deps: StaffSessionDeps): RequestHandler[] {
  const sessions = session({
    // A prefix that browsers honour: such a cookie is accepted over https only. (`__Host-` would force the path `/`.)
    name: deps.secureCookies ? '__Secure-mw_staff' : 'mw_staff',
    secret: Buffer.from(deps.keys.session).toString('base64'),
    genid: () => Buffer.from(deps.randomness.bytes(32)).toString('base64url'),
    store: new ShelfSessionStore(deps.sessions, deps.clock, {
      idleMs: deps.sessionIdleMinutes * 60_000,
      absoluteMs: deps.sessionMaxHours * 3_600_000,
    }),
    resave: false,
    saveUninitialized: false,
    proxy: deps.secureCookies,
    cookie: { path: '/staff', httpOnly: true, sameSite: 'lax', secure: deps.secureCookies },
  });
  return [...(deps.secureCookies ? [sayHttps] : []), sessions, saveBeforeRedirect];
}

/**
 * The base address is https, so what arrives unencrypted here came through a proxy that ended it. Said to the session
 * library, which would leave the cookie away otherwise; a browser without https drops a `Secure` cookie anyway.
 */
function sayHttps(req: Request, _res: Response, next: NextFunction): void {
  req.headers['x-forwarded-proto'] = 'https';
  next();
}

/**
 * The library sends the head of an answer before it has stored the session. A browser follows a redirect at once and
 * would come back to a session that is not there yet.
 */
function saveBeforeRedirect(req: Request, res: Response, next: NextFunction): void {
  const redirect = res.redirect.bind(res) as (status: number, url: string) => void;
  res.redirect = (first: number | string, second?: number | string): void => {
    const status = typeof first === 'number' ? first : 302;
    const url = String(typeof first === 'number' ? second : first);
    if (!hasContent(req)) return redirect(status, url);
    req.session.save((error: unknown) => {
      if (error === null || error === undefined) redirect(status, url);
      else next(error);
    });
  };
  next();
}

function hasContent(req: Request): boolean {
  return Object.keys(req.session).some((key) => key !== 'cookie');
}

/** Signs a user in under a new session id; of the visitor's session only the language goes along. */
export async function startSession(req: Request, userId: string, clock: Clock): Promise<void> {
  const { lang } = req.session;
  await renewSession(req);
  if (lang !== undefined) req.session.lang = lang;
  req.session.userId = userId;
  req.session.startedAt = clock.now().getTime();
}

/** Ends the session and leaves an empty one behind, with the language only. */
export async function endSession(req: Request): Promise<void> {
  const { lang } = req.session;
  await renewSession(req);
  if (lang !== undefined) req.session.lang = lang;
}

async function renewSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the session could not be renewed'));
    });
  });
}
