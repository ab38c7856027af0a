import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfTest } from '../../../server/cli/self-test.js';
import { reportWords } from '../../../server/council/self-test-words.js';
import { makeCode } from '../../../server/credential/code.js';
import { readCatalogue } from '../../../server/i18n/index.js';
import { checkIds, findingKeys } from '../../../server/ports/self-test.js';
import { makeTestStorage, realRandomness, type TestStorage } from '../../support/storage.js';
import type { StaffClient } from '../../support/staff-client.js';
import { openResultsHouse, type ResultsHouse } from '../report/results-house.js';

describe('the page of the self-test', () => {
  let results: ResultsHouse;
  let council: StaffClient;
  beforeEach(async () => {
    results = await openResultsHouse();
    council = await results.house.as('council');
  });
  afterEach(() => results.stop());

  it('says what it does and how long it takes, and runs nothing by itself', async () => {
    const { html } = await council.get('/staff/self-test');
    expect(html).toContain('Jetzt prüfen');
    expect(html).toContain('Das dauert einige Sekunden');
    expect(html).not.toContain('Bericht');
    expect((await results.house.audit()).map(({ action }) => action)).not.toContain('selfTest.run');
  });

  it('shows a report of every check in German, which is on record without a detail', async () => {
    await results.propose();
    const { status, html } = await council.post('/staff/self-test', {}, '/staff/self-test');
    expect(status).toBe(200);
    expect(html).toContain('Der Selbsttest hat nichts gefunden');
    for (const id of checkIds)
      expect(html).toContain(readCatalogue('de').get(`council.selfTest.check.${id}.title`));
    expect(html.match(/>bestanden</g)).toHaveLength(checkIds.length - 2);
    const entry = (await results.house.audit()).find(({ action }) => action === 'selfTest.run');
    expect(entry).toMatchObject({ actor: 'council', subject: null, details: { outcome: 'sound' } });
  });

  it('tells what was found in sentences', async () => {
    const id = await results.propose();
    expect(id).not.toBe('');
    writeFileSync(join(results.dataDir, 'copy.txt'), makeCode(realRandomness), { mode: 0o600 });
    const { html } = await council.post('/staff/self-test', {}, '/staff/self-test');
    expect(html).toContain('Der Selbsttest hat etwas gefunden');
    expect(html).toContain('Unbekannte Datei: copy.txt');
    expect(html).toContain('Ein Code oder eine Quittung im Klartext: copy.txt');
    const entry = (await results.house.audit()).find(({ action }) => action === 'selfTest.run');
    expect(entry?.details).toEqual({ outcome: 'unsound' });
  });

  it('needs a form of this page', async () => {
    const bare = await council.request('POST', '/staff/self-test', new URLSearchParams());
    expect(bare.status).toBe(403);
  });
});

it('has words for every check and finding in both languages', () => {
  for (const lang of ['de', 'en'] as const) {
    const results = checkIds.map((id) => ({
      id,
      looked: [],
      findings: findingKeys.map((key) => ({ key, subject: 'das Ding' })),
    }));
    for (const check of reportWords(results, lang).checks) {
      expect(check.looked).toHaveLength(1);
      for (const finding of check.findings) expect(finding).toContain('das Ding');
    }
  }
});

describe('self-test at the terminal', () => {
  let base: TestStorage;
  let said: string[];
  beforeEach(() => {
    base = makeTestStorage();
    said = [];
  });
  afterEach(() => {
    base.remove();
  });
  const run = (...args: string[]): Promise<number> => {
    const say = (line: string): void => void said.push(line);
    const { storage, clock } = base;
    return selfTest.run({ storage, folders: base, clock, randomness: realRandomness, say }, args);
  };
  const given = (name: string, content: string): string => {
    writeFileSync(join(base.keyDir, '..', `${process.pid}-${name}`), content);
    return join(base.keyDir, '..', `${process.pid}-${name}`);
  };

  it('prints the report in German or English, and ends well', async () => {
    expect(await run()).toBe(0);
    expect(said.join('\n')).toContain('Keine Reihenfolge: bestanden');
    expect(await run('--lang', 'en')).toBe(0);
    expect(said.join('\n')).toContain('No order: passed');
  });

  const code = makeCode(realRandomness);
  const bare = code.replaceAll('-', '');
  const digest = (name: string, text: string): Buffer => createHash(name).update(text).digest();
  it.each([
    ['as printed, in a log', code],
    ['without hyphens, small', bare.toLowerCase()],
    ['in base64', Buffer.from(code).toString('base64')],
    ['as SHA-256 of the printed form', digest('sha256', code).toString('hex')],
    ['as MD5 without hyphens, in capitals', digest('md5', bare).toString('hex').toUpperCase()],
    ['as SHA-1 in base64', digest('sha1', bare.toLowerCase()).toString('base64')],
    ['as the start of SHA-512', digest('sha512', code).toString('hex').slice(0, 32)],
  ])('finds a code of the council %s', async (_how, text) => {
    const codes = given('codes', `${makeCode(realRandomness)}\n${code}\n`);
    expect(await run('--codes', codes, '--log', given('clean', 'GET /staff 200'))).toBe(0);
    said.length = 0;
    const log = given('log', `{"event":"x","what":"${text}"}\n`);
    expect(await run('--codes', codes, '--log', log)).toBe(1);
    expect(said.join('\n')).toContain(`Einer der angegebenen Codes wurde gefunden: ${log}: #2`);
    expect(said.join('\n')).not.toContain(bare);
    expect(said.join('\n')).not.toContain(code);
  });

  it('says what it takes, and never repeats a code', async () => {
    const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    await expect(run('--codes', given('wrong', `\n${wrong}\n`))).rejects.toThrow(/line 2 is no code/);
    await expect(run('--codes', given('wrong', wrong))).rejects.not.toThrow(wrong);
    await expect(run('--codes', 'nowhere')).rejects.toThrow(/no such file/);
    await expect(run('--lang', 'fr')).rejects.toThrow(/de or en/);
    await expect(run('extra')).rejects.toThrow();
  });
});
