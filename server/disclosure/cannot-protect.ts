/**
 * No world was found that hides what is unsafe about a cell, however much is left blank: too few people, or too little that
 * could be otherwise.
 */
export class CannotProtect extends Error {
  override readonly name = 'CannotProtect';
  constructor(readonly cell: number) {
    super(`cell ${String(cell)} cannot be protected by any number of blanks`);
  }
}
