import { join } from 'node:path';
import { editReference } from '../../../server/admin/references/edit-reference.js';
import { importReferences } from '../../../server/admin/references/import-references.js';
import { listReferences } from '../../../server/admin/references/list-references.js';
import { removeReference } from '../../../server/admin/references/remove-reference.js';
import { councilRoutes } from '../../../server/council/routes.js';
import { makeViews } from '../../../server/http/views.js';
import { projectRoot } from '../../../server/paths.js';
import type { AuditInput } from '../../../server/ports/staff.js';
import type { ReleaseOffice } from '../../../server/ports/release-office.js';
import type { Shredder } from '../../../server/ports/retention.js';
import type { ReleaseArchive, SupplementDesk, Wave } from '../../../server/ports/office.js';
import { loadReferences } from '../../../server/references/load-references.js';
import { makeResvgRasteriser } from '../../../server/raster/resvg-rasteriser.js';
import { reportRoutes } from '../../../server/report/routes.js';
import type { Answers } from '../../../server/survey/definition.js';
import { openStaffHouse, type StaffHouse } from '../../support/staff-house.js';
import { makeTestStorage } from '../../support/storage.js';
import { bremenWave, closeWave, officeOn, people } from '../releases/closed-wave.js';

export interface ResultsHouse {
  readonly house: StaffHouse;
  readonly office: ReleaseOffice;
  /** What the office keeps: for tests that put something there behind its back. */
  readonly archive: ReleaseArchive;
  readonly supplements: SupplementDesk;
  readonly shredder: Shredder;
  /** Where the waves and releases lie. */
  readonly dataDir: string;
  /** Closes a wave and proposes its release; gives the release's id. */
  propose(wave?: Wave, by?: string, answers?: readonly Answers[]): Promise<string>;
  stop(): Promise<void>;
}

/** The pages of analysts and council behind the real staff area, waves and releases on files of their own. */
export async function openResultsHouse(): Promise<ResultsHouse> {
  const base = makeTestStorage();
  const { storage } = base;
  const office = officeOn(storage);
  await storage.references.ship(loadReferences());
  const views = makeViews({ root: join(projectRoot, 'views') });
  // The staff area keeps its own log, which is there only once it is open.
  const audit = { append: (entry: AuditInput): Promise<void> => house.storage.audit.append(entry) };
  const { waves, definitions, supplements } = storage;
  const { selfTest } = storage;
  const deps = {
    releases: office,
    selfTest,
    clock: base.clock,
    waves,
    definitions,
    supplements,
    audit,
    views,
  };
  const withFigures = { ...deps, references: storage.references };
  const figurePages = [listReferences, importReferences, editReference, removeReference];
  const house: StaffHouse = await openStaffHouse({
    extraRoutes: [
      ...reportRoutes({
        ...withFigures,
        reportTexts: storage.reportTexts,
        rasteriser: makeResvgRasteriser(),
      }),
      ...councilRoutes(deps),
      ...figurePages.flatMap((pages) => pages(withFigures)),
    ],
  });
  return {
    house,
    office,
    archive: storage.releases,
    supplements,
    shredder: storage.shredder,
    dataDir: base.dataDir,
    propose: async (wave = bremenWave(), by = 'hr', answers = people()) => {
      await closeWave(storage, wave, answers);
      await office.prepare(wave.id, by);
      const record = (await office.list()).find(({ waveId }) => waveId === wave.id);
      if (record === undefined) throw new Error('nothing was proposed');
      return record.id;
    },
    stop: async () => {
      await house.stop();
      base.remove();
    },
  };
}
