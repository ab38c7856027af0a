import { ArchiveFault, readArchive, type Archive } from '../storage/archive.js';
import { putFiles } from '../storage/put-files.js';
import { faultOfFiles } from '../storage/sqlite/check-files.js';
import { openStorage } from '../storage/sqlite/open-storage.js';
import { readSource } from './archive-words.js';
import { InputError, type FoldersCommand, type FoldersDeps } from './command.js';

/** Puts an archive of data or keys onto an empty machine. */
export const restore: FoldersCommand = {
  name: 'restore',
  usage: 'FILE --passphrase-file FILE',
  purpose: 'puts what backup or backup-keys wrote into DATA_DIR or KEY_DIR, which must be empty',
  onFolders: true,
  async run(deps, args) {
    const { folders, say } = deps;
    const { file, passphrase } = readSource(args, folders);
    const archive = open(file, passphrase);
    if (archive.kind === 'keys') {
      putFiles(folders.keyDir, archive.files);
      say(`The keys of ${archive.made} are in ${folders.keyDir}.`);
      return 0;
    }
    const fault = faultOfFiles(archive.files);
    if (fault !== null) throw new InputError(`${file}: ${fault}`);
    putFiles(folders.dataDir, archive.files);
    await record(deps, archive);
    return 0;
  },
};

function open(file: string, passphrase: string): Archive {
  try {
    return readArchive(file, passphrase);
  } catch (error) {
    if (error instanceof ArchiveFault) throw new InputError(`${file} ${error.message}`);
    throw error;
  }
}

async function record({ folders, clock, randomness, say }: FoldersDeps, { made }: Archive): Promise<void> {
  const storage = openStorage({ ...folders, clock, randomness });
  try {
    await storage.audit.append({
      actor: 'system',
      action: 'backup.restored',
      subject: null,
      details: { made },
    });
    say(
      `The data of ${made} are in ${folders.dataDir}. Codes that were used after the backup can be used again.`,
    );
    const withoutKey = storage.copies.withoutKey();
    if (withoutKey.length > 0) {
      say(`KEY_DIR lacks the keys of the waves ${withoutKey.join(', ')}: their answers can't be opened.`);
      say('Restore a younger archive of backup-keys into an empty KEY_DIR before the server is started.');
    }
  } finally {
    storage.close();
  }
}
