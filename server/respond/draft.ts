import type { Request, Response } from 'express';
import type { Wave } from '../ports/office.js';
import type { Answers } from '../survey/definition.js';
import { COOKIE_BYTES, type Cookies } from './cookies.js';
import type { Sealer } from './seal.js';

/** A draft never takes more cookies than this, so that all headers stay below the 16 kB that Node accepts. */
export const MAX_CHUNKS = 3;

/** What a respondent has entered so far. It exists in that browser only; the server forgets it with every answer. */
export interface Draft {
  readonly definition: string;
  /** Keyed hash of the participation code, base64url; null where the wave is open to everybody. */
  readonly code: string | null;
  /** Keyed hash of the credential that stands for a code, base64url; null where there is none. */
  readonly credential: string | null;
  /** Made at the start: whatever is sent twice carries the same receipt and counts once. */
  readonly receipt: string;
  /** Explicit consent to the pages on special categories; null: not asked yet. */
  readonly consent: boolean | null;
  readonly answers: Answers;
  /** Items that the last answer made visible; they are pointed out once. */
  readonly newQuestions: readonly string[];
  /** Number of the page last worked on, to carry on from. */
  readonly at: number;
  /** The token of the forms. */
  readonly secret: string;
  /** Submit was pressed while the box was busy: the waiting page may hand in what is here, until a form changes it. */
  readonly handedIn: boolean;
}

/**
 * Part of what the seal is bound to. What opens was sealed by this program from a Draft of this format, so its shape is
 * not looked at again: a change of Draft needs a new number, and drafts of the old one are told to be broken.
 */
const FORMAT = 'draft 2';

export type DraftReading = { kind: 'none' } | { kind: 'broken' } | { kind: 'found'; draft: Draft };

export interface Drafts {
  read(req: Request, wave: Wave): DraftReading;
  write(req: Request, res: Response, wave: Wave, draft: Draft): void;
  clear(req: Request, res: Response, waveId: string): void;
}

/** Drafts sealed and split over the cookies `mw_<wave>_0`, `mw_<wave>_1` ... The first one says how many there are. */
export function makeDrafts(sealer: Sealer, cookies: Cookies): Drafts {
  const name = (waveId: string, index: number) => `mw_${waveId}_${index}`;

  const clearFrom = (req: Request, res: Response, waveId: string, first: number): void => {
    for (let index = first; index < MAX_CHUNKS; index++) {
      if (cookies.read(req, name(waveId, index)) !== null) cookies.clear(res, name(waveId, index));
    }
  };

  return {
    read(req, wave) {
      const head = cookies.read(req, name(wave.id, 0));
      if (head === null) return { kind: 'none' };
      const count = Number(head.slice(0, head.indexOf('.')));
      const chunks = [head.slice(head.indexOf('.') + 1)];
      for (let index = 1; index < Math.min(count, MAX_CHUNKS); index++) {
        chunks.push(cookies.read(req, name(wave.id, index)) ?? '');
      }
      const draft = parseDraft(sealer.open(chunks.join(''), contextOf(wave)));
      return draft === null || draft.definition !== versionOf(wave)
        ? { kind: 'broken' }
        : { kind: 'found', draft };
    },

    write(req, res, wave, draft) {
      const sealed = sealer.seal(JSON.stringify(draft), contextOf(wave));
      const chunks = split(sealed, COOKIE_BYTES - name(wave.id, 0).length - '__Host-=9.'.length);
      if (chunks.length > MAX_CHUNKS)
        throw new Error(`a draft of ${sealed.length} characters is too large for its cookies`);
      chunks.forEach((chunk, index) => {
        cookies.write(res, name(wave.id, index), index === 0 ? `${chunks.length}.${chunk}` : chunk);
      });
      clearFrom(req, res, wave.id, chunks.length);
    },

    clear(req, res, waveId) {
      clearFrom(req, res, waveId, 0);
    },
  };
}

/** The definition a draft was begun with: answers to another version are not carried over. */
export function versionOf(wave: Wave): string {
  return `${wave.definition.id}@${wave.definition.version}`;
}

function contextOf(wave: Wave): string {
  return `${FORMAT}\n${wave.id}`;
}

function parseDraft(text: string | null): Draft | null {
  return text === null ? null : (JSON.parse(text) as Draft);
}

function split(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
