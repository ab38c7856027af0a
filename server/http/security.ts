import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers of every answer. The policy allows what the server itself ships and nothing else: no inline script or style,
 * no other origin, no frame. `data:` images are the symbols inside the design system's style sheet.
 */
export function securityHeaders({ baseUrl }: { readonly baseUrl: string }): RequestHandler[] {
  const https = new URL(baseUrl).protocol === 'https:';
  const headers = headersSetBy(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'style-src': ["'self'"],
          'script-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          'base-uri': ["'none'"],
        },
      },
      crossOriginEmbedderPolicy: true,
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: https ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
    }),
  );
  // Pages leave nothing behind on shared computers; static files lift this for themselves.
  headers.set('Cache-Control', 'no-store');
  headers.set('Permissions-Policy', refusedFeatures);
  return [
    (_req, res, next) => {
      res.setHeaders(headers);
      next();
    },
  ];
}

const refusedFeatures = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']
  .map((feature) => `${feature}=()`)
  .join(', ');

/** They are the same for every request: helmet is asked once, on a request that nobody sent. */
function headersSetBy(helmeted: ReturnType<typeof helmet>): Map<string, string> {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  helmeted(res.req, res, (error) => {
    if (error !== undefined) throw new Error('helmet refuses its own settings', { cause: error });
  });
  return new Map(Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]));
}
