import { faultOfFiles } from '../storage/sqlite/check-files.js';
import { readTarget } from './archive-words.js';
import type { Command } from './command.js';
import { writeAndReadBack, type WrittenArchive } from './keep-archive.js';

/** As in sysexits.h: the same call may succeed later. */
const LATER = 75;

/** An encrypted copy of the data folder; of keys there is nothing in it. */
export const backup: Command = {
  name: 'backup',
  usage: '--out FILE --passphrase-file FILE',
  purpose: 'writes an encrypted copy of DATA_DIR (without the keys) and reads it back',
  async run({ storage, folders, say, ...deps }, args) {
    const target = readTarget('backup', args, folders);
    const made: WrittenArchive[] = [];
    try {
      const { tooFew } = storage.copies.take((files) => {
        made.push(writeAndReadBack(target, 'data', files, deps, faultOfFiles));
      });
      for (const line of await refusal(storage, tooFew)) say(line);
    } catch (error) {
      // The disk took the copy, but not the note that it was taken.
      for (const one of made) one.discard();
      throw error;
    }
    const [written] = made;
    if (written === undefined) return LATER;
    written.keep();
    await storage.audit.append({
      actor: 'system',
      action: 'backup.made',
      subject: null,
      details: { digest: written.digest },
    });
    say(`Written and read back: ${target.out}`);
    say(`SHA-256: ${written.digest}`);
    say('It holds no keys: without an archive of backup-keys nothing in it can be opened or used.');
    return 0;
  },
};

async function refusal(
  { waves }: Parameters<Command['run']>[0]['storage'],
  tooFew: readonly string[],
): Promise<string[]> {
  if (tooFew.length === 0) return [];
  const titles = await Promise.all(tooFew.map(async (id) => (await waves.find(id))?.title.de ?? id));
  return [
    `No backup was made. Too few people have taken part since the last one in: ${titles.join(', ')}.`,
    'Two copies with so little between them would show whose code came with which answers.',
    'Try again later, or after the wave was closed.',
  ];
}
