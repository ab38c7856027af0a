import type { Response } from 'express';
import { flash } from '../../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Fault } from '../../survey/check-definition.js';
import { parseDefinition } from '../../survey/check-definition.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import { readJson } from './read-json.js';

/** A questionnaire of 40 pages in two languages has about a tenth of this. */
const MOST_CHARACTERS = 2_000_000;
/** A longer text is not put back into the page; the file is still on the sender's device. */
const MOST_RETURNED = 500_000;

interface Faulty {
  readonly faults: readonly Fault[];
  readonly errors: readonly FieldError[];
}

export function importQuestionnaire(deps: AdminDeps): StaffRoute[] {
  const show = (req: StaffRequest, res: Response, text: string, { faults, errors }: Faulty): void => {
    const title = translator(req.lang)('admin.import.title');
    const returned = text.length > MOST_RETURNED ? '' : text;
    showPage(deps, req, res, 'questionnaire-import', title, { pasted: returned, faults }, errors);
  };

  const take = async (
    req: StaffRequest,
    res: Response,
    field: 'file' | 'pasted',
    text: string,
  ): Promise<void> => {
    const read = readDefinition(text, field);
    if (!read.ok) return show(req, res, text, read);
    const { definition } = read;
    const outcome = await deps.definitions.put(definition);
    if (outcome === 'frozen') {
      const params = { version: definition.version };
      return show(req, res, text, { faults: [], errors: [{ field, key: 'admin.import.frozen', params }] });
    }
    if (outcome === 'stored') {
      await record(deps, req, 'definition.imported', definition.id, { version: definition.version });
    }
    flash(req, `admin.import.${outcome}`, { version: definition.version });
    res.redirect(303, `/staff/questionnaires/${definition.id}/${definition.version}`);
  };

  return [
    {
      method: 'get',
      path: '/questionnaires/import',
      roles: ['hr'],
      handle: (req, res) => {
        show(req, res, '', { faults: [], errors: [] });
      },
    },
    // A form with a file keeps single fields short, hence pasted text has a form and an address of its own.
    {
      method: 'post',
      path: '/questionnaires/import',
      roles: ['hr'],
      upload: true,
      handle: (req, res) => take(req, res, 'file', req.upload?.text ?? ''),
    },
    {
      method: 'post',
      path: '/questionnaires/import/text',
      roles: ['hr'],
      handle: (req, res) => take(req, res, 'pasted', formOf(req).one('pasted')),
    },
  ];
}

function readDefinition(text: string, field: string) {
  const faulty = (key: string, params: FieldError['params'] = {}) => ({
    ok: false as const,
    faults: [],
    errors: [{ field, key, params }],
  });
  if (text.trim() === '') return faulty(`admin.import.nothing.${field}`);
  if (text.length > MOST_CHARACTERS) return faulty('admin.import.tooLong', { most: MOST_CHARACTERS });
  const json = readJson(text);
  if (!json.ok) return faulty('admin.import.noJson', { line: json.line, column: json.column });
  const parsed = parseDefinition(json.value);
  if (parsed.ok) return parsed;
  const errors = [{ field, key: 'admin.import.faulty', params: { count: parsed.faults.length } }];
  return { ok: false as const, faults: parsed.faults, errors };
}
