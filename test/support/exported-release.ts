import { simulateRespondents } from '../../server/demo/people.js';
import { demoPlan } from '../../server/demo/plan.js';
import { demoTexts } from '../../server/demo/texts.js';
import { checkAgain, protectPlan, type PlanRules } from '../../server/disclosure/protect-plan.js';
import { mintSafeTable, type SafeTable } from '../../server/disclosure/safe-table.js';
import { readingOf } from '../../server/disclosure/shares.js';
import { TOTAL } from '../../server/disclosure/table-shape.js';
import type { ExportContext } from '../../server/exports/export-context.js';
import { loadReferences } from '../../server/references/load-references.js';
import { definitionSchema } from '../../server/survey/definition.js';
import { decodeBallot, encodeBallot } from '../../server/survey/ballot.js';
import { codeAnswers, linkedVariables, saysNothing, variablesOf } from '../../server/survey/variables.js';
import { bremen } from './journey-waves.js';
import { aWave } from './storage.js';

/** Few enough for a second, and one of each kind: sizes, everybody, one group, two groups, a scale, an option. */
const shown = new Set([
  'age',
  'ressort',
  'all-by-migrationsbiographie-selbst',
  'all-by-measures-mentoring',
  'all-by-climate-belong',
  'age-by-migrationsbiographie-selbst',
  'ressort-by-leadership-yes',
  'gender-by-age-by-migrationsbiographie-selbst',
]);

let demo: { context: ExportContext; isKnownEmpty: KnownEmpty } | undefined;

/** Some tables of the demonstration, made from its people by the engine itself; once for all tests of a worker. */
export function demoExport(): ExportContext {
  return (demo ??= makeDemoExport()).context;
}

type KnownEmpty = (codes: Readonly<Record<string, string>>) => boolean;

/** Cells of which readers are told that nobody is in them, as nobody can be: to find that out is no success. */
export function isKnownEmptyInDemo(codes: Readonly<Record<string, string>>): boolean {
  return (demo ??= makeDemoExport()).isKnownEmpty(codes);
}

function makeDemoExport(): NonNullable<typeof demo> {
  const definition = bremen();
  const plan = { tables: demoPlan.tables.filter(({ id }) => shown.has(id)) };
  const wave = aWave({
    id: 'D3mo-wave_1',
    title: { de: 'Vielfalt (Vorführung)', en: 'Diversity (demonstration)' },
    texts: demoTexts,
    definition: { id: definition.id, version: definition.version },
    plan,
    status: 'closed',
    simulated: true,
  });
  const ballots = simulateRespondents(1_000, 2014).map((answers) => ({
    codes: codeAnswers(definition, decodeBallot(definition, encodeBallot(definition, answers))),
    people: 1,
  }));
  const rules: PlanRules = {
    waveId: wave.id,
    k: wave.k,
    linked: (ids) => linkedVariables(definition, ids),
    saysNothing: (id, code) => saysNothing(definition, id, code),
  };
  const variables = variablesOf(definition);
  const { release, proof } = protectPlan(plan, variables, ballots, rules, null);
  if (proof === null) throw new Error('nothing was told');
  const { isKnownEmpty } = checkAgain(plan, variables, ballots, rules, proof, null);
  const context = { wave, definition, release, releasedOn: '2026-04-20', references: loadReferences() };
  return { context, isKnownEmpty };
}

const EVIL = '=HYPERLINK("http://x")';

/** A small release with all that could go wrong in a file: formulas, quotes, separators, line breaks, a table kept back. */
export function awkwardExport(): ExportContext {
  const definition = definitionSchema.parse({
    id: 'awkward',
    version: '1.0.0',
    languages: ['de', 'en'],
    defaultLanguage: 'de',
    title: { de: '+Titel; "mit" <allem>, auch\nZeilen', en: '-Title' },
    estimatedMinutes: 1,
    pages: [
      {
        id: 'p',
        title: { de: '@Seite', en: '@page' },
        questions: [
          {
            type: 'scale',
            id: 'mood',
            sensitivity: 'sensitive',
            text: { de: EVIL, en: 'a\tb, "c"; d\r\ne' },
            hint: { de: "`$x' & <b>", en: '\u0001 & ü' },
            options: [
              { value: 'good', label: { de: '+1', en: 'good; "very"' } },
              { value: 'bad', label: { de: "-1, ' schlecht", en: 'bad, <really>' } },
              { value: 'na', label: { de: '@keine', en: '=none' } },
            ],
          },
          {
            type: 'single',
            id: 'office',
            sensitivity: 'identifying',
            text: { de: 'Amt', en: 'Office' },
            options: [
              { value: 'a', label: { de: '=A1+1', en: '=A1+1' } },
              { value: 'b', label: { de: 'B', en: 'B' } },
            ],
          },
        ],
      },
    ],
  });
  const [mood, office] = ['mood', 'office'].map((id) => variablesOf(definition).find((one) => one.id === id));
  if (mood === undefined || office === undefined) throw new Error('the instrument lacks a variable');
  const shape = {
    id: 'by-office',
    breakdown: [{ ...office, codes: office.codes.slice(0, 2) }],
    indicator: mood,
  };
  return {
    wave: aWave({
      id: '-wave_1',
      title: { de: '=1+1 */ "Titel"\n.\nsystem("x")', en: "@SUM(1) 'x'" },
      texts: { purpose: both('p'), contact: both('=c'), legalBasis: both('l') },
      definition: { id: 'awkward', version: '1.0.0' },
      k: 5,
      status: 'closed',
    }),
    definition,
    release: {
      waveId: '-wave_1',
      k: 5,
      policy: 'worlds-strict-1',
      records: null,
      tables: [
        mintSafeTable({
          shape,
          k: 5,
          content: [10, 20, null, 30, null, 21, null, 31, null, 41, null, 61],
        }),
        mintSafeTable({ shape: { ...shape, id: 'kept-back' }, k: 5, content: 'unsafe-cells' }),
        mintSafeTable({
          shape: { id: 'sizes', breakdown: shape.breakdown, indicator: null },
          k: 5,
          content: [30, 31, 61],
        }),
      ],
    },
    releasedOn: '2026-04-20',
    references: [],
  };
}

function both(text: string) {
  return { de: text, en: text };
}

/** Codes of each cell in words, with the count as it is told: what any file has to give back, no more and no less. */
export type Cells = ReadonlyMap<string, number | null>;

export function cellKey(table: string, groups: readonly string[], code: string): string {
  return [table, ...groups, code].join('|');
}

/** Straight from the tables, by another way than the exports go. */
export function countsOf(tables: readonly SafeTable[]): Cells {
  return new Map(
    tables.flatMap((table) => {
      const { groups, subject } = readingOf(table);
      const all = [...groups, subject].map(({ codes }) => [...codes.map(({ code }) => code), TOTAL]);
      const keys = all.reduce<string[][]>(
        (lists, codes) => lists.flatMap((list) => codes.map((code) => [...list, code])),
        [[]],
      );
      return keys.map((codes): [string, number | null] => [
        cellKey(table.id, codes.slice(0, -1), codes.at(-1) ?? ''),
        table.cell(codes)?.count ?? null,
      ]);
    }),
  );
}
