import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import type { Response } from 'express';
import { translator, type Translate } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import { formatFor, type Format } from './format.js';
import { makeAssets } from './static-files.js';

export interface Views {
  /** Answers with a whole page: the view inside its layout. */
  send(res: Response, view: string, options: PageOptions, model: Model): void;
  /** The same page as text. */
  page(view: string, options: PageOptions, model: Model): string;
}

/** What a view reads as `it.<key>` besides the keys of Context. Layout `respond` also reads `waveTitle` and `footer`. */
export type Model = Readonly<Record<string, unknown>>;

export interface PageOptions {
  readonly layout: 'respond' | 'staff' | 'print';
  readonly lang: Lang;
  /** Without the product's name; the layout adds it, and "Fehler: " where `hasErrors` is set. */
  readonly title: string;
  readonly status?: number;
  readonly hasErrors?: boolean;
  readonly csrf?: string | undefined;
  readonly languageSwitch?: LanguageSwitch | undefined;
  /** Says on the page that its contents are made up. */
  readonly simulated?: boolean;
  readonly staff?: StaffFrame | undefined;
}

/** Links where nothing typed can get lost; submit buttons of the page's own form (`go=lang:en`) where something can. */
export type LanguageSwitch =
  | { readonly kind: 'links'; readonly de: string; readonly en: string }
  | { readonly kind: 'buttons'; readonly form: string };

/** What surrounds a staff page; made by staffPage. */
export interface StaffFrame {
  readonly userName: string | null;
  readonly roleName: string | null;
  readonly nav: readonly { readonly href: string; readonly text: string; readonly current: boolean }[];
  readonly flash: readonly string[];
  /** Where to come back to after a change of language. */
  readonly back: string;
}

/** The object `it` of every template. */
interface Context {
  readonly t: Translate;
  readonly text: (localized: Readonly<Partial<Record<Lang, string>>>) => string;
  readonly lang: Lang;
  readonly f: Format;
  readonly title: string;
  readonly csrf: string | undefined;
  readonly asset: (name: string) => string;
  readonly part: (component: string, params?: Model) => string;
}

type Template = (it: object) => string;

/** By file. Templates are part of the program: like its code, they change with a restart only. */
const compiled = new Map<string, Template>();

/**
 * Renders EJS by its own few lines, because Express ignores EJS' options: templates are compiled once and see one
 * object, `it`. `root` is the folder of the templates.
 */
export function makeViews({ root }: { readonly root: string }): Views {
  const asset = makeAssets();

  const template = (name: string): Template => {
    const filename = join(root, `${name}.ejs`);
    const known = compiled.get(filename);
    if (known !== undefined) return known;
    const options = { filename, localsName: 'it', _with: false, cache: true };
    const made = ejs.compile(readFileSync(filename, 'utf8'), options) as Template;
    compiled.set(filename, made);
    return made;
  };

  const contextOf = ({ lang, title, csrf }: PageOptions): Context => {
    const context: Context = {
      t: translator(lang),
      text: (localized) => textOf(localized, lang),
      lang,
      f: formatFor(lang),
      title,
      csrf,
      asset,
      part: (component, params) => template(`components/${component}`)({ ...context, ...params }),
    };
    return context;
  };

  const page = (view: string, options: PageOptions, model: Model): string => {
    const context = contextOf(options);
    const taken = Object.keys(model).find((key) => key in context);
    if (taken !== undefined)
      throw new Error(`the view "${view}" can't be given "${taken}": templates use that name`);
    const body = template(view)({ ...model, ...context });
    const frame = {
      hasErrors: options.hasErrors ?? false,
      simulated: options.simulated ?? false,
      languageSwitch: options.languageSwitch ?? null,
      staff: options.staff ?? null,
    };
    return template(`layouts/${options.layout}`)({ ...model, ...context, ...frame, body });
  };

  return {
    page,
    send: (res, view, options, model) => {
      const html = page(view, options, model);
      res
        .status(options.status ?? 200)
        .type('text/html; charset=utf-8')
        .set('Content-Language', options.lang)
        .send(html);
    },
  };
}

function textOf(localized: Readonly<Partial<Record<Lang, string>>>, lang: Lang): string {
  const text = localized[lang] ?? localized.de ?? localized.en;
  if (text === undefined) throw new Error('a text in no language at all');
  return text;
}
