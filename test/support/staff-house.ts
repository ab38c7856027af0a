import { join } from 'node:path';
import express from 'express';
import { hashPassword } from '../../server/accounts/password.js';
import { accountRoutes } from '../../server/accounts/routes.js';
import type { SetupLink } from '../../server/accounts/setup-link.js';
import { randomId } from '../../server/credential/random-id.js';
import { errorPages, notFound } from '../../server/http/errors.js';
import { serve, type Running } from '../../server/http/serve.js';
import { securityHeaders } from '../../server/http/security.js';
import { makeStaffApp } from '../../server/http/staff-app.js';
import type { StaffRoute } from '../../server/http/staff-route.js';
import { staticFiles } from '../../server/http/static-files.js';
import { makeViews } from '../../server/http/views.js';
import { projectRoot } from '../../server/paths.js';
import type { AuditEntry, Role, StaffUser } from '../../server/ports/staff.js';
import { roles } from '../../server/ports/staff.js';
import { StaffClient } from './staff-client.js';
import { makeTestStorage, realRandomness, type TestStorage } from './storage.js';

export const PASSWORD = 'Fünf kleine Enten im Teich';

/** One password for all, made unreadable once. */
let passwordHash: Promise<string> | undefined;

export interface StaffHouse extends TestStorage {
  readonly origin: string;
  /** Somebody at a browser who has not signed in. */
  visitor(): StaffClient;
  /** Somebody of this role, signed in; the account is made at the first call and named after the role. */
  as(role: Role): Promise<StaffClient>;
  account(role: Role): Promise<StaffUser>;
  /** Everything in the audit log, oldest first. */
  audit(): Promise<readonly AuditEntry[]>;
  stop(): Promise<void>;
}

export interface StaffHouseOptions {
  readonly extraRoutes?: readonly StaffRoute[];
  readonly setup?: (storage: TestStorage) => SetupLink;
  readonly secureCookies?: boolean;
  /** Run on the files before anything is served. */
  readonly before?: (storage: TestStorage) => Promise<void>;
}

/** The staff area alone, on real files behind a real port: what the tests of log-in and accounts need, nothing more. */
export async function openStaffHouse(options: StaffHouseOptions = {}): Promise<StaffHouse> {
  const base = makeTestStorage();
  await options.before?.(base);
  const { clock } = base;
  const { accounts, sessions, audit } = base.storage;
  const views = makeViews({ root: join(projectRoot, 'views') });
  const shared = { accounts, sessions, audit, views, clock, randomness: realRandomness };
  const routes = [
    ...accountRoutes({ ...shared, setup: options.setup?.(base) ?? null }),
    ...(options.extraRoutes ?? []),
  ];
  const app = express();
  app.use(securityHeaders({ baseUrl: 'http://localhost' }));
  app.use('/static', staticFiles());
  app.use(
    '/staff',
    makeStaffApp({
      ...shared,
      routes,
      keys: { session: realRandomness.bytes(32) },
      secureCookies: options.secureCookies ?? false,
      sessionIdleMinutes: 30,
      sessionMaxHours: 10,
      uploadLimitBytes: 1_000_000,
      log: { warn: () => undefined },
    }),
  );
  app.use(notFound);
  app.use(errorPages({ views, report: (_incident, error) => process.stderr.write(`${String(error)}\n`) }));
  const running: Running = await serve(app, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${String(running.port)}`;

  const account = async (role: Role): Promise<StaffUser> => {
    const known = await accounts.credentials(role);
    if (known !== null) return known.user;
    const name = `Person ${String(roles.indexOf(role) + 1)}`;
    const id = randomId(realRandomness);
    const user: StaffUser = { id, login: role, name, role, disabled: false, mustChangePassword: false };
    await accounts.create(user, await (passwordHash ??= hashPassword(PASSWORD)));
    return user;
  };
  return {
    ...base,
    storage: base.storage,
    origin,
    visitor: () => new StaffClient(origin),
    as: async (role) => {
      await account(role);
      const client = new StaffClient(origin);
      const page = await client.login(role, PASSWORD);
      if (page.path === '/staff/login') throw new Error(`${role} could not sign in`);
      return client;
    },
    account,
    audit: async () => (await audit.page(0, 1000)).entries.toReversed(),
    stop: async () => {
      await running.stop(1000);
      base.remove();
    },
  };
}
