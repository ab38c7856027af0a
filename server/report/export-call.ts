import type { ExportContext } from '../exports/export-context.js';
import { besideWave } from '../references/reference.js';
import type { ReadingDeps } from './deps.js';
import type { ReleaseCall } from './with-release.js';

/** What the files of a release are made of. Throws where its questionnaire is missing, which no wave lets happen. */
export async function exportContextOf(
  { definitions, references }: Pick<ReadingDeps, 'definitions' | 'references'>,
  { wave, release, releasedOn }: Pick<ReleaseCall, 'wave' | 'release' | 'releasedOn'>,
): Promise<ExportContext> {
  const { id, version } = wave.definition;
  const definition = await definitions.find(id, version);
  if (definition === null) throw new Error(`the questionnaire of wave ${wave.id} is missing`);
  return { wave, definition, release, releasedOn, references: besideWave(await references.list(), wave) };
}
