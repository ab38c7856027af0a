import { planWith } from '../disclosure/plan.js';
import { packageOf } from '../packages/make-package.js';
import { sha256 } from '../packages/package-fault.js';
import type { StaffRoute } from '../http/staff-route.js';
import { besideWave } from '../references/reference.js';
import { staffOf } from '../http/staff-route.js';
import type { PackageDeps } from './package-deps.js';
import { withRelease } from './with-release.js';

/** The package as a file; on record with its SHA-256, by which a copy found later is known. */
export function downloadPackage(deps: PackageDeps): StaffRoute['handle'] {
  return withRelease(deps, async ({ req, res, wave, release }) => {
    const { id, version } = wave.definition;
    const definition = await deps.definitions.find(id, version);
    const released = await deps.releases.published(wave.id);
    const releasedOn = released?.record.decidedOn ?? null;
    if (definition === null || releasedOn === null)
      throw new Error(`wave ${wave.id} lacks its questionnaire or the day of its release`);
    const plan = planWith(wave.plan, await deps.supplements.ofWave(wave.id));
    const references = besideWave(await deps.references.list(), wave);
    const zip = packageOf({ wave, definition, release, releasedOn, references, plan }, deps.signer);
    await deps.audit.append({
      actor: staffOf(req).login,
      action: 'package.downloaded',
      subject: wave.id,
      details: { digest: sha256(zip) },
    });
    const name = `${wave.simulated ? 'simulated-' : ''}${wave.id}-package.zip`;
    res.set('Content-Disposition', `attachment; filename="${name}"`).type('application/zip').send(zip);
  });
}
