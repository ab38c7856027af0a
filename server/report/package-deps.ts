import type { DefinitionShelf, SupplementDesk } from '../ports/office.js';
import type { PackageSigner } from '../ports/package-signer.js';
import type { ReportDeps } from './deps.js';

/** What is needed besides the results to hand them on. */
export interface PackageDeps extends ReportDeps {
  readonly definitions: Pick<DefinitionShelf, 'find'>;
  readonly supplements: Pick<SupplementDesk, 'ofWave'>;
  readonly signer: PackageSigner;
}
