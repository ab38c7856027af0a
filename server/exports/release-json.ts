import { informationOf } from '../disclosure/information.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import type { Wave } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import type { Definition } from '../survey/definition.js';
import { definedVariables } from './definitions.js';
import type { ExportContext } from './export-context.js';
import { blank, notRepresentative, referencesShown, rules } from './remarks.js';
import { linesOf } from './table-lines.js';

/**
 * A release as JSON with all that is needed to read it: labels and remarks in both languages, the rule that protected
 * it, and the published figures that belong to its indicators. `share` = count / base; `information`: cells of the table
 * that are told, of all its cells (information.ts). `more`: adds the day of the release and how each variable shown is
 * defined. The same release gives the same bytes.
 */
export function releaseJson(
  wave: Wave,
  release: SafeRelease,
  references: readonly Reference[],
  more?: Pick<ExportContext, 'definition' | 'releasedOn'>,
): string {
  const content = {
    format: 'mehrwelt-release',
    formatVersion: 1,
    wave: {
      id: wave.id,
      title: wave.title,
      opensAt: wave.opensAt,
      closesAt: wave.closesAt,
      simulated: wave.simulated,
      questionnaire: wave.definition,
      ...(more === undefined ? {} : { releasedOn: more.releasedOn }),
    },
    protection: { k: release.k, rule: release.policy, description: rules[release.policy] },
    remarks: { blank, notRepresentative },
    records: release.records,
    ...(more === undefined ? {} : { definitions: definitionsShown(release, more.definition) }),
    tables: release.tables.map((table) => {
      const { groups, subject } = readingOf(table);
      const { told, cells } = informationOf(table);
      return {
        id: table.id,
        status: table.status,
        reason: table.reason,
        information: { cellsTold: told, cells },
        groups: groups.map(({ id, label }) => ({ id, label })),
        subject: { id: subject.id, label: subject.label },
        lines: linesOf(table),
      };
    }),
    references: referencesShown(wave, release, references),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function definitionsShown({ tables }: SafeRelease, definition: Definition) {
  const shown = new Set(
    tables.flatMap((table) => {
      const { groups, subject } = readingOf(table);
      return [...groups, subject].map(({ id }) => id);
    }),
  );
  return definedVariables(definition)
    .filter(({ id }) => shown.has(id))
    .map(({ id, definition: text, source, notes, comparability }) => ({
      variable: id,
      definition: text,
      source,
      notes,
      comparability,
    }));
}
