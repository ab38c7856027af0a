import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectRoot } from '../../server/paths.js';

/** Path from the project's root, with forward slashes, to the text of the file. */
export type Files = ReadonlyMap<string, string>;

/** All files below a folder whose names end in one of the endings. */
export function filesBelow(folder: string, endings: readonly string[]): Files {
  const found = readdirSync(join(projectRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    found.map((path) => [relative(projectRoot, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

/** Names directly in a folder, without what is made or installed and never committed. */
export function namesIn(folder: string): string[] {
  const made = ['.git', 'node_modules', 'dist', 'var', '.cache', 'coverage'];
  return readdirSync(join(projectRoot, folder)).filter((name) => !made.includes(name));
}
