import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.js';
import type { Reference } from './reference.js';
import { referencesSchema } from './reference.js';

/** The published figures that ship with the product. Throws where the file is not what the schema says. */
export function loadReferences(): readonly Reference[] {
  const text = readFileSync(join(projectRoot, 'server/references/references.json'), 'utf8');
  return referencesSchema.parse(JSON.parse(text)).references;
}
