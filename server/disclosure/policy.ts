/** How well blanks are protected; see docs/DISCLOSURE.md for the two guarantees. */
export interface Policy {
  /** The smallest group that may be seen. */
  readonly k: number;
  /**
   * standard: no unsafe count can be determined, and no subtraction isolates 1 to k-1 people.
   * strict: beyond that, nobody can conclude that a group is smaller than k.
   */
  readonly guarantee: 'standard' | 'strict';
  /** Whether a count of zero is blanked like a small one, or told. Where it is told, readers know that no blank is zero. */
  readonly zeros: 'unsafe' | 'published';
  /** Records that a reader may know beforehand, their own for one. */
  readonly insiders: number;
}

/** Whether a cell must be blank whatever else is told. */
export function isUnsafe(count: number, { k, zeros }: Policy): boolean {
  return count < k && (count > 0 || zeros === 'unsafe');
}
