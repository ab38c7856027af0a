import type { Response } from 'express';
import { randomId } from '../credential/random-id.js';
import { staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRequest, type StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { TokenPagesDeps } from './deps.js';
import { releasedWaves } from './released.js';
import { hashSecret, makeSecret } from './secret.js';

const MOST_NAME = 60;
const MOST_LIVE = 20;
const lifetimes = [30, 90, 365] as const;
const ALL = 'all';

interface Typed {
  readonly name: string;
  readonly scope: string;
  readonly days: string;
}

type Faults = Partial<Record<keyof Typed | 'form', string>>;

export function showNewToken(deps: TokenPagesDeps): StaffRoute['handle'] {
  return (req, res) => showForm(deps, req, res, { name: '', scope: ALL, days: '90' }, {});
}

/** Makes a token and shows its secret, this once: it is kept nowhere. */
export function createToken(deps: TokenPagesDeps): StaffRoute['handle'] {
  return async (req, res) => {
    const owner = staffOf(req);
    const typed = {
      name: textOf(req, 'name').trim(),
      scope: textOf(req, 'scope'),
      days: textOf(req, 'days'),
    };
    const days = lifetimes.find((known) => String(known) === typed.days);
    const wave = (await releasedWaves(deps)).find(({ id }) => id === typed.scope) ?? null;
    const faults: Faults = {
      ...(/^[^\p{Cc}]{1,60}$/u.test(typed.name) ? {} : { name: 'api.error.name' }),
      ...(wave !== null || typed.scope === ALL ? {} : { scope: 'api.error.scope' }),
      ...(days === undefined ? { days: 'api.error.days' } : {}),
    };
    const live = (await deps.tokens.ofOwner(owner.id)).filter(({ state }) => state === 'live').length;
    if (live >= MOST_LIVE) faults.form = 'api.error.tooMany';
    const secret = makeSecret(deps.randomness);
    const hash = hashSecret(secret);
    if (hash === null) throw new Error('a secret that is not one');
    if (days === undefined || Object.keys(faults).length > 0) return showForm(deps, req, res, typed, faults);

    const id = randomId(deps.randomness);
    const waveId = wave?.id ?? null;
    await deps.tokens.create({ id, name: typed.name, ownerId: owner.id, waveId, days }, hash);
    await deps.audit.append({
      actor: owner.login,
      action: 'token.created',
      subject: id,
      details: { days, wave: waveId ?? ALL },
    });
    const t = translator(req.lang);
    staffPage(
      deps.views,
      req,
      res,
      'api/secret',
      { title: t('api.created.title') },
      { secret, name: typed.name, address: new URL('/api/v1/waves', deps.baseUrl).href },
    );
  };
}

async function showForm(
  deps: TokenPagesDeps,
  req: StaffRequest,
  res: Response,
  values: Typed,
  faults: Faults,
): Promise<void> {
  const t = translator(req.lang);
  const told = Object.entries(faults).map(([field, key]) => ({
    field,
    text: t(key, { most: field === 'form' ? MOST_LIVE : MOST_NAME }),
  }));
  const waves = await releasedWaves(deps);
  staffPage(
    deps.views,
    req,
    res,
    'api/new',
    { title: t('api.new.title'), hasErrors: told.length > 0, status: told.length > 0 ? 422 : 200 },
    {
      values,
      scopes: [
        { value: ALL, label: t('api.scope.all') },
        ...waves.map(({ id, title }) => ({ value: id, label: title[req.lang] })),
      ],
      lifetimes: lifetimes.map((days) => ({ value: String(days), label: t('api.new.daysOption', { days }) })),
      maxName: MOST_NAME,
      errors: told.map(({ field, text }) => ({ href: field === 'form' ? '#token-form' : `#${field}`, text })),
      errorOf: Object.fromEntries(told.map(({ field, text }) => [field, text])),
    },
  );
}

function textOf(req: StaffRequest, name: string): string {
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value: unknown = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}
