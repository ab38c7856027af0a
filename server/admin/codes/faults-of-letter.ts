import type { Wave } from '../../ports/office.js';
import type { FieldError } from '../form.js';
import { hasGap } from '../waves/default-texts.js';

/** Characters of contact that fit on the one sheet of a letter in two languages. */
export const LONGEST_CONTACT = 400;

/**
 * What keeps letters from being printed. Title and contact stand on every letter, and what is printed can't be mended; a
 * letter has one sheet. An open wave can't be changed any more: its letters rather take a second sheet than none.
 */
export function faultsOfLetter({ status, title, texts: { contact } }: Wave): FieldError[] {
  const texts = [title, contact].flatMap(({ de, en }) => [de, en]);
  if (texts.some((text) => text.trim() === '' || hasGap(text)))
    return [{ field: 'unfinished', key: 'admin.codes.unfinished' }];
  if (status === 'draft' && [contact.de, contact.en].some((text) => text.length > LONGEST_CONTACT))
    return [{ field: 'unfinished', key: 'admin.codes.longContact', params: { longest: LONGEST_CONTACT } }];
  return [];
}
