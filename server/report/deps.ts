import type { Views } from '../http/views.js';
import type { DefinitionShelf, WaveDesk } from '../ports/office.js';
import type { Rasteriser } from '../ports/rasteriser.js';
import type { ReferenceShelf } from '../ports/reference-shelf.js';
import type { ReleaseOffice } from '../ports/release-office.js';
import type { ReportTexts } from '../ports/report-texts.js';
import type { AuditLog } from '../ports/staff.js';

/** What the pages of results need. Results reach it as released SafeTables only. */
export interface ReportDeps {
  readonly releases: Pick<ReleaseOffice, 'list' | 'published'>;
  readonly waves: Pick<WaveDesk, 'find'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly references: Pick<ReferenceShelf, 'list'>;
  readonly views: Views;
}

/** What the reading pages need besides, which also give out pictures and files. */
export interface ReadingDeps extends ReportDeps {
  readonly definitions: Pick<DefinitionShelf, 'find'>;
  readonly rasteriser: Rasteriser;
  readonly reportTexts: ReportTexts;
}
