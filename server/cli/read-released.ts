import { openRelease } from '../disclosure/seal.js';
import type { ExportContext } from '../exports/export-context.js';
import { besideWave } from '../references/reference.js';
import { loadKeys } from '../storage/keys.js';
import type { Storage } from '../storage/sqlite/open-storage.js';

/** What was released of a wave, the newest release of it; or, for the terminal, why there is nothing to export. */
export async function readReleased(
  storage: Storage,
  keyDir: string,
  waveId: string,
): Promise<ExportContext | string> {
  const wave = await storage.waves.find(waveId);
  if (wave === null) {
    const waves = (await storage.waves.list()).map(({ id, title }) => `\n  ${id}  ${title.de}`);
    return `There is no wave ${waveId}.${waves.length === 0 ? '' : ` There are:${waves.join('')}`}`;
  }
  const [newest] = await storage.releases.releasedOf(wave.id);
  if (newest === undefined || newest.decidedOn === null) {
    const proposed = (await storage.releases.ofWave(wave.id))?.status === 'proposed';
    return `Nothing of ${wave.title.de} is released yet${
      proposed
        ? ': the staff council has not decided'
        : '. HR asks for the results, the staff council releases them'
    }.`;
  }
  const definition = await storage.definitions.find(wave.definition.id, wave.definition.version);
  if (definition === null) throw new Error(`the questionnaire of wave ${wave.id} is missing`);
  const release = openRelease(newest.sealed, loadKeys(keyDir, { fresh: false }).release);
  if (release.waveId !== wave.id)
    throw new Error('a release is filed under another wave than it was sealed for');
  const references = besideWave(await storage.references.list(), wave);
  return { wave, definition, release, releasedOn: newest.decidedOn, references };
}
