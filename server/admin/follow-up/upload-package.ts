import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { staffOf } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { PackageFault } from '../../packages/package-fault.js';
import { readPackage, type FollowUpPackage } from '../../packages/read-package.js';
import { shippedBaseline } from '../../packages/shipped-baseline.js';
import { fingerprintOfPem } from '../../packages/sums.js';
import type { FieldError } from '../form.js';
import { recordRefusal } from '../refuse.js';
import { showPage } from '../show-page.js';
import type { StartDeps } from './deps.js';

export const HOME = '/waves/from-package';

/** Takes a package in, or the one that ships with the program; what is right is kept in memory and shown. */
export function uploadPackage(deps: StartDeps): StaffRoute[] {
  const show = (
    req: StaffRequest,
    res: Response,
    faults: readonly PackageFault[] = [],
    errors: readonly FieldError[] = [],
  ): void => {
    const title = translator(req.lang)('packages.start.title');
    const { content } = shippedBaseline();
    const fingerprint = fingerprintOfPem(deps.signer.publicKey());
    showPage(deps, req, res, 'package-upload', title, { faults, shipped: content, fingerprint }, errors);
  };
  const take = (req: StaffRequest, res: Response, read: FollowUpPackage): void => {
    deps.waiting.keep(staffOf(req).id, read);
    res.redirect(303, `/staff${HOME}/${read.digest}`);
  };

  return [
    {
      method: 'get',
      path: HOME,
      roles: ['hr'],
      handle: (req, res) => {
        show(req, res);
      },
    },
    {
      method: 'post',
      path: HOME,
      roles: ['hr'],
      upload: true,
      handle: async (req, res) => {
        if (req.upload === undefined)
          return show(req, res, [], [{ field: 'file', key: 'packages.start.noFile' }]);
        const read = readPackage(req.upload.bytes);
        if (read.ok) return take(req, res, read.value);
        await recordRefusal(deps, req, 'faulty-package', null);
        const params = { count: read.faults.length };
        show(req, res, read.faults, [{ field: 'file', key: 'packages.start.faulty', params }]);
      },
    },
    {
      method: 'post',
      path: `${HOME}/shipped`,
      roles: ['hr'],
      handle: (req, res) => {
        take(req, res, shippedBaseline().content);
      },
    },
    {
      method: 'get',
      path: `${HOME}/shipped.zip`,
      roles: ['hr'],
      handle: (_req, res) => {
        res.attachment('baseline-2013-package.zip').type('application/zip').send(shippedBaseline().zip);
      },
    },
  ];
}
