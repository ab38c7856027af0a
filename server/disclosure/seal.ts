import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { localizedSchema, sensitivitySchema } from '../survey/definition.js';
import type { SafeRelease } from './safe-release.js';
import { releasePolicies } from './safe-release.js';
import { mintSafeTable, shapeOfTable } from './safe-table.js';

/** The words that separate this use of the key from any other. */
const PURPOSE = 'mehrwelt release 1\n';

const variableSchema = z.strictObject({
  id: z.string(),
  label: localizedSchema,
  sensitivity: sensitivitySchema,
  codes: z.array(z.strictObject({ code: z.string(), label: localizedSchema })).min(1),
  scale: z.array(z.string()).min(2).optional(),
});

const sealedSchema = z.strictObject({
  release: z.strictObject({
    waveId: z.string().min(1),
    k: z.int().min(2),
    policy: z.enum(releasePolicies),
    records: z.int().min(2).nullable(),
    tables: z.array(
      z.strictObject({
        id: z.string(),
        breakdown: z.array(variableSchema),
        indicator: variableSchema.nullable(),
        /** A count or blank for every cell in the order of `cellCodes`; null where the table was withheld. */
        counts: z.array(z.int().nullable()).nullable(),
        reason: z.enum(['unsafe-cells', 'wave-too-small']).nullable(),
      }),
    ),
  }),
  seal: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * A release as text that nobody can change unnoticed: canonical JSON (sorted keys, no white space) with its HMAC-SHA-256
 * (RFC 2104). The same release and key give the same bytes. `key`: 32 random bytes.
 */
export function sealRelease(release: SafeRelease, key: Uint8Array): string {
  const { waveId, k, policy, records } = release;
  const tables = release.tables.map((table) => ({
    ...shapeOfTable(table),
    counts: table.status === 'published' ? table.cells.map(({ count }) => count) : null,
    reason: table.reason,
  }));
  const content = { waveId, k, policy, records, tables };
  return canonical({ release: content, seal: sealOf(content, key).toString('hex') });
}

/** Throws where the text was changed, was sealed with another key, or holds what could never be shown. */
export function openRelease(sealed: string, key: Uint8Array): SafeRelease {
  const { release, seal } = sealedSchema.parse(JSON.parse(sealed));
  if (!timingSafeEqual(Buffer.from(seal, 'hex'), sealOf(release, key)))
    throw new Error('the seal of a release is broken');
  const { waveId, k, policy, records } = release;
  const tables = release.tables.map(({ counts, reason, ...shape }) => {
    const content = counts ?? reason;
    if (content === null) throw new Error(`table ${shape.id} has neither counts nor a reason`);
    return mintSafeTable({ shape, k, content });
  });
  return Object.freeze({ waveId, k, policy, records, tables: Object.freeze(tables) });
}

function sealOf(content: unknown, key: Uint8Array): Buffer {
  if (key.length !== 32) throw new Error('the release key must have 32 bytes');
  return createHmac('sha256', key).update(PURPOSE).update(canonical(content)).digest();
}

/** JSON with keys in code-unit order, so that equal values have equal bytes (as in RFC 8785, for what occurs here). */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
