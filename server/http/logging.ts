import { pino, type DestinationStream } from 'pino';
import type { LogLevel } from '../config.js';
import { projectRoot } from '../paths.js';

/**
 * Everything a log line may hold. There is no free text, no address, no header and no URL: a line is made of these
 * fields or it isn't written, so that nothing a respondent sent can end up in a log.
 */
export interface LogFields {
  /** What happened, dotted: `server.listening`, `request.failed`. */
  readonly event: string;
  readonly method?: string;
  /** The route's pattern (`/staff/waves/:waveId`), never the address that was asked for. */
  readonly route?: string;
  readonly status?: number;
  readonly durationMs?: number;
  /** The id shown on the error page. */
  readonly incident?: string;
  readonly errorName?: string;
  readonly errorCode?: string;
  /** Where it was thrown: function and place, outermost last; never the message, which may quote an answer. */
  readonly stack?: readonly string[];
  readonly signal?: string;
  readonly port?: number;
  /** How many of whatever the event is about; never anything that respondents are counted by. */
  readonly count?: number;
}

export interface Log {
  debug(fields: LogFields): void;
  info(fields: LogFields): void;
  warn(fields: LogFields): void;
  error(fields: LogFields): void;
  fatal(fields: LogFields): void;
}

const frame = /^(?:async )?(?:[\w$.<>#[\] ]+ \()?(?:node:)?[\w@./-]+:\d+:\d+\)?$/;

/** The shape of each field. What doesn't fit is dropped, so that a mistake at a call can't widen the list. */
const shapes: { readonly [Field in keyof Required<LogFields>]: (value: unknown) => boolean } = {
  event: matches(/^[a-z]+(\.[a-z]+(-[a-z]+)*)+$/),
  method: matches(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/),
  route: matches(/^[\w/:.{}*-]{1,120}$/),
  status: isCount,
  durationMs: isCount,
  incident: matches(/^[\w-]{1,40}$/),
  errorName: matches(/^[A-Z]\w{0,60}$/),
  errorCode: matches(/^[A-Z][A-Z0-9_]{0,60}$/),
  stack: (value) => Array.isArray(value) && value.every(matches(frame)),
  signal: matches(/^SIG[A-Z0-9]{1,12}$/),
  port: isCount,
  count: isCount,
};

/** Writes JSON lines to standard error, so that standard output is left to what is meant for the person who starts it. */
export function makeLog(
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  const logger = pino({ level, base: null }, destination);
  return {
    debug: (fields) => {
      logger.debug(allowed(fields));
    },
    info: (fields) => {
      logger.info(allowed(fields));
    },
    warn: (fields) => {
      logger.warn(allowed(fields));
    },
    error: (fields) => {
      logger.error(allowed(fields));
    },
    fatal: (fields) => {
      logger.fatal(allowed(fields));
    },
  };
}

/** What may be logged of something thrown: its kind, its code and where it came from. */
export function errorFields(error: unknown): Pick<LogFields, 'errorName' | 'errorCode' | 'stack'> {
  if (!(error instanceof Error)) return { errorName: 'NotAnError' };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    errorName: error.name,
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    stack: framesOf(error),
  };
}

/** The message is cut off before the frames are read: it could hold lines that look like frames. */
function framesOf(error: Error): string[] {
  const stack = error.stack ?? '';
  const messageAt = error.message === '' ? -1 : stack.indexOf(error.message);
  const frames = messageAt === -1 ? stack : stack.slice(messageAt + error.message.length);
  return frames
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => line.slice('    at '.length).replaceAll('file://', '').replaceAll(`${projectRoot}/`, ''))
    .filter(matches(frame))
    .slice(0, 30);
}

function allowed(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => isField(name) && shapes[name](value)),
  );
}

function isField(name: string): name is keyof LogFields {
  return Object.hasOwn(shapes, name);
}

function matches(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
