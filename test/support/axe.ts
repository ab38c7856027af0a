import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../server/paths.js';

/** Every page parses it anew, so the short form. */
const axe = readFileSync(join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The only rules whose outcome depends on colours. */
const colours = ['color-contrast', 'link-in-text-block'];

interface AxeRun {
  readonly runOnly: string[];
  readonly rules?: Readonly<Record<string, { readonly enabled: boolean }>>;
}

const all: AxeRun = { runOnly: tags };
const allButColours: AxeRun = {
  runOnly: tags,
  rules: Object.fromEntries(colours.map((rule) => [rule, { enabled: false }])),
};

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: unknown; readonly html: string }[];
}

/** What axe finds on the page as it stands, one line for each place. */
async function axeFaults(page: Page, run: AxeRun): Promise<string[]> {
  if (!(await page.evaluate<boolean>('typeof axe === "object"'))) await putIn(page, axe);
  return lines(
    await page.evaluate<Violation[]>(`axe
      .run({ ...${JSON.stringify(run)}, resultTypes: ['violations'] })
      .then(({ violations }) => violations.map(({ id, help, nodes }) => ({
        id, help, nodes: nodes.map(({ target, html }) => ({ target, html })),
      })))`),
  );
}

/** Past Playwright's own evaluation, which reads a long script a second time. */
async function putIn(page: Page, script: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Runtime.evaluate', { expression: script });
  await devtools.detach();
}

function lines(violations: readonly Violation[]): string[] {
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${help}) at ${String(target)}: ${html.slice(0, 160)}`),
  );
}

/** What makes the whole page scroll sideways; what scrolls inside its own box doesn't. */
async function sideways(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      return width > 0 && right > clientWidth + 0.5 && !element.closest('.kern-table-responsive, .kern-sr-only, svg');
    });
    return [scrollWidth + ' px instead of ' + clientWidth, ...wide.map((element) => element.outerHTML.slice(0, 160))];
  })()`);
}

export type Depth = 'whole' | 'brief' | 'narrow';

/** The window that pages are looked at in, for the context that they are opened in. */
export const desktop = {
  viewport: { width: 1280, height: 900 },
  colorScheme: 'light',
  // Colours are measured as they end up, not halfway through a transition.
  reducedMotion: 'reduce',
} as const;

/**
 * Everything that is wrong with the page as it stands: by axe in light, colours in dark, and what sticks out in forced
 * colours, on paper (A4 inside its margins), at half of the width (as at 200 % zoom) and at 320 pixels.
 * For a page that was looked at in another state, `brief` leaves out colours and all sizes but 320 pixels; for one that
 * differs by its words only, `narrow` leaves out all but 320 pixels.
 */
export async function faultsOfPage(page: Page, depth: Depth = 'whole'): Promise<string[]> {
  const faults: string[] = [];
  const note = (look: string, found: readonly string[]): void => {
    faults.push(...found.map((fault) => `${look}: ${fault}`));
  };
  if (depth !== 'narrow') note('light', await axeFaults(page, depth === 'brief' ? allButColours : all));
  await keepPicture(page, 'light');
  if (depth === 'whole') {
    await page.emulateMedia({ colorScheme: 'dark' });
    note('dark', await axeFaults(page, { runOnly: colours }));
    await keepPicture(page, 'dark');
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    note('forced colours', await sideways(page));
    await page.emulateMedia({ forcedColors: 'none', media: 'print' });
    await page.setViewportSize({ width: 718, height: 1000 });
    note('paper', await sideways(page));
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 640, height: 450 });
    note('200 % zoom', await sideways(page));
  }
  await page.setViewportSize({ width: 320, height: 700 });
  note('320 pixels', await sideways(page));
  await keepPicture(page, 'narrow');
  await page.setViewportSize(desktop.viewport);
  return faults;
}

let pictures = 0;

/** For a person's eyes: `PICTURES=<folder>` keeps what every page that is judged here looks like. */
async function keepPicture(page: Page, look: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  pictures += 1;
  const name = new URL(page.url()).pathname.replaceAll('/', '-').slice(0, 80);
  const place = `${String(process.pid)}-${String(pictures).padStart(3, '0')}${name}-${look}.png`;
  await page.screenshot({ path: join(folder, place), fullPage: true });
}
