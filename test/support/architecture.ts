import { forbiddenUses } from './forbidden-uses.js';
import { readSource, type Import, type Source } from './read-source.js';
import type { Files } from './project-files.js';

/**
 * Who may import whom. A place is a folder of server/ or a file directly in it. `values`: other places whose code it may
 * run; `types`: places it may name in types besides; `packages`: packages and modules of Node. Everything else is a breach.
 */
interface Wall {
  readonly values: readonly string[];
  readonly types: readonly string[];
  readonly packages: readonly string[];
}

const pure = ['survey', 'disclosure', 'statistics', 'credential'];
const data = ['instruments', 'references', 'figures'];

function pureFolder(): Wall {
  return { values: [], types: [...pure, 'ports'], packages: ['zod', 'node:crypto'] };
}

function app(...packages: string[]): Wall {
  return {
    values: [...pure, ...data, 'ports', 'http', 'i18n', 'exports', 'packages'],
    types: [],
    packages: ['express', 'zod', 'node:crypto', ...packages],
  };
}

const everything = [
  ...[
    'respond',
    'admin',
    'report',
    'council',
    'api',
    'accounts',
    'exports',
    'packages',
    'pictures',
    'storage',
    'http',
    'i18n',
    'demo',
    'ports',
  ],
  ...pure,
  ...data,
  ...['config.ts', 'paths.ts'],
];

export const walls: Readonly<Record<string, Wall>> = {
  survey: pureFolder(),
  disclosure: pureFolder(),
  statistics: pureFolder(),
  credential: pureFolder(),
  ports: { values: [], types: [...pure, 'references'], packages: [] },
  respond: app('node:zlib'),
  admin: app('csv-parse', 'csv-stringify', 'qrcode'),
  report: { ...app(), values: [...app().values, 'pictures', 'figures'] },
  pictures: { values: ['statistics'], types: [], packages: ['d3-scale'] },
  raster: {
    values: ['ports'],
    types: [],
    packages: ['@resvg/resvg-wasm', 'node:fs', 'node:module'],
  },
  council: app(),
  api: app(),
  accounts: app('argon2', 'express-session'),
  releases: {
    values: ['survey', 'disclosure', 'credential', 'ports'],
    types: [],
    packages: ['zod', 'node:crypto', 'node:zlib'],
  },
  figures: { values: [...pure, 'references'], types: ['ports'], packages: [] },
  exports: {
    values: [...pure, ...data, 'i18n'],
    types: ['ports'],
    packages: ['csv-stringify', 'fflate', 'zod', 'node:crypto'],
  },
  packages: {
    values: [...pure, ...data, 'exports', 'i18n'],
    types: ['ports'],
    packages: ['zod', 'node:crypto', 'node:zlib'],
  },
  storage: {
    values: ['ports', 'paths.ts'],
    types: [...pure, 'references'],
    packages: ['better-sqlite3', 'zod', 'node:crypto', 'node:fs', 'node:path', 'node:timers'],
  },
  solver: {
    values: ['paths.ts'],
    types: ['ports'],
    packages: ['highs', 'node:path', 'node:worker_threads'],
  },
  http: {
    values: ['ports', 'i18n', 'paths.ts'],
    types: [...pure, 'config.ts'],
    packages: [
      ...['express', 'express-session', 'helmet', 'csrf-sync', 'busboy', 'ejs', 'pino', 'zod'],
      ...['node:crypto', 'node:fs', 'node:http', 'node:net', 'node:path', 'node:stream', 'node:zlib'],
    ],
  },
  i18n: {
    values: ['paths.ts'],
    types: ['ports', ...pure],
    packages: ['intl-messageformat', 'node:fs', 'node:path'],
  },
  instruments: { values: ['survey', 'paths.ts'], types: [], packages: ['zod', 'node:fs', 'node:path'] },
  references: { values: ['paths.ts'], types: ['survey', 'ports'], packages: ['zod', 'node:fs', 'node:path'] },
  demo: { values: everything, types: [], packages: ['zod', 'node:crypto'] },
  cli: {
    values: [...everything, 'compose.ts', 'solver'],
    types: [],
    packages: [
      'zod',
      'csv-parse',
      'node:crypto',
      'node:fs',
      'node:os',
      'node:path',
      'node:readline',
      'node:util',
      'node:stream',
    ],
  },
  'compose.ts': {
    values: [...everything, 'releases', 'solver', 'raster'],
    types: [],
    packages: ['express', 'node:crypto', 'node:path'],
  },
  'main.ts': { values: ['compose.ts', 'config.ts', 'http'], types: [], packages: [] },
  'config.ts': { values: ['paths.ts'], types: [], packages: ['zod', 'node:path'] },
  'paths.ts': { values: [], types: [], packages: ['node:fs', 'node:path', 'node:url'] },
};

/** Hashes only: keys and nonces come in as arguments. */
const hashesOnly = ['createHash', 'createHmac', 'timingSafeEqual', 'hkdfSync'];

/** Names that may be taken from http/ by the respondents' app: nothing of sessions or of staff. */
const staffOnly = /^server\/http\/(staff|session|flash)/;

/** Every breach of the walls in the sources, as `path: what is wrong`; an empty list is a house in order. */
export function breaches(files: Files): string[] {
  const sources = [...files].map(([path, text]) => readSource(path, text));
  return [
    ...sources.flatMap((source) => [
      ...wallBreaches(source).map((text) => `${source.path}: ${text}`),
      ...forbiddenUses(source, placeOf(source.path)).map((text) => `${source.path}: ${text}`),
    ]),
    ...cycles(sources),
  ];
}

/** `survey` for server/survey/answers.ts, `main.ts` for server/main.ts, null outside of server/. */
export function placeOf(path: string): string | null {
  return /^server\/([^/]+)/.exec(path)?.[1] ?? null;
}

function wallBreaches(source: Source): string[] {
  const place = placeOf(source.path) ?? '';
  const wall = walls[place];
  if (wall === undefined)
    return [`${place} is no place of this house: name it in test/support/architecture.ts`];
  return source.imports.flatMap((entry) => {
    const wrong = entry.isPackage
      ? packageBreach(place, wall, entry)
      : (fileBreach(place, wall, entry) ?? constructorBreach(place, entry));
    return wrong === null ? [] : [wrong];
  });
}

function fileBreach(place: string, wall: Wall, entry: Import): string | null {
  const target = placeOf(entry.target);
  if (target === null) return `imports ${entry.target}, which is no part of the server`;
  if (place === 'respond' && staffOnly.test(entry.target))
    return `imports ${entry.target}, which is for staff`;
  if (target === place || wall.values.includes(target)) return null;
  if (!wall.types.includes(target)) return `${place} must not import ${entry.target}`;
  // A zod schema is where a type comes from, and counts as one.
  const isTypes =
    entry.typeOnly || (entry.names.length > 0 && entry.names.every((name) => name.endsWith('Schema')));
  return isTypes ? null : `${place} may import only types from ${entry.target}`;
}

function packageBreach(place: string, wall: Wall, { target, names }: Import): string | null {
  const name = target.startsWith('@')
    ? target.split('/').slice(0, 2).join('/')
    : (target.split('/')[0] ?? target);
  if (!wall.packages.includes(name)) return `${place} must not import ${target}`;
  if (name !== 'node:crypto' || !pure.includes(place)) return null;
  const others = names.filter((taken) => !hashesOnly.includes(taken));
  return others.length === 0
    ? null
    : `takes ${others.join(', ')} from node:crypto: randomness is an argument`;
}

/** Only disclosure/ may hold the class, or whatever else makes a table; everybody else has its type. */
function constructorBreach(place: string, { target, typeOnly, names }: Import): string | null {
  if (place === 'disclosure' || typeOnly || placeOf(target) !== 'disclosure') return null;
  const fromItsFile = target.endsWith('/safe-table.ts');
  const makers = names.filter((name) => fromItsFile || name.includes('SafeTable'));
  if (makers.length === 0) return null;
  return `takes ${makers.join(', ')} from the file of SafeTable: only disclosure/ may make one, import types`;
}

/** Circles of files that need each other at run time: such a file cannot be understood, or loaded, by itself. */
function cycles(sources: readonly Source[]): string[] {
  const needs = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ isPackage, typeOnly }) => !isPackage && !typeOnly).map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) found.push(`${path}: imports itself by way of ${way.slice(start + 1).join(', ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const next of needs.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of needs.keys()) visit(path, []);
  return found;
}
