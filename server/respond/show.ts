import { address, addressIn, textOf, type Visit } from './visit.js';

export interface PageOptions {
  /** Shown in the browser's title bar, before the survey's title. */
  readonly title: string;
  readonly status?: number;
  readonly hasErrors?: boolean;
  /** Token for the page's forms. */
  readonly csrf?: string;
  /**
   * The page in the other language: an address below the wave, or a form whose submit buttons take the entries along.
   * Where the page is the answer to a form, the address is that of the nearest page that can be opened.
   */
  readonly switchTo: { readonly page: string } | { readonly form: string };
  /**
   * Set where nothing but the token tells this page from the one that others get: what else it depends on besides wave,
   * view and language. Never anything that somebody has entered; what they ticked is told apart from it.
   */
  readonly sameFor?: { readonly key: string; readonly ticked?: readonly string[] };
}

/** Sends a page of the wave, with what all of them share. */
export function show(
  visit: Visit,
  view: string,
  options: PageOptions,
  model: Record<string, unknown> | (() => Record<string, unknown>) = {},
): void {
  const { tools, res, lang, wave, t } = visit;
  tools.views.send(
    res,
    view,
    {
      layout: 'respond',
      lang,
      title: `${options.title} – ${textOf(visit, wave.title)}`,
      simulated: wave.simulated,
      hasErrors: options.hasErrors ?? false,
      ...(options.status === undefined ? {} : { status: options.status }),
      ...(options.csrf === undefined ? {} : { csrf: options.csrf }),
      ...(options.sameFor === undefined ? {} : { same: { of: wave, ...options.sameFor } }),
      ...languageSwitch(visit, options),
    },
    () => ({
      wave,
      waveTitle: textOf(visit, wave.title),
      footer: {
        notice: t('respond.footer.voluntary'),
        links: [
          { href: address(visit, 'forget'), text: t('respond.footer.forget') },
          { href: address(visit, 'withdraw'), text: t('respond.footer.withdraw') },
          { href: address(visit, ''), text: t('respond.footer.about') },
        ],
      },
      ...(typeof model === 'function' ? model() : model),
    }),
  );
}

export interface NoticeAction {
  readonly label: string;
  readonly page: string;
}

/**
 * A plain page that says what happened and what to do now: `respond.notice.<key>` has a title, and the paragraphs
 * `what` and `next`.
 */
export function showNotice(
  visit: Visit,
  key: string,
  status: number,
  options: { params?: Record<string, string | number>; actions?: readonly NoticeAction[] } = {},
): void {
  const { t } = visit;
  const params = { ...options.params, access: visit.wave.access };
  const title = t(`respond.notice.${key}.title`, params);
  show(
    visit,
    'respond/notice',
    { title, status, switchTo: { page: ownPage(visit) } },
    {
      heading: title,
      paragraphs: [t(`respond.notice.${key}.what`, params), t(`respond.notice.${key}.next`, params)],
      actions: (options.actions ?? []).map(({ label, page }) => ({ label, href: address(visit, page) })),
    },
  );
}

/** Where the same notice can be read again; the answer to a form cannot, and leads to the beginning. */
function ownPage({ req }: Visit): string {
  return req.method === 'POST' ? '' : req.path.split('/').slice(2).join('/');
}

function languageSwitch({ wave }: Visit, { switchTo }: PageOptions) {
  if (wave.languages.length < 2) return {};
  return {
    languageSwitch:
      'form' in switchTo
        ? ({ kind: 'buttons', form: switchTo.form } as const)
        : ({
            kind: 'links',
            de: addressIn(wave, 'de', switchTo.page),
            en: addressIn(wave, 'en', switchTo.page),
          } as const),
  };
}
