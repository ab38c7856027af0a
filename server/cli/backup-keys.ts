import { readKeyFiles } from '../storage/key-files.js';
import { readTarget } from './archive-words.js';
import type { Command } from './command.js';
import { writeAndReadBack } from './keep-archive.js';

/** An encrypted copy of the key folder, for other hands than those that keep the data. */
export const backupKeys: Command = {
  name: 'backup-keys',
  usage: '--out FILE --passphrase-file FILE',
  purpose: 'writes an encrypted copy of KEY_DIR and reads it back; to be kept apart from the data',
  async run({ storage, folders, say, ...deps }, args) {
    const target = readTarget('backup-keys', args, folders);
    const written = writeAndReadBack(target, 'keys', readKeyFiles(folders.keyDir), deps, () => null);
    written.keep();
    await storage.audit.append({
      actor: 'system',
      action: 'backup.keysMade',
      subject: null,
      details: { digest: written.digest },
    });
    say(`Written and read back: ${target.out}`);
    say(`SHA-256: ${written.digest}`);
    say('Whoever has this and an archive of the data can read the answers: keep it in other hands, with');
    say('another passphrase. It has the keys of the waves so far; make a new one when a wave has opened.');
    return 0;
  },
};
