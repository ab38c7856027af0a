import type { StaffRoute } from '../http/staff-route.js';
import type { Role } from '../ports/staff.js';
import { downloadPackage } from './download-package.js';
import type { PackageDeps } from './package-deps.js';
import { showPackage } from './show-package.js';

/** Those who prepare the next wave. The council reads results, and has no part in handing them on. */
const makers: readonly Role[] = ['analyst', 'hr'];

/** The follow-up package of a released wave. To be mounted before the pages of results, whose table ids have no dot. */
export function packageRoutes(deps: PackageDeps): StaffRoute[] {
  return [
    { method: 'get', path: '/results/:waveId/package', roles: makers, handle: showPackage(deps) },
    { method: 'get', path: '/results/:waveId/package.zip', roles: makers, handle: downloadPackage(deps) },
  ];
}
