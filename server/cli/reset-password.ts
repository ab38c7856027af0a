import { hashPassword, makePassword } from '../accounts/password.js';
import { normaliseLogin } from '../accounts/users.js';
import { UsageError, type Command } from './command.js';

/** The way back in when the last administrator has lost the password. */
export const resetPassword: Command = {
  name: 'reset-password',
  usage: 'LOGIN',
  purpose: 'gives an account a new first password, which is printed once',
  async run({ storage, randomness, say }, [typed, ...rest]) {
    if (typed === undefined || rest.length > 0) throw new UsageError('reset-password takes one login name');
    const login = normaliseLogin(typed);
    const known = await storage.accounts.credentials(login);
    if (known === null) throw new UsageError(`there is no account ${login}`);
    const password = makePassword(randomness);
    await storage.accounts.setPassword(known.user.id, await hashPassword(password), true);
    await storage.sessions.destroyAllOf(known.user.id);
    await storage.audit.append({
      actor: 'system',
      action: 'account.passwordReset',
      subject: login,
      details: {},
    });
    say(`New first password of ${login}: ${password}`);
    return 0;
  },
};
