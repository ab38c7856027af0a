import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { projectRoot } from '../../paths.js';
import type { BlindSigner } from '../../ports/blind-signer.js';
import type { Copies } from '../../ports/copies.js';
import type { WaveDesk } from '../../ports/office.js';
import type { Shredder } from '../../ports/retention.js';
import type { CheckResult, Finding, SelfTest, SelfTestOptions } from '../../ports/self-test.js';
import type { AuditLog } from '../../ports/staff.js';
import { filesBelow } from '../put-files.js';
import type { Databases } from '../sqlite/databases.js';
import { boxStates } from '../sqlite/box-state.js';
import { checkColumns } from './agreed-columns.js';
import { checkOrder, checkRemnants, checkRows } from './check-box.js';
import { checkFiles, checkKeys, type WaveKeyState } from './check-folders.js';
import { checkSettings } from './check-settings.js';
import { holdsCode, traceFinder } from './find-traces.js';

export interface SelfTestDeps {
  readonly databases: Databases;
  readonly dataDir: string;
  readonly keyDir: string;
  readonly waves: Pick<WaveDesk, 'list'>;
  readonly copies: Pick<Copies, 'withoutKey'>;
  readonly shredder: Pick<Shredder, 'remains'>;
  readonly blind: Pick<BlindSigner, 'publicKey'>;
  readonly audit: Pick<AuditLog, 'verify'>;
}

interface Image {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * The self-test over open databases. They are read through their own connections, never as files: closing such a file
 * would take SQLite's lock from this process (POSIX locks belong to the process, not to the handle).
 */
export function makeSelfTest(deps: SelfTestDeps): SelfTest {
  const { databases, dataDir } = deps;
  const { box, office } = databases;

  const test = async (options: SelfTestOptions): Promise<readonly CheckResult[]> => {
    const boxImages: Image[] = [
      { name: 'ballots.sqlite', content: box.serialize() },
      { name: 'codes.sqlite', content: box.serialize({ attached: 'codes' }) },
    ];
    const images = [...boxImages, { name: 'office.sqlite', content: office.serialize() }];
    await otherWork();
    const texts: Image[] = [];
    for (const [name, db, schema] of [
      ['ballots.sqlite', box, 'main'],
      ['codes.sqlite', box, 'codes'],
      ['office.sqlite', office, 'main'],
    ] as const) {
      texts.push({ name, content: textsIn(db, schema) });
      await otherWork();
    }
    const waves = await keyStates(deps);
    const sizes = new Map(boxImages.map(({ name, content }) => [name, content.length]));
    const prints = waves.flatMap(({ waveId }) => {
      const key = deps.blind.publicKey(waveId);
      return key === null ? [] : [`${waveId}: ${key.fingerprint}`];
    });
    const checks: (() => CheckResult | Promise<CheckResult>)[] = [
      () =>
        checkColumns([
          { file: 'ballots', db: box, schema: 'main' },
          { file: 'codes', db: box, schema: 'codes' },
          { file: 'office', db: office, schema: 'main' },
        ]),
      () => checkRows(box),
      () => checkOrder(box),
      () => checkRemnants(box, boxImages),
      () => checkFiles(dataDir, sizes),
      () => checkTraces([...images, ...texts, ...otherFiles(dataDir), ...options.further], options),
      () => checkSettings(databases),
      () => checkKeys(deps, waves),
      () => destroyed(deps, waves),
      () => auditLog(deps),
      () => ({ id: 'fingerprints', looked: prints, findings: [] }),
      () => ({ id: 'versions', looked: versions(office), findings: [] }),
    ];
    const results: CheckResult[] = [];
    for (const check of checks) {
      results.push(await check());
      await otherWork();
    }
    return results;
  };

  let last = Promise.resolve();
  return {
    // One after the other: each holds a copy of the databases in memory.
    run(options) {
      const result = last.then(() => test(options));
      last = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
  };
}

async function checkTraces(
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
  { isCode, traces }: SelfTestOptions,
): Promise<CheckResult> {
  const findings: Finding[] = [];
  const find = traceFinder(traces);
  for (const { name, content } of files) {
    if (await holdsCode(content, isCode)) findings.push({ key: 'codeInFile', subject: name });
    for (const trace of await find(content))
      findings.push({ key: 'givenCodeInFile', subject: `${name}: ${trace}` });
  }
  const looked = [...new Set(files.map(({ name }) => name))];
  return { id: 'traces', looked, findings: unique(findings) };
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.key} ${finding.subject}`, finding])).values()];
}

/** Every text of a database on a line of its own: in the file one follows on the other. */
function textsIn(db: Databases['box'], schema: 'main' | 'codes'): Buffer {
  const columns = db
    .prepare<[string], { tbl: string; col: string }>(
      `SELECT s.name AS tbl, c.name AS col FROM ${schema}.sqlite_schema s, pragma_table_info(s.name, ?) c WHERE s.type = 'table'`,
    )
    .all(schema);
  const texts = columns.flatMap(({ tbl, col }) =>
    db
      .prepare<[], string>(`SELECT "${col}" FROM ${schema}."${tbl}" WHERE typeof("${col}") = 'text'`)
      .pluck()
      .all(),
  );
  return Buffer.from(texts.join('\n'));
}

/** Whatever lies beside the databases; these themselves are not opened. */
function otherFiles(dataDir: string): Image[] {
  return filesBelow(dataDir)
    .filter((path) => !/^(?:ballots|codes|office)\.sqlite$/.test(path))
    .map((name) => ({ name, content: readFileSync(join(dataDir, name)) }));
}

async function keyStates({ databases, waves, copies, blind }: SelfTestDeps): Promise<WaveKeyState[]> {
  const stateOf = boxStates(databases.box);
  const without = copies.withoutKey();
  return (await waves.list()).flatMap(({ id, shreddedOn }): WaveKeyState[] => {
    const state = stateOf(id);
    if (state === 'none') return [];
    return [
      {
        waveId: id,
        state: shreddedOn === null ? state : 'shredded',
        hasKey: !without.includes(id),
        hasBlindKey: blind.publicKey(id) !== null,
      },
    ];
  });
}

function destroyed({ shredder }: SelfTestDeps, waves: readonly WaveKeyState[]): CheckResult {
  const gone = waves.filter(({ state }) => state === 'shredded').map(({ waveId }) => waveId);
  const left = gone.filter((waveId) => Object.values(shredder.remains(waveId)).includes(true));
  return {
    id: 'destroyed',
    looked: gone,
    findings: left.map((subject) => ({ key: 'notDestroyed', subject })),
  };
}

async function auditLog({ audit }: SelfTestDeps): Promise<CheckResult> {
  const broken = await audit.verify();
  const findings = broken === null ? [] : [{ key: 'logBroken', subject: String(broken) }];
  return { id: 'log', looked: ['office.sqlite, audit'], findings };
}

function versions(office: Databases['office']): string[] {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const sqlite = office.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
  return [`Mehrwelt ${version}`, `Node ${process.version}`, `SQLite ${sqlite}`];
}
