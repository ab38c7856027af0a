import { openDraftKeys } from '../storage/draft-keys.js';
import { UsageError, type Command } from './command.js';

/** The server does it every seven days; this is for a key that somebody may have seen. */
export const rotateDraftKey: Command = {
  name: 'rotate-draft-key',
  usage: '',
  purpose: 'replaces the key that seals unfinished answers in browsers; called twice, these are lost',
  async run({ storage, folders, clock, say }, args) {
    if (args.length > 0) throw new UsageError('rotate-draft-key takes nothing');
    openDraftKeys(folders.keyDir, clock).rotate();
    await storage.audit.append({
      actor: 'system',
      action: 'key.draftReplaced',
      subject: null,
      details: {},
    });
    say('Replaced. Unfinished answers that were sealed with the key until now still open;');
    say('those that were sealed with the one before it do not.');
    return 0;
  },
};
