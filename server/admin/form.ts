import type { StaffRequest } from '../http/staff-route.js';

/** What a form sent, read without trusting its shape: body parsers hand over strings, lists or objects of either. */
export interface Form {
  /** The field's text without surrounding white space; empty where it was not sent. */
  one(name: string): string;
  /** Every value of a repeated field. */
  many(name: string): string[];
  /** As parsed, for readers that check for themselves. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export function formOf(req: StaffRequest): Form {
  const body: unknown = req.body;
  const fields = isRecord(body) ? body : {};
  const many = (name: string) => (Object.hasOwn(fields, name) ? strings(fields[name]) : []);
  return { fields, many, one: (name) => many(name)[0]?.trim() ?? '' };
}

/** A parameter of the address that may come once. */
export function queryOf(req: StaffRequest, name: string): string[] {
  return strings(req.query[name]);
}

/** A parameter of the path. */
export function pathOf(req: StaffRequest, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  if (isRecord(value)) return Object.values(value).filter((entry) => typeof entry === 'string');
  return [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that can't be taken as it is; the view turns it into a message beside the field and in the summary. */
export interface FieldError {
  readonly field: string;
  /** Catalogue key. */
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
