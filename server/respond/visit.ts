import type { Request, Response } from 'express';
import { translator } from '../i18n/index.js';
import type { Lang, Wave } from '../ports/office.js';
import type { Definition } from '../survey/definition.js';
import type { Place } from './flow.js';
import type { RespondTools } from './tools.js';

/** One request to a page of one wave. */
export interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly tools: RespondTools;
  readonly lang: Lang;
  readonly wave: Wave;
  readonly definition: Definition;
  readonly t: (key: string, params?: Record<string, string | number>) => string;
}

export type VisitHandler = (visit: Visit) => Promise<void> | void;

/** Loads what a visit needs; null where there is no such wave for the public, or it does not speak this language. */
export async function beginVisit(
  tools: RespondTools,
  lang: Lang,
  waveId: string,
  req: Request,
  res: Response,
): Promise<Visit | null> {
  const wave = await tools.waves.find(waveId);
  if (wave === null || wave.status === 'draft') return null;
  const definition = await tools.definitions.find(wave.definition.id, wave.definition.version);
  if (definition === null) throw new Error(`wave ${wave.id} has no questionnaire ${wave.definition.id}`);
  return { req, res, tools, lang, wave, definition, t: translator(lang) };
}

export type Phase = 'upcoming' | 'running' | 'over';

export function phaseOf(wave: Wave, now: Date): Phase {
  if (wave.status === 'closed' || now >= new Date(wave.closesAt)) return 'over';
  return now < new Date(wave.opensAt) ? 'upcoming' : 'running';
}

/** Address of a page of the wave; never carries a code, a receipt or an answer. */
export function addressIn(wave: Wave, lang: Lang, page: string): string {
  const base = `/${lang}/${encodeURIComponent(wave.id)}`;
  return page === '' ? base : `${base}/${page}`;
}

export function address(visit: Visit, page: string): string {
  return addressIn(visit.wave, visit.lang, page);
}

/** The page of an address that a place stands for. */
export function pageOf(place: Place): string {
  return place.kind === 'step' ? `step/${place.number}` : place.kind;
}

/** Sends the browser on after a form, so that a refresh repeats nothing. */
export function seeOther(visit: Visit, page: string, lang: Lang = visit.lang): void {
  // Without the text that Express would add for browsers that don't follow.
  visit.res
    .status(303)
    .location(addressIn(visit.wave, lang, page))
    .end();
}

/** The text of a localised field, in another language of the questionnaire where this one is missing. */
export function textOf(visit: Visit, text: Partial<Record<Lang, string>>): string {
  return text[visit.lang] ?? text.de ?? text.en ?? '';
}

/** The fields of a posted form; empty where there was none. */
export function formOf(req: Request): Record<string, unknown> {
  const body: unknown = req.body;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** The hidden field with the form's token. */
export function tokenOf(req: Request): unknown {
  return formOf(req)[TOKEN_FIELD];
}
export const TOKEN_FIELD = 'csrf';
