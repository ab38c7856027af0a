import { safeStaffPath } from '../http/staff-paths.js';
import { languages } from '../i18n/index.js';
import type { Handler } from './deps.js';
import { field } from './form.js';

export const changeLanguage: Handler = (req, res) => {
  const lang = languages.find((known) => known === field(req, 'lang'));
  if (lang !== undefined) req.session.lang = lang;
  res.redirect(303, safeStaffPath(field(req, 'back')) ?? '/staff');
};
