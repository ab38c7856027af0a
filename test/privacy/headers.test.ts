import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffRoute } from '../../server/http/staff-route.js';
import { roles } from '../../server/ports/staff.js';
import { openHouse, type House } from '../support/house.js';
import { propose, release, seedCanteen, seedStaff, signIn } from '../support/journey-staff.js';
import { bremen, seedWave, type SeededWave } from '../support/journey-waves.js';
import { RespondClient } from '../support/respond-client.js';
import { StaffClient } from '../support/staff-client.js';

const POLICY =
  "default-src 'none';style-src 'self';script-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
  "form-action 'self';frame-ancestors 'none';base-uri 'none'";

let house: House;
let seeded: SeededWave;
/** What the parameters of routes stand for. */
let known: Record<string, string>;
const staff = new Map<string, StaffClient>();

/** As many people as codes are seeded: then there may be spare letters. */
const handedOut = [{ area: 'Finanzen', count: 6 }];

beforeAll(async () => {
  house = await openHouse({
    furnish: async (inside) => {
      await seedStaff(inside);
      seeded = await seedWave(inside, bremen(), { id: 'open', headcounts: handedOut });
      await seedWave(inside, bremen(), { id: 'draft', status: 'draft' });
      await seedCanteen(inside, { id: 'shown', status: 'closed' });
      const tables = [{ id: 'more', breakdown: [], indicator: 'gender' }];
      const request = { id: 'asked', waveId: 'open', tables, purpose: 'a question', proposedBy: 'hr' };
      await inside.storage.supplements.propose(request);
    },
  });
  for (const role of roles) staff.set(role, await signIn(house, role));
  const council = clientOf('council');
  const proposal = await propose(clientOf('hr'), council, 'shown');
  await release(council, proposal);
  const analyst = clientOf('analyst');
  await analyst.post('/staff/tokens', { name: 'R', scope: 'all', days: '30' }, '/staff/tokens/new');
  const tokens = await analyst.get('/staff/tokens');
  const accounts = await clientOf('admin').get('/staff/accounts');
  known = {
    ':accountId': /\/staff\/accounts\/([0-9a-z]{16})/.exec(accounts.html)?.[1] ?? '',
    ':definitionId': bremen().id,
    ':version': bremen().version,
    ':releaseId': proposal.split('/').at(-1) ?? '',
    ':tableId': 'lunch-by-gender',
    ':kind': 'bars',
    ':chapter': 'age',
    ':name': 'all.zip',
    ':supplementId': 'asked',
    ':referenceId': 'hb2013_share',
    ':token': 'nobody-knows',
    ':digest': 'nobody-sent',
    ':tokenId': /\/staff\/tokens\/(\w+)\/revoke/.exec(tokens.html)?.[1] ?? '',
  };
});

afterAll(() => house.close());

function clientOf(role: string): StaffClient {
  const client = staff.get(role);
  if (client === undefined) throw new Error(`nobody is signed in as ${role}`);
  return client;
}

describe('respondents’ pages', () => {
  it('carry the strict policy, tell nobody where they came from, stay out of caches, and name no other host', async () => {
    const client = new RespondClient(house.url);
    await client.start('open', seeded.codes[0]);
    const withDraft = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await client.answerAll({ ressort: 'finance' });
    await client.submit();
    const withReceipt = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

    const seen = new Map<string, number>();
    for (const cookie of ['', withDraft, withReceipt, 'mw_open_0=1.broken']) {
      for (const place of [
        '',
        '/step/1',
        '/consent',
        '/review',
        '/done',
        '/withdraw',
        '/forget',
        '/nowhere',
      ]) {
        for (const lang of ['de', 'en']) {
          const response = await fetch(`${house.url}/${lang}/open${place}`, {
            headers: { cookie },
            redirect: 'manual',
          });
          expectStrict(response);
          expectOwnCookies(response, 'Path=/; HttpOnly; SameSite=Strict');
          expect(addressesIn(await response.text()).filter(isForeign), place).toEqual([]);
          seen.set(String(response.status), (seen.get(String(response.status)) ?? 0) + 1);
        }
      }
    }
    // Shown, led on, lost draft, unknown page, receipt gone: all of them were among these pages.
    expect([...seen.keys()].sort()).toEqual(['200', '303', '404', '409', '410']);
    for (const path of ['/', '/en/', '/nowhere', '/de/nowhere', '/de/draft']) {
      const response = await fetch(house.url + path);
      expectStrict(response);
      expect(response.headers.getSetCookie(), path).toEqual([]);
    }
  });

  it('answer posts with the same headers, refused or not', async () => {
    for (const place of ['start', 'step/1', 'consent', 'submit', 'withdraw', 'forget']) {
      const response = await fetch(`${house.url}/de/open/${place}`, {
        method: 'POST',
        body: new URLSearchParams({ csrf: 'forged', code: seeded.codes[1]! }),
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expectStrict(response);
    }
  });
});

describe('staff pages', () => {
  it('carry the same headers on every route, for those who may, those who may not, and those unknown', async () => {
    const gets = house.staffRoutes.filter(({ method }) => method === 'get');
    expect(gets.length).toBeGreaterThan(35);
    const shown: string[] = [];
    for (const route of gets) {
      const allowed = roleFor(route);
      for (const client of [
        clientOf(allowed),
        clientOf(allowed === 'hr' ? 'analyst' : 'hr'),
        new StaffClient(house.url),
      ]) {
        for (const path of pathsOf(route)) {
          const response = await client.request('GET', path);
          expect(response.status, path).toBeLessThan(500);
          expectStrict(response);
          expectOwnCookies(response, 'Path=/staff; HttpOnly; SameSite=Lax');
          const html = await response.text();
          if (response.status === 200) shown.push(route.path);
          if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) continue;
          expect(loadedBy(html).filter(isForeign), path).toEqual([]);
        }
      }
    }
    // Each page was seen by somebody, but for the set-up of an installation that has accounts already, and a package that
    // nobody has sent.
    const unseen = gets.filter(({ path }) => !shown.includes(path)).map(({ path }) => path);
    expect(unseen.sort()).toEqual(['/setup/:token', '/waves/from-package/:digest']);
  });

  it('the session travels below /staff only, and a visitor without a form has none', async () => {
    const response = await fetch(`${house.url}/staff/login`);
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^mw_staff=[^;]+; Path=\/staff; HttpOnly; SameSite=Lax$/);
    const other = await fetch(`${house.url}/staff`, { redirect: 'manual' });
    expect(other.headers.getSetCookie()).toEqual([]);
  });
});

describe('what is no page', () => {
  it('health and static files set no cookie, and static files may be kept only under their own hash', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(house.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('x-powered-by')).toBeNull();
    }
    const page = await (await fetch(`${house.url}/de/open`)).text();
    const { html: refused } = await new StaffClient(house.url).login('nobody', 'wrong');
    const files = [...addressesIn(page), ...addressesIn(refused)].filter((address) =>
      address.startsWith('/static/'),
    );
    const css = await (await fetch(house.url + (files[0] ?? ''))).text();
    for (const [, font = ''] of css.matchAll(/url\("(fonts\/[^"]+)"\)/g)) files.push(`/static/${font}`);
    expect(files.some((path) => path.startsWith('/static/enhance.js?v='))).toBe(true);
    expect(files.length).toBeGreaterThanOrEqual(5);
    for (const path of files) {
      const response = await fetch(house.url + path);
      expect(response.status, path).toBe(200);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('content-security-policy')).toBe(POLICY);
      expect((await fetch(house.url + path.replace(/\?.*$/, ''))).headers.get('cache-control')).toBe(
        'no-cache',
      );
    }
  });

  it('style sheets load nothing from elsewhere', async () => {
    const page = await (await fetch(`${house.url}/de/open`)).text();
    const sheets = addressesIn(page).filter((address) => address.includes('.css'));
    expect(sheets.length).toBeGreaterThanOrEqual(1);
    for (const path of sheets) {
      const css = await (await fetch(house.url + path)).text();
      const loaded = [...css.matchAll(/url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)/g)].map(
        ([, url, sheet]) => url ?? sheet ?? '',
      );
      expect(
        loaded.filter((address) => isForeign(address) && !address.startsWith('data:')),
        path,
      ).toEqual([]);
    }
  });
});

function expectStrict({ headers, url }: Response): void {
  expect(
    {
      policy: headers.get('content-security-policy'),
      referrer: headers.get('referrer-policy'),
      cache: headers.get('cache-control'),
      sniff: headers.get('x-content-type-options'),
      opener: headers.get('cross-origin-opener-policy'),
      server: headers.get('x-powered-by') ?? headers.get('server'),
    },
    url,
  ).toEqual({
    policy: POLICY,
    referrer: 'no-referrer',
    cache: 'no-store',
    sniff: 'nosniff',
    opener: 'same-origin',
    server: null,
  });
}

function expectOwnCookies({ headers, url }: Response, attributes: string): void {
  for (const line of headers.getSetCookie())
    expect(line.replace(/; (Max-Age|Expires)=[^;]*/, ''), url).toMatch(
      new RegExp(`^mw_\\w+=[\\w.%-]*; ${attributes}$`),
    );
}

/** Every address in a page: loaded, linked or sent to. */
function addressesIn(html: string): string[] {
  const pattern = /\b(?:src|href|action|formaction|srcset|poster|data|cite|background)="([^"]*)"/g;
  return [...html.matchAll(pattern)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
}

/** Every address that the browser goes to by itself or sends something to: all but plain links. */
function loadedBy(html: string): string[] {
  return addressesIn(html.replaceAll(/<a\b[^>]*>/g, ''));
}

/** Pictures that a page holds itself belong to nobody else. */
function isForeign(address: string): boolean {
  if (address.startsWith('data:image/svg+xml;base64,')) return false;
  return /^(?:[a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(address);
}

function roleFor({ roles: allowed }: StaffRoute): string {
  return typeof allowed === 'string' ? 'council' : (allowed[0] ?? 'admin');
}

/** The route with parameters filled in, for a wave in each state where it asks for one. */
function pathsOf({ path }: StaffRoute): string[] {
  const filled = `/staff${path}`.replaceAll(/:(?!waveId)\w+/g, (name) => known[name] ?? '');
  const area = /\/(?:discard|spare)$/.test(path) ? '?area=Finanzen' : '';
  return path.includes(':waveId')
    ? ['draft', 'open', 'shown'].map((wave) => filled.replace(':waveId', wave) + area)
    : [filled];
}
