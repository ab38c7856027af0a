import { readingOf } from '../disclosure/shares.js';
import { codebookColumns, columnColumns, columnsOf, referenceColumns } from './columns.js';
import { comma, csvText } from './csv.js';
import { definedVariables, isAnswer } from './definitions.js';
import type { ExportContext } from './export-context.js';
import { referencesShown } from './remarks.js';

/** Every code of every variable that could be counted, with definitions in both languages (`codebookColumns`). */
export function codebookCsv({ definition, release }: ExportContext): string {
  const uses = new Map<string, number>();
  for (const table of release.tables) {
    const { groups, subject } = readingOf(table);
    for (const { id } of [...groups, subject]) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const rows = definedVariables(definition).flatMap((variable) =>
    variable.codes.map(({ code, label }) => [
      ...[variable.id, variable.kind, variable.sensitivity],
      ...[variable.label.de, variable.label.en, variable.definition.de, variable.definition.en],
      ...[variable.source, variable.notes, variable.comparability, variable.rule],
      ...[code, label.de, label.en, isAnswer(code) ? 'yes' : 'no'],
      uses.get(variable.id) ?? 0,
    ]),
  );
  return csvText(codebookColumns, rows, comma);
}

/** The published figures that belong to the release, with source and caveats (`referenceColumns`). */
export function referencesCsv({ wave, release, references }: ExportContext): string {
  const rows = referencesShown(wave, release, references).map((reference) => [
    ...[reference.id, reference.kind, reference.label.de, reference.label.en],
    ...[String(reference.value), reference.unit, reference.base, reference.invited],
    ...[reference.series, reference.concept, reference.year],
    ...[reference.universe.de, reference.universe.en],
    ...[reference.definition?.de ?? '', reference.definition?.en ?? ''],
    ...[reference.caveats.map(({ de }) => de).join(' '), reference.caveats.map(({ en }) => en).join(' ')],
    ...[reference.source, reference.certainty, JSON.stringify(reference.links)],
  ]);
  return csvText(referenceColumns, rows, comma);
}

/** Every column of every CSV file, those of this one among them. */
export function columnsCsv(): string {
  const files = Object.entries(columnsOf);
  const rows = files.flatMap(([file, columns]) =>
    columns.map(({ name, type, text }) => [file, name, type, text.de, text.en]),
  );
  return csvText(columnColumns, rows, comma);
}
