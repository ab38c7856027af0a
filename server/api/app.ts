import { randomBytes } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { besideWave } from '../references/reference.js';
import { makeFileShelf, type FileShelf } from '../exports/file-shelf.js';
import { releaseCsv } from '../exports/release-csv.js';
import { releaseJson } from '../exports/release-json.js';
import type { Wave } from '../ports/office.js';
import { answer, jsonContent, type Content } from './answer.js';
import { callerOf, type Caller } from './caller.js';
import type { ApiDeps } from './deps.js';
import { describeFiles, describeTables, describeWave } from './described.js';
import { openApi } from './openapi.js';
import { Problem, sendProblem } from './problem.js';
import { TokenQuota } from './quota.js';

interface Found {
  readonly wave: Wave;
  readonly release: SafeRelease;
  readonly releasedOn: string;
  readonly releaseId: string;
}

/** What a program gets for an address, and what the log calls it. */
type Finder = (caller: Caller, req: Request) => Promise<Content>;

const CSV = 'text/csv; charset=utf-8';

/**
 * The interface for machines, to be mounted at `/api/v1`: reads what was released, knows no cookie and no session, changes
 * nothing but the log. Every content that is sent is on record.
 */
export function makeApi(deps: ApiDeps): Router {
  const quota = new TokenQuota(deps.clock);
  const described = jsonContent(openApi());
  const shelf = makeFileShelf();
  const router = express.Router({ strict: true });

  const sends =
    (find: Finder, parameters: readonly string[] = []): RequestHandler =>
    async (req, res) => {
      const caller = await callerOf(deps, quota, req);
      refuseUnknown(req, parameters);
      const content = await find(caller, req);
      const wave = pathOf(req, 'waveId');
      if (!answer(req, res, content)) return;
      await deps.audit.append({
        actor: caller.owner.login,
        action: 'results.read',
        subject: wave === '' ? null : wave,
        details: { token: caller.token.id },
      });
    };

  router.get('/openapi.json', (req, res) => {
    answer(req, res, described);
  });
  router.get(
    '/waves',
    sends(async (caller) => {
      const waves = [];
      for (const id of await releasedWaves(deps, caller)) {
        const { wave, release, releasedOn } = await findWave(deps, caller, id);
        waves.push(describeWave(wave, release, releasedOn));
      }
      return jsonContent({ waves });
    }),
  );
  router.get(
    '/waves/:waveId',
    sends(async (caller, req) => {
      const { wave, release, releasedOn } = await findWave(deps, caller, pathOf(req, 'waveId'));
      return jsonContent(describeWave(wave, release, releasedOn));
    }),
  );
  router.get(
    '/waves/:waveId/tables',
    sends(async (caller, req) => {
      const { wave, release } = await findWave(deps, caller, pathOf(req, 'waveId'));
      return jsonContent({ tables: describeTables(wave, release) });
    }),
  );
  router.get(
    '/waves/:waveId/tables/:tableId',
    sends(
      async (caller, req) => {
        const { wave, release } = await findWave(deps, caller, pathOf(req, 'waveId'));
        const [, tableId = '', csv] = /^(.*?)(\.csv)?$/.exec(pathOf(req, 'tableId')) ?? [];
        const tables = release.tables.filter(({ id }) => id === tableId);
        if (tables.length === 0) throw notThere('Take an id from the list of tables.');
        const one = { ...release, tables };
        if (csv === undefined)
          return text(
            'application/json; charset=utf-8',
            releaseJson(wave, one, besideWave(await deps.references.list(), wave)),
          );
        return text(CSV, releaseCsv(wave, one, languageOf(req)));
      },
      ['lang'],
    ),
  );
  router.get(
    '/waves/:waveId/files',
    sends(async (caller, req) => {
      const found = await findWave(deps, caller, pathOf(req, 'waveId'));
      return jsonContent({ files: describeFiles(found.wave, await filesOf(deps, shelf, found)) });
    }),
  );
  router.get(
    '/waves/:waveId/files/:name',
    sends(async (caller, req) => {
      const found = await findWave(deps, caller, pathOf(req, 'waveId'));
      const file = (await filesOf(deps, shelf, found)).find(({ path }) => path === pathOf(req, 'name'));
      if (file === undefined) throw notThere('Take a name from the list of files.');
      return { type: file.mediaType, bytes: file.bytes };
    }),
  );
  router.use((req) => {
    if (req.method !== 'GET' && req.method !== 'HEAD')
      throw new Problem(405, 'Read only', 'This interface answers GET and HEAD.', { Allow: 'GET, HEAD' });
    throw notThere('The addresses are described in /api/v1/openapi.json.');
  });
  router.use(problems(deps));
  return router;
}

/** Waves whose results were released, the latest closing first, as far as the token opens them. */
async function releasedWaves(deps: ApiDeps, { token }: Caller): Promise<string[]> {
  const ids = (await deps.releases.list())
    .filter(({ status, waveId }) => status === 'released' && (token.waveId ?? waveId) === waveId)
    .map(({ waveId }) => waveId);
  const waves = await Promise.all([...new Set(ids)].map((id) => deps.waves.find(id)));
  return waves
    .flatMap((wave) => (wave === null ? [] : [wave]))
    .sort((a, b) => (a.closesAt < b.closesAt ? 1 : -1))
    .map(({ id }) => id);
}

/** A wave that is not there, not released, or not opened by the token looks the same. */
async function findWave(deps: ApiDeps, { token }: Caller, waveId: string): Promise<Found> {
  const isOpen = token.waveId === null || token.waveId === waveId;
  const wave = isOpen ? await deps.waves.find(waveId) : null;
  const found = wave === null ? null : await deps.releases.published(wave.id);
  if (wave === null || found === null || found.record.decidedOn === null)
    throw notThere('There is no such wave, it is not released, or the token does not open it.');
  return { wave, release: found.release, releasedOn: found.record.decidedOn, releaseId: found.record.id };
}

async function filesOf(deps: ApiDeps, shelf: FileShelf, { wave, release, releasedOn, releaseId }: Found) {
  const definition = await deps.definitions.find(wave.definition.id, wave.definition.version);
  if (definition === null) throw new Error(`wave ${wave.id} has no questionnaire ${wave.definition.id}`);
  const references = besideWave(await deps.references.list(), wave);
  return shelf.files(releaseId, { wave, definition, release, releasedOn, references });
}

function languageOf(req: Request): 'de' | 'en' {
  const { lang } = req.query;
  if (lang === undefined || lang === 'de') return 'de';
  if (lang === 'en') return 'en';
  throw new Problem(400, 'Unknown language', 'lang is de or en.');
}

/** Results take no parameters, because nothing is calculated on demand. */
function refuseUnknown(req: Request, known: readonly string[]): void {
  const unknown = Object.keys(req.query).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Problem(
      400,
      'Unknown parameter',
      'Leave out parameters that are not described: nothing is calculated on demand.',
    );
}

function pathOf(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

function notThere(detail: string): Problem {
  return new Problem(404, 'Not found', detail);
}

function text(type: string, content: string): Content {
  return { type, bytes: Buffer.from(content) };
}

function problems({ report }: ApiDeps): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    if (error instanceof Problem) {
      sendProblem(res, error);
      return;
    }
    if (isUnreadable(error)) {
      sendProblem(
        res,
        new Problem(400, 'Not readable', 'The address is not written as an address should be.'),
      );
      return;
    }
    const incident = randomBytes(5).toString('hex');
    report(incident, error);
    sendProblem(res, new Problem(500, 'Our fault', `Tell the operator this number: ${incident}.`));
  };
}

/** What the router throws at an address that cannot be decoded. */
function isUnreadable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 400;
}
