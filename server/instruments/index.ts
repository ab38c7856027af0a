import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.js';
import { parseDefinition } from '../survey/check-definition.js';
import type { Definition } from '../survey/definition.js';

const folder = join(projectRoot, 'server', 'instruments');

/** The questionnaires that come with the product, checked like any other. Throws if one is faulty. */
export function shippedInstruments(): Definition[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const parsed = parseDefinition(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (parsed.ok) return parsed.definition;
      const faults = parsed.faults.map(({ path, key }) => `${path}: ${key}`);
      throw new Error(`${name} is faulty:\n${faults.join('\n')}`);
    });
}
