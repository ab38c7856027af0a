import type { FollowUpPackage } from '../../packages/read-package.js';
import type { Wave } from '../../ports/office.js';
import { retention } from '../../ports/retention.js';
import type { Localized } from '../../survey/definition.js';
import { newWave } from '../waves/create-wave.js';
import type { FollowUpDeps } from './deps.js';

/**
 * The draft that follows the survey of a package: its questionnaire, plan, texts, languages and access, the larger of its k
 * and the one of this installation; dates are new, and headcounts are asked for anew. Where only published figures are left,
 * the rest is as in any new wave.
 */
export function waveFrom(deps: FollowUpDeps, read: FollowUpPackage, title: Localized): Wave {
  const { manifest, instrument, plan, policy } = read;
  const fresh = newWave(deps, instrument, title);
  if (manifest.kind !== 'wave') return fresh;
  const { texts, languages, access, retentionDays } = manifest.wave;
  return {
    ...fresh,
    texts,
    languages,
    access,
    k: Math.max(policy?.k ?? 0, deps.kFloor),
    plan: plan ?? fresh.plan,
    retentionDays: Math.min(Math.max(retentionDays, retention.least), retention.most),
  };
}
