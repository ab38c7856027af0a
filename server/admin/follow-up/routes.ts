import type { StaffRoute } from '../../http/staff-route.js';
import type { FollowUpDeps } from './deps.js';
import { showDifferences } from './show-differences.js';
import { startWave } from './start-wave.js';
import { uploadPackage } from './upload-package.js';
import { makeWaitingPackages } from './waiting-packages.js';

/** Waves that follow others. To be mounted before HR's other pages, which have a parameter in the same place. */
export function followUpRoutes(deps: FollowUpDeps): StaffRoute[] {
  const start = { ...deps, waiting: makeWaitingPackages(deps.clock) };
  return [...uploadPackage(start), ...startWave(start), ...showDifferences(deps)];
}
