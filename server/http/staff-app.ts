import { csrfSync } from 'csrf-sync';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { AccountBook, AuditLog } from '../ports/staff.js';
import { AnonymousQuota } from './anonymous-quota.js';
import { errorFields, type Log } from './logging.js';
import { Refusal, refuse } from './refuse.js';
import { answerRefusal, answerSessionEnded } from './staff-answers.js';
import { homeOf, safeStaffPath } from './staff-paths.js';
import type { StaffRequest, StaffRoute } from './staff-route.js';
import { endSession, staffSession, type StaffSessionDeps } from './staff-session.js';
import { readUpload } from './staff-upload.js';
import type { Views } from './views.js';

export interface StaffAppDeps extends StaffSessionDeps {
  readonly routes: readonly StaffRoute[];
  readonly accounts: Pick<AccountBook, 'find'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly views: Views;
  readonly uploadLimitBytes: number;
  readonly log: Pick<Log, 'warn'>;
}

const SWEEP_EVERY_MS = 10 * 60_000;
const FORM_BYTES = '1mb';
const FORM_FIELDS = 10_000;

/** What somebody with an administrator's first password may do before choosing one of their own. */
const beforeOwnPassword = ['/password', '/sign-out', '/language', '/login'];

const csrf = csrfSync({
  getTokenFromRequest: (req) => {
    const body: unknown = req.body;
    const token = typeof body === 'object' && body !== null && 'csrf' in body ? body.csrf : undefined;
    return typeof token === 'string' ? token : undefined;
  },
  size: 32,
});

/** Everything below `/staff`: session, user, role check, upload, CSRF, and the handlers as data. Mount it at `/staff`. */
export function makeStaffApp(deps: StaffAppDeps): express.Router {
  const router = express.Router();
  const quota = new AnonymousQuota(deps.clock);
  sweepRegularly(deps);

  router.use(...staffSession(deps));
  router.use(loadUser(deps), askForOwnPassword);
  router.get('/', (req: Request, res: Response) => {
    const { staff } = req as StaffRequest;
    res.redirect(303, staff === undefined ? '/staff/login' : homeOf(staff.role));
  });
  for (const route of deps.routes) {
    router[route.method](route.path, guard(deps, route), ...readForm(deps, route), handle(route));
  }
  router.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    answerRefused(deps, quota, error, req as StaffRequest, res).then((answered) => {
      if (!answered) next(error);
    }, next);
  });
  return router;
}

function sweepRegularly(deps: StaffAppDeps): void {
  const timer = setInterval(() => {
    deps.sessions.sweep(deps.clock.now().getTime()).catch((error: unknown) => {
      deps.log.warn({ event: 'session.sweep-failed', ...errorFields(error) });
    });
  }, SWEEP_EVERY_MS);
  timer.unref();
}

/** Language and user of the request. An account that is gone or disabled is signed out with its next request. */
function loadUser(deps: StaffAppDeps): RequestHandler {
  return async (plain: Request, res: Response, next: NextFunction): Promise<void> => {
    const req = plain as StaffRequest;
    if (req.session.userId !== undefined) {
      const user = await deps.accounts.find(req.session.userId);
      if (user === null || user.disabled) await endSession(req);
      else req.staff = user;
    }
    req.lang = req.session.lang ?? 'de';
    // Made when a page asks for it: a visitor whose page has no form needs no session.
    Object.defineProperty(res.locals, 'csrf', { get: () => csrf.generateToken(req), enumerable: true });
    next();
  };
}

function askForOwnPassword(plain: Request, res: Response, next: NextFunction): void {
  const { staff } = plain as StaffRequest;
  if (staff?.mustChangePassword === true && !beforeOwnPassword.includes(plain.path)) {
    res.redirect(303, '/staff/password');
  } else {
    next();
  }
}

function guard(deps: StaffAppDeps, route: StaffRoute): RequestHandler {
  return (plain: Request, res: Response, next: NextFunction): void => {
    const req = plain as StaffRequest;
    if (route.roles === 'anyone') {
      next();
    } else if (req.staff === undefined) {
      askToSignIn(deps, route, req, res);
    } else if (route.roles !== 'signed-in' && !route.roles.includes(req.staff.role)) {
      refuse(req, 'role');
    } else {
      next();
    }
  };
}

function askToSignIn(deps: StaffAppDeps, route: StaffRoute, req: StaffRequest, res: Response): void {
  if (route.method === 'post') {
    // A redirect would throw away what was typed; this page says how to keep it.
    answerSessionEnded(deps.views, req, res);
    return;
  }
  const wanted = safeStaffPath(req.originalUrl);
  if (wanted !== null) req.session.returnTo = wanted;
  res.redirect(303, '/staff/login');
}

/** The form is read only for those who may send it, and its token is checked before any handler sees it. */
function readForm(deps: StaffAppDeps, route: StaffRoute): RequestHandler[] {
  if (route.method !== 'post') return [];
  const parse =
    route.upload === true
      ? readUpload(deps.uploadLimitBytes)
      : express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: FORM_FIELDS });
  const checkToken: RequestHandler = (req, _res, next) => {
    if (!csrf.isRequestValid(req)) refuse(req, 'csrf');
    next();
  };
  return [parse, checkToken];
}

function handle(route: StaffRoute): RequestHandler {
  return async (req: Request, res: Response): Promise<void> => {
    await route.handle(req as StaffRequest, res);
  };
}

/** Writes down and answers a refusal. False for every other error: those go on to the common error page. */
async function answerRefused(
  deps: StaffAppDeps,
  quota: AnonymousQuota,
  error: unknown,
  req: StaffRequest,
  res: Response,
): Promise<boolean> {
  if (!(error instanceof Refusal) || res.headersSent) return false;
  // Somebody outside must not be able to fill a log that cannot be emptied.
  if (req.staff !== undefined || quota.take()) {
    await deps.audit.append({
      actor: req.staff?.login ?? 'anonymous',
      action: 'request.refused',
      subject: null,
      details: {
        reason: error.reason,
        method: error.method,
        route: patternOf(req),
        role: req.staff?.role ?? 'none',
      },
    });
  }
  answerRefusal(deps.views, req, res, error);
  return true;
}

/** The route's pattern, never the address: that may hold what somebody typed. */
function patternOf(req: Request): string {
  const route: unknown = req.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : null;
  return typeof path === 'string' ? `/staff${path}` : '/staff';
}
