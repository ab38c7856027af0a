/**
 * A spreadsheet runs what starts like a formula, so that such a code gets an apostrophe, here and in the hierarchy alike.
 * Plain codes such as -9 or +50 stay as they are; an apostrophe before an apostrophe keeps different codes different.
 */
export function asText(code: string): string {
  return /^'*(?:[=@\t\r＝＠]|[-+－＋].*[^\p{L}\p{N} .,:;_–-])/su.test(code) ? `'${code}` : code;
}
