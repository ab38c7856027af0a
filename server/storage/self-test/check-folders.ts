import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CheckResult, Finding } from '../../ports/self-test.js';
import { isPrivate } from '../private-files.js';
import { filesBelow } from '../put-files.js';

/** Everything that may lie in the data folder while the program has it; the second has to be empty between two commits. */
const databases = ['ballots.sqlite', 'codes.sqlite', 'office.sqlite'];
const journals = ['ballots.sqlite-journal', 'codes.sqlite-journal'];
const officeLog = ['office.sqlite-wal'];

/** Files nobody expects, journals that hold something, tails behind the last page, and what others may read. */
export function checkFiles(dataDir: string, sizes: ReadonlyMap<string, number>): CheckResult {
  const findings: Finding[] = [];
  const present = filesBelow(dataDir);
  for (const path of present) {
    const file = join(dataDir, path);
    if (![...databases, ...journals, ...officeLog].includes(path))
      findings.push({ key: 'unknownFile', subject: path });
    if (journals.includes(path) && statSync(file).size > 0)
      findings.push({ key: 'journalFilled', subject: path });
    const known = sizes.get(path);
    if (known !== undefined && statSync(file).size > known) findings.push({ key: 'tail', subject: path });
    if (!isPrivate(file)) findings.push({ key: 'openToOthers', subject: path });
  }
  if (!isPrivate(dataDir)) findings.push({ key: 'openToOthers', subject: 'DATA_DIR' });
  return { id: 'files', looked: present, findings };
}

export interface WaveKeyState {
  readonly waveId: string;
  readonly state: 'open' | 'sealed' | 'shredded';
  /** Whether the right key is there. */
  readonly hasKey: boolean;
  readonly hasBlindKey: boolean;
}

/** Key files: outside of the data, for the owner only, one for each wave that needs one and none for others. */
export function checkKeys(
  { dataDir, keyDir }: { readonly dataDir: string; readonly keyDir: string },
  waves: readonly WaveKeyState[],
): CheckResult {
  const findings: Finding[] = [];
  const files = filesBelow(keyDir);
  for (const folder of ['', 'waves']) {
    const path = join(keyDir, folder);
    if (existsSync(path) && !isPrivate(path))
      findings.push({ key: 'openToOthers', subject: join('KEY_DIR', folder) });
  }
  for (const path of files) {
    if (!isPrivate(join(keyDir, path))) findings.push({ key: 'openToOthers', subject: `KEY_DIR/${path}` });
  }
  const [inner, outer] = [relative(dataDir, keyDir), relative(keyDir, dataDir)];
  if (!inner.startsWith('..') || !outer.startsWith('..'))
    findings.push({ key: 'keyBesideData', subject: 'KEY_DIR' });
  for (const { waveId, state, hasKey, hasBlindKey } of waves) {
    if (state !== 'shredded' && !hasKey) findings.push({ key: 'keyMissing', subject: waveId });
    if (state !== 'open' && hasBlindKey)
      findings.push({ key: 'keyTooMany', subject: `KEY_DIR/waves/${waveId}.blind.pem` });
  }
  const known = new Set(waves.map(({ waveId }) => waveId));
  for (const path of files) {
    const waveId = /^waves\/([a-z0-9-]+)\.(?:key|blind\.pem)$/.exec(path)?.[1];
    if (waveId !== undefined && !known.has(waveId))
      findings.push({ key: 'keyTooMany', subject: `KEY_DIR/${path}` });
  }
  return { id: 'keys', looked: files.map((path) => `KEY_DIR/${path}`), findings };
}
