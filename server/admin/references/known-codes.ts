import type { DefinitionShelf } from '../../ports/office.js';
import { variablesOf } from '../../survey/variables.js';
import type { KnownCodes } from './read-reference.js';

/** What figures may be linked to: variables and codes of any version of a questionnaire that is here. */
export async function knownCodes(definitions: DefinitionShelf): Promise<KnownCodes> {
  const known = new Map<string, Map<string, Set<string>>>();
  for (const { id, version } of await definitions.list()) {
    const definition = await definitions.find(id, version);
    const variables = known.get(id) ?? new Map<string, Set<string>>();
    known.set(id, variables);
    for (const variable of definition === null ? [] : variablesOf(definition)) {
      const codes = variables.get(variable.id) ?? new Set<string>();
      variables.set(variable.id, codes);
      for (const { code } of variable.codes) codes.add(code);
    }
  }
  return (instrument) => known.get(instrument) ?? null;
}

/** Ids of all questionnaires, for a form to choose from. */
export async function instrumentsOf(definitions: DefinitionShelf): Promise<string[]> {
  return [...new Set((await definitions.list()).map(({ id }) => id))];
}
