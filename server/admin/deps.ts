import type { BoxKeeper, PaperChannel } from '../ports/ballot-box.js';
import type { BlindSigner } from '../ports/blind-signer.js';
import type { Clock } from '../ports/clock.js';
import type { CodeRegister, ParticipationBoard, ParticipationCounter } from '../ports/code-register.js';
import type { FollowUps } from '../ports/follow-ups.js';
import type { DefinitionShelf, SupplementDesk, WaveDesk } from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import type { ReferenceShelf } from '../ports/reference-shelf.js';
import type { ReleaseOffice } from '../ports/release-office.js';
import type { AuditLog } from '../ports/staff.js';
import type { Views } from '../http/views.js';

/** What HR's app needs. No port in it returns an answer. */
export interface AdminDeps {
  readonly definitions: DefinitionShelf;
  readonly waves: WaveDesk;
  readonly followUps: Pick<FollowUps, 'originOf'>;
  readonly box: BoxKeeper;
  readonly blind: Pick<BlindSigner, 'makeKey' | 'destroyKey'>;
  readonly paper: PaperChannel;
  readonly codes: CodeRegister;
  readonly counter: ParticipationCounter;
  readonly board: ParticipationBoard;
  readonly releases: ReleaseOffice;
  readonly supplements: SupplementDesk;
  readonly references: ReferenceShelf;
  readonly audit: AuditLog;
  readonly views: Views;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly keys: { readonly codes: Uint8Array; readonly receipts: Uint8Array };
  /** Where respondents reach the survey, without a slash at the end. */
  readonly baseUrl: string;
  /** No wave may have a smaller minimum group size than this. */
  readonly kFloor: number;
}
