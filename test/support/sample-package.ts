import { generateKeyPairSync, sign } from 'node:crypto';
import type { ExportContext } from '../../server/exports/export-context.js';
import type { PackageSigner } from '../../server/ports/package-signer.js';
import type { Wave } from '../../server/ports/office.js';
import { packageOf } from '../../server/packages/make-package.js';
import { readPackage, type FollowUpPackage } from '../../server/packages/read-package.js';
import type { Plan } from '../../server/disclosure/plan.js';
import { variablesOf } from '../../server/survey/variables.js';
import { ballots, release, table } from '../unit/disclosure/miniature.js';
import { sample } from '../unit/survey/sample.js';

const both = (text: string) => ({ de: `${text} (de)`, en: `${text} (en)` });

export const sampleTables = [table('', 'status'), table('age', 'status'), table('age status', 'abroad')];

/** A wave of the small questionnaire, released: 200 people, some cells of which are blank. */
export function sampleContext(change: Partial<Wave> = {}): ExportContext & { readonly plan: Plan } {
  const definition = sample();
  const wave: Wave = {
    id: 'wave1',
    title: both('Welle'),
    texts: { purpose: both('Zweck'), contact: both('Kontakt'), legalBasis: both('Grundlage') },
    languages: ['de', 'en'],
    access: 'code',
    definition: { id: definition.id, version: definition.version },
    k: 7,
    plan: { tables: [...sampleTables] },
    headcounts: [
      { area: 'A', count: 300 },
      { area: 'B', count: 100 },
    ],
    opensAt: '2025-12-01T07:00:00.000Z',
    closesAt: '2026-01-31T17:00:00.000Z',
    retentionDays: 365,
    shreddedOn: null,
    status: 'closed',
    simulated: false,
    ...change,
  };
  const safe = release(
    variablesOf(definition),
    sampleTables,
    ballots([
      [40, { status: 'trainee', age: 'young', abroad: 'yes' }],
      [30, { status: 'collective', age: 'young', abroad: 'no' }],
      [60, { status: 'collective', age: 'old', abroad: 'no' }],
      [20, { status: 'other', age: 'old', abroad: 'yes' }],
      [3, { status: 'other', age: 'young', abroad: 'yes' }],
      [47, { status: 'na', age: 'old', abroad: 'na' }],
    ]),
    { k: 7 },
  );
  return {
    wave,
    definition,
    release: { ...safe, waveId: wave.id },
    releasedOn: '2026-02-10',
    references: [],
    plan: wave.plan,
  };
}

/** A key of its own for every call. */
export function makeSigner(): PackageSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    sign: (bytes) => Uint8Array.from(sign(null, bytes, privateKey)),
    publicKey: () => publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

export function samplePackage(signer = makeSigner()): Buffer {
  return packageOf(sampleContext(), signer);
}

/** Throws where it is refused, with the reasons. */
export function mustRead(zip: Buffer): FollowUpPackage {
  const read = readPackage(zip);
  if (!read.ok) throw new Error(read.faults.map(({ path, key }) => `${path} ${key}`).join('\n'));
  return read.value;
}

/** The reasons for which a package is refused, as `path: reason`; empty where it is taken. */
export function reasons(zip: Buffer): string[] {
  const read = readPackage(zip);
  return read.ok ? [] : read.faults.map(({ path, key }) => `${path}: ${key.replace('packages.fault.', '')}`);
}
