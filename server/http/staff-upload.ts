import busboy from 'busboy';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { HttpError } from './errors.js';
import type { StaffRequest } from './staff-route.js';

const FIELD_LIMIT = 200;
const FIELD_BYTES = 100_000;

/**
 * Reads a form with one file: its fields into `req.body`, the file into `req.upload`. A file that is too large
 * is read to its end, and thrown away, before the answer: a browser shows no page to a request that it could not finish.
 */
export function readUpload(limitBytes: number): RequestHandler {
  return (req, _res: Response, next: NextFunction): void => {
    parseForm(req, limitBytes).then(
      ({ body, upload }) => {
        req.body = body;
        if (upload !== null) (req as StaffRequest).upload = upload;
        next();
      },
      (error: unknown) => {
        next(error);
      },
    );
  };
}

interface Form {
  body: Record<string, string | string[]>;
  upload: NonNullable<StaffRequest['upload']> | null;
}

function parseForm(req: Request, limitBytes: number): Promise<Form> {
  return new Promise((resolve, reject) => {
    const malformed = (): void => {
      req.unpipe();
      req.resume();
      reject(new HttpError(400));
    };
    let parser;
    try {
      parser = busboy({
        headers: req.headers,
        defParamCharset: 'utf8',
        limits: { files: 1, fileSize: limitBytes, fields: FIELD_LIMIT, fieldSize: FIELD_BYTES },
      });
    } catch {
      malformed();
      return;
    }
    const form: Form = { body: {}, upload: null };
    let tooLarge = false;
    parser.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) tooLarge = true;
      addField(form.body, name, value);
    });
    parser.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        tooLarge = true;
        chunks.length = 0;
      });
      stream.on('end', () => {
        // A file field that was left empty arrives without a name.
        if (filename) form.upload = uploaded(filename, Buffer.concat(chunks));
      });
    });
    parser.on('error', malformed);
    parser.on('close', () => {
      if (tooLarge)
        reject(new HttpError(413, 'common.error.uploadTooLarge', { megabytes: limitBytes / 1_000_000 }));
      else resolve(form);
    });
    req.pipe(parser);
  });
}

/** Decoded where somebody wants text: a zip is none. */
function uploaded(name: string, bytes: Buffer): NonNullable<StaffRequest['upload']> {
  return {
    name,
    bytes,
    get text() {
      return decode(bytes);
    },
  };
}

function addField(body: Form['body'], name: string, value: string): void {
  if (name === '__proto__') return;
  const before = Object.hasOwn(body, name) ? body[name] : undefined;
  if (before === undefined) body[name] = value;
  else body[name] = Array.isArray(before) ? [...before, value] : [before, value];
}

/** UTF-8, with or without byte order mark; else Windows-1252, which is what a German Excel writes as CSV. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
