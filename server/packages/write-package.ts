import type { PackageSigner } from '../ports/package-signer.js';
import { zipOf } from '../exports/zip.js';
import { paths } from './format.js';
import type { PackageContent } from './package-content.js';
import { codeListsOf } from './package-content.js';
import type { PackedFile } from './package-fault.js';
import { PUBLIC_KEY, SIGNATURE, SUMS, sumsOf } from './sums.js';

/**
 * A package as one zip: the content, `others` (tables, methods report, a readme), the checksums of all of them, and the
 * signature of the checksums with the key to check it. `signer` null: not signed. The same content gives the same bytes.
 */
export function writePackage(
  content: PackageContent,
  others: readonly PackedFile[],
  signer: PackageSigner | null,
): Buffer {
  const files = [...contentFiles(content), ...others];
  if (signer === null) return zipOf([...files, sumsFile(files)]);
  const signed = [...files, { path: PUBLIC_KEY, bytes: Buffer.from(signer.publicKey()) }];
  const sums = sumsFile(signed);
  return zipOf([...signed, sums, { path: SIGNATURE, bytes: Buffer.from(signer.sign(sums.bytes)) }]);
}

function contentFiles(content: PackageContent): PackedFile[] {
  const { manifest, instrument, plan, policy, figures, references } = content;
  return [
    json(paths.manifest, manifest),
    json(paths.instrument, instrument),
    json(paths.codeLists, codeListsOf(instrument)),
    json(paths.derivations, { derived: instrument.derived }),
    ...(plan === null ? [] : [json(paths.plan, plan)]),
    ...(policy === null ? [] : [json(paths.policy, policy)]),
    json(paths.figures, { figures }),
    json(paths.references, { references }),
  ];
}

function sumsFile(files: readonly PackedFile[]): PackedFile {
  return { path: SUMS, bytes: Buffer.from(sumsOf(files)) };
}

function json(path: string, value: unknown): PackedFile {
  return { path, bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) };
}
