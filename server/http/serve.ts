import { createServer, IncomingMessage, ServerResponse, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Express } from 'express';

export interface Running {
  readonly port: number;
  /** Takes no new request, lets those that run finish; after `patienceMs` cuts them off and resolves to false. */
  readonly stop: (patienceMs: number) => Promise<boolean>;
}

/**
 * Drafts travel in cookies, and those of several waves add up to more than the 16 KB that Node takes by default: every page
 * would then answer an empty 431.
 */
const MAX_HEADER_BYTES = 64 * 1024;

/** Listens, or throws an error whose message is one line that says what would do. */
export async function serve(app: Express, at: { port: number; host: string }): Promise<Running> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, ...bornFor(app) }, app as RequestListener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(explain(error, at), { cause: error }));
    });
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: (patienceMs) =>
      new Promise((resolve) => {
        let clean = true;
        // Browsers keep connections open between clicks; a connection that becomes idle while we wait must not hold us.
        const idle = setInterval(() => {
          server.closeIdleConnections();
        }, 50);
        const patience = setTimeout(() => {
          clean = false;
          server.closeAllConnections();
        }, patienceMs);
        server.close(() => {
          clearInterval(idle);
          clearTimeout(patience);
          resolve(clean);
        });
        server.closeIdleConnections();
      }),
  };
}

/**
 * Express gives every request and response its own prototype when they arrive, which makes V8 forget what it has learnt
 * about their shape: a fifth of the processor time of a page. Here they have that prototype from the beginning.
 */
function bornFor(app: Express): {
  IncomingMessage: typeof IncomingMessage;
  ServerResponse: typeof ServerResponse;
} {
  function Request(this: IncomingMessage, socket: Socket): void {
    (IncomingMessage as unknown as Initialiser).call(this, socket);
  }
  function Response(this: ServerResponse, req: IncomingMessage, options: unknown): void {
    (ServerResponse as unknown as Initialiser).call(this, req, options);
  }
  Request.prototype = app.request;
  Response.prototype = app.response;
  return {
    IncomingMessage: Request as unknown as typeof IncomingMessage,
    ServerResponse: Response as unknown as typeof ServerResponse,
  };
}

/** Node's own classes of messages are functions that may be called on an object with another prototype. */
type Initialiser = (this: unknown, ...parameters: unknown[]) => void;

function explain(error: NodeJS.ErrnoException, at: { port: number; host: string }): string {
  const place = `${at.host}:${String(at.port)}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Another program listens on ${place}. Stop it, or choose another port, for instance PORT=${String(at.port + 1)}.`;
    case 'EACCES':
      return `Listening on ${place} is not permitted. Ports below 1024 need a privilege; choose another one, for instance PORT=3000.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${at.host} is no address of this machine. Use HOST=127.0.0.1, or HOST=0.0.0.0 for every address.`;
    default:
      return `Cannot listen on ${place} (${error.code ?? error.name}).`;
  }
}
