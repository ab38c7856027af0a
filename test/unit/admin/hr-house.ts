import { adminRoutes } from '../../../server/admin/routes.js';
import { makeViews } from '../../../server/http/views.js';
import type { StaffRoute } from '../../../server/http/staff-route.js';
import { projectRoot } from '../../../server/paths.js';
import { makeReleaseOffice } from '../../../server/releases/release-office.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import type { Definition } from '../../../server/survey/definition.js';
import type { StaffClient } from '../../support/staff-client.js';
import { openStaffHouse, type StaffHouse } from '../../support/staff-house.js';
import { realRandomness } from '../../support/storage.js';
import { sample } from '../survey/sample.js';

export const BASE_URL = 'https://umfrage.example';
export const K_FLOOR = 10;

export interface HrHouse extends StaffHouse {
  readonly hr: StaffClient;
  readonly definition: Definition;
  /** Key under which codes are hashed, to prove that a printed code is one that was issued. */
  readonly codesKey: Uint8Array;
  /** What the audit log says HR did, oldest first, without log-ins. */
  acts(): Promise<readonly string[]>;
  /** The reasons of all refusals on record. */
  refusals(): Promise<readonly unknown[]>;
  /** A draft with texts and dates complete, open to everybody unless codes are asked for; its path below the host. */
  draft(access?: 'code' | 'open'): Promise<{ readonly id: string; readonly path: string }>;
}

/** HR's app behind the real staff area, on real files, with one questionnaire and HR signed in. */
export async function openHrHouse(): Promise<HrHouse> {
  const routes: StaffRoute[] = [];
  const keys = { codes: realRandomness.bytes(32), receipts: realRandomness.bytes(32) };
  const definition = sample();
  const house = await openStaffHouse({
    extraRoutes: routes,
    before: async ({ storage, clock }) => {
      await storage.definitions.put(definition);
      const { references } = storage;
      const { definitions, waves, supplements, box, blind, paper, codes, board, audit, sealed } = storage;
      const releases = makeReleaseOffice({
        waves,
        supplements,
        definitions,
        sealed,
        archive: storage.releases,
        randomness: realRandomness,
        releaseKey: realRandomness.bytes(32),
        kFloor: K_FLOOR,
        openSolver: makeHighsSolver,
      });
      routes.push(
        ...adminRoutes({
          ...{
            definitions,
            waves,
            supplements,
            references,
            box,
            blind,
            paper,
            codes,
            board,
            audit,
            releases,
            clock,
            keys,
          },
          counter: storage.participation,
          followUps: storage.followUps,
          views: makeViews({ root: `${projectRoot}/views` }),
          randomness: realRandomness,
          baseUrl: BASE_URL,
          kFloor: K_FLOOR,
        }),
      );
    },
  });
  const hr = await house.as('hr');

  const draft = async (access: 'code' | 'open' = 'open') => {
    const created = await hr.post(
      '/staff/waves',
      {
        questionnaire: `${definition.id}/${definition.version}`,
        title_de: 'Herbst 2026',
        title_en: 'Autumn 2026',
      },
      '/staff/waves/new',
    );
    const path = created.path;
    const texts = Object.fromEntries(
      ['title', 'purpose', 'contact', 'legalBasis'].flatMap((name) => [
        [`${name}_de`, name === 'title' ? 'Herbst 2026' : `Text: ${name}`],
        [`${name}_en`, name === 'title' ? 'Autumn 2026' : `Text of ${name}`],
      ]),
    );
    await hr.post(`${path}/texts`, { ...texts, languages: ['de', 'en'] }, `${path}/texts`);
    await hr.post(`${path}/access`, { access, k: String(K_FLOOR) }, `${path}/access`);
    return { id: path.split('/').at(-1) ?? '', path };
  };
  const entries = async () => (await house.audit()).filter(({ actor }) => actor === 'hr');
  return {
    ...house,
    storage: house.storage,
    hr,
    definition,
    codesKey: keys.codes,
    draft,
    acts: async () =>
      (await entries()).map(({ action }) => action).filter((action) => !action.startsWith('login')),
    refusals: async () =>
      (await entries())
        .filter(({ action }) => action === 'request.refused')
        .map(({ details }) => details.reason),
  };
}

/** The text of a page as read, without tags and doubled white space. */
export function textOf(html: string): string {
  const body = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return body
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
