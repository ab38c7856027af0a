import { informationOf } from '../disclosure/information.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import type { ExportFile } from '../exports/export-context.js';
import type { Wave } from '../ports/office.js';

export const ROOT = '/api/v1';

/** A released wave in a list. Links are paths on this server. */
export function describeWave(wave: Wave, release: SafeRelease, releasedOn: string) {
  const self = `${ROOT}/waves/${encodeURIComponent(wave.id)}`;
  return {
    id: wave.id,
    title: wave.title,
    simulated: wave.simulated,
    opensAt: wave.opensAt,
    closesAt: wave.closesAt,
    releasedOn,
    questionnaire: wave.definition,
    k: release.k,
    rule: release.policy,
    records: release.records,
    links: { self, tables: `${self}/tables`, files: `${self}/files` },
  };
}

export function describeTables(wave: Wave, { tables }: SafeRelease) {
  return tables.map((table) => {
    const { groups, subject } = readingOf(table);
    const { told, cells } = informationOf(table);
    const self = `${ROOT}/waves/${encodeURIComponent(wave.id)}/tables/${encodeURIComponent(table.id)}`;
    return {
      id: table.id,
      status: table.status,
      groups: groups.map(({ id, label }) => ({ id, label })),
      subject: { id: subject.id, label: subject.label },
      information: { cellsTold: told, cells },
      links: { json: self, csv: `${self}.csv` },
    };
  });
}

export function describeFiles(wave: Wave, files: readonly ExportFile[]) {
  return files.map(({ path, mediaType, bytes }) => ({
    name: path,
    mediaType,
    bytes: bytes.length,
    links: { self: `${ROOT}/waves/${encodeURIComponent(wave.id)}/files/${encodeURIComponent(path)}` },
  }));
}
