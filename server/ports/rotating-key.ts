/** A secret that is replaced now and then. What the one before has made is still good, so that nobody loses anything by it. */
export interface RotatingKey {
  /** 32 bytes each; the current one comes first. The same list until the key is replaced. */
  keys(): RotatingKeys;
}

export type RotatingKeys = readonly [current: Uint8Array, before?: Uint8Array];
