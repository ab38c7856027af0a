import { informationOf } from '../disclosure/information.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import { definedVariables } from './definitions.js';
import type { ExportContext } from './export-context.js';
import type { Figure } from './figure-rows.js';
import { figureRows } from './figure-rows.js';
import { notesOf } from './notes.js';
import { referencesShown } from './remarks.js';
import { BLANK } from './table-text.js';
import { xlsxOf } from './xlsx.js';
import type { Cell, Sheet } from './xlsx-sheet.js';

const MOST_GROUPS = 3;

/**
 * A release as a workbook in German: notes, list of tables, every cell of every table in rows that can be filtered, definitions,
 * published figures. Counts and shares are numbers; a blank is the sign `*`, because an empty cell would be taken for zero in
 * a calculation, and there is nothing where no such figure exists.
 */
export function tablesXlsx(context: ExportContext): Buffer {
  return xlsxOf({
    title: context.wave.title.de,
    madeOn: context.releasedOn,
    sheets: [
      notesSheet(context),
      listSheet(context.release),
      figuresSheet(context.release),
      definitionsSheet(context),
      referencesSheet(context),
    ],
  });
}

function notesSheet(context: ExportContext): Sheet {
  const marker = {
    term: { de: `Zeichen ${BLANK}`, en: `Sign ${BLANK}` },
    text: {
      de: `Wo ${BLANK} statt einer Zahl steht, ist sie null oder nicht gezeigt.`,
      en: `Where ${BLANK} stands for a figure, it is zero or not shown.`,
    },
  };
  return {
    name: 'Hinweise',
    widths: [30, 80, 30, 80],
    rows: [
      head('Angabe', 'Inhalt', 'Item (English)', 'Content (English)'),
      ...[...notesOf(context), marker].map(({ term, text }) => [
        wrapped(term.de),
        wrapped(text.de),
        wrapped(term.en),
        wrapped(text.en),
      ]),
    ],
  };
}

function listSheet({ tables }: SafeRelease): Sheet {
  return {
    name: 'Tabellen',
    widths: [40, 60, 60, 16, 14, 14],
    rows: [
      head('Tabelle', 'Ausgezählt', 'Gruppen', 'Stand', 'Gezeigte Zellen', 'Alle Zellen'),
      ...tables.map((table) => {
        const { groups, subject } = readingOf(table);
        const { told, cells } = informationOf(table);
        return [
          plain(table.id),
          wrapped(subject.label.de),
          wrapped(groups.map(({ label }) => label.de).join(' × ')),
          plain(table.status === 'withheld' ? 'zurückgehalten' : 'gezeigt'),
          whole(told),
          whole(cells),
        ];
      }),
    ],
  };
}

function figuresSheet({ tables }: SafeRelease): Sheet {
  const groupHeads = [1, 2, 3].flatMap((at) => [`Gruppe ${String(at)}`, `Code ${String(at)}`]);
  return {
    name: 'Zahlen',
    widths: [36, ...[1, 2, 3].flatMap(() => [28, 16]), 40, 28, 16, 12, 12, 12],
    rows: [
      head('Tabelle', ...groupHeads, 'Ausgezählt', 'Antwort', 'Code', 'Anzahl', 'Basis', 'Anteil'),
      ...tables.flatMap((table) =>
        figureRows(table).map(({ groups, subject, code, label, count, base, share }) => [
          plain(table.id),
          ...Array.from({ length: MOST_GROUPS }, (_, at) => {
            const group = groups[at];
            return group === undefined ? [null, null] : [plain(group.label.de), plain(group.code)];
          }).flat(),
          ...[plain(subject.label.de), plain(label.de), plain(code)],
          ...[figure(count, 'whole'), figure(base, 'whole'), figure(share, 'percent')],
        ]),
      ),
    ],
  };
}

function definitionsSheet({ definition }: ExportContext): Sheet {
  return {
    name: 'Definitionen',
    widths: [34, 60, 80, 40, 40],
    rows: [
      head('Variable', 'Bezeichnung', 'Definition', 'Quelle', 'Vergleichbarkeit'),
      ...definedVariables(definition).map(({ id, label, definition: text, source, comparability }) =>
        [id, label.de, text.de, source, comparability].map(wrapped),
      ),
    ],
  };
}

function referencesSheet({ wave, release, references }: ExportContext): Sheet {
  return {
    name: 'Quellen',
    widths: [60, 12, 12, 60, 60, 60, 14],
    rows: [
      head(
        'Veröffentlichte Zahl',
        'Prozent',
        'Jahr',
        'Grundgesamtheit',
        'Vorbehalte',
        'Quelle',
        'Sicherheit',
      ),
      ...referencesShown(wave, release, references).map((reference): Cell[] => [
        wrapped(reference.label.de),
        { number: reference.value / 100, style: 'percent' },
        plain(reference.year),
        wrapped(reference.universe.de),
        wrapped(reference.caveats.map(({ de }) => de).join(' ')),
        wrapped(reference.source),
        plain(reference.certainty),
      ]),
    ],
  };
}

function head(...titles: readonly string[]): Cell[] {
  return titles.map((text) => ({ text, style: 'head' }));
}

function plain(text: string): Cell {
  return { text };
}

function wrapped(text: string): Cell {
  return { text, style: 'wrapped' };
}

function whole(number: number): Cell {
  return { number, style: 'whole' };
}

function figure({ value, status }: Figure, style: 'whole' | 'percent'): Cell {
  if (value !== null) return { number: style === 'percent' ? Number(value.toFixed(5)) : value, style };
  return status === 'none' ? null : { text: BLANK, style: 'blank' };
}
