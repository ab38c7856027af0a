import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import type { Response } from 'express';
import { translator, type Translate } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import { takes } from './encodings.js';
import { formatFor, type Format } from './format.js';
import {
  formOf,
  gzipBytes,
  marked,
  partsOf,
  piecesOf,
  plainBytes,
  plainText,
  TICK,
  tickGap,
  TOKEN_GAP,
  type PageForm,
  type PageText,
} from './page-text.js';
import { makeAssets, makePictures } from './static-files.js';

export interface Views {
  /** Answers with a whole page: the view inside its layout. */
  send(res: Response, view: string, options: PageOptions, model: Model | (() => Model)): void;
  /** The same page as text. */
  page(view: string, options: PageOptions, model: Model): string;
  /** A template without a layout: text that is no page, such as a picture in a file. */
  fragment(view: string, lang: Lang, model: Model): string;
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
  /** Set where many people get the same page but for `csrf` and ticks: it is made once, and the model is asked for only then. */
  readonly same?: SamePage | undefined;
}

/**
 * The page is kept as long as the object `of` lives; `key` with the view and the language tells it from others of that
 * object. It must hold no own text but the token and ticks; `ticked` names them (page-text.ts), instead of the model.
 */
export interface SamePage {
  readonly of: object;
  readonly key: string;
  readonly ticked?: readonly string[];
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

/** A part is kept as long as the object lives; it may hold nothing of one person. */
interface KeptPart {
  readonly of: object;
  readonly key: string;
}

/** The object `it` of every template. */
interface Context {
  readonly t: Translate;
  readonly text: (localized: Readonly<Partial<Record<Lang, string>>>) => string;
  readonly lang: Lang;
  readonly f: Format;
  readonly title: string;
  readonly csrf: string | undefined;
  /** For everything that is one person's own, also ` checked` behind an option: it is never compressed (page-text.ts). */
  readonly own: (text: string) => string;
  /** Behind an option that may be chosen: ` checked`, or nothing. */
  readonly tick: (name: string, value: string, chosen: boolean) => string;
  readonly asset: (name: string) => string;
  readonly picture: (name: string) => string;
  /** A component, or by its whole name (`respond/item`) another view, which sees these parameters only. */
  readonly part: (name: string, params?: Model, keep?: KeptPart) => string;
}

type Template = (it: object) => string;

/** Parts kept for one object: chapters of a report in two languages, and as many again where figures beside them change. */
const MOST_PARTS = 100;

const parts = new WeakMap<object, Map<string, string>>();

/** A part that depends on nothing but the object, which never changes, and on what the key names. */
function keptPart({ of, key }: KeptPart, name: string, make: () => string): string {
  const kept = parts.get(of) ?? new Map<string, string>();
  parts.set(of, kept);
  const known = kept.get(`${name} ${key}`);
  if (known !== undefined) return known;
  const made = make();
  if (kept.size >= MOST_PARTS) kept.clear();
  kept.set(`${name} ${key}`, made);
  return made;
}

/** Pages kept for one object: far more than people meet, far fewer than a machine could make the server keep. */
const MOST_FORMS = 300;

/** By file. Templates are part of the program: like its code, they change with a restart only. */
const compiled = new Map<string, Template>();

/**
 * Renders EJS by its own few lines, because Express ignores EJS' options: templates are compiled once and see one
 * object, `it`. `root` is the folder of the templates.
 */
export function makeViews({ root }: { readonly root: string }): Views {
  const asset = makeAssets();
  const picture = makePictures();

  const template = (name: string): Template => {
    const filename = join(root, `${name}.ejs`);
    const known = compiled.get(filename);
    if (known !== undefined) return known;
    const options = { filename, localsName: 'it', _with: false, cache: true };
    const made = ejs.compile(readFileSync(filename, 'utf8'), options) as Template;
    compiled.set(filename, made);
    return made;
  };

  const contextOf = ({ lang, title, csrf, layout }: PageOptions, isForm: boolean): Context => {
    const own = layout === 'respond' ? marked : (text: string) => text;
    const context: Context = {
      t: translator(lang),
      text: (localized) => textOf(localized, lang),
      lang,
      f: formatFor(lang),
      title,
      csrf,
      own,
      tick: (name, value, chosen) => (isForm ? own(tickGap(name, value)) : chosen ? own(TICK) : ''),
      asset,
      picture,
      part: (name, params, keep) => {
        const make = (): string =>
          template(name.includes('/') ? name : `components/${name}`)({ ...context, ...params });
        return keep === undefined ? make() : keptPart(keep, `${lang} ${name}`, make);
      },
    };
    return context;
  };

  const render = (view: string, options: PageOptions, model: Model, isForm = false): PageText => {
    const context = contextOf(options, isForm);
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
    return piecesOf(template(`layouts/${options.layout}`)({ ...model, ...context, ...frame, body }));
  };

  const forms = new WeakMap<object, Map<string, PageForm>>();
  const formFor = (view: string, options: PageOptions, same: SamePage, model: () => Model): PageForm => {
    const kept = forms.get(same.of) ?? new Map<string, PageForm>();
    forms.set(same.of, kept);
    const key = [options.layout, options.lang, view, same.key].join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const form = formOf(render(view, { ...options, csrf: TOKEN_GAP }, model(), true));
    if (kept.size < MOST_FORMS) kept.set(key, form);
    return form;
  };

  /** Respondents come by the thousand and over slow lines: their pages are compressed, and go out past Express. */
  const sendRespond = (res: Response, view: string, options: PageOptions, model: () => Model): void => {
    const { same, csrf } = options;
    const parts =
      same === undefined || csrf === undefined
        ? partsOf(render(view, options, model()))
        : formFor(view, options, same, model).fill(csrf, same.ticked ?? []);
    const zipped = takes(res.req, 'gzip');
    const bytes = zipped ? gzipBytes(parts) : plainBytes(parts);
    res.statusCode = options.status ?? 200;
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    res.setHeader('Content-Language', options.lang);
    res.setHeader('Vary', 'Accept-Encoding');
    if (zipped) res.setHeader('Content-Encoding', 'gzip');
    res.setHeader('Content-Length', bytes.length);
    res.end(bytes);
  };

  return {
    page: (view, options, model) => plainText(render(view, options, model)),
    fragment: (view, lang, model) =>
      template(view)({ ...model, ...contextOf({ lang, title: '', layout: 'print' }, false) }),
    send: (res, view, options, model) => {
      const ask = typeof model === 'function' ? model : () => model;
      if (options.layout === 'respond') sendRespond(res, view, options, ask);
      else
        res
          .status(options.status ?? 200)
          .type('text/html; charset=utf-8')
          .set('Content-Language', options.lang)
          .send(plainText(render(view, options, ask())));
    },
  };
}

function textOf(localized: Readonly<Partial<Record<Lang, string>>>, lang: Lang): string {
  const text = localized[lang] ?? localized.de ?? localized.en;
  if (text === undefined) throw new Error('a text in no language at all');
  return text;
}
