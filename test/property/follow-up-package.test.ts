import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PackageContent } from '../../server/packages/package-content.js';
import { contentOf } from '../../server/packages/make-package.js';
import { sha256 } from '../../server/packages/package-fault.js';
import { readPackage } from '../../server/packages/read-package.js';
import { readZip } from '../../server/packages/read-zip.js';
import { writePackage } from '../../server/packages/write-package.js';
import { makeSigner, mustRead, sampleContext, samplePackage } from '../support/sample-package.js';

const signer = makeSigner();
const base = contentOf(sampleContext());
const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const localized = fc.record({ de: text, en: text });
const k = base.policy?.k ?? 0;

/** Packages that may be: other texts, dates, sizes and figures around the same questionnaire. */
const content: fc.Arbitrary<PackageContent> = fc
  .record({
    title: localized,
    purpose: localized,
    simulated: fc.boolean(),
    records: fc.option(fc.integer({ min: k, max: 1e6 })),
    counts: fc.array(fc.tuple(fc.integer({ min: k, max: 5_000 }), fc.integer({ min: 0, max: 5_000 })), {
      maxLength: base.figures.length,
    }),
    signed: fc.boolean(),
  })
  .map(({ title, purpose, simulated, records, counts }) => {
    const { manifest } = base;
    if (manifest.kind !== 'wave') throw new Error('no wave');
    return {
      ...base,
      manifest: {
        ...manifest,
        title,
        simulated,
        wave: { ...manifest.wave, texts: { ...manifest.wave.texts, purpose } },
        participation: { invited: null, records },
      },
      figures: counts.map(([count, others], at) => ({ ...base.figures[at]!, count, base: count + others })),
    };
  });

it('is read as it was written, whatever it says', () => {
  fc.assert(
    fc.property(content, fc.boolean(), (written, signed) => {
      const read = mustRead(writePackage(written, [], signed ? signer : null));
      expect(read).toMatchObject(written);
      expect(read.fingerprint === null).toBe(!signed);
    }),
    { numRuns: 40 },
  );
});

/** What a zip holds, file by file. */
function namesAndSums(zip: Buffer): string[] {
  const read = readZip(zip);
  return read.ok ? read.value.map(({ path, bytes }) => `${path} ${sha256(bytes)}`) : [];
}

it('is refused after any change of its bytes that changes a file', () => {
  const zip = samplePackage(signer);
  const files = namesAndSums(zip);
  let refused = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: zip.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, bits) => {
      const changed = Buffer.from(zip);
      changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
      const read = readPackage(changed);
      if (!read.ok) refused += 1;
      // A zip says more than its files, the time of day for one: what is taken in spite of a change is the same, byte by byte.
      else expect(namesAndSums(changed)).toEqual(files);
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(300);
});

it('never throws, whatever it is given', () => {
  const start = samplePackage(signer);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc
          .tuple(fc.nat(start.length), fc.uint8Array({ minLength: 1, maxLength: 60 }))
          .map(([at, bytes]) =>
            Buffer.concat([start.subarray(0, at), bytes, start.subarray(at + bytes.length)]),
          ),
      ),
      (bytes) => {
        const read = readPackage(Buffer.from(bytes));
        expect(read.ok || read.faults.length > 0).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
