import { z } from 'zod';
import { planSchema } from '../disclosure/plan.js';
import { releasePolicies } from '../disclosure/safe-release.js';
import { referenceSchema } from '../references/reference.js';
import { localizedSchema } from '../survey/definition.js';

/*
 * A follow-up package: what the next wave needs to ask the same again and to be compared with what came before. The files
 * that a reader needs are below; tables/ and methods/ are for people and other programs. docs/FOLLOW_UP.md describes all.
 */

export const FORMAT = 'mehrwelt-follow-up-package';
export const FORMAT_VERSION = 1;

const instant = z.iso.datetime();
const day = z.iso.date();
const id = z.string().regex(/^[a-z0-9-]{1,64}$/);
const label = z.strictObject({ de: z.string().min(1).max(200), en: z.string().min(1).max(200) });
const longText = z.strictObject({ de: z.string().min(1).max(4000), en: z.string().min(1).max(4000) });
const wholeNumber = z.int().min(1).max(100_000_000);

/**
 * `wave`: a wave of this program, with the tables that were released of it. `published-figures`: an earlier survey of which
 * only figures are left that were published elsewhere; it has no plan, no policy and no tables.
 */
const manifestBase = {
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  title: label,
  /** When people were asked: `2026`, `2023/24`. */
  year: z.string().regex(/^\d{4}(\/\d{2,4})?$/),
  /** Made up for a demonstration. */
  simulated: z.boolean(),
  instrument: z.strictObject({ id: z.string(), version: z.string() }),
};

export const manifestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('wave'),
    ...manifestBase,
    wave: z.strictObject({
      id,
      opensAt: instant,
      closesAt: instant,
      languages: z.array(z.enum(['de', 'en'])).min(1),
      access: z.enum(['code', 'open']),
      retentionDays: z.int().min(1).max(36_500),
      texts: z.strictObject({ purpose: longText, contact: longText, legalBasis: longText }),
    }),
    releasedOn: day,
    participation: z.strictObject({
      /** Sum of the headcounts; null where none were kept. */
      invited: wholeNumber.nullable(),
      /** Ballots; null where the number is not told. */
      records: wholeNumber.nullable(),
    }),
  }),
  z.strictObject({ kind: z.literal('published-figures'), ...manifestBase }),
]);
export type Manifest = z.infer<typeof manifestSchema>;

export const packagePolicySchema = z.strictObject({
  k: z.int().min(2).max(1000),
  rule: z.enum(releasePolicies),
  /** See docs/DISCLOSURE.md; null: the older rule, which promised neither. */
  guarantee: z.enum(['standard', 'strict']).nullable(),
  zeros: z.enum(['unsafe', 'published']),
  /** Records that a reader may know beforehand; null as for `guarantee`. */
  insiders: z.int().min(0).max(1000).nullable(),
});
export type PackagePolicy = z.infer<typeof packagePolicySchema>;

/** A share that the release told: of everybody, or of one group. */
export const figureSchema = z.strictObject({
  /** Variable of the instrument. */
  indicator: z.string(),
  code: z.string(),
  /** One code for each variable that forms the group; empty: everybody. */
  groups: z.record(z.string(), z.string()),
  /** Those with the code, of those who answered. */
  count: wholeNumber,
  base: wholeNumber,
});
export type Figure = z.infer<typeof figureSchema>;

export const figuresSchema = z.strictObject({ figures: z.array(figureSchema).max(20_000) });
export const packagePlanSchema = planSchema;
export const packageReferencesSchema = z.strictObject({ references: z.array(referenceSchema).max(5_000) });

export const codeListsSchema = z.strictObject({
  variables: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['item', 'row', 'option', 'derived']),
      label: localizedSchema,
      codes: z.array(z.strictObject({ code: z.string(), label: localizedSchema })),
    }),
  ),
});

/** Files of the package that its reader needs, by what they hold. */
export const paths = {
  manifest: 'manifest.json',
  instrument: 'instrument.json',
  codeLists: 'code-lists.json',
  derivations: 'derivations.json',
  plan: 'plan.json',
  policy: 'policy.json',
  figures: 'figures.json',
  references: 'references.json',
} as const;
