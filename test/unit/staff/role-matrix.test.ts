import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../server/ports/staff.js';
import { roles } from '../../../server/ports/staff.js';
import { openHouse, type House } from '../../support/house.js';
import { StaffClient } from '../../support/staff-client.js';

type Reader = Role | 'visitor';

const everybody: readonly Reader[] = ['hr', 'analyst', 'council', 'admin', 'visitor'];
const signedIn: readonly Reader[] = ['hr', 'analyst', 'council', 'admin'];
const hr: readonly Reader[] = ['hr'];
const analyst: readonly Reader[] = ['analyst'];
const council: readonly Reader[] = ['council'];
const admin: readonly Reader[] = ['admin'];
const councilAndAdmin: readonly Reader[] = ['council', 'admin'];
const readers: readonly Reader[] = ['hr', 'analyst', 'council'];
const makers: readonly Reader[] = ['hr', 'analyst'];

/** Who may what, written by hand and on purpose not taken from the program. A new route needs a line here. */
const matrix: Readonly<Record<string, readonly Reader[]>> = {
  'GET /login': everybody,
  'POST /login': everybody,
  'POST /language': everybody,
  'GET /setup/:token': everybody,
  'POST /setup/:token': everybody,

  'GET /password': signedIn,
  'POST /password': signedIn,
  'POST /sign-out': signedIn,

  'GET /accounts': admin,
  'POST /accounts': admin,
  'GET /accounts/new': admin,
  'GET /accounts/:accountId': admin,
  'GET /accounts/:accountId/reset': admin,
  'POST /accounts/:accountId/reset': admin,
  'GET /accounts/:accountId/disable': admin,
  'POST /accounts/:accountId/disable': admin,
  'GET /accounts/:accountId/enable': admin,
  'POST /accounts/:accountId/enable': admin,

  'GET /audit': councilAndAdmin,
  'POST /audit/verify': councilAndAdmin,

  'GET /self-test': council,
  'POST /self-test': council,

  'GET /questionnaires': hr,
  'GET /questionnaires/import': hr,
  'POST /questionnaires/import': hr,
  'POST /questionnaires/import/text': hr,
  'GET /references': hr,
  'POST /references': hr,
  'GET /references/new': hr,
  'GET /references/figures.csv': hr,
  'GET /references/template.csv': hr,
  'GET /references/import': hr,
  'POST /references/import': hr,
  'GET /references/:referenceId/edit': hr,
  'POST /references/:referenceId/edit': hr,
  'GET /references/:referenceId/remove': hr,
  'POST /references/:referenceId/remove': hr,
  'GET /questionnaires/:definitionId/:version': hr,
  'GET /questionnaires/:definitionId/:version/export': hr,

  'GET /waves': hr,
  'POST /waves': hr,
  'GET /waves/new': hr,
  'GET /waves/:waveId': hr,
  'GET /waves/:waveId/texts': hr,
  'POST /waves/:waveId/texts': hr,
  'GET /waves/:waveId/dates': hr,
  'POST /waves/:waveId/dates': hr,
  'GET /waves/:waveId/access': hr,
  'POST /waves/:waveId/access': hr,
  'GET /waves/:waveId/headcounts': hr,
  'POST /waves/:waveId/headcounts': hr,
  'GET /waves/:waveId/headcounts/template': hr,
  'GET /waves/:waveId/plan': hr,
  'GET /waves/:waveId/plan/preview': hr,
  'POST /waves/:waveId/plan': hr,
  'POST /waves/:waveId/plan/crossing': hr,
  'POST /waves/:waveId/plan/remove': hr,
  'POST /waves/:waveId/plan/default': hr,
  'GET /waves/:waveId/codes': hr,
  'POST /waves/:waveId/codes': hr,
  'GET /waves/:waveId/codes/spare': hr,
  'POST /waves/:waveId/codes/spare': hr,
  'GET /waves/:waveId/codes/discard': hr,
  'POST /waves/:waveId/codes/discard': hr,
  'GET /waves/:waveId/open': hr,
  'POST /waves/:waveId/open': hr,
  'GET /waves/from-package': hr,
  'POST /waves/from-package': hr,
  'POST /waves/from-package/shipped': hr,
  'GET /waves/from-package/shipped.zip': hr,
  'GET /waves/from-package/:digest': hr,
  'POST /waves/from-package/:digest': hr,
  'GET /waves/:waveId/differences': hr,
  'POST /waves/:waveId/differences': hr,
  'GET /waves/:waveId/remove': hr,
  'POST /waves/:waveId/remove': hr,
  'GET /waves/:waveId/paper': hr,
  'GET /waves/:waveId/paper/template': hr,
  'GET /waves/:waveId/paper/form': hr,
  'POST /waves/:waveId/paper/form': hr,
  'POST /waves/:waveId/paper/import': hr,
  'GET /waves/:waveId/participation': hr,
  'GET /waves/:waveId/close': hr,
  'POST /waves/:waveId/close': hr,
  'GET /waves/:waveId/request': hr,
  'POST /waves/:waveId/request': hr,
  'GET /waves/:waveId/results': hr,
  'POST /waves/:waveId/results': hr,

  'GET /results': readers,
  'GET /results/:waveId': readers,
  'GET /results/:waveId/tables': readers,
  'GET /results/:waveId/explore': readers,
  'GET /results/:waveId/report': readers,
  'GET /results/:waveId/report/:chapter': hr,
  'POST /results/:waveId/report/:chapter': hr,
  'GET /results/:waveId/all.csv': readers,
  'GET /results/:waveId/all.json': readers,
  'GET /results/:waveId/package': makers,
  'GET /results/:waveId/package.zip': makers,
  'GET /results/:waveId/downloads': readers,
  'GET /results/:waveId/files/:name': readers,
  'GET /results/:waveId/:tableId': readers,
  'GET /results/:waveId/:tableId/table.xlsx': readers,
  'GET /results/:waveId/:tableId/table.csv': readers,
  'GET /results/:waveId/:tableId/table.json': readers,
  'GET /results/:waveId/:tableId/:kind.svg': readers,
  'GET /results/:waveId/:tableId/:kind.png': readers,

  'GET /tokens': analyst,
  'POST /tokens': analyst,
  'GET /tokens/new': analyst,
  'GET /tokens/:tokenId/revoke': analyst,
  'POST /tokens/:tokenId/revoke': analyst,

  'GET /approvals': council,
  'GET /approvals/:releaseId': council,
  'GET /approvals/:releaseId/tables/:tableId': council,
  'POST /approvals/:releaseId/examine': council,
  'POST /approvals/:releaseId/release': council,
  'POST /approvals/:releaseId/reject': council,
  'GET /approvals/requests/:supplementId': council,
  'POST /approvals/requests/:supplementId/approve': council,
  'POST /approvals/requests/:supplementId/reject': council,
};

const password = 'Fünf kleine Enten im Teich';
let house: House;
let people: Readonly<Record<Reader, StaffClient>>;

beforeAll(async () => {
  house = await openHouse();
  people = await peopleOf(house);
});
afterAll(async () => {
  await house.close();
});

/** One signed-in person a role, made the way an administrator makes them. */
async function peopleOf({ url, greeting }: House): Promise<Record<Reader, StaffClient>> {
  const setup = /\/staff\/setup\/[\w-]+/.exec(greeting.join('\n'))?.[0] ?? 'no link';
  const first = new StaffClient(url);
  await first.post(setup, { name: 'Antje Meyer', login: 'admin', password, repeat: password }, setup);
  const others = new Map<Role, StaffClient>([['admin', first]]);
  for (const role of roles.filter((each) => each !== 'admin')) {
    const fields = { name: `Person ${role}`, login: role, role };
    const { html } = await first.post('/staff/accounts', fields, '/staff/accounts/new');
    const current = /<code[^>]*>([^<]+)<\/code>/.exec(html)?.[1] ?? 'none';
    const client = new StaffClient(url);
    await client.login(role, current);
    await client.post('/staff/password', { current, password, repeat: password }, '/staff/password');
    others.set(role, client);
  }
  const get = (role: Role): StaffClient => others.get(role) ?? first;
  return {
    hr: get('hr'),
    analyst: get('analyst'),
    council: get('council'),
    admin: first,
    visitor: new StaffClient(url),
  };
}

/** `let in`: the handler had its say, whatever it was. */
async function outcome(reader: Reader, route: string): Promise<'let in' | 'refused' | 'asked to sign in'> {
  const client = people[reader];
  const [method = '', pattern = ''] = route.split(' ');
  const path = `/staff${pattern.replaceAll(/:\w+/g, 'unknown0')}`;
  const form = reader === 'visitor' ? '/staff/login' : '/staff/password';
  const response =
    method === 'GET'
      ? await client.request('GET', path)
      : await client.request('POST', path, await bodyFor(client, path, form));
  const html = await response.text();
  if (
    response.status === 303 &&
    response.headers.get('location') === '/staff/login' &&
    path !== '/staff/sign-out'
  ) {
    return 'asked to sign in';
  }
  if (response.status !== 403) return 'let in';
  if (html.includes('Sie sind nicht mehr angemeldet')) return 'asked to sign in';
  return html.includes('Dafür ist Ihr Konto nicht vorgesehen') ? 'refused' : 'let in';
}

/** With the token of one's own session, so that nothing but the role can be in the way. */
async function bodyFor(client: StaffClient, path: string, form: string): Promise<URLSearchParams | FormData> {
  const csrf = await client.token(form);
  const upload = house.staffRoutes.some(
    (route) => route.upload === true && `/staff${route.path.replaceAll(/:\w+/g, 'unknown0')}` === path,
  );
  const body = upload ? new FormData() : new URLSearchParams();
  body.append('csrf', csrf);
  return body;
}

describe('the matrix of roles and routes', () => {
  test('has a line for every route, and none for a route that is gone', () => {
    const routes = house.staffRoutes.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(routes.toSorted()).toEqual(Object.keys(matrix).toSorted());
  });

  // Signing out comes last: it ends the session that the other lines need.
  const lines = Object.entries(matrix).toSorted(
    ([a], [b]) => Number(a.endsWith('/sign-out')) - Number(b.endsWith('/sign-out')),
  );

  test.each(lines)('%s', async (route, expected) => {
    const told: Record<string, string> = {};
    for (const reader of everybody) told[reader] = await outcome(reader, route);
    const stranger = (reader: Reader): string => (reader === 'visitor' ? 'asked to sign in' : 'refused');
    const right = everybody.map((reader) => [
      reader,
      expected.includes(reader) ? 'let in' : stranger(reader),
    ]);
    expect(told).toEqual(Object.fromEntries(right));
  });
});
