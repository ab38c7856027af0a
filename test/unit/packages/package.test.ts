import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../../server/disclosure/shares.js';
import { TOTAL } from '../../../server/disclosure/table-shape.js';
import { exportFiles } from '../../../server/exports/export-files.js';
import { zipOf } from '../../../server/exports/zip.js';
import { contentOf, packageOf } from '../../../server/packages/make-package.js';
import { readZip } from '../../../server/packages/read-zip.js';
import type { PackedFile } from '../../../server/packages/package-fault.js';
import { sumsOf } from '../../../server/packages/sums.js';
import { makeSigner, mustRead, reasons, sampleContext, samplePackage } from '../../support/sample-package.js';

const signer = makeSigner();
const context = sampleContext();
const zip = packageOf(context, signer);
const files = unpacked(zip);

function unpacked(bytes: Buffer): readonly PackedFile[] {
  const read = readZip(bytes);
  if (!read.ok) throw new Error('no zip');
  return read.value;
}

/** The same files with one changed, with sums and signature made for them as a forger with a key of their own could. */
function forged(path: string, change: (value: Record<string, unknown>) => unknown): Buffer {
  const own = files
    .filter(({ path: name }) => !name.startsWith('SHA256SUMS'))
    .map((file) =>
      file.path === path
        ? {
            path,
            bytes: Buffer.from(
              JSON.stringify(change(JSON.parse(file.bytes.toString()) as Record<string, unknown>)),
            ),
          }
        : file,
    );
  const sums = Buffer.from(sumsOf(own));
  const signature = Buffer.from(signer.sign(sums));
  return zipOf([...own, { path: 'SHA256SUMS', bytes: sums }, { path: 'SHA256SUMS.sig', bytes: signature }]);
}

describe('a package', () => {
  it('is read as it was written', () => {
    const read = mustRead(zip);
    expect(read).toMatchObject(contentOf(context));
    expect(read.fingerprint).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
    expect(read.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has the same bytes for the same release and key, and another signature for another key', () => {
    expect(packageOf(sampleContext(), signer).equals(zip)).toBe(true);
    expect(mustRead(samplePackage()).fingerprint).not.toBe(mustRead(zip).fingerprint);
  });

  it('holds every file of the exports', () => {
    for (const { path, bytes } of exportFiles(context))
      expect(files.find((file) => file.path === `tables/${path}`)?.bytes.equals(bytes)).toBe(true);
  });

  it('names the shares that the tables tell, and no other', () => {
    const { figures } = mustRead(zip);
    expect(figures.length).toBeGreaterThan(3);
    for (const { indicator, code, groups, count, base } of figures) {
      const told = context.release.tables.flatMap((table) => {
        if ((table.indicator ?? table.breakdown.at(-1))?.id !== indicator) return [];
        const by = table.indicator === null ? table.breakdown.slice(0, -1) : table.breakdown;
        if (!Object.keys(groups).every((id) => by.some((one) => one.id === id))) return [];
        const share = shareOf(table, [by.map(({ id }) => groups[id] ?? TOTAL)], [code]);
        return share === null ? [] : [share];
      });
      expect(told).toContainEqual({ count, base, share: count / base });
    }
    // Three young people of other status: too few to be told, in figures as in tables.
    expect(figures).not.toContainEqual(
      expect.objectContaining({ indicator: 'status', code: 'other', groups: { age: 'young' } }),
    );
    expect(JSON.stringify(figures)).not.toContain('"na"');
  });

  it('can be checked with the tools that its readme names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    try {
      for (const { path, bytes } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), bytes);
      }
      const run = (command: string) => spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
      const commands = files
        .find(({ path }) => path === 'README.txt')
        ?.bytes.toString()
        .split('\n')
        .filter((line) => line.startsWith('  '))
        .slice(0, 3);
      const [sums = '', signature = '', fingerprint = ''] = commands ?? [];
      expect(run(sums)).toMatchObject({ status: 0, stderr: '' });
      expect(run(signature)).toMatchObject({ status: 0 });
      const digits = mustRead(zip).fingerprint?.replaceAll(' ', '').toLowerCase();
      expect(run(fingerprint).stdout.slice(0, 32)).toBe(digits);
      writeFileSync(join(folder, 'SHA256SUMS'), 'x');
      expect(run(signature).status).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reports the methods with true figures in both languages', () => {
    const report = (lang: string): string =>
      files.find(({ path }) => path === `methods/methods-${lang}.html`)?.bytes.toString() ?? '';
    expect(report('de')).toContain('<dt>Rücklauf</dt><dd>50,0');
    expect(report('en')).toContain('<dt>Response rate</dt><dd>50.0%</dd>');
    const cells = context.release.tables.flatMap((table) => table.cells);
    const blank = cells.filter(({ count }) => count === null).length;
    expect(blank).toBeGreaterThan(0);
    expect(report('en')).toContain(`<dd>${String(blank)} of ${String(cells.length)} (`);
    expect(report('de')).toContain('lang="de"');
    expect(report('de')).not.toMatch(/Response|Released|undefined/);
  });
});

describe('a package that was tampered with', () => {
  it.each(files.map(({ path }) => path))('is refused where a byte of %s was changed', (path) => {
    for (const at of [0, 0.5, 1]) {
      const changed = files.map((file) => {
        if (file.path !== path) return file;
        const bytes = Buffer.from(file.bytes);
        const place = Math.min(Math.floor(bytes.length * at), bytes.length - 1);
        bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
        return { path, bytes };
      });
      expect(reasons(zipOf(changed))).not.toEqual([]);
    }
  });

  it.each(files.map(({ path }) => path))('is refused without %s', (path) => {
    expect(reasons(zipOf(files.filter((file) => file.path !== path)))).not.toEqual([]);
  });

  it('is refused with a file more, or two exchanged', () => {
    expect(reasons(zipOf([...files, { path: 'more.txt', bytes: Buffer.from('x') }]))).toEqual([
      'more.txt: notListed',
    ]);
    const names = ['methods/methods-de.html', 'methods/methods-en.html'];
    const swapped = files.map((file) =>
      names.includes(file.path) ? { ...file, path: names.find((name) => name !== file.path) ?? '' } : file,
    );
    expect(reasons(zipOf(swapped)).sort()).toEqual(names.map((name) => `${name}: sumWrong`));
  });

  it('is refused with the signature of another', () => {
    const other = unpacked(samplePackage());
    const mixed = files.map((file) =>
      file.path === 'SHA256SUMS.sig' ? (other.find(({ path }) => path === file.path) ?? file) : file,
    );
    expect(reasons(zipOf(mixed))).toEqual(['SHA256SUMS.sig: signatureWrong']);
  });

  it('shows another fingerprint where somebody else signed other content', () => {
    const again = forged('policy.json', (policy) => ({ ...policy, insiders: 0 }));
    expect(mustRead(again)).toMatchObject({ policy: { insiders: 0 } });
    expect(mustRead(again).digest).not.toBe(mustRead(zip).digest);
  });
});

describe('a package whose parts are wrong', () => {
  const figure = (change: object) => (value: Record<string, unknown>) => {
    const [first, ...others] = value.figures as object[];
    return { figures: [{ ...first, ...change }, ...others] };
  };
  it.each<[string, string, (value: Record<string, unknown>) => unknown, string]>([
    ['another format', 'manifest.json', (value) => ({ ...value, format: 'x' }), ': noPackage'],
    [
      'a later version',
      'manifest.json',
      (value) => ({ ...value, formatVersion: 2 }),
      'manifest.json: otherVersion',
    ],
    [
      'another instrument',
      'manifest.json',
      (value) => ({ ...value, instrument: { id: 'sample', version: '9.0.0' } }),
      'manifest.json: instrument: otherInstrument',
    ],
    [
      'an unknown field',
      'manifest.json',
      (value) => ({ ...value, more: 1 }),
      'manifest.json: more: survey.fault.unknown_key',
    ],
    ['no k', 'policy.json', () => ({}), 'policy.json: k: survey.fault.missing'],
    ['other code lists', 'code-lists.json', () => ({ variables: [] }), 'code-lists.json: notOfInstrument'],
    ['other derivations', 'derivations.json', () => ({ derived: [] }), 'derivations.json: notOfInstrument'],
    [
      'a plan of nothing',
      'plan.json',
      () => ({ tables: [{ id: 'a', breakdown: [], indicator: 'x' }] }),
      'plan.json: tables.0.indicator: plan.unknownVariable',
    ],
    ['a figure below k', 'figures.json', figure({ count: 6 }), 'figures.json: figures[0]: tooSmall'],
    [
      'more than all',
      'figures.json',
      figure({ count: 900, base: 800 }),
      'figures.json: figures[0]: moreThanAll',
    ],
    ['an unknown code', 'figures.json', figure({ code: 'x' }), 'figures.json: figures[0]: unknownCode'],
    ['no answer as a share', 'figures.json', figure({ code: 'na' }), 'figures.json: figures[0]: unknownCode'],
    [
      'a group of nothing',
      'figures.json',
      figure({ groups: { x: 'y' } }),
      'figures.json: figures[0]: unknownCode',
    ],
  ])('is refused: %s', (_, path, change, reason) => {
    expect(reasons(forged(path, change))).toContain(reason);
  });

  it('is refused where it is signed, but has no signature any more', () => {
    expect(reasons(zipOf(files.filter(({ path }) => path !== 'SHA256SUMS.sig')))).toEqual([
      'SHA256SUMS.sig: fileMissing',
    ]);
  });
});
