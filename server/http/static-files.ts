import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, type Response } from 'express';
import { projectRoot } from '../paths.js';

/** Built files (the purged design system, fonts) first, then those written by hand. */
const folders = [join(projectRoot, 'dist/static'), join(projectRoot, 'static')];
const aYear = 365 * 24 * 60 * 60;

/** Serves `/static`. Addresses that carry the hash of their file may be kept for a year; others are checked every time. */
export function staticFiles(): RequestHandler[] {
  return folders.map((folder) =>
    express.static(folder, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      lastModified: false,
      cacheControl: false,
      setHeaders: (res: Response) => {
        const versioned = typeof res.req.query.v === 'string';
        res.setHeader('Cache-Control', versioned ? `public, max-age=${aYear}, immutable` : 'no-cache');
      },
    }),
  );
}

/** Turns `frame.css` into `/static/frame.css?v=<hash>`. Throws where no such file was built. */
export function makeAssets(): (name: string) => string {
  const addresses = new Map<string, string>();
  return (name) => {
    const known = addresses.get(name);
    if (known !== undefined) return known;
    const address = `/static/${name}?v=${hashOf(name)}`;
    addresses.set(name, address);
    return address;
  };
}

function hashOf(name: string): string {
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`no static file "${name}": run "node .ci/build-css.mjs"`);
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
}
