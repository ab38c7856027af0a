import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import { fingerprintOfPem } from '../packages/sums.js';
import type { PackageDeps } from './package-deps.js';
import { withRelease } from './with-release.js';

/** What a package is for, what is in it, and the fingerprint that whoever takes it can ask for by telephone. */
export function showPackage(deps: PackageDeps): StaffRoute['handle'] {
  return withRelease(deps, ({ req, res, wave }) => {
    const options = { title: translator(req.lang)('packages.page.title'), simulated: wave.simulated };
    const fingerprint = fingerprintOfPem(deps.signer.publicKey());
    staffPage(deps.views, req, res, 'report/package', options, { wave, fingerprint });
  });
}
