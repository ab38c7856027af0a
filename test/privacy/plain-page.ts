import { expect } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly html: string;
}

/** A plain page in German that says what to do and shows nothing of the inside. */
export function expectPlainPage({ status, html }: Answer, expected: number, words: string | RegExp): void {
  const text = textOf(html);
  expect([status, text]).toEqual([expected, expect.stringMatching(words)]);
  expect(html).toMatch(/^<!doctype html>\n<html lang="de">/);
  expect(html.match(/<h1\b/g)).toHaveLength(1);
  const main = html.slice(html.indexOf('<main'));
  expect(main, 'a way on').toMatch(/<a\b[^>]*href="\/|<form\b/);
  expect(html).not.toMatch(/node_modules|node:internal|at \w+ \(|\.ts:\d|SQLITE|Error:|undefined|\[object/);
  expect(text).not.toMatch(/\b(?:error|not found|bad request|forbidden|too large|cannot get)\b/i);
}

export function textOf(html: string): string {
  return html
    .slice(html.indexOf('<body'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

/** One request as it is, redirects not followed. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  return { status: response.status, html: await response.text() };
}

/** What a browser says of an ordinary form. */
export const form = { 'content-type': 'application/x-www-form-urlencoded' };
