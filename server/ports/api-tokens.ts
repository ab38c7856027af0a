/** A key with which a program reads released results in the name of somebody. The secret itself is kept nowhere. */
export interface ApiToken {
  readonly id: string;
  /** What it is for, in its owner's words. */
  readonly name: string;
  /** Account id; a token does no more than its owner may do. */
  readonly ownerId: string;
  /** The one wave that it opens; null: everything that is released. */
  readonly waveId: string | null;
  /** Days in Germany, `2026-11-24`. It is good until the end of `expiresOn`. */
  readonly createdOn: string;
  readonly expiresOn: string;
  readonly revokedOn: string | null;
  readonly state: 'live' | 'expired' | 'revoked';
}

export interface TokenBook {
  /** Good from now on for so many days. `hash`: SHA-256 of the secret. */
  create(
    token: Pick<ApiToken, 'id' | 'name' | 'ownerId' | 'waveId'> & { readonly days: number },
    hash: Uint8Array,
  ): Promise<void>;
  /** The newest first, revoked and expired ones included. */
  ofOwner(ownerId: string): Promise<readonly ApiToken[]>;
  byHash(hash: Uint8Array): Promise<ApiToken | null>;
  /** False where that owner has no such token, or it was revoked before. */
  revoke(id: string, ownerId: string): Promise<boolean>;
}
