import type { Definition } from '../../server/survey/definition.js';
import { linkedVariables } from '../../server/survey/variables.js';

/** Whether nobody can have these codes, by the combinations that linkedVariables lists; false where it lists none. */
export function structuralZero(definition: Definition, cell: Readonly<Record<string, string>>): boolean {
  return linkedVariables(definition, Object.keys(cell)).some(
    ({ variables, combinations }) =>
      combinations !== null &&
      !combinations.some((codes) => codes.every((code, at) => code === cell[variables[at]!])),
  );
}
