import type { StaffRequest } from '../http/staff-route.js';
import { translator, type MessageParams } from '../i18n/index.js';

/** A field's text, as it was typed; empty where it was not sent, or not as one text. */
export function field(req: StaffRequest, name: string): string {
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value: unknown = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** A part of the path, such as an account's id. */
export function pathPart(req: StaffRequest, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

export interface FieldError {
  /** Id of the field. */
  readonly field: string;
  /** Below `accounts.error`. */
  readonly key: string;
  readonly params?: MessageParams;
}

export interface ErrorModel {
  /** For the summary. */
  readonly errors: readonly { readonly href: string; readonly text: string }[];
  /** For the fields. */
  readonly errorOf: Readonly<Record<string, string>>;
}

export function errorModel(req: StaffRequest, errors: readonly FieldError[]): ErrorModel {
  const t = translator(req.lang);
  const told = errors.map(({ field: id, key, params }) => ({ id, text: t(`accounts.error.${key}`, params) }));
  return {
    errors: told.map(({ id, text }) => ({ href: `#${id}`, text })),
    errorOf: Object.fromEntries(told.toReversed().map(({ id, text }) => [id, text])),
  };
}
