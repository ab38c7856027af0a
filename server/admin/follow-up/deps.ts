import type { FollowUps } from '../../ports/follow-ups.js';
import type { PackageSigner } from '../../ports/package-signer.js';
import type { ReferenceShelf } from '../../ports/reference-shelf.js';
import type { AdminDeps } from '../deps.js';
import type { WaitingPackages } from './waiting-packages.js';

/** What is needed to start a wave from a package. */
export interface FollowUpDeps extends Pick<
  AdminDeps,
  'definitions' | 'waves' | 'audit' | 'views' | 'clock' | 'randomness' | 'kFloor'
> {
  readonly followUps: FollowUps;
  readonly references: Pick<ReferenceShelf, 'list' | 'putAll'>;
  readonly signer: PackageSigner;
}

export interface StartDeps extends FollowUpDeps {
  readonly waiting: WaitingPackages;
}
