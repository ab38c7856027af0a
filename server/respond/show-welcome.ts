import { keptUntil } from '../ports/retention.js';
import { variablesOf } from '../survey/variables.js';
import { describePlan } from './describe-plan.js';
import { show } from './show.js';
import { address, type Visit } from './visit.js';

/** What went wrong with the code or with starting, and what was typed. */
export interface StartFault {
  /** Catalogue key below `respond.start`. */
  readonly key: string;
  readonly typed: string;
  readonly status: number;
}

/** What the browser's script needs to exchange a code for a credential; null where none are given. */
function exchangeOf(visit: Visit) {
  const { tools, wave } = visit;
  const key = wave.access === 'code' ? tools.blind.publicKey(wave.id) : null;
  if (key === null) return null;
  return {
    at: address(visit, 'credential'),
    key: Buffer.from(key.spki).toString('base64url'),
    fingerprint: key.fingerprint,
  };
}

/** Everything a respondent should know before starting, and the way in. */
export function showWelcome(visit: Visit, fault: StartFault | null = null): void {
  const { tools, req, res, wave, definition, t } = visit;
  const running = tools.drafts.read(req, wave);
  show(
    visit,
    'respond/welcome',
    {
      title: t('respond.welcome.title'),
      csrf: tools.tokens.ofVisitor(req, res),
      ...(fault === null ? {} : { status: fault.status, hasErrors: true }),
      switchTo: { page: '' },
      ...(fault === null && running.kind !== 'found' ? { sameFor: { key: '' } } : {}),
    },
    () => ({
      definition,
      planned: describePlan(wave.plan, variablesOf(definition)),
      hasConsentPage: definition.pages.some((page) => page.art9Notice),
      keptUntil: keptUntil(wave),
      carryOn: running.kind === 'found' ? address(visit, `step/${running.draft.at}`) : null,
      startAt: address(visit, 'start'),
      exchange: exchangeOf(visit),
      forgetAt: address(visit, 'forget'),
      withdrawAt: address(visit, 'withdraw'),
      typedCode: fault?.typed ?? '',
      error: fault === null ? null : t(`respond.start.${fault.key}`, { access: wave.access }),
    }),
  );
}
