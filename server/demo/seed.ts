import { randomId } from '../credential/random-id.js';
import { hashCode, makeCode } from '../credential/code.js';
import { hashReceipt, makeReceipt } from '../credential/receipt.js';
import type { BoxKeeper, BoxSize, PaperChannel } from '../ports/ballot-box.js';
import type { BlindSigner } from '../ports/blind-signer.js';
import type { Clock } from '../ports/clock.js';
import type { CodeRegister } from '../ports/code-register.js';
import type { DefinitionShelf, Wave, WaveDesk } from '../ports/office.js';
import type { Randomness } from '../ports/randomness.js';
import { retention } from '../ports/retention.js';
import type { ReleaseOffice } from '../ports/release-office.js';
import type { AccountBook, AuditLog, Role } from '../ports/staff.js';
import { roles } from '../ports/staff.js';
import { createAccount } from '../accounts/users.js';
import { ballotLength, encodeBallot } from '../survey/ballot.js';
import type { Definition } from '../survey/definition.js';
import { areaHeadcounts, DEMO_RESPONDENTS, simulateRespondents } from './people.js';
import { demoPlan } from './plan.js';
import { demoTexts } from './texts.js';

export interface DemoDeps {
  readonly definitions: DefinitionShelf;
  readonly waves: WaveDesk;
  readonly box: BoxKeeper;
  readonly blind: Pick<BlindSigner, 'makeKey'>;
  readonly paper: PaperChannel;
  readonly codes: CodeRegister;
  readonly releases: ReleaseOffice;
  readonly accounts: AccountBook;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly keys: { readonly codes: Uint8Array; readonly receipts: Uint8Array };
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly kFloor: number;
}

export interface Demo {
  /** A password for each role's account, readable only here and now. */
  readonly accounts: readonly { readonly role: Role; readonly login: string; readonly password: string }[];
  readonly openWave: string;
  readonly closedWave: string;
  readonly sampleCodes: readonly string[];
}

const SEED = 2014;
const SAMPLE_CODES = 12;
const DAY = 24 * 60 * 60 * 1000;

const names: Readonly<Record<Role, string>> = {
  hr: 'Hanna Remmers',
  analyst: 'Ada Lüders',
  council: 'Cem Behrens',
  admin: 'Antje Meyer',
};

/**
 * Loads the demonstration into an empty installation: one account a role, a closed and released wave of simulated
 * respondents, and an open wave with sample codes. It goes the way that real data goes, approval by a second person included.
 */
export async function seedDemo(deps: DemoDeps, definition: Definition): Promise<Demo> {
  if ((await deps.accounts.count()) > 0)
    throw new Error('the demonstration needs an installation without accounts');
  const closedWave = await closedAndReleased(deps, definition);
  const { wave: openWave, codes: sampleCodes } = await openWithCodes(deps, definition);
  // Last, because accounts are the sign of a finished set-up.
  const accounts = [];
  for (const role of roles) {
    const { user, password } = await createAccount(deps, { login: role, name: names[role], role });
    accounts.push({ role, login: user.login, password });
  }
  return { accounts, openWave, closedWave, sampleCodes };
}

async function closedAndReleased(deps: DemoDeps, definition: Definition): Promise<string> {
  const now = deps.clock.now().getTime();
  await deps.definitions.put(definition);
  const wave = demoWave(deps, definition, {
    title: {
      de: 'Vielfalt im öffentlichen Dienst (simulierte Vorführung)',
      en: 'Diversity in the public service (simulated demonstration)',
    },
    opensAt: new Date(now - 70 * DAY),
    closesAt: new Date(now - 28 * DAY),
    access: 'open',
  });
  await create(deps, wave);
  await open(deps, wave, { ballotBytes: ballotLength(definition), places: DEMO_RESPONDENTS });
  const ballots = simulateRespondents(DEMO_RESPONDENTS, SEED).map((answers) => ({
    receiptHash: hashReceipt(deps.keys.receipts, wave.id, makeReceipt(deps.randomness)),
    ballot: encodeBallot(definition, answers),
  }));
  await deps.paper.acceptAll(wave.id, ballots);
  await deps.box.sealBox(wave.id);
  await deps.waves.advance(wave.id, 'closed');
  await record(deps, 'hr', 'wave.closed', wave.id);
  await deps.releases.prepare(wave.id, 'hr');
  await record(deps, 'hr', 'release.proposed', wave.id);
  const proposal = (await deps.releases.list()).find((release) => release.waveId === wave.id);
  if (proposal === undefined) throw new Error('the demonstration wave gave no release');
  await deps.releases.decide(proposal.id, 'released', 'council', null);
  await record(deps, 'council', 'release.released', proposal.id, { wave: wave.id });
  return wave.id;
}

async function openWithCodes(
  deps: DemoDeps,
  definition: Definition,
): Promise<{ wave: string; codes: string[] }> {
  const now = deps.clock.now().getTime();
  const wave = demoWave(deps, definition, {
    title: {
      de: 'Wie vielfältig ist der bremische öffentliche Dienst? Folgebefragung (Vorführung)',
      en: 'How diverse is Bremen’s public service? Follow-up survey (demonstration)',
    },
    opensAt: new Date(now - DAY),
    closesAt: new Date(now + 42 * DAY),
    access: 'code',
  });
  await create(deps, wave);
  const area = areaName(definition, 'finance');
  const codes = Array.from({ length: SAMPLE_CODES }, () => makeCode(deps.randomness));
  await deps.codes.issue(
    wave.id,
    codes.map((code) => ({ hash: hashCode(deps.keys.codes, wave.id, code), area })),
  );
  await record(deps, 'hr', 'codes.issued', wave.id, { area, count: codes.length });
  await open(deps, wave, { ballotBytes: ballotLength(definition), places: SAMPLE_CODES });
  return { wave: wave.id, codes };
}

async function create(deps: DemoDeps, wave: Wave): Promise<void> {
  await deps.waves.create(wave);
  const { id, version } = wave.definition;
  await record(deps, 'hr', 'wave.created', wave.id, { definition: id, version });
}

async function open(deps: DemoDeps, wave: Wave, size: BoxSize): Promise<void> {
  await deps.box.openBox(wave.id, size);
  if (wave.access === 'code') await deps.blind.makeKey(wave.id);
  await deps.waves.advance(wave.id, 'open');
  await record(deps, 'hr', 'wave.opened', wave.id, { k: wave.k, tables: wave.plan.tables.length });
}

/** The demonstration's log reads as if its people had clicked. */
function record(
  deps: DemoDeps,
  actor: Role,
  action: string,
  subject: string,
  details: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  return deps.audit.append({ actor, action, subject, details });
}

function demoWave(
  deps: DemoDeps,
  definition: Definition,
  particulars: Pick<Wave, 'title' | 'access'> & { opensAt: Date; closesAt: Date },
): Wave {
  return {
    id: randomId(deps.randomness),
    title: particulars.title,
    texts: demoTexts,
    languages: ['de', 'en'],
    access: particulars.access,
    definition: { id: definition.id, version: definition.version },
    k: deps.kFloor,
    plan: demoPlan,
    headcounts: Object.entries(areaHeadcounts).map(([code, count]) => ({
      area: areaName(definition, code),
      count,
    })),
    opensAt: particulars.opensAt.toISOString(),
    closesAt: particulars.closesAt.toISOString(),
    retentionDays: retention.usual,
    shreddedOn: null,
    status: 'draft',
    simulated: true,
  };
}

/** The German name of an area: what letters and participation figures call it. */
function areaName(definition: Definition, code: string): string {
  const item = definition.pages
    .flatMap((page) => page.questions)
    .find((question) => question.id === 'ressort');
  const option =
    item !== undefined && 'options' in item ? item.options.find(({ value }) => value === code) : undefined;
  if (option?.label.de === undefined) throw new Error(`the instrument has no area ${code}`);
  return option.label.de;
}
