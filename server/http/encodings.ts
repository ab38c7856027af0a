import type { IncomingMessage } from 'node:http';

/** Ways to compress an answer, the better one first. */
export type Coding = 'br' | 'gzip';

/** Whether the browser takes answers in this coding. What it merely doesn't rule out (`*`) isn't sent. */
export function takes(req: IncomingMessage, coding: Coding): boolean {
  const header = req.headers['accept-encoding'];
  if (typeof header !== 'string') return false;
  return header.split(',').some((part) => {
    const [name = '', quality = ''] = part.toLowerCase().split(';');
    return name.trim() === coding && !/^\s*q=0(?:\.0*)?\s*$/.test(quality);
  });
}
