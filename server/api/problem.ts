import type { Response } from 'express';

/** An answer other than the one that was asked for; `detail` says how to mend it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(title);
    this.name = 'Problem';
  }
}

/** As `application/problem+json` (RFC 9457). In English, like the interface. */
export function sendProblem(res: Response, { status, title, detail, headers }: Problem): void {
  res.status(status).set(headers).set('Cache-Control', 'no-store');
  res
    .type('application/problem+json')
    .send(`${JSON.stringify({ type: 'about:blank', title, status, detail })}\n`);
}
