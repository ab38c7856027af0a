import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errorPages, HttpError, notFound } from '../../../server/http/errors.js';
import { securityHeaders } from '../../../server/http/security.js';
import { serve, type Running } from '../../../server/http/serve.js';
import { makeAssets, makePictures, staticFiles } from '../../../server/http/static-files.js';
import { makeViews } from '../../../server/http/views.js';
import { projectRoot } from '../../../server/paths.js';

const reports: { incident: string; error: unknown }[] = [];
const secret = 'what the user typed';
let running: Running;

beforeAll(async () => {
  const views = makeViews({ root: join(projectRoot, 'views') });
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders({ baseUrl: 'https://survey.example' }));
  app.use('/static', staticFiles());
  app.get('/broken', () => {
    throw new Error(secret);
  });
  app.get('/en/broken', () => {
    throw new Error(secret);
  });
  app.get('/half', (_req, res) => {
    res.write('half');
    throw new Error(secret);
  });
  app.get('/forbidden', () => {
    throw new HttpError(403);
  });
  app.get('/staff/large', () => {
    throw new HttpError(413, 'common.error.uploadTooLarge', { megabytes: 2 });
  });
  app.get('/thing/:id', (_req, res) => {
    res.send('ok');
  });
  app.post('/form', express.urlencoded({ extended: false, limit: 100_000 }), (_req, res) => {
    res.send('ok');
  });
  app.use(notFound);
  app.use(errorPages({ views, report: (incident, error) => reports.push({ incident, error }) }));
  running = await serve(app, { host: '127.0.0.1', port: 0 });
});

afterAll(() => running.stop(1000));
beforeEach(() => {
  reports.length = 0;
});

const ask = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(running.port)}${path}`, { redirect: 'manual', ...init });

/** With the coding that was sent, which fetch would hide. */
function rawly(path: string, encodings: string): Promise<{ headers: IncomingHttpHeaders; text: string }> {
  const decoders: Record<string, (body: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync };
  return new Promise((resolve, reject) => {
    const headers = { 'Accept-Encoding': encodings };
    request({ port: running.port, host: '127.0.0.1', path, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => {
        const decode = decoders[res.headers['content-encoding'] ?? ''] ?? ((body: Buffer) => body);
        resolve({ headers: res.headers, text: decode(Buffer.concat(chunks)).toString() });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('error pages', () => {
  it('say sorry with a number that the report has too, and nothing of the error itself', async () => {
    const res = await ask('/broken');
    const page = await res.text();
    expect(res.status).toBe(500);
    expect(page).toContain('Da ist bei uns etwas schiefgegangen');
    expect(page).not.toContain(secret);
    expect(reports).toHaveLength(1);
    expect(page).toContain(reports[0]?.incident);
    expect(reports[0]?.error).toHaveProperty('message', secret);
  });

  it('speak the language of the address', async () => {
    const page = await (await ask('/en/broken')).text();
    expect(page).toContain('Something went wrong on our side');
    expect(page).toContain('<html lang="en">');
  });

  it.each([
    ['/nowhere', 404, 'Diese Seite gibt es nicht', '/'],
    ['/staff/nowhere', 404, 'Diese Seite gibt es nicht', '/staff'],
    ['/forbidden', 403, 'Dafür fehlt die Berechtigung', '/'],
    ['/staff/large', 413, 'höchstens 2 MB', '/staff'],
    ['/thing/%E0%A4%A', 400, 'Die Anfrage war nicht lesbar', '/'],
  ])('%s is answered with %d and what to do, and reported to nobody', async (path, status, words, home) => {
    const res = await ask(path);
    expect(res.status).toBe(status);
    expect(res.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await res.text();
    expect(page).toContain(words);
    expect(page).toContain(`href="${home}"`);
    expect(reports).toEqual([]);
  });

  it('tell how much a form may be', async () => {
    const res = await ask('/form', { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(200_000) }) });
    expect(res.status).toBe(413);
    expect(await res.text()).toContain('höchstens 0,1 MB');
  });

  it('cut a page off that had begun, and report it', async () => {
    await expect(ask('/half').then((res) => res.text())).rejects.toThrow();
    expect(reports).toHaveLength(1);
  });
});

describe('headers', () => {
  it('allow nothing from elsewhere, tell nobody where one came from, and leave nothing in caches', async () => {
    const { headers } = await ask('/thing/1');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'self';script-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
        "form-action 'self';frame-ancestors 'none';base-uri 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('are on error pages too', async () => {
    for (const path of ['/nowhere', '/broken']) {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('promise https only where there is https', async () => {
    const app = express();
    app.use(securityHeaders({ baseUrl: 'http://localhost:3000' }));
    const plain = await serve(app, { host: '127.0.0.1', port: 0 });
    const { headers } = await fetch(`http://127.0.0.1:${String(plain.port)}/`);
    expect(headers.get('strict-transport-security')).toBeNull();
    await plain.stop(1000);
  });
});

describe('static files', () => {
  const asset = makeAssets();

  it('may be kept for a year under the address that holds their hash', async () => {
    const address = asset('frame.css');
    expect(address).toMatch(/^\/static\/frame\.css\?v=[0-9a-f]{12}$/);
    const res = await ask(address);
    expect(res.status).toBe(200);
    expect(res.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(res.headers.get('content-type')).toContain('text/css');
  });

  it('are asked for again under any other, and not sent twice', async () => {
    const first = await ask('/static/frame.css');
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag') ?? '';
    // Without the second header fetch would ask for a fresh copy, as no browser does.
    const headers = { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' };
    expect((await ask('/static/frame.css', { headers })).status).toBe(304);
  });

  it('come compressed to browsers that can read that, and unlike for each coding', async () => {
    const address = asset('site.css');
    const sizeOf = async (coding: string) => {
      const { headers, text } = await rawly(address, coding);
      return { coding: headers['content-encoding'], vary: headers.vary, etag: headers.etag, text };
    };
    const plain = await sizeOf('identity');
    const brotli = await sizeOf('gzip, deflate, br');
    const zipped = await sizeOf('gzip, br;q=0');
    expect(plain).toMatchObject({ coding: undefined, vary: 'Accept-Encoding' });
    expect(brotli).toMatchObject({ coding: 'br', vary: 'Accept-Encoding', text: plain.text });
    expect(zipped).toMatchObject({ coding: 'gzip', vary: 'Accept-Encoding', text: plain.text });
    expect(new Set([plain.etag, brotli.etag, zipped.etag]).size).toBe(3);
    expect((await rawly(asset('icon.svg'), 'unknown, *')).headers['content-encoding']).toBeUndefined();
  });

  it('name small pictures in a way that costs no request', async () => {
    const css = await (await ask(asset('site.css'))).text();
    expect(
      [...css.matchAll(/url\('([^']*)'\)/g)].every(([, to]) => to?.startsWith('data:image/svg+xml;')),
    ).toBe(true);
    expect(css).toContain(makePictures()('icon.svg'));
  });

  it('hold the design system and every font it names', async () => {
    const css = await (await ask(asset('site.css'))).text();
    const fonts = [...css.matchAll(/url\("(fonts\/[^"]+)"\)/g)].map((match) => match[1] ?? '');
    expect(fonts.length).toBeGreaterThan(2);
    for (const font of fonts) {
      const { status, headers } = await ask(`/static/${font}`);
      expect([status, headers.get('content-type')], font).toEqual([200, 'font/woff2']);
    }
    // Umlauts come with the first letters that every page needs anyway.
    expect(css).toMatch(/latin-400-normal[^}]+unicode-range:\s?U\+0000-00FF/);
    expect(css).not.toMatch(/url\(["']?(?:https?:)?\/\//);
  });

  it.each([
    '/static/',
    '/static/.inputs',
    '/static/../package.json',
    '/static/%2e%2e/package.json',
    '/static/nowhere.css',
  ])('give nothing for %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('are named only if they exist', () => {
    expect(() => asset('nowhere.css')).toThrow('no static file');
  });
});
