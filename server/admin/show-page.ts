import type { Response } from 'express';
import { staffPage } from '../http/staff-page.js';
import type { StaffRequest } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Wave } from '../ports/office.js';
import type { AdminDeps } from './deps.js';
import type { FieldError } from './form.js';

/** Errors as the views want them: messages for the summary, and by field for the fields. */
export interface ErrorModel {
  readonly errors: readonly { readonly href: string; readonly text: string }[];
  readonly errorOf: Readonly<Record<string, string>>;
}

export function errorModel(req: StaffRequest, errors: readonly FieldError[]): ErrorModel {
  const t = translator(req.lang);
  const told = errors.map(({ field, key, params }) => ({ field, text: t(key, params) }));
  return {
    errors: told.map(({ field, text }) => ({ href: `#${field}`, text })),
    errorOf: Object.fromEntries(told.toReversed().map(({ field, text }) => [field, text])),
  };
}

/** A page of HR's app; answers 422 where something that was sent needs another look. */
export function showPage(
  deps: Pick<AdminDeps, 'views'>,
  req: StaffRequest,
  res: Response,
  view: string,
  title: string,
  model: Readonly<Record<string, unknown>> & { readonly wave?: Wave },
  errors: readonly FieldError[] = [],
): void {
  const options = {
    title,
    hasErrors: errors.length > 0,
    status: errors.length > 0 ? 422 : 200,
    simulated: model.wave?.simulated ?? false,
  };
  staffPage(deps.views, req, res, `admin/${view}`, options, { ...model, ...errorModel(req, errors) });
}
