import { UsageError, type Command } from './command.js';

/** Recomputes the chain of the audit log without the server. */
export const verifyAudit: Command = {
  name: 'verify-audit',
  usage: '',
  purpose: 'checks that no entry of the audit log was changed or removed',
  async run({ storage, say }, args) {
    if (args.length > 0) throw new UsageError('verify-audit takes nothing');
    const broken = await storage.audit.verify();
    const { total } = await storage.audit.page(0, 1);
    say(
      broken === null
        ? `All ${String(total)} entries fit together.`
        : `Entry ${String(broken)} does not fit the one before it: the log was changed past the program.`,
    );
    return broken === null ? 0 : 1;
  },
};
