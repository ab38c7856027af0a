import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, describeConfig, readConfig, variables, type Environment } from '../../server/config.js';
import { projectRoot } from '../../server/paths.js';

function refusal(env: Environment): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('readConfig', () => {
  it('starts from an empty environment', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: join(projectRoot, 'var/data'),
      keyDir: join(projectRoot, 'var/keys'),
      baseUrl: 'http://localhost:3000',
      secureCookies: false,
      production: false,
      kFloor: 10,
      trustProxy: 0,
      logLevel: 'info',
      sessionIdleMinutes: 30,
      sessionMaxHours: 10,
      uploadLimitMb: 5,
      demo: true,
    });
  });

  it('reads every variable', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      DATA_DIR: '/srv/data',
      KEY_DIR: '/srv/keys',
      BASE_URL: 'https://umfrage.example.org/',
      NODE_ENV: 'production',
      K_FLOOR: '12',
      TRUST_PROXY: '2',
      LOG_LEVEL: 'warn',
      SESSION_IDLE_MINUTES: '5',
      SESSION_MAX_HOURS: '8',
      UPLOAD_LIMIT_MB: '7',
      DEMO: 'off',
    });
    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      dataDir: '/srv/data',
      keyDir: '/srv/keys',
      baseUrl: 'https://umfrage.example.org',
      secureCookies: true,
      production: true,
      kFloor: 12,
      trustProxy: 2,
      logLevel: 'warn',
      sessionIdleMinutes: 5,
      sessionMaxHours: 8,
      uploadLimitMb: 7,
      demo: false,
    });
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('takes an empty value for not set', () => {
    expect(readConfig({ PORT: '', K_FLOOR: '  ' })).toEqual(readConfig({}));
  });

  it('follows PORT in the default of BASE_URL', () => {
    expect(readConfig({ PORT: '4711' }).baseUrl).toBe('http://localhost:4711');
  });

  it('loads no demonstration in production', () => {
    expect(readConfig({ NODE_ENV: 'production' }).demo).toBe(false);
  });

  const wrong: { env: Environment; says: RegExp }[] = [
    { env: { PORT: 'http' }, says: /^PORT "http" is not a whole number\. What would do: .*PORT=3000\.$/ },
    { env: { PORT: '65536' }, says: /^PORT "65536" is not between 0 and 65535\./ },
    { env: { PORT: '-1' }, says: /^PORT "-1" is not a whole number\./ },
    { env: { HOST: 'a b' }, says: /^HOST "a b" is no host name or address\./ },
    { env: { K_FLOOR: '4' }, says: /^K_FLOOR "4" is not between 5 and 1000\./ },
    { env: { K_FLOOR: '10.5' }, says: /^K_FLOOR "10\.5" is not a whole number\./ },
    {
      env: { NODE_ENV: 'prod' },
      says: /^NODE_ENV "prod" is not one of the known values\. What would do: development, test/,
    },
    {
      env: { LOG_LEVEL: 'loud' },
      says: /^LOG_LEVEL "loud" is not one .* What would do: one of fatal, error/,
    },
    { env: { TRUST_PROXY: 'true' }, says: /^TRUST_PROXY "true" is not a whole number\./ },
    { env: { SESSION_IDLE_MINUTES: '0' }, says: /^SESSION_IDLE_MINUTES "0" is not between/ },
    { env: { SESSION_MAX_HOURS: '169' }, says: /^SESSION_MAX_HOURS "169" is not between/ },
    { env: { UPLOAD_LIMIT_MB: '51' }, says: /^UPLOAD_LIMIT_MB "51" is not between/ },
    { env: { BASE_URL: 'umfrage' }, says: /^BASE_URL "umfrage" is no web address\./ },
    { env: { BASE_URL: 'ftp://x.example' }, says: /is no web address\./ },
    { env: { BASE_URL: 'https://x.example/survey' }, says: /^BASE_URL .* has a path\./ },
    { env: { BASE_URL: 'https://me:hidden@x.example' }, says: /^BASE_URL "\(not shown\)" holds a user name/ },
    { env: { BASE_URL: 'http://x.example', NODE_ENV: 'production' }, says: /is not https, and answers/ },
    { env: { DEMO: 'on', NODE_ENV: 'production' }, says: /^DEMO "on" would mix simulated answers/ },
    {
      env: { DEMO: 'yes' },
      says: /^DEMO "yes" is not one of the known values\. What would do: on or off\.$/,
    },
    { env: { DATA_DIR: '/srv/d', KEY_DIR: '/srv/d' }, says: /^KEY_DIR \(not shown\) lies inside DATA_DIR/ },
    {
      env: { DATA_DIR: '/srv/d', KEY_DIR: '/srv/d/keys' },
      says: /^KEY_DIR \(not shown\) lies inside DATA_DIR/,
    },
    {
      env: { DATA_DIR: '/srv/d', KEY_DIR: '/srv/x/../d/k' },
      says: /^KEY_DIR \(not shown\) lies inside DATA_DIR/,
    },
    { env: { DATA_DIR: '/srv/k/data', KEY_DIR: '/srv/k' }, says: /^KEY_DIR \(not shown\) holds DATA_DIR/ },
  ];
  it.each(wrong)('refuses $env in one line that says which, why and what would do', ({ env, says }) => {
    const message = refusal(env);
    expect(message).toMatch(says);
    expect(message).toContain('What would do: ');
    expect(message).not.toContain('\n');
  });

  it('accepts folders side by side whose names begin alike', () => {
    expect(readConfig({ DATA_DIR: '/srv/data', KEY_DIR: '/srv/data-keys' }).keyDir).toBe('/srv/data-keys');
    expect(readConfig({ DATA_DIR: '/srv/data', KEY_DIR: '/srv/..keys' }).keyDir).toBe('/srv/..keys');
  });
});

describe('describeConfig', () => {
  it('names every variable and hides what is secret', () => {
    const lines = describeConfig({ PORT: '8080', KEY_DIR: '/mnt/canary-folder' });
    expect(lines).toHaveLength(variables.length);
    expect(lines).toContain('PORT=8080');
    expect(lines).toContain('KEY_DIR=(set)');
    expect(lines).toContain('K_FLOOR (default 10)');
    expect(lines.join('\n')).not.toContain('canary');
  });
});

describe('docs/OPERATIONS.md', () => {
  const table = readFileSync(join(projectRoot, 'docs/OPERATIONS.md'), 'utf8')
    .split('\n## ')
    .find((section) => section.startsWith('Configuration\n'))
    ?.split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );

  it.each(variables)('documents $name with default, unit and effect', (variable) => {
    const row = table?.find(([name]) => name === `\`${variable.name}\``);
    expect(row?.slice(1)).toEqual([`\`${variable.default}\``, variable.unit, variable.effect]);
  });

  it('documents no variable that does not exist', () => {
    const known: readonly string[] = variables.map(({ name }) => `\`${name}\``);
    expect(table?.map(([name]) => name ?? '').filter((name) => !known.includes(name))).toEqual([]);
  });
});
