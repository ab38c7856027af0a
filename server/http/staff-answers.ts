import type { Response } from 'express';
import { translator } from '../i18n/index.js';
import type { Refusal } from './refuse.js';
import { staffPage } from './staff-page.js';
import { homeOf } from './staff-paths.js';
import type { StaffRequest } from './staff-route.js';
import type { Views } from './views.js';

/** Plain pages of the staff area for what was not let through: they say what happened and what to do next. */

export function answerRefusal(views: Views, req: StaffRequest, res: Response, refusal: Refusal): void {
  answer(
    views,
    req,
    res,
    403,
    refusal.reason === 'csrf' ? 'stale' : refusal.reason === 'role' ? 'role' : 'forged',
  );
}

export function answerSessionEnded(views: Views, req: StaffRequest, res: Response): void {
  answer(views, req, res, 403, 'sessionEnded');
}

function answer(
  views: Views,
  req: StaffRequest,
  res: Response,
  status: number,
  kind: 'stale' | 'role' | 'forged' | 'sessionEnded',
): void {
  const t = translator(req.lang);
  staffPage(
    views,
    req,
    res,
    'accounts/refused',
    { title: t(`accounts.refused.${kind}.title`), status },
    {
      explanation: t(`accounts.refused.${kind}.text`),
      onward:
        req.staff === undefined
          ? { href: '/staff/login', label: t('accounts.refused.toLogin') }
          : { href: homeOf(req.staff.role), label: t('accounts.refused.toHome') },
    },
  );
}
