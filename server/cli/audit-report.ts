import { readers, type ReaderAudit, type ReleaseAudit } from '../disclosure/audit-release.js';
import type { AuditRules, Proven } from '../disclosure/audit-readers.js';
import { nameOfCell, type PublishedTables } from '../disclosure/published-tables.js';

export interface AuditContext {
  readonly tables: PublishedTables;
  readonly rules: AuditRules;
  readonly guarantee: 'standard' | 'strict' | null;
}

/** Findings of one kind that are named one by one; the rest is in --json. */
const mostNamed = 10;

export function auditAsText(audit: ReleaseAudit, context: AuditContext): string[] {
  const { tables, rules, guarantee } = context;
  const { k, zeros } = rules;
  const { recovered, belowK, isolated } = audit.failures;
  const told = audit.smallAndTold.length;
  return [
    `${tables.cells.length} cells, ${audit.blanks} of them blank, ${tables.relations.length} sums; k = ${k}, zeros are ${zeros}`,
    ...(guarantee === null
      ? []
      : [
          `guarantee: ${guarantee}${guarantee === 'standard' ? ' (does not promise that nothing is provably below k)' : ''}`,
        ]),
    '',
    ...readers.flatMap((reader) => [
      ...aboutReader(titleOf(reader, audit, rules), audit.readers[reader], tables),
      '',
    ]),
    `Subtraction: ${audit.remainders.length} sums leave 1 to ${k - 1} people to their blanks`,
    ...someOf(audit.remainders, ({ relation, people }) => `  ${people}: ${remainderName(tables, relation)}`),
    `Subtraction over several steps: ${audit.differences.length} pairs of groups differ by 1 to ${k - 1} people`,
    ...someOf(
      audit.differences,
      ({ outer, inner, people }) =>
        `  ${people}: ${nameOfCell(tables, outer)} without ${nameOfCell(tables, inner)}`,
    ),
    ...(told === 0
      ? []
      : [`Note: ${told} published counts are 1 to ${k - 1}; only neutral indicators may show such counts.`]),
    ...aboutUndecided(audit, context),
    '',
    `recovered ${recovered}, below k ${belowK}, isolated ${isolated}` +
      (audit.undecided.length === 0 ? '' : `, undecided ${audit.undecided.length}`),
  ];
}

function aboutUndecided({ undecided }: ReleaseAudit, { tables, rules }: AuditContext): string[] {
  const limit = rules.belowKLimit ?? null;
  if (limit === null || undecided.length === 0) return [];
  const { blanks, pools, singles } = limit;
  return [
    `Undecided: ${undecided.length} more blanks may be provably below k or not (systems of ${blanks} blanks or more get ${pools} ` +
      `programs for many blanks and ${singles} for single ones a reader; --below-k all decides about each)`,
    ...someOf(undecided, (cell) => `    ${nameOfCell(tables, cell)}`),
  ];
}

function aboutReader(
  title: string,
  { recovered, harmless, belowK }: ReaderAudit,
  tables: PublishedTables,
): string[] {
  const range = ({ cell, lower, upper, record }: Proven): string => {
    const value = lower === upper ? `${lower}` : `${lower} to ${upper}`;
    const known = record === undefined ? '' : ` (knowing a record of: ${nameOfCell(tables, record)})`;
    return `    ${value}: ${nameOfCell(tables, cell)}${known}`;
  };
  return [
    title,
    `  ${recovered.length} blanks recovered`,
    ...someOf(recovered, range),
    `  ${belowK.length} blanks provably below k, recovered ones included`,
    ...someOf(
      belowK.filter(({ lower, upper }) => lower < upper),
      range,
    ),
    ...(harmless.length === 0
      ? []
      : [`  Note: ${harmless.length} more blanks have one possible value, which is no small group.`]),
  ];
}

function titleOf(reader: (typeof readers)[number], { tried }: ReleaseAudit, { zeros }: AuditRules): string {
  const told = zeros === 'published';
  switch (reader) {
    case 'naive':
      return 'A reader who knows only that counts are not negative:';
    case 'knowsRules':
      return `A reader who knows the rules${told ? ' (no blank is zero)' : ' (a blank may be zero: nothing more to know)'}:`;
    case 'insider':
      return told
        ? 'A reader who knows a record as well (its cells are not empty, which the rules tell already):'
        : `A reader who knows a record as well (the cells that hold it are not empty; a record is the codes of a blank cell: ` +
            `${tried.byBounds} by bounds, ${tried.bySolver} of them, from tight to loose, by linear programs):`;
  }
}

function remainderName(tables: PublishedTables, relation: number): string {
  const { parent = 0, children = [], variable = 0 } = tables.relations[relation] ?? {};
  const blanks = children.filter((child) => tables.cells[child]?.count === null);
  return `${nameOfCell(tables, parent)}, ${blanks.length} ${blanks.length === 1 ? 'blank' : 'blanks'} by ${tables.variables[variable] ?? ''}`;
}

function someOf<T>(items: readonly T[], line: (item: T) => string): string[] {
  const rest = items.length - mostNamed;
  return [
    ...items.slice(0, mostNamed).map(line),
    ...(rest > 0 ? [`    and ${rest} more (--json names all)`] : []),
  ];
}

/** The same with every finding, cells by their codes. */
export function auditAsJson(audit: ReleaseAudit, { tables, rules, guarantee }: AuditContext): object {
  const codes = (cell: number): object =>
    Object.fromEntries(tables.variables.map((name, at) => [name, tables.cells[cell]?.codes[at] ?? null]));
  const proven = ({ cell, lower, upper, record }: Proven): object => ({
    ...{ cell: codes(cell), lower, upper },
    ...(record === undefined ? {} : { knowing: codes(record) }),
  });
  const reader = ({ recovered, harmless, belowK }: ReaderAudit): object => ({
    recovered: recovered.map(proven),
    harmless: harmless.map(proven),
    belowK: belowK.map(proven),
  });
  return {
    ...rules,
    guarantee,
    cells: tables.cells.length,
    blanks: audit.blanks,
    failures: audit.failures,
    readers: Object.fromEntries(readers.map((name) => [name, reader(audit.readers[name])])),
    tried: audit.tried,
    undecided: audit.undecided.map(codes),
    remainders: audit.remainders.map(({ relation, people }) => ({
      parent: codes(tables.relations[relation]?.parent ?? 0),
      by: tables.variables[tables.relations[relation]?.variable ?? 0],
      people,
    })),
    differences: audit.differences.map(({ outer, inner, people }) => ({
      ...{ outer: codes(outer), inner: codes(inner), people },
    })),
    smallAndTold: audit.smallAndTold.map(codes),
  };
}
