import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompress, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { projectRoot } from '../paths.js';
import { takes, type Coding } from './encodings.js';

/** Built files (style sheets, fonts) first, then those written by hand. */
const folders = [join(projectRoot, 'dist/static'), join(projectRoot, 'static')];
const aYear = 365 * 24 * 60 * 60;

/** By ending; whatever has another one isn't served. Fonts are compressed already. */
const kinds: Readonly<Record<string, { readonly type: string; readonly compress: boolean }>> = {
  '.css': { type: 'text/css; charset=utf-8', compress: true },
  '.js': { type: 'text/javascript; charset=utf-8', compress: true },
  '.svg': { type: 'image/svg+xml', compress: true },
  '.woff2': { type: 'font/woff2', compress: false },
};

/** Like the program's code, the files change with a restart only: they are read once and kept, compressed once each way. */
interface StaticFile {
  readonly type: string;
  readonly hash: string;
  readonly bytes: Buffer;
  readonly codings: readonly Coding[];
  compressed(coding: Coding): Promise<Buffer>;
}

/** Serves `/static`. Addresses that carry the hash of their file may be kept for a year; others are checked every time. */
export function staticFiles(): RequestHandler[] {
  const files = new Map(folders.flatMap(filesIn).reverse());
  return [
    (req, res, next) => {
      const file = files.get(req.path);
      if (file === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) {
        next();
        return;
      }
      return send(file, req, res);
    },
  ];
}

/** Turns `frame.css` into `/static/frame.css?v=<hash>`. Throws where no such file was built. */
export function makeAssets(): (name: string) => string {
  const addresses = new Map<string, string>();
  return (name) => {
    const known = addresses.get(name);
    if (known !== undefined) return known;
    const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (file === undefined) throw new Error(`no static file "${name}": run "node .ci/build-css.mjs"`);
    const address = `/static/${name}?v=${hashOf(readFileSync(file))}`;
    addresses.set(name, address);
    return address;
  };
}

/** A small picture as an address that holds it, which costs a browser no request. Throws where there is none. */
export function makePictures(): (name: string) => string {
  const addresses = new Map<string, string>();
  return (name) => {
    const known = addresses.get(name);
    if (known !== undefined) return known;
    const bytes = readFileSync(join(projectRoot, 'static', name));
    const address = `data:image/svg+xml;base64,${bytes.toString('base64')}`;
    addresses.set(name, address);
    return address;
  };
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

async function send(file: StaticFile, req: Request, res: Response): Promise<void> {
  const coding = file.codings.find((candidate) => takes(req, candidate));
  const etag = `"${file.hash}${coding === undefined ? '' : `-${coding}`}"`;
  const versioned = req.url.includes('?v=');
  res.setHeader('Cache-Control', versioned ? `public, max-age=${aYear}, immutable` : 'no-cache');
  res.setHeader('ETag', etag);
  if (file.codings.length > 0) res.setHeader('Vary', 'Accept-Encoding');
  if (req.headers['if-none-match'] === etag) {
    res.status(304).end();
    return;
  }
  const bytes = coding === undefined ? file.bytes : await file.compressed(coding);
  if (coding !== undefined) res.setHeader('Content-Encoding', coding);
  res.setHeader('Content-Type', file.type);
  res.setHeader('Content-Length', bytes.length);
  res.end(bytes);
}

/** What a folder holds, by its path below `/static`. */
function filesIn(folder: string): [path: string, file: StaticFile][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const kind = kinds[extname(name)];
    if (kind === undefined) return [];
    return [[`/${name.replaceAll('\\', '/')}`, read(join(folder, name), kind)]];
  });
}

const compressors = { br: brotliCompress, gzip };

function read(path: string, kind: { readonly type: string; readonly compress: boolean }): StaticFile {
  const bytes = readFileSync(path);
  const made = new Map<Coding, Promise<Buffer>>();
  return {
    type: kind.type,
    hash: hashOf(bytes),
    bytes,
    codings: kind.compress ? ['br', 'gzip'] : [],
    compressed(coding) {
      const known = made.get(coding);
      if (known !== undefined) return known;
      const compressed = new Promise<Buffer>((resolve, reject) => {
        compressors[coding](bytes, (error, result) => {
          if (error === null) resolve(result);
          else reject(error);
        });
      });
      made.set(coding, compressed);
      return compressed;
    },
  };
}
