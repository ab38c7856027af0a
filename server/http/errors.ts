import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, NextFunction, Request, Response } from 'express';
import { translator, type MessageParams } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { Views } from './views.js';

/** A mistake of the request that a handler can't answer with a page of its own. `key` says what to do. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly key: string | null = null,
    readonly params: MessageParams = {},
  ) {
    super(`answered with ${String(status)}`);
    this.name = 'HttpError';
  }
}

export interface ErrorPageDeps {
  readonly views: Views;
  /** Told of errors that are ours, never of what a request did wrong. */
  readonly report: (incident: string, error: unknown, req: Request) => void;
}

/** For every path that nobody answered. */
export function notFound(_req: Request, _res: Response, next: NextFunction): void {
  next(new HttpError(404));
}

/** One plain page for everything thrown: what happened, what to do, and an incident number where the fault is ours. */
export function errorPages({ views, report }: ErrorPageDeps): ErrorRequestHandler {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const fault = asFault(error);
    const incident = fault.status >= 500 ? randomBytes(5).toString('hex') : null;
    if (incident !== null) report(incident, error, req);
    if (res.headersSent) {
      // Half a page is out already; only cutting the connection tells the browser that it isn't whole.
      next(error);
      return;
    }
    sendFault(views, req, res, fault, incident);
  };
}

function sendFault(
  views: Views,
  req: Request,
  res: Response,
  fault: HttpError,
  incident: string | null,
): void {
  const lang = languageOf(req);
  const t = translator(lang);
  const title = t(`common.error.${titledStatus(fault.status)}.title`);
  const advice =
    fault.key === null ? t(`common.error.${titledStatus(fault.status)}.text`) : t(fault.key, fault.params);
  const home = req.originalUrl.startsWith('/staff') ? '/staff' : '/';
  views.send(
    res,
    'errors/error',
    { layout: 'respond', lang, title, status: fault.status },
    {
      advice,
      incident,
      home,
      homeLabel: t('common.backToStart'),
    },
  );
}

const explained = [400, 403, 404, 413, 429, 500] as const;

/** The status whose words fit: other mistakes of a request are "not readable", other mistakes of ours are "ours". */
function titledStatus(status: number): (typeof explained)[number] {
  const exact = explained.find((known) => known === status);
  return exact ?? (status >= 500 ? 500 : 400);
}

/** Errors of body parsers and of the router carry a status (and `limit` in bytes); whatever doesn't is ours. */
function asFault(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const { status, code, limit } = errorFacts(error);
  if (code === 'EBADCSRFTOKEN') return new HttpError(403, 'common.error.formExpired');
  if (status === 413 && typeof limit === 'number') {
    return new HttpError(413, 'common.error.uploadTooLarge', { megabytes: limit / 1_000_000 });
  }
  return new HttpError(typeof status === 'number' && status >= 400 && status < 500 ? status : 500);
}

function errorFacts(error: unknown): { status?: unknown; code?: unknown; limit?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}

/** The language chosen for this request, else that of the address, else German. */
function languageOf(req: Request): Lang {
  const chosen: unknown = 'lang' in req ? req.lang : undefined;
  if (chosen === 'de' || chosen === 'en') return chosen;
  return /^\/en(?:\/|$)/.test(req.originalUrl) ? 'en' : 'de';
}
