import type { Reference } from '../references/reference.js';

/** Published figures that are shown beside results; personnel keeps them up to date. Nothing in here comes from a ballot. */
export interface ReferenceShelf {
  /** In the order in which they came. */
  list(): Promise<readonly Reference[]>;
  find(id: string): Promise<Reference | null>;
  /** Adds a figure or replaces the one with its id. */
  put(reference: Reference): Promise<'added' | 'changed' | 'unchanged'>;
  /** All of them or, where anything goes wrong, none. */
  putAll(references: readonly Reference[]): Promise<ShelfChanges>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  /**
   * Takes in what the program ships with: figures it never shipped before, and new versions of those that nobody has
   * edited since. What was edited or removed here stays edited or removed.
   */
  ship(references: readonly Reference[]): Promise<ShelfChanges>;
}

export interface ShelfChanges {
  readonly added: number;
  readonly changed: number;
}
