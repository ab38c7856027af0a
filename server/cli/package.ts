import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { planWith } from '../disclosure/plan.js';
import { packageOf } from '../packages/make-package.js';
import { sha256 } from '../packages/package-fault.js';
import { readPackage } from '../packages/read-package.js';
import { makePackageSigner } from '../storage/signing-key.js';
import { UsageError, type Command } from './command.js';
import { readReleased } from './read-released.js';

/** The follow-up package of a released wave, written without a browser and read back before it is called done. */
export const makeFollowUpPackage: Command = {
  name: 'package',
  usage: 'WAVE --out FILE',
  purpose: 'writes the follow-up package of a released wave, signed, and reads it back',
  async run(deps, args) {
    const { waveId, out } = wordsOf(args);
    const released = await readReleased(deps.storage, deps.folders.keyDir, waveId);
    if (typeof released === 'string') throw new UsageError(released);
    const plan = planWith(released.wave.plan, await deps.storage.supplements.ofWave(waveId));
    const zip = packageOf({ ...released, plan }, makePackageSigner(deps.folders.keyDir));
    const read = readPackage(zip);
    if (!read.ok) throw new Error(`the package can't be read back: ${JSON.stringify(read.faults)}`);
    write(out, zip);
    const digest = sha256(zip);
    await deps.storage.audit.append({
      actor: 'system',
      action: 'package.made',
      subject: waveId,
      details: { digest },
    });
    deps.say(`Written and read back: ${out}`);
    deps.say(`SHA-256: ${digest}`);
    deps.say(`Fingerprint of the signing key: ${read.value.fingerprint ?? ''}`);
    return 0;
  },
};

function wordsOf(args: readonly string[]): { waveId: string; out: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' } },
      allowPositionals: true,
    });
    const [waveId, ...rest] = positionals;
    if (waveId !== undefined && rest.length === 0 && values.out !== undefined)
      return { waveId, out: values.out };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new UsageError('package takes a wave and --out FILE');
}

/** Whole or not at all, and never over another file. */
function write(out: string, zip: Buffer): void {
  if (existsSync(out)) throw new UsageError(`--out ${out}: is there already; name another file`);
  try {
    writeFileSync(out, zip, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code !== 'EEXIST') rmSync(out, { force: true });
    throw new UsageError(`--out ${out}: can't be written (${code}); name a file in a folder that is there`);
  }
}
