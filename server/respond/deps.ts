import type { Views } from '../http/views.js';
import type { BallotBox } from '../ports/ballot-box.js';
import type { BlindSigner } from '../ports/blind-signer.js';
import type { Clock } from '../ports/clock.js';
import type { DefinitionShelf, WaveDesk } from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import type { RotatingKey } from '../ports/rotating-key.js';

export interface RespondDeps {
  readonly waves: Pick<WaveDesk, 'list' | 'find'>;
  readonly definitions: Pick<DefinitionShelf, 'find'>;
  readonly box: BallotBox;
  readonly blind: Pick<BlindSigner, 'publicKey' | 'sign' | 'verify'>;
  /** 32 bytes each: for the hashes of codes and of receipts, and for what is sealed into the browser's cookies. */
  readonly keys: { readonly codes: Uint8Array; readonly receipts: Uint8Array; readonly draft: RotatingKey };
  readonly views: Views;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Set where the address is https. */
  readonly secureCookies: boolean;
  /** Told of errors that nobody caused on purpose, with the number that the page shows; never anything of the request. */
  readonly report: (incident: string, error: unknown) => void;
}
