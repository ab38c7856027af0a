import { z } from 'zod';

/**
 * A questionnaire definition: what is asked, in which words, under which conditions, and what is derived from it.
 * One zod schema is the single source; every type below is inferred from it.
 * References between items (conditions, derived variables, languages) are checked in `check-definition.ts`.
 */

/*
 * Messages below are keys of the catalogue `survey`: check-definition.ts hands them on as the reason of a fault.
 */

/** Identifiers end up in form fields, column names and addresses: lower case, digits, underscore. */
export const idSchema = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'survey.fault.format_id');
export const valueSchema = z.string().regex(/^[a-z0-9][a-z0-9_]{0,39}$/, 'survey.fault.format_value');
/** What a condition or rule looks at: an item, or one row of a matrix as `item.row`. */
export const referenceSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?$/, 'survey.fault.format_reference');

/** Text by language code; completeness is checked against `languages`. */
export const localizedSchema = z.record(z.enum(['de', 'en']), z.string().min(1).max(4000));
export type Localized = z.infer<typeof localizedSchema>;

/** Reserved option values: "keine Angabe" and "weiß ich nicht". */
export const NO_ANSWER = 'na';
export const DONT_KNOW = 'dk';
/** The code of an item that was not shown, because of a condition or because consent was declined. Never an option. */
export const NOT_ASKED = 'not_asked';

export const sensitivitySchema = z.enum(['identifying', 'sensitive', 'neutral']);
export type Sensitivity = z.infer<typeof sensitivitySchema>;

/** When an item is shown. An unanswered controlling item counts as "not in the list". */
export type Condition =
  { q: string; in: string[] } | { not: Condition } | { all: Condition[] } | { any: Condition[] };
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ q: referenceSchema, in: z.array(valueSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
  ]),
);

/** A three-valued rule (Kleene): true, false or unknown. */
export type Rule =
  | { q: string; in: string[]; unknown?: string[] | undefined }
  | { derived: string }
  | { not: Rule }
  | { all: Rule[] }
  | { any: Rule[] }
  | { count: { of: Rule[]; eq: number } };
export const ruleSchema: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.strictObject({
      q: referenceSchema,
      in: z.array(valueSchema).min(1),
      unknown: z.array(valueSchema).optional(),
    }),
    z.strictObject({ derived: idSchema }),
    z.strictObject({ not: ruleSchema }),
    z.strictObject({ all: z.array(ruleSchema).min(1) }),
    z.strictObject({ any: z.array(ruleSchema).min(1) }),
    z.strictObject({ count: z.strictObject({ of: z.array(ruleSchema).min(1), eq: z.int().min(0) }) }),
  ]),
);

const optionSchema = z.strictObject({ value: valueSchema, label: localizedSchema });
export type Option = z.infer<typeof optionSchema>;

/** Values too rare to be published on their own; they are merged before anything is counted. */
const suppressSchema = z.strictObject({
  values: z.array(valueSchema).min(1),
  reason: z.string(),
  /** Code and label of the merged category; without it the values are merged into "keine Angabe". */
  mergeInto: optionSchema.optional(),
});

const itemBase = {
  id: idSchema,
  /** Nothing is ever required: voluntariness reaches down to the single item. */
  required: z.literal(false).default(false),
  sensitivity: sensitivitySchema,
  text: localizedSchema,
  hint: localizedSchema.optional(),
  showIf: conditionSchema.nullable().default(null),
  comparableWith: z.array(z.string()).optional(),
  note: z.string().optional(),
  orderNote: z.string().optional(),
  certainty: z.string().optional(),
  codelist: z.record(z.string(), z.unknown()).optional(),
};

const choice = { options: z.array(optionSchema).min(2).max(60), suppress: suppressSchema.optional() };

/** A band of a number or year: `from` <= answer <= `to`; an open end is left out. Only the band is ever stored. */
const bandSchema = z.strictObject({
  value: valueSchema,
  label: localizedSchema,
  from: z.int().optional(),
  to: z.int().optional(),
});

export const itemSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('single'), ...itemBase, ...choice }),
  z.strictObject({ type: z.literal('multi'), ...itemBase, ...choice }),
  z.strictObject({
    type: z.literal('matrix'),
    ...itemBase,
    ...choice,
    rows: z
      .array(z.strictObject({ id: idSchema, text: localizedSchema }))
      .min(1)
      .max(20),
  }),
  /** An ordered scale; options from the lowest to the highest, drawn in one line. */
  z.strictObject({ type: z.literal('scale'), ...itemBase, ...choice }),
  z.strictObject({
    type: z.literal('number'),
    ...itemBase,
    min: z.int(),
    max: z.int(),
    unit: localizedSchema.optional(),
    bands: z.array(bandSchema).min(2).max(30),
  }),
  z.strictObject({
    type: z.literal('year'),
    ...itemBase,
    min: z.int().min(1900),
    max: z.int().max(2100),
    bands: z.array(bandSchema).min(2).max(30),
  }),
]);
export type Item = z.infer<typeof itemSchema>;

export const pageSchema = z.strictObject({
  id: idSchema,
  title: localizedSchema,
  intro: localizedSchema.optional(),
  /** Special categories of Art. 9 GDPR: shown only after explicit consent; declining skips the page. */
  art9Notice: z.boolean().default(false),
  questions: z.array(itemSchema).min(1).max(40),
});
export type Page = z.infer<typeof pageSchema>;

const derivedBase = {
  id: idSchema,
  sensitivity: sensitivitySchema,
  label: localizedSchema,
  definition: localizedSchema.optional(),
  source: z.string().optional(),
  notes: z.string().optional(),
  comparability: z.string().optional(),
};

export const derivedSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('boolean3'), ...derivedBase, rule: ruleSchema }),
  /** The first true case wins; the first unknown case ends in unknown; otherwise the default. */
  z.strictObject({
    type: z.literal('category'),
    ...derivedBase,
    cases: z.array(z.strictObject({ if: ruleSchema, then: valueSchema })).min(1),
    default: valueSchema,
    /** Labels of the categories; a category without one is shown by its code. */
    categories: z.array(optionSchema).optional(),
    countedAs: z.array(valueSchema).optional(),
  }),
]);
export type Derived = z.infer<typeof derivedSchema>;

export const answerValueSchema = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);
/** single/scale: option value. multi: values. matrix: row id -> value. number/year: the number as typed, or "na". */
export type AnswerValue = z.infer<typeof answerValueSchema>;
/** By item id; an item that was not answered is absent. */
export type Answers = Readonly<Record<string, AnswerValue>>;

export const definitionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'survey.fault.format_definition_id'),
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'survey.fault.format_version'),
  status: z.string().optional(),
  languages: z.array(z.enum(['de', 'en'])).min(1),
  defaultLanguage: z.enum(['de', 'en']),
  title: localizedSchema,
  estimatedMinutes: z.int().min(1).max(120),
  conventions: z.record(z.string(), z.unknown()).optional(),
  pages: z.array(pageSchema).min(1).max(30),
  derived: z.array(derivedSchema).default([]),
  testCases: z
    .array(
      z.strictObject({
        name: z.string(),
        answers: z.record(idSchema, answerValueSchema),
        expect: z.record(idSchema, z.union([z.boolean(), z.string(), z.null()])),
      }),
    )
    .default([]),
  closing: localizedSchema.optional(),
});
export type Definition = z.infer<typeof definitionSchema>;
