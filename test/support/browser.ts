import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { z } from 'zod';
import { projectRoot } from '../../server/paths.js';

const answer = z.object({
  executablePath: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});

/** Half of the work of opening a page, and no difference to what is on it. */
const lean = [
  // No page lives long enough here to pay back what optimising its scripts costs.
  '--js-flags=--no-opt --no-maglev',
  // A renderer stays for the next page, and none is started in advance. This list replaces Playwright's own, of which
  // the others are what matters in a browser without windows.
  '--disable-features=RenderDocument,SpareRendererForSitePerProcess,AvoidUnnecessaryBeforeUnloadCheckSync,' +
    'HttpsUpgrades,PaintHolding,ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying',
];

/** A real Chromium, the one that the set-up has proven. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args, env } = answer.parse(JSON.parse(provenBrowser()));
  return chromium.launch({
    executablePath,
    args: [...args, ...lean],
    env: { ...definedEnvironment(), ...env },
  });
}

/** Whoever runs a single test without the set-up gets the same search. */
function provenBrowser(): string {
  const known = join(projectRoot, '.cache/browser.json');
  if (existsSync(known)) return readFileSync(known, 'utf8');
  return execFileSync(process.execPath, [join(projectRoot, '.ci/find-browser.mjs')], { encoding: 'utf8' });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
