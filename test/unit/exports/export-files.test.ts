import { describe, expect, it, vi } from 'vitest';
import { exportFile, exportFiles, exportNames } from '../../../server/exports/export-files.js';
import { zipOf } from '../../../server/exports/zip.js';
import { awkwardExport, demoExport } from '../../support/exported-release.js';
import { filesBelow } from '../../support/project-files.js';

describe('the files of a release', () => {
  it('are all there, under names that never change', () => {
    expect(exportFiles(awkwardExport()).map(({ path }) => path)).toEqual([
      'notes.txt',
      'tables.xlsx',
      'tables-semicolon.csv',
      'tables-comma.csv',
      'release.json',
      'tables.json-stat.json',
      'tables.sdmx.csv',
      'codebook.csv',
      'questionnaire.ddi.xml',
      'references.csv',
      'columns.csv',
      'read-tables.R',
      'read-tables.sps',
      'read-tables.do',
      'datapackage.json',
    ]);
    for (const name of exportNames) expect(name).toMatch(/^[a-z][a-z-]*(\.[a-zA-Z-]+)+$/);
  });

  it('can be made one by one, with the same bytes', () => {
    const context = awkwardExport();
    for (const { path, bytes, mediaType } of exportFiles(context)) {
      const one = exportFile(context, path);
      expect(one?.bytes.equals(bytes), path).toBe(true);
      expect(one?.mediaType).toBe(mediaType);
    }
    expect(exportFile(context, 'office.sqlite')).toBeNull();
    expect(exportFile(context, 'toString')).toBeNull();
  });

  it('have the same bytes at another time, in another zone', () => {
    const before = exportFiles(demoExport());
    vi.stubEnv('TZ', 'Pacific/Chatham');
    vi.useFakeTimers({ now: new Date('2031-12-31T23:59:59.000Z') });
    try {
      const after = exportFiles({ ...demoExport() });
      for (const [at, { path, bytes }] of before.entries())
        expect(after[at]?.bytes.equals(bytes), path).toBe(true);
      expect(zipOf(after).equals(zipOf(before))).toBe(true);
    } finally {
      vi.useRealTimers();
      vi.unstubAllEnvs();
    }
  });

  it('of 200 tables take less than ten seconds of one processor', () => {
    const context = demoExport();
    const { tables } = context.release;
    const many = Array.from({ length: 200 }, (_, at) => tables[at % tables.length]!);
    // Time of the processor, which does not depend on what else runs.
    const before = process.cpuUsage();
    const files = exportFiles({ ...context, release: { ...context.release, tables: many } });
    zipOf(files);
    const { user, system } = process.cpuUsage(before);
    expect(Math.max(...files.map(({ bytes }) => bytes.length))).toBeGreaterThan(1_000_000);
    expect((user + system) / 1_000_000).toBeLessThan(10);
  });

  it('never write by the customs of the machine', () => {
    const sources = [...filesBelow('server/exports', ['.ts'])].map(([, text]) => text);
    expect(sources.length).toBeGreaterThan(15);
    for (const text of sources) expect(text).not.toMatch(/toLocale|localeCompare|Intl\.|EOL/);
  });

  it('each name the wave, the policy, what a blank is, and where the figures come from', () => {
    const context = demoExport();
    const about = ['codebook.csv', 'references.csv', 'columns.csv', 'tables.xlsx'];
    for (const { path, bytes } of exportFiles(context).filter((file) => !about.includes(file.path))) {
      const text = bytes.toString('utf8');
      expect(text, path).toContain(context.wave.id);
      expect(text, path).toContain('worlds-strict-1');
      expect(text, path).toMatch(/zero or not shown|null oder nicht gezeigt/);
      expect(text, path).toMatch(/2026-04-20/);
    }
  });
});
