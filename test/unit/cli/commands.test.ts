import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../../server/accounts/password.js';
import { createAccount } from '../../../server/accounts/users.js';
import type { Command } from '../../../server/cli/command.js';
import { resetPassword } from '../../../server/cli/reset-password.js';
import { rotateDraftKey } from '../../../server/cli/rotate-draft-key.js';
import { verifyAudit } from '../../../server/cli/verify-audit.js';
import { openDraftKeys } from '../../../server/storage/draft-keys.js';
import { makeTestStorage, realRandomness, type TestStorage } from '../../support/storage.js';

let base: TestStorage;
let said: string[];
const run = (command: Command, ...args: string[]): Promise<number> =>
  command.run(
    {
      storage: base.storage,
      folders: base,
      clock: base.clock,
      randomness: realRandomness,
      say: (line) => void said.push(line),
    },
    args,
  );

beforeEach(() => {
  base = makeTestStorage();
  said = [];
});
afterEach(() => {
  base.remove();
});

describe('reset-password', () => {
  it('prints a password that fits, has to be changed, and is on record without being there', async () => {
    const { accounts, audit } = base.storage;
    await createAccount(
      { accounts, randomness: realRandomness },
      { login: 'antje', name: 'A', role: 'admin' },
    );
    expect(await run(resetPassword, ' Antje ')).toBe(0);
    const password = said.join('').split(': ').at(-1) ?? '';
    const known = await accounts.credentials('antje');
    expect(known?.user.mustChangePassword).toBe(true);
    expect(await verifyPassword(known?.passwordHash ?? (await hashPassword('x')), password)).toBe(true);
    const { entries } = await audit.page(0, 10);
    expect(entries.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['system', 'account.passwordReset', 'antje'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(password);
  });

  it.each([[[]], [['nobody']], [['antje', 'too many']]])('says what it takes instead of %j', async (args) => {
    await expect(run(resetPassword, ...args)).rejects.toThrow(/login name|no account/);
  });
});

describe('verify-audit', () => {
  it('counts the entries of a whole log', async () => {
    await base.storage.audit.append({ actor: 'hr', action: 'wave.opened', subject: 'w', details: {} });
    expect(await run(verifyAudit)).toBe(0);
    expect(said).toEqual(['All 1 entries fit together.']);
  });

  it('fails at an entry that does not fit', async () => {
    const broken = { ...base.storage, audit: { ...base.storage.audit, verify: () => Promise.resolve(1) } };
    const deps = {
      storage: broken,
      folders: base,
      clock: base.clock,
      randomness: realRandomness,
      say: () => undefined,
    };
    expect(await verifyAudit.run(deps, [])).toBe(1);
  });
});

describe('rotate-draft-key', () => {
  it('replaces the key, keeps the one before, and is on record', async () => {
    const keys = () => openDraftKeys(base.keyDir, base.clock).keys();
    const [first] = keys();
    expect(await run(rotateDraftKey)).toBe(0);
    expect(keys()[0]).not.toEqual(first);
    expect(keys()[1]).toEqual(first);
    expect(await run(rotateDraftKey)).toBe(0);
    expect(keys()).not.toContainEqual(first);
    const { entries } = await base.storage.audit.page(0, 10);
    expect(entries.map(({ action }) => action)).toEqual(['key.draftReplaced', 'key.draftReplaced']);
    await expect(run(rotateDraftKey, 'now')).rejects.toThrow(/takes nothing/);
  });
});
