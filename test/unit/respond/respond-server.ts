import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import express from 'express';
import { hashCode, makeCode } from '../../../server/credential/code.js';
import { errorPages, notFound } from '../../../server/http/errors.js';
import { staticFiles } from '../../../server/http/static-files.js';
import { makeViews } from '../../../server/http/views.js';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { projectRoot } from '../../../server/paths.js';
import type { BallotBox } from '../../../server/ports/ballot-box.js';
import type { Wave } from '../../../server/ports/office.js';
import type { RotatingKey, RotatingKeys } from '../../../server/ports/rotating-key.js';
import { makeRespondApp } from '../../../server/respond/app.js';
import { ballotLength, decodeBallot } from '../../../server/survey/ballot.js';
import type { Answers, Definition } from '../../../server/survey/definition.js';
import { aWave, makeTestStorage, realRandomness, type TestStorage } from '../../support/storage.js';

export interface RespondServer extends TestStorage {
  readonly origin: string;
  readonly reported: unknown[];
  /** Creates and opens a wave, with codes where it asks for some. */
  openWave(definition: Definition, particulars?: Partial<Wave>): Promise<{ wave: Wave; codes: string[] }>;
  /** Closes the wave and reads what was in its box. */
  closeAndRead(wave: Wave, definition: Definition): Promise<Answers[]>;
  /** Every accept fails until it is called again with null, as on a full disk. */
  failWith(error: Error | null): void;
  /** Handing in and withdrawing find the queue full, until it is called again with false. */
  beBusy(busy: boolean): void;
  rotateDraftKey(): void;
  stop(): Promise<void>;
}

/** The respondents' app on a loopback port, over a real storage that can be restarted under it. */
export async function startRespondServer({ secureCookies = false } = {}): Promise<RespondServer> {
  const store = makeTestStorage();
  const keys = {
    codes: realRandomness.bytes(32),
    receipts: realRandomness.bytes(32),
    draft: rotatingKey(),
  };
  const views = makeViews({ root: join(projectRoot, 'views') });
  const reported: unknown[] = [];
  const report = (_incident: string, error: unknown) => reported.push(error);
  let failure: Error | null = null;
  let busy = false;
  const box: BallotBox = {
    checkCode: (...args) => store.storage.ballots.checkCode(...args),
    accept: (submission) => {
      if (busy) return Promise.resolve('busy');
      return failure === null ? store.storage.ballots.accept(submission) : Promise.reject(failure);
    },
    async redeem(...args) {
      // As on a disk where a commit takes its time.
      await setTimeout(20);
      return store.storage.ballots.redeem(...args);
    },
    withdraw: (...args) => (busy ? Promise.resolve('busy') : store.storage.ballots.withdraw(...args)),
  };

  const app = express();
  app.use('/static', staticFiles());
  app.use(
    makeRespondApp({
      waves: { list: () => store.storage.waves.list(), find: (id) => store.storage.waves.find(id) },
      definitions: { find: (id, version) => store.storage.definitions.find(id, version) },
      box,
      blind: store.storage.blind,
      keys,
      views,
      clock: store.clock,
      randomness: realRandomness,
      secureCookies,
      report,
    }),
  );
  app.use(notFound, errorPages({ views, report }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));

  return {
    dataDir: store.dataDir,
    keyDir: store.keyDir,
    keyFile: (waveId) => store.keyFile(waveId),
    damageBallot: (waveId) => {
      store.damageBallot(waveId);
    },
    clock: store.clock,
    get storage() {
      return store.storage;
    },
    restart: () => store.restart(),
    remove: () => store.remove(),
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reported,

    async openWave(definition, particulars = {}) {
      await store.storage.definitions.put(definition);
      const wave = aWave({
        definition: { id: definition.id, version: definition.version },
        title: definition.title,
        plan: { tables: [] },
        ...particulars,
        status: 'draft',
      });
      await store.storage.waves.create(wave);
      const codes = wave.access === 'code' ? Array.from({ length: 4 }, () => makeCode(realRandomness)) : [];
      await store.storage.codes.issue(
        wave.id,
        codes.map((code) => ({ hash: hashCode(keys.codes, wave.id, code), area: 'Finanzen' })),
      );
      await store.storage.box.openBox(wave.id, { ballotBytes: ballotLength(definition), places: 10 });
      if (wave.access === 'code') await store.storage.blind.makeKey(wave.id);
      await store.storage.waves.advance(wave.id, 'open');
      return { wave, codes };
    },

    async closeAndRead(wave, definition) {
      await store.storage.box.sealBox(wave.id);
      await store.storage.waves.advance(wave.id, 'closed');
      const ballots: Answers[] = [];
      await store.storage.sealed.forEach(wave.id, (bytes) => ballots.push(decodeBallot(definition, bytes)));
      return ballots;
    },

    failWith(error) {
      failure = error;
    },

    beBusy(now) {
      busy = now;
    },

    rotateDraftKey: () => {
      keys.draft.rotate();
    },

    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.remove();
    },
  };
}

/** A key in memory that is replaced when a test says so. */
export function rotatingKey(): RotatingKey & { rotate(): void } {
  let keys: RotatingKeys = [realRandomness.bytes(32)];
  return {
    keys: () => keys,
    rotate: () => {
      keys = [realRandomness.bytes(32), keys[0]];
    },
  };
}

export function bremen(): Definition {
  const [definition] = shippedInstruments();
  if (definition === undefined) throw new Error('no instrument is shipped');
  return definition;
}
