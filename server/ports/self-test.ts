/** In the order in which a report tells them. */
export const checkIds = [
  'columns',
  'rows',
  'order',
  'remnants',
  'files',
  'traces',
  'settings',
  'keys',
  'destroyed',
  'log',
  'fingerprints',
  'versions',
] as const;
export type CheckId = (typeof checkIds)[number];

export const findingKeys = [
  ...['schemaDiffers', 'columnNotAgreed', 'unequalRows', 'spillingRows', 'usedInOrder', 'freePageFilled'],
  ...['oldRow', 'journalFilled', 'unknownFile', 'tail', 'openToOthers', 'codeInFile', 'givenCodeInFile'],
  ...['setting', 'keyMissing', 'keyTooMany', 'keyBesideData', 'notDestroyed', 'logBroken'],
] as const;

/** What was found where; `subject` names a file, a table or a setting, never an answer, a code or a number of either. */
export interface Finding {
  /** One of findingKeys. */
  readonly key: string;
  readonly subject: string;
}

export interface CheckResult {
  readonly id: CheckId;
  /** What was looked at, or what there is to know, as names. */
  readonly looked: readonly string[];
  /** Empty where all is well. */
  readonly findings: readonly Finding[];
}

/** Bytes that must lie in no file, and what they would be. */
export interface Trace {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface NamedBytes {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface SelfTestOptions {
  /** Whether a text of the form of a code is one: has the right check character. */
  readonly isCode: (text: string) => boolean;
  /** Traces to be searched for besides, of at least 8 bytes each. */
  readonly traces: readonly Trace[];
  /** Files from elsewhere to be searched as well, such as logs. */
  readonly further: readonly NamedBytes[];
}

/**
 * Looks at the storage as it is for whatever could tell who said what. Changes nothing, pauses for other work, and tells
 * nothing that participation could be learnt from. Calls at the same time are answered together.
 */
export interface SelfTest {
  run(options: SelfTestOptions): Promise<readonly CheckResult[]>;
}
