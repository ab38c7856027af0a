import type { Files } from './project-files.js';
import { walls } from './architecture.js';

const longest = 320;
const testFolders = [
  'unit',
  'property',
  'contract',
  'migrations',
  'attack',
  'privacy',
  'browser',
  'crash',
  'mutation',
];

/** Written so that this file doesn't hold the words itself. */
const unwanted = [
  /\b(TO[D]O|FIX[M]E|XX[X])\b/,
  /eslint[-]disable|@ts[-](ignore|nocheck|expect-error)|prettier[-]ignore/,
  /\b(it|test|describe)[.](only|skip|todo|fails)\b|\b[xf](it|describe)\(/,
];

/** Files that are too long, oddly named, unfinished, or tests that would never be run. */
export function formFaults(files: Files): string[] {
  return [...files].flatMap(([path, text]) => {
    const faults: string[] = [];
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.length > longest) {
      faults.push(`${path}: ${lines.length} lines: split it by purpose, ${longest} are the most`);
    }
    if (!/^[a-z0-9.-]+$/.test(path.split('/').at(-1) ?? '')) {
      faults.push(`${path}: name: small letters, digits and hyphens`);
    }
    if (path.endsWith('.test.ts') && !testFolders.includes(/^test\/(\w+)\//.exec(path)?.[1] ?? '')) {
      faults.push(`${path}: lies in no folder whose tests are run`);
    }
    lines.forEach((line, index) => {
      const word = unwanted.map((pattern) => pattern.exec(line)?.[0]).find((match) => match !== undefined);
      if (word !== undefined) faults.push(`${path}: line ${index + 1}: ${word}`);
    });
    return faults;
  });
}

export interface Layout {
  readonly root: readonly string[];
  readonly server: readonly string[];
  readonly test: readonly string[];
  readonly migrations: readonly string[];
}

const expected: Layout = {
  root: [
    ...['.ci', '.gitignore', '.npmrc', '.prettierignore', '.prettierrc', 'eslint.config.js', 'package.json'],
    ...[
      'package-lock.json',
      'tsconfig.json',
      'tsconfig.build.json',
      'vitest.config.ts',
      'README.md',
      'LICENSE',
    ],
    ...['server', 'views', 'static', 'migrations', 'test', 'docs'],
  ],
  server: Object.keys(walls),
  test: [...testFolders, 'bench', 'support'],
  migrations: ['office', 'codes', 'ballots'],
};

/** Whatever lies at the top of the project or of server/, test/ and migrations/ without having a place there. */
export function layoutFaults(layout: Layout): string[] {
  const extra = (present: readonly string[], known: readonly string[], prefix: string): string[] =>
    present.filter((name) => !known.includes(name)).map((name) => `${prefix}${name}: not expected here`);
  return [
    ...extra(layout.root, expected.root, ''),
    ...extra(layout.server, expected.server, 'server/'),
    ...extra(layout.test, expected.test, 'test/'),
    ...extra(layout.migrations, expected.migrations, 'migrations/'),
  ];
}
