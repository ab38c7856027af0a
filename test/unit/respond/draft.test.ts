import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { COOKIE_BYTES, makeCookies } from '../../../server/respond/cookies.js';
import { makeDrafts, MAX_CHUNKS, versionOf, type Draft } from '../../../server/respond/draft.js';
import { makeSealer, SEAL_BUCKET } from '../../../server/respond/seal.js';
import { DRAFT_LIMIT_BYTES } from '../../../server/survey/check-definition.js';
import { aWave, realRandomness } from '../../support/storage.js';
import { rotatingKey } from './respond-server.js';

const wave = aWave({ id: '0123456789abcdef' });
const sealer = makeSealer(rotatingKey(), 'draft', SEAL_BUCKET, realRandomness);

/** As much of a browser as cookies need. */
function browser(secure = false) {
  const jar = new Map<string, string>();
  const cookies = makeCookies(secure);
  const drafts = makeDrafts(sealer, cookies);
  const req = () =>
    ({ headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') } }) as unknown as Request;
  const lines: string[] = [];
  const res = {
    append(_name: string, line: string) {
      lines.push(line);
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (line.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, value);
    },
  } as unknown as Response;
  return { jar, lines, cookies, drafts, req, res };
}

const draft = (answers: Draft['answers'] = {}): Draft => ({
  definition: versionOf(wave),
  code: realRandomnessText(32),
  receipt: 'R-7K3M-9Q2X-AB4D-EFGH5',
  credential: null,
  consent: null,
  answers,
  newQuestions: [],
  at: 1,
  secret: realRandomnessText(18),
  handedIn: false,
});

function realRandomnessText(bytes: number): string {
  return Buffer.from(realRandomness.bytes(bytes)).toString('base64url');
}

/** Answers of this many bytes of JSON that compression can do nothing about. */
function largeAnswers(bytes: number): Draft['answers'] {
  return { q: realRandomnessText(Math.floor(((bytes - 8) * 3) / 4)) };
}

describe('a draft in cookies', () => {
  it('comes back whole, in one cookie as a rule and in several where it is large', () => {
    const cases: [Draft['answers'], number][] = [
      [{ lunch: 'yes', minutes: 7, where: ['a', 'b'], rows: { x: '1' } }, 1],
      [largeAnswers(DRAFT_LIMIT_BYTES), MAX_CHUNKS],
    ];
    for (const [answers, chunks] of cases) {
      const { jar, drafts, req, res } = browser();
      const written = draft(answers);
      drafts.write(req(), res, wave, written);
      expect(jar.size).toBeLessThanOrEqual(chunks);
      expect(drafts.read(req(), wave)).toEqual({ kind: 'found', draft: written });
    }
  });

  it('keeps every cookie below the limit, names included, with and without https', () => {
    for (const secure of [false, true]) {
      const { jar, drafts, req, res } = browser(secure);
      drafts.write(req(), res, wave, draft(largeAnswers(DRAFT_LIMIT_BYTES)));
      for (const [name, value] of jar)
        expect(name.length + 1 + value.length).toBeLessThanOrEqual(COOKIE_BYTES);
    }
  });

  it('removes cookies that a smaller draft no longer needs', () => {
    const { jar, drafts, req, res } = browser();
    drafts.write(req(), res, wave, draft(largeAnswers(6000)));
    expect(jar.size).toBeGreaterThan(1);
    drafts.write(req(), res, wave, draft());
    expect([...jar.keys()]).toEqual([`mw_${wave.id}_0`]);
  });

  it('refuses to write what cookies cannot carry', () => {
    const { drafts, req, res } = browser();
    expect(() => drafts.write(req(), res, wave, draft(largeAnswers(20_000)))).toThrow('too large');
  });

  it('is broken when a part is missing or the questionnaire has changed', () => {
    const { jar, drafts, req, res } = browser();
    drafts.write(req(), res, wave, draft(largeAnswers(6000)));
    expect(drafts.read(req(), { ...wave, definition: { ...wave.definition, version: '2.0.0' } }).kind).toBe(
      'broken',
    );
    jar.delete(`mw_${wave.id}_1`);
    expect(drafts.read(req(), wave).kind).toBe('broken');
    jar.clear();
    expect(drafts.read(req(), wave).kind).toBe('none');
  });
});

describe('cookies', () => {
  const request = (cookie?: string) => ({ headers: { cookie } }) as unknown as Request;

  it('are read by their exact name only', () => {
    const cookies = makeCookies(false);
    expect(cookies.read(request('xmw_start=1; mw_start2=2; mw_start=3'), 'mw_start')).toBe('3');
    expect(cookies.read(request('sso=mw_start=3'), 'mw_start')).toBeNull();
    expect(cookies.read(request(), 'mw_start')).toBeNull();
  });

  it('with a value that we would not write are not read', () => {
    expect(makeCookies(false).read(request('mw_start="a b"'), 'mw_start')).toBeNull();
    expect(makeCookies(false).read(request('mw_start='), 'mw_start')).toBeNull();
  });

  it('over https are bound to this host and sent over https only', () => {
    const { lines, cookies, res } = browser(true);
    cookies.write(res, 'mw_start', 'a');
    expect(lines).toEqual(['__Host-mw_start=a; Path=/; HttpOnly; SameSite=Strict; Secure']);
    expect(cookies.read(request('mw_start=forged'), 'mw_start')).toBeNull();
    expect(cookies.read(request('__Host-mw_start=a'), 'mw_start')).toBe('a');
  });
});
