import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditWords } from '../../../server/accounts/audit-words.js';
import { readCatalogue } from '../../../server/i18n/index.js';
import { projectRoot } from '../../../server/paths.js';
import { openStaffHouse, type StaffHouse } from '../../support/staff-house.js';
import type { TestStorage } from '../../support/storage.js';

async function fill({ storage }: TestStorage, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    const subject = `welle${String(number)}`;
    await storage.audit.append({ actor: 'hanna', action: 'wave.opened', subject, details: { k: 10 } });
  }
}

describe('the log', () => {
  let house: StaffHouse;
  beforeEach(async () => {
    house = await openStaffHouse();
  });
  afterEach(async () => {
    await house.stop();
  });

  test('shows the newest fifty first, and the rest page by page', async () => {
    await fill(house, 120);
    const council = await house.as('council');
    const first = await council.get('/staff/audit');
    expect(first.html).toContain('council hat sich angemeldet.');
    expect(first.html).toContain('hanna hat die Welle welle120 geöffnet.');
    expect(first.html.indexOf('welle120')).toBeLessThan(first.html.indexOf('welle119'));
    expect(first.html).not.toContain('welle70 ');
    expect(first.html).toContain('Mindestgröße k: 10');
    expect(first.html).toContain('href="/staff/audit?page=2"');
    const last = await council.get('/staff/audit?page=3');
    expect(last.html).toContain('Seite 3 von 3');
    expect(last.html).toContain('welle1 geöffnet');
    for (const page of ['99', '0', '-1', 'x', '1e9', '']) {
      expect((await council.get(`/staff/audit?page=${page}`)).status).toBe(200);
    }
  });

  test('says that the chain holds, and puts on record that somebody asked', async () => {
    await fill(house, 3);
    const council = await house.as('council');
    const page = await council.post('/staff/audit/verify', {}, '/staff/audit');
    expect(page.html).toContain('Alle 4 Einträge sind unverändert');
    const entries = await house.audit();
    expect(page.html).toContain(`Nr. 4 mit der Prüfsumme ${entries[3]?.hash.slice(0, 12) ?? 'none'}`);
    expect(entries.at(-1)).toMatchObject({
      actor: 'council',
      action: 'audit.verified',
      details: { intact: true },
    });
  });

  test('says where the chain is broken after somebody changed the file', async () => {
    const tampered = await openStaffHouse({
      before: async (storage) => {
        await fill(storage, 5);
        storage.storage.close();
        changeThirdEntry(storage.dataDir);
        storage.restart();
      },
    });
    try {
      const council = await tampered.as('council');
      const page = await council.post('/staff/audit/verify', {}, '/staff/audit');
      expect(page.html).toContain('beim Eintrag Nr. 3 unterbrochen');
      const entry = (await tampered.audit()).at(-1);
      expect(entry).toMatchObject({ action: 'audit.verified', details: { intact: false, entry: 3 } });
    } finally {
      await tampered.stop();
    }
  });
});

/** As somebody could who owns the disk. */
function changeThirdEntry(dataDir: string): void {
  const file = new Database(join(dataDir, 'office.sqlite'));
  const triggers = file
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) file.exec(`DROP TRIGGER "${name}"`);
  file.prepare("UPDATE audit SET actor = 'somebody' WHERE number = 3").run();
  file.close();
}

describe('every act that the program puts on record', () => {
  const actions = recordedActions();

  test('was found in the sources', () => {
    expect(actions.length).toBeGreaterThan(8);
    expect(actions).toContain('login.failed');
  });

  test.each(actions)('%s is a sentence in both languages', (action) => {
    for (const subject of ['das-ding', null]) {
      for (const lang of ['de', 'en'] as const) {
        const entry = {
          number: 1,
          at: '2026-03-02T09:00:00.000Z',
          hash: '',
          actor: 'hanna',
          action,
          subject,
          details: {},
        };
        expect(readCatalogue(lang).has(`audit.${action}`)).toBe(true);
        expect(auditWords(entry, lang).sentence).toMatch(/^[\p{Lu}h].*\.$/u);
        if (
          subject !== null &&
          !/^(logout|password|login\.succeeded|reference\.imported|audit|backup|key\.|selfTest)/.test(action)
        ) {
          expect(auditWords(entry, lang).sentence).toContain(subject);
        }
      }
    }
  });
});

describe('every reason for a refusal', () => {
  const named = /\b(?:refuse|recordRefusal|answerNotFound)\([^'()<]*'([a-z-]+)'/g;

  test.each(wordsInSources(named))('%s has words in both languages', (reason) => {
    for (const lang of ['de', 'en'] as const)
      expect(readCatalogue(lang).has(`audit.value.${reason}`)).toBe(true);
  });
});

/** Written as `action: 'wave.opened'`, or handed to a helper, `record(deps, req, 'wave.opened'`, or listed in a type. */
function recordedActions(): string[] {
  return wordsInSources(/(?:action: |\brecord\w*\([^'()]*|^\s*\| )'([a-z]+\.[a-zA-Z]+)'/gm);
}

function wordsInSources(named: RegExp): string[] {
  const sources = readdirSync(join(projectRoot, 'server'), { recursive: true, encoding: 'utf8' });
  const names = sources
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(projectRoot, 'server', file), 'utf8').matchAll(named)]);
  return [...new Set(names.map(([, name = '']) => name))].toSorted();
}
