import { AttemptLimit } from './attempt-limit.js';
import { makeCookies, type Cookies } from './cookies.js';
import type { RespondDeps } from './deps.js';
import { makeDrafts, type Drafts } from './draft.js';
import { makeFormTokens, type FormTokens } from './form-tokens.js';
import { makeReceiptNotes, type ReceiptNotes } from './receipt-note.js';
import { makeSealer, SEAL_BUCKET, SMALL_BUCKET } from './seal.js';

/** What every handler of the respondents' app works with. */
export interface RespondTools extends RespondDeps {
  readonly cookies: Cookies;
  readonly drafts: Drafts;
  readonly tokens: FormTokens;
  readonly receipts: ReceiptNotes;
  readonly attempts: AttemptLimit;
}

export function makeTools(deps: RespondDeps): RespondTools {
  const { keys, randomness } = deps;
  const cookies = makeCookies(deps.secureCookies);
  return {
    ...deps,
    cookies,
    drafts: makeDrafts(makeSealer(keys.draft, 'draft', SEAL_BUCKET, randomness), cookies),
    tokens: makeFormTokens(keys.draft, cookies, randomness),
    receipts: makeReceiptNotes(makeSealer(keys.draft, 'receipt', SMALL_BUCKET, randomness), cookies),
    attempts: new AttemptLimit(deps.clock),
  };
}
