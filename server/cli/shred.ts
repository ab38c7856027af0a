import { parseArgs } from 'node:util';
import { berlinDay } from '../storage/sqlite/berlin-day.js';
import type { Wave } from '../ports/office.js';
import { keptUntil, type Remains } from '../ports/retention.js';
import { UsageError, type Command, type CommandDeps } from './command.js';

/** Destroys the answers of a wave whose retention period is over; without a wave it says which are due. */
export const shred: Command = {
  name: 'shred',
  usage: '[WAVE --destroy [--without-release]]',
  purpose: 'lists whose answers are due to be destroyed; with --destroy destroys those of a wave, for good',
  async run(deps, args) {
    const { waveId, destroy, withoutRelease } = wordsOf(args);
    if (waveId === undefined) return list(deps);
    const wave = await deps.storage.waves.find(waveId);
    if (wave === null) throw new UsageError(`there is no wave ${waveId}`);
    const why = await obstacle(deps, wave, withoutRelease);
    if (why !== null) {
      deps.say(`Nothing was destroyed: ${why}`);
      return 1;
    }
    if (!destroy) {
      deps.say(
        `The answers of ${wave.title.de} may be destroyed. It can't be undone. To do it, add --destroy.`,
      );
      return 1;
    }
    return finish(deps, wave);
  },
};

async function finish({ storage, clock, say }: CommandDeps, wave: Wave): Promise<number> {
  const before = storage.shredder.remains(wave.id);
  if (wave.shreddedOn !== null && !isAny(before)) {
    say(`The answers were destroyed on ${wave.shreddedOn}; nothing of them is left to destroy.`);
    return 0;
  }
  const hasRelease = (await storage.releases.releasedOf(wave.id)).length > 0;
  // Begun and done: whatever crashes in between, the log has what the operator wanted.
  await storage.audit.append({
    actor: 'system',
    action: 'wave.shredding',
    subject: wave.id,
    details: { released: hasRelease },
  });
  await storage.shredder.shred(wave.id, wave.shreddedOn ?? berlinDay(clock.now()));
  const left = storage.shredder.remains(wave.id);
  if (isAny(left)) throw new Error(`something was left: ${JSON.stringify(left)}`);
  await storage.audit.append({ actor: 'system', action: 'wave.shredded', subject: wave.id, details: {} });
  say(`Destroyed: the keys of ${wave.title.de}, its sealed answers, and the proofs of its releases.`);
  say(
    'Released tables stay. Archives of backup-keys made while this wave had its key still hold it: destroy them too.',
  );
  return 0;
}

/** Why the answers must stay; null where they may go. */
async function obstacle(
  { storage, clock }: CommandDeps,
  wave: Wave,
  withoutRelease: boolean,
): Promise<string | null> {
  // Once begun, it is finished.
  if (wave.shreddedOn !== null) return null;
  if (wave.status !== 'closed') return 'the wave is not closed.';
  const due = berlinDay(new Date(keptUntil(wave)));
  if (berlinDay(clock.now()) < due) return `its answers are kept until ${due}.`;
  if ((await storage.releases.ofWave(wave.id))?.status === 'proposed')
    return 'a release of it waits for its decision.';
  if (withoutRelease || (await storage.releases.releasedOf(wave.id)).length > 0) return null;
  return 'nothing of it was released, and nothing could be afterwards. If that is intended, add --without-release.';
}

async function list({ storage, clock, say }: CommandDeps): Promise<number> {
  const today = berlinDay(clock.now());
  const lines: string[] = [];
  for (const wave of await storage.waves.list()) {
    if (wave.status !== 'closed') continue;
    const begun = wave.shreddedOn !== null;
    if (begun && !isAny(storage.shredder.remains(wave.id))) continue;
    const due = berlinDay(new Date(keptUntil(wave)));
    const state = begun ? 'begun and not finished' : due <= today ? `due since ${due}` : `kept until ${due}`;
    const isReleased = (await storage.releases.releasedOf(wave.id)).length > 0;
    lines.push(`${wave.id}  ${state}${isReleased ? '' : ', nothing released'}  ${wave.title.de}`);
  }
  for (const line of lines) say(line);
  if (lines.length === 0) say('No closed wave has answers left.');
  return 0;
}

function isAny({ keys, slots, proofs }: Remains): boolean {
  return keys || slots || proofs;
}

function wordsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        destroy: { type: 'boolean', default: false },
        'without-release': { type: 'boolean', default: false },
      },
    });
    const [waveId, ...rest] = positionals;
    if (rest.length > 0 || (waveId === undefined && args.length > 0)) throw new Error('shred takes one wave');
    return { waveId, destroy: values.destroy, withoutRelease: values['without-release'] };
  } catch (error) {
    // Whatever parseArgs throws is about the words of the call.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
