import type { z } from 'zod';
import { parseDefinition } from '../survey/check-definition.js';
import { schemaFaults } from '../survey/schema-faults.js';
import { contentFaults } from './check-content.js';
import {
  FORMAT,
  FORMAT_VERSION,
  codeListsSchema,
  figuresSchema,
  manifestSchema,
  packagePlanSchema,
  packagePolicySchema,
  packageReferencesSchema,
  paths,
} from './format.js';
import type { PackageContent } from './package-content.js';
import type { PackageFault, PackedFile, Read } from './package-fault.js';
import { sha256 } from './package-fault.js';
import { readZip } from './read-zip.js';
import { checkSignature, checkSums } from './sums.js';

/** A package whose files are all as they were when it was made. */
export interface FollowUpPackage extends PackageContent {
  /** SHA-256 of the list of checksums: equal for packages with equal content. */
  readonly digest: string;
  /** Of the key that signed it; null where it is not signed. */
  readonly fingerprint: string | null;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/**
 * Reads a package from outside: the zip within its limits, checksums and signature, every part against its schema, and the
 * parts against each other. Either all of it is right, or every fault that was found is named with its place, reason and
 * remedy. Whose signature it is, is for people to compare.
 */
export function readPackage(zip: Buffer): Read<FollowUpPackage> {
  const unpacked = readZip(zip);
  if (!unpacked.ok) return unpacked;
  const files = unpacked.value;
  // Whoever sends something else by mistake learns that first, and not which checksum it lacks.
  const format = formatFault(files);
  if (format !== null) return { ok: false, faults: [format] };
  const sums = checkSums(files);
  if (!sums.ok) return sums;
  const signature = checkSignature(files);
  if (!signature.ok) return signature;
  const content = readContent(files);
  if (!content.ok) return content;
  return {
    ok: true,
    value: {
      ...content.value,
      digest: sha256(sums.value),
      fingerprint: signature.value,
      files: files.map(({ path, bytes }) => ({ path, bytes: bytes.length })),
    },
  };
}

function formatFault(files: readonly PackedFile[]): PackageFault | null {
  const manifest = parsed(files, paths.manifest);
  const named = (name: string): unknown =>
    typeof manifest === 'object' && manifest !== null ? (manifest as Record<string, unknown>)[name] : null;
  if (named('format') !== FORMAT) return { path: '', key: 'packages.fault.noPackage' };
  const version = named('formatVersion');
  return version === FORMAT_VERSION
    ? null
    : {
        path: paths.manifest,
        key: 'packages.fault.otherVersion',
        params: { known: FORMAT_VERSION, found: typeof version === 'number' ? version : '?' },
      };
}

function readContent(files: readonly PackedFile[]): Read<PackageContent> {
  const faults: PackageFault[] = [];
  const part = <T>(path: string, schema: z.ZodType<T>): T | null => {
    const value = parsed(files, path);
    if (value === undefined) {
      const there = files.some((file) => file.path === path);
      faults.push({ path, key: there ? 'packages.fault.noJson' : 'packages.fault.fileMissing' });
      return null;
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    faults.push(...schemaFaults(value, result.error.issues).map((fault) => inFile(path, fault)));
    return null;
  };

  const manifest = part(paths.manifest, manifestSchema);
  const ofWave = manifest?.kind === 'wave';
  const instrument = readInstrument(files, faults);
  const lists = part(paths.codeLists, codeListsSchema);
  const plan = ofWave ? part(paths.plan, packagePlanSchema) : null;
  const policy = ofWave ? part(paths.policy, packagePolicySchema) : null;
  const figures = part(paths.figures, figuresSchema);
  const references = part(paths.references, packageReferencesSchema);
  if (manifest !== null && instrument !== null && lists !== null && figures !== null && references !== null) {
    const content = { manifest, instrument, plan, policy, ...figures, ...references };
    if (faults.length === 0)
      faults.push(...contentFaults(content, { lists, derivations: parsed(files, paths.derivations) }));
    if (faults.length === 0) return { ok: true, value: content };
  }
  const [first = { path: '', key: 'packages.fault.noPackage' }, ...others] = faults;
  return { ok: false, faults: [first, ...others.slice(0, 49)] };
}

function readInstrument(files: readonly PackedFile[], faults: PackageFault[]) {
  const read = parseDefinition(parsed(files, paths.instrument));
  if (read.ok) return read.definition;
  faults.push(...read.faults.map((fault) => inFile(paths.instrument, fault)));
  return null;
}

function inFile(file: string, { path, key, params }: PackageFault): PackageFault {
  return { path: path === '' ? file : `${file}: ${path}`, key, ...(params && { params }) };
}

/** Undefined where the file is missing or no JSON. */
function parsed(files: readonly PackedFile[], path: string): unknown {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return undefined;
  try {
    return JSON.parse(file.bytes.toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
