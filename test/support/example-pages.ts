import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/paths.js';
import { makeViews, type PageOptions } from '../../server/http/views.js';
import type { Lang } from '../../server/ports/office.js';

export type Example = Readonly<Record<string, unknown>>;

/** Parameters for every component: examples to look at, and what the checks run on. */
export const componentExamples = JSON.parse(
  readFileSync(join(projectRoot, 'views/components/examples.json'), 'utf8'),
) as Readonly<Record<string, readonly Example[]>>;

export const views = makeViews({ root: join(projectRoot, 'views') });

/** A page that holds the given components one below another. */
export function examplePage(
  lang: Lang,
  parts: readonly { readonly name: string; readonly params: Example }[],
  options: Partial<PageOptions> = {},
  model: Example = {},
): string {
  const hasErrors = parts.some(({ name }) => name === 'error-summary');
  const page: PageOptions = { layout: 'respond', lang, title: 'Bausteine', hasErrors, ...options };
  return views.page('components/examples', page, { ...model, parts });
}
