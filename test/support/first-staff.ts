import type { Role } from '../../server/ports/staff.js';
import { StaffClient } from './staff-client.js';

const OWN_PASSWORD = 'Sieben Schwäne über der Weser';

export type Staff = Readonly<Record<Role, StaffClient>>;

/**
 * The way of a new installation: the set-up link makes the administrator, who makes one account of every other role; each
 * signs in with the first password and chooses one of their own.
 */
export async function firstStaff(house: { url: string; greeting: readonly string[] }): Promise<Staff> {
  const link = /\/staff\/setup\/\S+/.exec(house.greeting.join('\n'))?.[0];
  if (link === undefined) throw new Error('the first start printed no set-up link');
  const admin = new StaffClient(house.url);
  const own = { password: OWN_PASSWORD, repeat: OWN_PASSWORD };
  await admin.post(link, { name: 'Antje Meyer', login: 'antje', ...own }, link);
  await admin.login('antje', OWN_PASSWORD);

  const make = async (role: Role): Promise<StaffClient> => {
    const fields = { name: `Person ${role}`, login: role, role };
    const { html } = await admin.post('/staff/accounts', fields, '/staff/accounts/new');
    const first = /<code class="big-code">([^<]+)<\/code>/.exec(html)?.[1];
    if (first === undefined) throw new Error(`no account for ${role}`);
    const client = new StaffClient(house.url);
    await client.login(role, first);
    const changed = await client.post('/staff/password', { current: first, ...own }, '/staff/password');
    if (changed.status !== 200 || changed.path === '/staff/password') throw new Error(`${role} is stuck`);
    return client;
  };
  return { admin, hr: await make('hr'), council: await make('council'), analyst: await make('analyst') };
}
