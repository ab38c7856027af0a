import type { Response } from 'express';
import { staffPage } from '../http/staff-page.js';
import type { StaffRequest } from '../http/staff-route.js';
import type { Model } from '../http/views.js';
import { translator } from '../i18n/index.js';
import type { AccountDeps } from './deps.js';
import { errorModel, type FieldError } from './form.js';

interface Options {
  readonly errors?: readonly FieldError[];
  /** 422 where a form came with errors and nothing else is said here. */
  readonly status?: number;
}

/** A page of this app. `title` is a catalogue key. */
export function showPage(
  deps: Pick<AccountDeps, 'views'>,
  req: StaffRequest,
  res: Response,
  view: string,
  title: string,
  model: Model,
  { errors = [], status }: Options = {},
): void {
  const options = {
    title: translator(req.lang)(title),
    hasErrors: errors.length > 0,
    status: status ?? (errors.length > 0 ? 422 : 200),
  };
  staffPage(deps.views, req, res, view, options, { ...model, ...errorModel(req, errors) });
}
