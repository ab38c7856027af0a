import type { Plan } from '../disclosure/plan.js';
import type { Reference } from '../references/reference.js';
import type { Definition } from '../survey/definition.js';
import { variablesOf } from '../survey/variables.js';
import type { Figure, Manifest, PackagePolicy } from './format.js';

/** What a package says, whatever files it says it in. */
export interface PackageContent {
  readonly manifest: Manifest;
  /** The questionnaire as it was asked. */
  readonly instrument: Definition;
  /** Null where there are only published figures. */
  readonly plan: Plan | null;
  readonly policy: PackagePolicy | null;
  readonly figures: readonly Figure[];
  /** Published figures that were shown beside the results. */
  readonly references: readonly Reference[];
}

/** The code lists of everything that can be counted, for readers without this program. */
export function codeListsOf(instrument: Definition) {
  return {
    variables: variablesOf(instrument).map(({ id, kind, label, codes }) => ({ id, kind, label, codes })),
  };
}
