import { Agent, request } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { healthRoutes } from '../../../server/http/health.js';
import { serve, type Running } from '../../../server/http/serve.js';

const running: Running[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop(0)));
});

async function start(app: express.Express): Promise<Running> {
  const server = await serve(app, { port: 0, host: '127.0.0.1' });
  running.push(server);
  return server;
}

function ask(
  port: number,
  path: string,
  agent?: Agent,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ port, path, host: '127.0.0.1', headers, ...(agent ? { agent } : {}) }, (res) => {
      let body = '';
      res.on('data', (chunk: Buffer) => (body += chunk.toString()));
      res.on('end', () => {
        resolve({ status: res.statusCode ?? 0, body });
      });
    })
      .on('error', reject)
      .end();
  });
}

/** Answers /slow only when told to, and says when such a request has come in. */
function slowApp() {
  let arrived = (): void => undefined;
  let release = (): void => undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const gate = new Promise<void>((resolve) => (release = resolve));
  const app = express();
  app.get('/slow', (_req, res) => {
    arrived();
    void gate.then(() => res.send('acknowledged'));
  });
  return { app, arrival, release };
}

describe('serve', () => {
  it('makes requests and responses that Express need not change', async () => {
    const app = express();
    const born: boolean[] = [];
    // What Node calls, before it does anything: types leave it out.
    const inner = app as unknown as { handle: (...all: [object, object, unknown]) => void };
    const handle = inner.handle.bind(app);
    inner.handle = (req, res, next) => {
      born.push(Object.getPrototypeOf(req) === app.request, Object.getPrototypeOf(res) === app.response);
      handle(req, res, next);
    };
    app.get('/', (req, res) => res.json({ accepts: req.accepts('html'), ip: req.ip !== undefined }));
    const { port } = await start(app);
    expect(JSON.parse((await ask(port, '/')).body)).toEqual({ accepts: 'html', ip: true });
    expect(born).toEqual([true, true]);
  });

  it('lets a running request finish, takes no new one, and then stops clean', async () => {
    const { app, arrival, release } = slowApp();
    const { port, stop } = await start(app);
    const agent = new Agent({ keepAlive: true });
    const answer = ask(port, '/slow', agent);
    await arrival;

    const stopped = stop(5_000);
    await expect(ask(port, '/slow')).rejects.toThrow('ECONNREFUSED');
    release();
    expect(await answer).toEqual({ status: 200, body: 'acknowledged' });
    expect(await stopped).toBe(true);
    agent.destroy();
  });

  it('cuts off what does not finish in time', async () => {
    const { app, arrival } = slowApp();
    const { port, stop } = await start(app);
    const answer = ask(port, '/slow');
    const failed = expect(answer).rejects.toThrow(/hang up|ECONNRESET/);
    await arrival;
    expect(await stop(50)).toBe(false);
    await failed;
  });

  it('does not wait for connections that browsers keep open', async () => {
    const { port, stop } = await start(
      express().use(
        '/health',
        healthRoutes(() => true),
      ),
    );
    const agent = new Agent({ keepAlive: true });
    await ask(port, '/health/live', agent);
    const before = performance.now();
    expect(await stop(4_000)).toBe(true);
    expect(performance.now() - before).toBeLessThan(2_000);
    agent.destroy();
  });

  it('answers a browser that carries the drafts of many waves', async () => {
    const { port } = await start(
      express().get('/', (req, res) => {
        res.send(String(req.headers.cookie?.length));
      }),
    );
    const cookie = Array.from(
      { length: 10 },
      (_, wave) => `mw_${String(wave)}_0=${'a'.repeat(4 * 1024)}`,
    ).join('; ');
    expect(cookie.length).toBeGreaterThan(40 * 1024);
    expect(await ask(port, '/', undefined, { cookie })).toEqual({ status: 200, body: String(cookie.length) });
  });

  it('says in one line what to do about a port that is taken', async () => {
    const { port } = await start(express());
    await expect(serve(express(), { port, host: '127.0.0.1' })).rejects.toThrow(
      `Another program listens on 127.0.0.1:${String(port)}. Stop it, or choose another port, for instance PORT=`,
    );
  });

  it('says what to do about an address of another machine', async () => {
    await expect(serve(express(), { port: 0, host: '192.0.2.1' })).rejects.toThrow(
      /is no address of this machine/,
    );
  });
});

describe('healthRoutes', () => {
  it('is live always and ready when told so', async () => {
    let ready = false;
    const { port } = await start(
      express().use(
        '/health',
        healthRoutes(() => ready),
      ),
    );
    expect(await ask(port, '/health/live')).toEqual({ status: 200, body: 'live\n' });
    expect(await ask(port, '/health/ready')).toEqual({ status: 503, body: 'not ready\n' });
    ready = true;
    expect(await ask(port, '/health/ready')).toEqual({ status: 200, body: 'ready\n' });
  });
});
