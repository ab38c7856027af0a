import express from 'express';
import { securityHeaders } from '../../server/http/security.js';
import { serve, type Running } from '../../server/http/serve.js';
import { staticFiles } from '../../server/http/static-files.js';

/** Serves pages of a test's own making under the real headers, with the real style sheets. */
export async function servePages(
  pages: Readonly<Record<string, string>>,
): Promise<Running & { readonly url: string }> {
  const app = express();
  app.use(securityHeaders({ baseUrl: 'http://localhost' }));
  app.use('/static', staticFiles());
  for (const [path, html] of Object.entries(pages)) {
    app.get(path, (_req, res) => {
      res.type('html').send(html);
    });
  }
  const running = await serve(app, { host: '127.0.0.1', port: 0 });
  return { ...running, url: `http://127.0.0.1:${String(running.port)}` };
}
