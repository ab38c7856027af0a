import { join } from 'node:path';
import { projectRoot } from '../../paths.js';
import type { TokenBook } from '../../ports/api-tokens.js';
import type { BallotBox, BoxKeeper, PaperChannel, SealedBallots } from '../../ports/ballot-box.js';
import type { BlindSigner } from '../../ports/blind-signer.js';
import type { Clock } from '../../ports/clock.js';
import type { Copies } from '../../ports/copies.js';
import type { CodeRegister, ParticipationBoard, ParticipationCounter } from '../../ports/code-register.js';
import type { DefinitionShelf, ReleaseArchive, SupplementDesk, WaveDesk } from '../../ports/office.js';
import type { FollowUps } from '../../ports/follow-ups.js';
import type { Randomness } from '../../ports/randomness.js';
import type { ReferenceShelf } from '../../ports/reference-shelf.js';
import type { Shredder } from '../../ports/retention.js';
import type { ReportTexts } from '../../ports/report-texts.js';
import type { SelfTest } from '../../ports/self-test.js';
import type { AccountBook, AuditLog, SessionShelf } from '../../ports/staff.js';
import { makeBlindSigner } from '../blind-keys.js';
import { makeSelfTest } from '../self-test/self-test.js';
import { makeWaveKeys } from '../wave-keys.js';
import { makeAccountBook } from './account-book.js';
import { makeAuditLog } from './audit-log.js';
import { makeBallotBox } from './ballot-box.js';
import { makeBoxKeeper } from './box-keeper.js';
import { makeBoxSlots } from './box-slots.js';
import { makeCodeRegister } from './code-register.js';
import { makeCommitQueue } from './commit-queue.js';
import { openDatabases } from './databases.js';
import type { Databases } from './databases.js';
import { makeCopies } from './copies.js';
import { makeDefinitionShelf } from './definition-shelf.js';
import { makeFollowUps } from './follow-ups.js';
import { makePaperChannel } from './paper-channel.js';
import { makeParticipationBoard } from './participation-board.js';
import { makeParticipationCounter } from './participation-counter.js';
import { makeReferenceShelf } from './reference-shelf.js';
import { makeReleaseArchive } from './release-archive.js';
import { makeReportTextShelf } from './report-text-shelf.js';
import { makeSealedBallots } from './sealed-ballots.js';
import { makeSessionShelf } from './session-shelf.js';
import { makeShredder } from './shredder.js';
import { makeSupplementDesk } from './supplement-desk.js';
import { makeTokenBook } from './token-book.js';
import { makeWaveDesk } from './wave-desk.js';

/** One property a port; every verb of a port is one transaction. */
export interface Storage {
  readonly ballots: BallotBox;
  readonly paper: PaperChannel;
  readonly box: BoxKeeper;
  readonly sealed: SealedBallots;
  readonly blind: BlindSigner;
  readonly codes: CodeRegister;
  readonly participation: ParticipationCounter;
  readonly board: ParticipationBoard;
  readonly definitions: DefinitionShelf;
  readonly waves: WaveDesk;
  readonly followUps: FollowUps;
  readonly releases: ReleaseArchive;
  readonly supplements: SupplementDesk;
  readonly references: ReferenceShelf;
  readonly reportTexts: ReportTexts;
  readonly accounts: AccountBook;
  readonly sessions: SessionShelf;
  readonly tokens: TokenBook;
  readonly audit: AuditLog;
  readonly copies: Copies;
  readonly shredder: Shredder;
  readonly selfTest: SelfTest;
  /** Whether all three files answer. */
  ready(): boolean;
  /** Lets go of the files; may be called twice. */
  close(): void;
}

export interface StorageOptions {
  /** Folder of the three database files; made where it is missing. */
  readonly dataDir: string;
  /** Folder of the key files; the waves' own keys lie in `waves/` below it. */
  readonly keyDir: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/**
 * Opens the SQLite storage of a data folder, for this process alone, and applies the migrations that are missing.
 *
 * @throws StorageRefusal with a message for the operator where the folder cannot be used: see `openDatabases`.
 */
export function openStorage({ dataDir, keyDir, clock, randomness }: StorageOptions): Storage {
  const databases = openDatabases(dataDir, join(projectRoot, 'migrations'));
  const { box, office } = databases;
  const waveKeys = makeWaveKeys(keyDir);
  const slots = makeBoxSlots(box, randomness);
  const queue = makeCommitQueue(box, randomness, () => {
    slots.forget();
  });
  const waves = makeWaveDesk(office, box);
  const blind = makeBlindSigner(keyDir);
  const audit = makeAuditLog(office, clock);
  const copies = makeCopies(databases, waveKeys);
  const shredder = makeShredder(databases, slots, waveKeys);
  return {
    ballots: makeBallotBox(box, slots, queue),
    paper: makePaperChannel(box, slots),
    box: makeBoxKeeper(box, slots, waveKeys),
    sealed: makeSealedBallots(box, waveKeys, randomness),
    blind,
    codes: makeCodeRegister(box),
    participation: makeParticipationCounter(box),
    board: makeParticipationBoard(office),
    definitions: makeDefinitionShelf(office),
    waves,
    followUps: makeFollowUps(office),
    releases: makeReleaseArchive(office, clock),
    supplements: makeSupplementDesk(office, clock),
    references: makeReferenceShelf(office),
    reportTexts: makeReportTextShelf(office, clock),
    accounts: makeAccountBook(office),
    sessions: makeSessionShelf(office),
    tokens: makeTokenBook(office, clock),
    audit,
    copies,
    shredder,
    selfTest: makeSelfTest({ databases, dataDir, keyDir, waves, blind, audit, copies, shredder }),
    ready: () => answers(databases),
    close: () => {
      box.close();
      office.close();
    },
  };
}

function answers({ box, office }: Databases): boolean {
  try {
    box.prepare('SELECT (SELECT count(*) FROM main.migration), (SELECT count(*) FROM codes.migration)').get();
    office.prepare('SELECT count(*) FROM migration').get();
    return true;
  } catch {
    return false;
  }
}
