import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Randomness } from '../ports/randomness.js';
import type { RotatingKey } from '../ports/rotating-key.js';
import type { Cookies } from './cookies.js';
import { derivedKeys } from './derived-keys.js';
import type { Draft } from './draft.js';

const VISITOR_COOKIE = 'mw_start';

/**
 * Tokens that prove that a form came from a page of ours. With a draft it is the draft's secret, which nobody else can read; before one
 * exists (start, withdrawal, forgetting) from a random cookie that holds nothing else.
 */
export interface FormTokens {
  ofDraft(draft: Draft): string;
  draftMatches(draft: Draft, token: unknown): boolean;
  /** Sets the visitor's cookie where there is none yet. */
  ofVisitor(req: Request, res: Response): string;
  visitorMatches(req: Request, token: unknown): boolean;
  /** Deletes the visitor's cookie; forms of other open pages have to be loaded again. */
  clearVisitor(res: Response): void;
}

export function makeFormTokens(master: RotatingKey, cookies: Cookies, randomness: Randomness): FormTokens {
  const visitorKeys = derivedKeys(master, 'visitor');
  const visitorToken = (value: string) => hmac(visitorKeys()[0], value);
  const draftToken = (draft: Draft) => draft.secret;

  return {
    ofDraft: draftToken,
    draftMatches: (draft, token) => same(draftToken(draft), token),

    ofVisitor(req, res) {
      const known = cookies.read(req, VISITOR_COOKIE);
      if (known !== null) return visitorToken(known);
      const fresh = Buffer.from(randomness.bytes(18)).toString('base64url');
      cookies.write(res, VISITOR_COOKIE, fresh);
      return visitorToken(fresh);
    },

    visitorMatches(req, token) {
      const known = cookies.read(req, VISITOR_COOKIE);
      if (known === null) return false;
      return visitorKeys().some((key) => key !== undefined && same(hmac(key, known), token));
    },

    clearVisitor(res) {
      cookies.clear(res, VISITOR_COOKIE);
    },
  };
}

function hmac(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function same(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
