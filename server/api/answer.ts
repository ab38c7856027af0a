import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

export interface Content {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * Answers with the content, or with 304 where the program has it already. The tag is a hash of the bytes, which are the
 * same for the same release. Returns whether the content was sent.
 */
export function answer(req: Request, res: Response, { type, bytes }: Content): boolean {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  // Nobody on the way keeps it, and the program asks each time whether there is something newer.
  res.set('Cache-Control', 'private, no-cache').set('ETag', etag).set('Vary', 'Authorization');
  if (knows(req.headers['if-none-match'], etag)) {
    res.status(304).end();
    return false;
  }
  res.set('Content-Type', type).set('Content-Length', String(bytes.length)).end(bytes);
  return true;
}

export function jsonContent(value: unknown): Content {
  return {
    type: 'application/json; charset=utf-8',
    bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
  };
}

/** RFC 9110, section 13.1.2: weak comparison, a list, or any. */
function knows(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);
}
