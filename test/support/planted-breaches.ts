/** A file that must not get past the walls, and what is said about it. */
export interface Planted {
  readonly breach: string;
  readonly path: string;
  readonly text: string;
  readonly says: RegExp;
}

export const plantedBreaches: readonly Planted[] = [
  {
    breach: 'pure code that starts a solver itself',
    path: 'server/disclosure/a.ts',
    text: `import { makeHighsSolver } from '../solver/highs-solver.js';`,
    says: /disclosure must not import server\/solver\/highs-solver\.ts/,
  },
  {
    breach: 'a solver that knows what it solves',
    path: 'server/solver/a.ts',
    text: `import { blankSystem } from '../disclosure/blank-system.js';`,
    says: /solver must not import server\/disclosure\/blank-system\.ts/,
  },
  {
    breach: 'an app that imports the storage',
    path: 'server/admin/a.ts',
    text: `import { openStorage } from '../storage/sqlite/open-storage.js';`,
    says: /^server\/admin\/a\.ts: admin must not import server\/storage\/sqlite\/open-storage\.ts$/,
  },
  {
    breach: 'an app that imports the storage while it runs',
    path: 'server/admin/a.ts',
    text: `export const f = async () => import('../storage/keys.js');`,
    says: /admin must not import server\/storage\/keys\.ts/,
  },
  {
    breach: 'an import put together at run time',
    path: 'server/admin/a.ts',
    text: 'export const f = async (x: string) => import(`../${x}`);',
    says: /admin must not import \(computed\)/,
  },
  {
    breach: 'an app that imports a type of another app',
    path: 'server/respond/a.ts',
    text: `export type A = import('../report/deps.js').Deps;`,
    says: /respond must not import server\/report\/deps\.ts/,
  },
  {
    breach: 'an app that passes another on',
    path: 'server/council/a.ts',
    text: `export * from '../report/deps.js';`,
    says: /council must not import server\/report\/deps\.ts/,
  },
  {
    breach: 'a respondents’ app that takes the session',
    path: 'server/respond/a.ts',
    text: `import { staffOf } from '../http/staff-route.js';`,
    says: /imports server\/http\/staff-route\.ts, which is for staff/,
  },
  {
    breach: 'anybody but compose.ts who imports releases/',
    path: 'server/report/a.ts',
    text: `import { makeReleaseOffice } from '../releases/release-office.js';`,
    says: /report must not import server\/releases/,
  },
  {
    breach: 'a demonstration that imports releases/',
    path: 'server/demo/a.ts',
    text: `import { makeReleaseOffice } from '../releases/release-office.js';`,
    says: /demo must not import server\/releases/,
  },
  {
    breach: 'pure code that runs other pure code',
    path: 'server/survey/a.ts',
    text: `import { protect } from '../disclosure/protect.js';`,
    says: /survey may import only types from server\/disclosure\/protect\.ts/,
  },
  {
    breach: 'pure code that hides a value between types',
    path: 'server/survey/a.ts',
    text: `import { type Plan, protect } from '../disclosure/protect.js';`,
    says: /survey may import only types/,
  },
  {
    breach: 'pure code that imports for the effect',
    path: 'server/statistics/a.ts',
    text: `import '../survey/definition.js';`,
    says: /statistics may import only types/,
  },
  {
    breach: 'pure code that reads files',
    path: 'server/survey/a.ts',
    text: `import { readFileSync } from 'node:fs';`,
    says: /survey must not import node:fs/,
  },
  {
    breach: 'pure code that knows of requests',
    path: 'server/disclosure/a.ts',
    text: `import type { Request } from 'express';`,
    says: /disclosure must not import express/,
  },
  {
    breach: 'pure code that draws lots',
    path: 'server/credential/a.ts',
    text: `import { createHash, randomBytes } from 'node:crypto';`,
    says: /takes randomBytes from node:crypto/,
  },
  {
    breach: 'pure code that takes all of node:crypto',
    path: 'server/credential/a.ts',
    text: `import * as crypto from 'node:crypto';`,
    says: /takes \* from node:crypto/,
  },
  {
    breach: 'Math.random',
    path: 'server/http/a.ts',
    text: `export const x = Math.random();`,
    says: /a\.ts: line 1: Math\.random is no randomness/,
  },
  {
    breach: 'a look at the clock',
    path: 'server/disclosure/a.ts',
    text: `export const x = Date.now();`,
    says: /line 1: reads the time of the machine/,
  },
  {
    breach: 'a new Date of now',
    path: 'server/admin/a.ts',
    text: `\nexport const x = new Date();`,
    says: /line 2: reads the time of the machine/,
  },
  {
    breach: 'pure code that reads the environment',
    path: 'server/survey/a.ts',
    text: `export const x = process.env.HOME;`,
    says: /process is not pure/,
  },
  {
    breach: 'pure code that waits',
    path: 'server/survey/a.ts',
    text: `setTimeout(() => undefined, 1);`,
    says: /setTimeout is not pure/,
  },
  {
    breach: 'a console',
    path: 'server/respond/a.ts',
    text: `console.log('answers');`,
    says: /writes to the console/,
  },
  {
    breach: 'a port that does something',
    path: 'server/ports/a.ts',
    text: `import { wilson } from '../statistics/wilson.js';`,
    says: /ports may import only types/,
  },
  {
    breach: 'an app that names the sealed ballots',
    path: 'server/report/a.ts',
    text: `import type { SealedBallots } from '../ports/ballot-box.js';`,
    says: /names the port SealedBallots/,
  },
  {
    breach: 'an app that names the sealed ballots by another way',
    path: 'server/report/a.ts',
    text: `export type A = import('../ports/ballot-box.js').SealedBallots;`,
    says: /names the port SealedBallots/,
  },
  {
    breach: 'an export that makes a SafeTable',
    path: 'server/exports/a.ts',
    text: `import { SafeTable } from '../disclosure/safe-table.js';\nexport const x = new SafeTable();`,
    says: /from the file of SafeTable/,
  },
  {
    breach: 'a SafeTable under another name',
    path: 'server/report/a.ts',
    text: `import { SafeTable as T } from '../disclosure/safe-table.js';\nexport const x = new T();`,
    says: /from the file of SafeTable/,
  },
  {
    breach: 'a SafeTable by the function that mints it',
    path: 'server/exports/a.ts',
    text: `import { mintSafeTable } from '../disclosure/safe-table.js';`,
    says: /takes mintSafeTable from the file of SafeTable/,
  },
  {
    breach: 'a SafeTable by assertion',
    path: 'server/report/a.ts',
    text: `import type { SafeTable } from '../disclosure/safe-table.js';\nexport const x = {} as unknown as SafeTable;`,
    says: /line 2: makes a SafeTable/,
  },
  {
    breach: 'an address read in the respondents’ app',
    path: 'server/respond/a.ts',
    text: `import type { Request } from 'express';\nexport const f = (r: Request) => r.ip;`,
    says: /line 2: reads what could tell who sent the request/,
  },
  {
    breach: 'headers taken apart in the respondents’ app',
    path: 'server/respond/a.ts',
    text: `import type { Request } from 'express';\nexport const f = ({ headers }: Request) => headers;`,
    says: /line 2: reads what could tell who/,
  },
  {
    breach: 'another header than the cookies in cookies.ts',
    path: 'server/respond/cookies.ts',
    text: `import type { Request } from 'express';\nexport const f = (r: Request) => [r.headers.cookie,\n r.headers['user-agent']];`,
    says: /line 3: reads what could tell who/,
  },
  {
    breach: 'a header asked for by name in the respondents’ app',
    path: 'server/respond/a.ts',
    text: `import type { Request } from 'express';\nexport const f = (req: Request) => req.get('host');`,
    says: /line 2: reads what could tell who/,
  },
  {
    breach: 'a folder that nobody has placed',
    path: 'server/helpers/a.ts',
    text: `export const x = 1;`,
    says: /helpers is no place of this house/,
  },
  {
    breach: 'a server that imports its tests',
    path: 'server/cli/a.ts',
    text: `import { launchBrowser } from '../../test/support/browser.js';`,
    says: /which is no part of the server/,
  },
  {
    breach: 'a package nobody has placed',
    path: 'server/council/a.ts',
    text: `import { chromium } from 'playwright-core';`,
    says: /council must not import playwright-core/,
  },
];
