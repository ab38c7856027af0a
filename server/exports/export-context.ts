import type { SafeRelease } from '../disclosure/safe-release.js';
import type { Wave } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import type { Definition } from '../survey/definition.js';

/** All that a file of a release is made of. Nothing in it is a ballot, and no clock: the same context gives the same bytes. */
export interface ExportContext {
  readonly wave: Wave;
  /** The version that the wave was asked with. */
  readonly definition: Definition;
  readonly release: SafeRelease;
  /** Day of the council's approval, `2026-11-23`. */
  readonly releasedOn: string;
  /** All that are known; files take those that belong to what they show. */
  readonly references: readonly Reference[];
}

export interface ExportFile {
  /** Name in the folder or zip: small letters, digits, dots and hyphens, without a folder. */
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}
