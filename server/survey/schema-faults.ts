import type { z } from 'zod';
import type { Fault, Path } from './fault.js';
import { pathText } from './fault.js';

type Issue = z.core.$ZodIssue;

/** Every fault that the schema found, with a reason that can be translated. */
export function schemaFaults(document: unknown, issues: readonly Issue[]): Fault[] {
  return issues.flatMap((issue) => issueFaults(document, issue, []));
}

function issueFaults(document: unknown, issue: Issue, prefix: Path): Fault[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const fault = (key: string, params?: Fault['params'], at: Path = path): Fault => ({
    path: pathText(document, at),
    key: `survey.fault.${key}`,
    ...(params && { params }),
  });

  switch (issue.code) {
    case 'invalid_type':
      if (!isPresent(document, path)) {
        const last = path.at(-1);
        return [
          last === 'de' || last === 'en' ? fault('missing_language', { language: last }) : fault('missing'),
        ];
      }
      return [fault('type', { expected: issue.expected })];
    case 'invalid_value':
      if (!isPresent(document, path)) return [fault('missing')];
      return [fault('allowed', { allowed: issue.values.map(String).join(', ') })];
    case 'invalid_format':
      return [
        issue.message.startsWith('survey.')
          ? { path: pathText(document, path), key: issue.message }
          : fault('format'),
      ];
    case 'too_small':
      return [fault(`small_${sizeKind(issue.origin)}`, { limit: Number(issue.minimum) })];
    case 'too_big':
      return [fault(`big_${sizeKind(issue.origin)}`, { limit: Number(issue.maximum) })];
    case 'unrecognized_keys':
      return issue.keys.map((name) => fault('unknown_key', undefined, [...path, name]));
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) => issueFaults(document, inner, path));
    case 'invalid_union':
      return unionFaults(document, issue, path, fault);
    default:
      return [fault('format')];
  }
}

/**
 * Of the alternatives of a union, the one that was meant: its keys are right, only something below them is wrong. Where
 * none is, the place itself is not understood.
 */
function unionFaults(
  document: unknown,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  fault: (key: string) => Fault,
): Fault[] {
  const meant = issue.errors.filter(
    (issues) =>
      issues.length > 0 &&
      issues.every(
        (inner) =>
          inner.path.length > 0 &&
          inner.code !== 'unrecognized_keys' &&
          isPresent(document, [...path, ...inner.path.map(String)]),
      ),
  );
  const [only] = meant;
  if (meant.length === 1 && only !== undefined)
    return only.flatMap((inner) => issueFaults(document, inner, path));
  if (!isPresent(document, path)) return [fault('missing')];
  return [fault(path.at(-1) === 'type' ? 'item_type' : 'not_understood')];
}

function sizeKind(origin: string): 'text' | 'list' | 'number' {
  if (origin === 'string') return 'text';
  return origin === 'array' || origin === 'set' || origin === 'map' || origin === 'object'
    ? 'list'
    : 'number';
}

function isPresent(document: unknown, path: Path): boolean {
  let current: unknown = document;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return false;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current !== undefined;
}
