import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { breaches, placeOf, walls } from '../support/architecture.js';
import { formFaults, layoutFaults, type Layout } from '../support/house-form.js';
import { filesBelow, namesIn, type Files } from '../support/project-files.js';
import { plantedBreaches } from '../support/planted-breaches.js';
import { readSource } from '../support/read-source.js';

const server = filesBelow('server', ['.ts']);

describe('the house', () => {
  it('was read', () => {
    const main = readSource('server/main.ts', server.get('server/main.ts') ?? '');
    expect(main.imports.map(({ target }) => target)).toContain('server/compose.ts');
    expect(server.size).toBeGreaterThan(50);
  });

  it('keeps its walls', () => {
    expect(breaches(server)).toEqual([]);
  });

  it('keeps its form', () => {
    const folders = ['server', 'views', 'test', 'static', 'migrations', '.ci'];
    const files = folders.flatMap((folder) => [
      ...filesBelow(folder, ['.ts', '.mjs', '.js', '.ejs', '.css', '.sql']),
    ]);
    expect(formFaults(new Map(files))).toEqual([]);
  });

  it('has nothing at its top that nobody expects', () => {
    expect(layoutFaults(presentLayout())).toEqual([]);
  });

  it('has no download addresses in its lock file', () => {
    const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
    expect(lock.includes('"lockfileVersion"')).toBe(true);
    expect(lock.includes('"resolved"')).toBe(false);
  });
});

describe('the walls hold against', () => {
  it.each(plantedBreaches)('$breach', ({ path, text, says }) => {
    expect(breaches(new Map([[path, text]])).join('\n')).toMatch(says);
  });

  it('files that need each other', () => {
    const circle: Files = new Map([
      ['server/survey/a.ts', `import { b } from './b.js';`],
      ['server/survey/b.ts', `import { a } from './a.js';`],
    ]);
    expect(breaches(circle)).toEqual([
      expect.stringContaining('imports itself by way of server/survey/b.ts'),
    ]);
  });

  it('and let pass what is allowed', () => {
    const fine: Files = new Map([
      [
        'server/survey/a.ts',
        `import { createHash } from 'node:crypto';
         import type { Plan } from '../disclosure/plan.js';
         import { planSchema } from '../disclosure/plan.js';
         export const year = (at: Date) => new Date(at).getFullYear();
         export interface Step { process: string }`,
      ],
      [
        'server/respond/cookies.ts',
        `import type { Request } from 'express';\nexport const f = (r: Request) => r.headers.cookie;`,
      ],
      [
        'server/report/a.ts',
        `import type { SafeTable } from '../disclosure/safe-table.js';\nexport const f = (t: SafeTable) => t;`,
      ],
      [
        'server/disclosure/a.ts',
        `import { SafeTable } from './safe-table.js';\nexport const x = new SafeTable();`,
      ],
      [
        'server/compose.ts',
        `import { makeReleaseOffice } from './releases/release-office.js';\nexport const now = new Date();`,
      ],
    ]);
    expect(breaches(fine)).toEqual([]);
  });
});

describe('the form holds against', () => {
  const words = {
    later: ['TO', 'DO'].join(''),
    silence: ['eslint', 'disable'].join('-'),
    only: ['it.', 'only('].join(''),
  };
  const planted: { fault: string; path: string; text: string; says: RegExp }[] = [
    { fault: 'a long file', path: 'server/survey/a.ts', text: 'x\n'.repeat(321), says: /a\.ts: 321 lines/ },
    {
      fault: 'a name that isn’t in small letters',
      path: 'server/survey/Answer.ts',
      text: '',
      says: /Answer\.ts: name/,
    },
    {
      fault: 'a thing left for later',
      path: 'views/a.ejs',
      text: `<!-- ${words.later} -->`,
      says: /a\.ejs: line 1/,
    },
    {
      fault: 'a silenced rule',
      path: 'server/http/a.ts',
      text: `\n/* ${words.silence} */`,
      says: /a\.ts: line 2/,
    },
    {
      fault: 'a test that shuts out others',
      path: 'test/unit/a.test.ts',
      text: words.only,
      says: /a\.test\.ts: line 1/,
    },
    { fault: 'a test that is never run', path: 'test/units/a.test.ts', text: '', says: /lies in no folder/ },
    { fault: 'a test beside the code', path: 'server/survey/a.test.ts', text: '', says: /lies in no folder/ },
  ];
  it.each(planted)('$fault', ({ path, text, says }) => {
    expect(formFaults(new Map([[path, text]])).join('\n')).toMatch(says);
  });

  it('a folder that nobody expects', () => {
    const present = presentLayout();
    const extra: Layout = {
      ...present,
      root: [...present.root, 'misc'],
      server: [...present.server, 'utils'],
    };
    expect(layoutFaults(extra)).toEqual(['misc: not expected here', 'server/utils: not expected here']);
  });
});

function presentLayout(): Layout {
  return {
    root: namesIn('.'),
    server: [...new Set([...server.keys()].flatMap((path) => placeOf(path) ?? []))],
    test: namesIn('test'),
    migrations: namesIn('migrations'),
  };
}

it('every wall names places that have a wall themselves', () => {
  const named = Object.values(walls).flatMap(({ values, types }) => [...values, ...types]);
  expect(named.filter((place) => walls[place] === undefined)).toEqual([]);
});
