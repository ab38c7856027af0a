import { isAbsolute, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './paths.js';

/** Everything the environment decides, parsed once at the start and never changed afterwards. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute path of the folder with the database files. */
  readonly dataDir: string;
  /** Absolute path of the folder with the key files; never inside `dataDir`, nor the other way round. */
  readonly keyDir: string;
  /** What people type and letters show; without a slash at the end. */
  readonly baseUrl: string;
  /** True where `baseUrl` is https: cookies are then sent over https only. */
  readonly secureCookies: boolean;
  readonly production: boolean;
  /** No wave may have a smaller minimum group size. */
  readonly kFloor: number;
  /** Number of reverse proxies in front, for Express' `trust proxy`. */
  readonly trustProxy: number;
  readonly logLevel: LogLevel;
  readonly sessionIdleMinutes: number;
  readonly sessionMaxHours: number;
  readonly uploadLimitMb: number;
  /** Whether an empty data folder is filled with the demonstration. */
  readonly demo: boolean;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A value that the program cannot start with. The message is one line: which variable, why, and what would do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigVariable {
  readonly name: string;
  readonly default: string;
  readonly unit: string;
  readonly effect: string;
  /** What would do, for the message about a wrong value. */
  readonly example: string;
  /** Never printed. */
  readonly secret: boolean;
}

/** Every variable that is read, as data: docs/OPERATIONS.md is tested against it, and messages quote it. */
export const variables = [
  {
    name: 'PORT',
    default: '3000',
    unit: 'TCP port, 0 to 65535',
    effect: 'Port the server listens on; 0 takes any free one, and the log says which.',
    example: 'a whole number from 0 to 65535, for instance PORT=3000',
    secret: false,
  },
  {
    name: 'HOST',
    default: '127.0.0.1',
    unit: 'address or host name',
    effect:
      'Address the server listens on. Keep the loopback address behind a reverse proxy on the same machine.',
    example: 'an address of this machine, for instance HOST=127.0.0.1',
    secret: false,
  },
  {
    name: 'DATA_DIR',
    default: 'var/data',
    unit: 'folder',
    effect: 'Folder of the database files. A relative path starts at the folder of package.json.',
    example: 'a folder, for instance DATA_DIR=/var/lib/mehrwelt/data',
    secret: false,
  },
  {
    name: 'KEY_DIR',
    default: 'var/keys',
    unit: 'folder',
    effect: 'Folder of the key files. Must lie outside DATA_DIR, so that no backup holds both.',
    example: 'a folder outside DATA_DIR, for instance KEY_DIR=/var/lib/mehrwelt/keys',
    secret: true,
  },
  {
    name: 'BASE_URL',
    default: 'http://localhost:PORT',
    unit: 'URL',
    effect:
      'Address that people type; printed on letters and in QR codes. With https, cookies are sent over https only.',
    example: 'the address people type, without a path, for instance BASE_URL=https://umfrage.example.org',
    secret: false,
  },
  {
    name: 'NODE_ENV',
    default: 'development',
    unit: 'development, test or production',
    effect: 'With production: no demonstration, https required.',
    example: 'development, test or production',
    secret: false,
  },
  {
    name: 'K_FLOOR',
    default: '10',
    unit: 'persons, 5 to 1000',
    effect: 'Smallest minimum group size that a wave may be given.',
    example: 'a whole number from 5 to 1000, for instance K_FLOOR=10',
    secret: false,
  },
  {
    name: 'TRUST_PROXY',
    default: '0',
    unit: 'number of proxies, 0 to 10',
    effect: 'Reverse proxies in front of the server whose X-Forwarded-Proto is believed.',
    example: 'a whole number from 0 to 10, for instance TRUST_PROXY=1',
    secret: false,
  },
  {
    name: 'LOG_LEVEL',
    default: 'info',
    unit: logLevels.join(', '),
    effect: 'Least important kind of log line that is written.',
    example: `one of ${logLevels.join(', ')}`,
    secret: false,
  },
  {
    name: 'SESSION_IDLE_MINUTES',
    default: '30',
    unit: 'minutes, 1 to 1440',
    effect: 'A staff session ends after this time without a click.',
    example: 'a whole number from 1 to 1440, for instance SESSION_IDLE_MINUTES=30',
    secret: false,
  },
  {
    name: 'SESSION_MAX_HOURS',
    default: '10',
    unit: 'hours, 1 to 168',
    effect: 'A staff session ends after this time in any case.',
    example: 'a whole number from 1 to 168, for instance SESSION_MAX_HOURS=10',
    secret: false,
  },
  {
    name: 'UPLOAD_LIMIT_MB',
    default: '5',
    unit: 'megabytes, 1 to 50',
    effect: 'Largest file that staff may upload.',
    example: 'a whole number from 1 to 50, for instance UPLOAD_LIMIT_MB=5',
    secret: false,
  },
  {
    name: 'DEMO',
    default: 'on, with production off',
    unit: 'on or off',
    effect: 'Whether an empty DATA_DIR is filled with the simulated demonstration. Refused in production.',
    example: 'on or off',
    secret: false,
  },
] as const satisfies readonly ConfigVariable[];

type VariableName = (typeof variables)[number]['name'];
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parses the environment; an empty value counts as not set. Throws {@link ConfigError} at the first wrong value. */
export function readConfig(env: Environment): Config {
  const production =
    read(env, 'NODE_ENV', z.enum(['development', 'test', 'production']), 'development') === 'production';
  const port = read(env, 'PORT', wholeNumber(0, 65535), '3000');
  const config: Config = {
    port,
    host: read(env, 'HOST', z.string().regex(/^[\w.:-]+$/, 'is no host name or address'), '127.0.0.1'),
    dataDir: folder(env, 'DATA_DIR', 'var/data'),
    keyDir: folder(env, 'KEY_DIR', 'var/keys'),
    ...address(env, production, port),
    production,
    kFloor: read(env, 'K_FLOOR', wholeNumber(5, 1000), '10'),
    trustProxy: read(env, 'TRUST_PROXY', wholeNumber(0, 10), '0'),
    logLevel: read(env, 'LOG_LEVEL', z.enum(logLevels), 'info'),
    sessionIdleMinutes: read(env, 'SESSION_IDLE_MINUTES', wholeNumber(1, 1440), '30'),
    sessionMaxHours: read(env, 'SESSION_MAX_HOURS', wholeNumber(1, 168), '10'),
    uploadLimitMb: read(env, 'UPLOAD_LIMIT_MB', wholeNumber(1, 50), '5'),
    demo: read(env, 'DEMO', z.enum(['on', 'off']), production ? 'off' : 'on') === 'on',
  };
  if (isInside(config.keyDir, config.dataDir)) {
    throw wrong(
      'KEY_DIR',
      env.KEY_DIR ?? 'var/keys',
      'lies inside DATA_DIR, and a backup of the data would hold the keys',
    );
  }
  if (isInside(config.dataDir, config.keyDir)) {
    throw wrong(
      'KEY_DIR',
      env.KEY_DIR ?? 'var/keys',
      'holds DATA_DIR, and keys and data would be copied together',
    );
  }
  if (production && config.demo) {
    throw wrong(
      'DEMO',
      'on',
      'would mix simulated answers into a production server (NODE_ENV=production); set DEMO=off',
    );
  }
  return Object.freeze(config);
}

/** One line for each setting, for a person; secret ones say only whether they were set. */
export function describeConfig(env: Environment): string[] {
  return variables.map((variable) => {
    const value = env[variable.name];
    if (value === undefined || value === '') return `${variable.name} (default ${variable.default})`;
    return variable.secret ? `${variable.name}=(set)` : `${variable.name}=${value}`;
  });
}

function read<T>(env: Environment, name: VariableName, schema: z.ZodType<T>, fallback: string): T {
  const value = given(env, name) ?? fallback;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrong(
    name,
    value,
    issue?.code === 'invalid_value' ? 'is not one of the known values' : (issue?.message ?? 'is wrong'),
  );
}

function given(env: Environment, name: VariableName): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function wholeNumber(least: number, most: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `is not between ${String(least)} and ${String(most)}`);
}

function folder(env: Environment, name: 'DATA_DIR' | 'KEY_DIR', fallback: string): string {
  return resolve(projectRoot, given(env, name) ?? fallback);
}

function address(
  env: Environment,
  production: boolean,
  port: number,
): Pick<Config, 'baseUrl' | 'secureCookies'> {
  const value = given(env, 'BASE_URL') ?? `http://localhost:${String(port)}`;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw wrong('BASE_URL', value, 'is no web address');
  if (url.username !== '' || url.password !== '')
    throw wrong('BASE_URL', '(not shown)', 'holds a user name or password');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw wrong('BASE_URL', value, 'has a path');
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (production && url.protocol === 'http:' && !loopback) {
    throw wrong('BASE_URL', value, 'is not https, and answers would cross the network in the clear');
  }
  return { baseUrl: url.origin, secureCookies: url.protocol === 'https:' };
}

/** Whether a path is a folder or lies somewhere in it. Both are absolute. */
export function isInside(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}

function wrong(name: VariableName, value: string, why: string): ConfigError {
  const variable = variables.find((entry) => entry.name === name);
  const shown = variable?.secret === true ? '(not shown)' : JSON.stringify(value);
  return new ConfigError(`${name} ${shown} ${why}. What would do: ${variable?.example ?? ''}.`);
}
