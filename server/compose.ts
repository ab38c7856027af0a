import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import express from 'express';
import { makeApi } from './api/app.js';
import { tokenRoutes } from './api/routes.js';
import { accountRoutes } from './accounts/routes.js';
import { makeSetupLink, type SetupLink } from './accounts/setup-link.js';
import { followUpRoutes } from './admin/follow-up/routes.js';
import { adminRoutes } from './admin/routes.js';
import type { Config } from './config.js';
import { councilRoutes } from './council/routes.js';
import { greetAdministrator, greetBack, greetDemo } from './demo/greeting.js';
import { seedDemo, type DemoDeps } from './demo/seed.js';
import { errorPages, notFound } from './http/errors.js';
import { healthRoutes } from './http/health.js';
import { errorFields, type Log } from './http/logging.js';
import { securityHeaders } from './http/security.js';
import { makeStaffApp } from './http/staff-app.js';
import type { StaffRoute } from './http/staff-route.js';
import { staticFiles } from './http/static-files.js';
import { makeViews } from './http/views.js';
import { shippedInstruments } from './instruments/index.js';
import { projectRoot } from './paths.js';
import type { Clock } from './ports/clock.js';
import type { Randomness } from './ports/randomness.js';
import { loadReferences } from './references/load-references.js';
import { makeReleaseOffice } from './releases/release-office.js';
import { makeHighsSolver } from './solver/highs-solver.js';
import { packageRoutes } from './report/package-routes.js';
import { makeResvgRasteriser } from './raster/resvg-rasteriser.js';
import { reportRoutes } from './report/routes.js';
import { makeRespondApp } from './respond/app.js';
import { openDraftKeys, type DraftKeys } from './storage/draft-keys.js';
import { loadKeys } from './storage/keys.js';
import { hasDatabases } from './storage/sqlite/databases.js';
import { makePackageSigner } from './storage/signing-key.js';
import { openStorage } from './storage/sqlite/open-storage.js';
import type { Definition } from './survey/definition.js';

export interface Composed {
  readonly app: express.Express;
  /** Every staff route, for the test that holds them against the role matrix. */
  readonly staffRoutes: readonly StaffRoute[];
  /** Lines for the operator's terminal; the only place where first passwords appear. */
  readonly greeting: readonly string[];
  close(): Promise<void>;
}

const machine: { clock: Clock; randomness: Randomness } = {
  clock: { now: () => new Date() },
  randomness: { bytes: (length) => randomBytes(length) },
};

/**
 * Builds the whole program on the folders of `config`: the only place where adapters meet ports.
 * On an empty DATA_DIR it loads the demonstration, or, where that is off, makes the link for the first administrator.
 *
 * @throws StorageRefusal with a message for the operator where a folder or key cannot be used
 */
export async function compose(config: Config, log: Log, { clock, randomness } = machine): Promise<Composed> {
  const keys = loadKeys(config.keyDir, { fresh: !hasDatabases(config.dataDir) });
  const draft = openDraftKeys(config.keyDir, clock);
  const storage = openStorage({ dataDir: config.dataDir, keyDir: config.keyDir, clock, randomness });
  const views = makeViews({ root: join(projectRoot, 'views') });
  const releases = makeReleaseOffice({
    waves: storage.waves,
    definitions: storage.definitions,
    sealed: storage.sealed,
    archive: storage.releases,
    supplements: storage.supplements,
    randomness,
    releaseKey: keys.release,
    kFloor: config.kFloor,
    openSolver: makeHighsSolver,
  });
  const { definitions, waves, supplements, box, blind, paper, codes } = storage;
  const { accounts, sessions, audit, board, tokens } = storage;
  const own = { definitions, waves, supplements, accounts, sessions, audit };
  const shared = { ...own, releases, views, clock, randomness, keys };
  const { baseUrl, secureCookies, kFloor } = config;
  const signer = makePackageSigner(config.keyDir);

  await storage.references.ship(loadReferences());
  const first = await firstStart({ ...shared, box, blind, paper, codes, kFloor }, config);

  const staffRoutes = [
    ...accountRoutes({ ...shared, setup: first.setup }),
    ...followUpRoutes({
      ...shared,
      followUps: storage.followUps,
      references: storage.references,
      signer,
      kFloor,
    }),
    ...adminRoutes({
      ...shared,
      box,
      blind,
      paper,
      codes,
      board,
      references: storage.references,
      counter: storage.participation,
      followUps: storage.followUps,
      baseUrl,
      kFloor,
    }),
    ...packageRoutes({ ...shared, references: storage.references, signer }),
    ...reportRoutes({
      ...shared,
      references: storage.references,
      reportTexts: storage.reportTexts,
      rasteriser: makeResvgRasteriser(),
    }),
    ...councilRoutes({ ...shared, selfTest: storage.selfTest }),
    ...tokenRoutes({ ...shared, tokens, baseUrl }),
  ];
  const report = (incident: string, error: unknown): void => {
    log.error({ event: 'request.failed', incident, ...errorFields(error) });
  };

  const app = express();
  app.disable('x-powered-by');
  // Pages are never kept, so nothing would ask for theirs; files and the interface for machines set their own.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.use(
    '/health',
    healthRoutes(() => storage.ready()),
  );
  app.use(securityHeaders({ baseUrl }));
  app.use('/static', staticFiles());
  app.use('/api/v1', makeApi({ ...shared, tokens, references: storage.references, report }));
  app.use(
    '/staff',
    makeStaffApp({
      ...shared,
      routes: staffRoutes,
      secureCookies,
      sessionIdleMinutes: config.sessionIdleMinutes,
      sessionMaxHours: config.sessionMaxHours,
      uploadLimitBytes: config.uploadLimitMb * 1_000_000,
      log,
    }),
  );
  app.use(
    makeRespondApp({
      ...shared,
      keys: { ...keys, draft },
      box: storage.ballots,
      blind,
      secureCookies,
      report,
    }),
  );
  app.use(notFound);
  app.use(errorPages({ views, report }));

  const rotating = keepRotating(draft, log);
  const close = (): Promise<void> => {
    clearInterval(rotating);
    storage.close();
    return Promise.resolve();
  };
  return { app, staffRoutes, greeting: first.greeting, close };
}

/**
 * Looks once an hour, and now, whether the key of the drafts is due: never on behalf of a request, or the time of the file
 * would be that of somebody's visit. Where the file can't be written the old key goes on until it can.
 */
function keepRotating(draft: DraftKeys, log: Log): NodeJS.Timeout {
  const rotate = (): void => {
    try {
      draft.rotateIfDue();
    } catch (error) {
      log.error({ event: 'key.not-rotated', ...errorFields(error) });
    }
  };
  rotate();
  return setInterval(rotate, 60 * 60 * 1000).unref();
}

interface FirstStart {
  readonly setup: SetupLink | null;
  readonly greeting: readonly string[];
}

async function firstStart(deps: DemoDeps, config: Config): Promise<FirstStart> {
  const empty = (await deps.definitions.list()).length === 0;
  if (empty && config.demo)
    return { setup: null, greeting: greetDemo(await seedDemo(deps, bremen()), config.baseUrl) };
  for (const definition of shippedInstruments()) await deps.definitions.put(definition);
  if ((await deps.accounts.count()) > 0) return { setup: null, greeting: greetBack(config.baseUrl) };
  const setup = makeSetupLink({ ...deps, baseUrl: config.baseUrl });
  return { setup, greeting: greetAdministrator(setup.url) };
}

function bremen(): Definition {
  const [definition] = shippedInstruments();
  if (definition === undefined) throw new Error('the program ships without its questionnaire');
  return definition;
}
