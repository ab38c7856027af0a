import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeBallot } from '../../../server/survey/ballot.js';
import { hashCode, readCode } from '../../../server/credential/code.js';
import { bytesOf, hash } from '../../support/storage.js';
import { BASE_URL, openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
beforeEach(async () => {
  house = await openHrHouse();
});
afterEach(async () => {
  await house.stop();
});

/** The codes of a page of letters, as they are printed. */
function codesOn(html: string): string[] {
  return [...html.matchAll(/<p class="letter__code">([\s\S]*?)<\/p>/g)].map(([, groups = '']) =>
    groups
      .replaceAll('</span>', '-')
      .replaceAll(/<[^>]+>/g, '')
      .replace(/-$/, ''),
  );
}

async function print(path: string, fields: Record<string, string>) {
  return house.hr.post(`${path}/codes`, fields, `${path}/codes`);
}

describe('letters with codes', () => {
  test('hold valid codes that are issued, once each, and the address without the code', async () => {
    const { id, path } = await house.draft('code');
    const page = await print(path, { area: 'Finanzen', count: '25', issuedBefore: '0' });
    expect(page.status).toBe(200);
    const codes = codesOn(page.html);
    expect(new Set(codes).size).toBe(25);
    for (const typed of codes) {
      const read = readCode(typed);
      if (!read.ok) throw new Error(`${typed}: ${read.reason}`);
      expect(await house.storage.ballots.checkCode(id, hashCode(house.codesKey, id, read.code))).toBe('free');
    }
    expect(page.html).toContain(`${BASE_URL}/de/${id}`);
    for (const code of codes) {
      expect(page.html).not.toContain(`${id}/${code}`);
      expect(page.html).not.toContain(`=${code}`);
    }
    expect(page.html.match(/<article class="letter"/g)).toHaveLength(25);
    expect(await house.storage.codes.issued(id)).toEqual([{ area: 'Finanzen', count: 25 }]);
  });

  test('are shown once: nothing that is kept holds a code, in whatever writing', async () => {
    const { id, path } = await house.draft('code');
    const codes = codesOn((await print(path, { area: 'Finanzen', count: '5', issuedBefore: '0' })).html);
    expect(codes).toHaveLength(5);
    const later = (await house.hr.get(`${path}/codes`)).html + JSON.stringify(await house.audit());
    const files = Object.values(bytesOf(house.dataDir)).map((bytes) => bytes.toString('latin1'));
    for (const code of codes) {
      const forms = [code, code.replaceAll('-', ''), code.toLowerCase(), code.replaceAll('-', ' ')];
      for (const text of [later, ...files]) for (const form of forms) expect(text.includes(form)).toBe(false);
    }
    const entry = (await house.audit()).find(({ action }) => action === 'codes.issued');
    expect(entry).toMatchObject({ subject: id, details: { area: 'Finanzen', count: 5 } });
  });

  test('a form that is sent twice makes no second set', async () => {
    const { id, path } = await house.draft('code');
    const fields = { area: 'Finanzen', count: '5', issuedBefore: '0' };
    await print(path, fields);
    const again = await print(path, { listed: 'Finanzen', count: '5', issuedBefore: '0' });
    expect(again.status).toBe(409);
    expect(textOf(again.html)).toContain('Es wurden keine neuen Codes erzeugt');
    expect(await house.storage.codes.issued(id)).toEqual([{ area: 'Finanzen', count: 5 }]);
  });

  test('areas are those of the headcounts, and more can be printed while the wave is open', async () => {
    const { id, path } = await house.draft('code');
    await house.hr.upload(
      `${path}/headcounts`,
      { field: 'file', name: 'k.csv', content: 'Finanzen;30\nKultur;12' },
      {},
      `${path}/headcounts`,
    );
    await print(path, { listed: 'Finanzen', count: '4', issuedBefore: '0' });
    const page = await print(path, { listed: 'Kultur', count: '2', issuedBefore: '0' });
    expect(page.html.match(/<p class="letter__area">Kultur<\/p>/g)).toHaveLength(2);
    expect(page.html).not.toContain('Finanzen');
    expect(page.html).toContain('<title>Briefe: Kultur – ');
    await house.hr.post(`${path}/open`, {}, `${path}/open`);
    await print(path, { listed: 'Kultur', count: '3', issuedBefore: '2' });
    expect(await house.storage.codes.issued(id)).toEqual([
      { area: 'Finanzen', count: 4 },
      { area: 'Kultur', count: 5 },
    ]);
  });

  test('of an area can be discarded in a draft, never in an open wave', async () => {
    const { id, path } = await house.draft('code');
    const old = codesOn((await print(path, { area: 'Finanzen', count: '3', issuedBefore: '0' })).html);
    const discard = `${path}/codes/discard`;
    const confirmation = `${discard}?area=Finanzen`;
    expect(textOf((await house.hr.get(confirmation)).html)).toContain(
      'Die 3 Codes für den Bereich „Finanzen“',
    );
    await house.hr.post(discard, { area: 'Finanzen' }, confirmation);
    const oldHash = hashCode(house.codesKey, id, old[0] ?? '');
    expect(await house.storage.ballots.checkCode(id, oldHash)).toBe('unknown');

    const [code = ''] = codesOn(
      (await print(path, { area: 'Finanzen', count: '3', issuedBefore: '0' })).html,
    );
    expect((await house.hr.get(`${path}/codes`)).html).toContain('codes/discard?area=Finanzen');
    await house.hr.post(`${path}/open`, {}, `${path}/open`);
    expect((await house.hr.get(`${path}/codes`)).html).not.toContain('codes/discard');
    const before = await house.hr.post(discard, { area: 'Finanzen' }, `${path}/codes`);
    await house.storage.ballots.accept({
      waveId: id,
      codeHash: hashCode(house.codesKey, id, code),
      credentialHash: null,
      receiptHash: hash('r'),
      ballot: encodeBallot(house.definition, {}),
    });
    const after = await house.hr.post(discard, { area: 'Finanzen' }, `${path}/codes`);
    expect([before.status, after.status]).toEqual([409, 409]);
    expect(textOf(after.html)).toBe(textOf(before.html));
    expect((await house.hr.get(confirmation)).status).toBe(409);
    expect(await house.storage.codes.issued(id)).toEqual([{ area: 'Finanzen', count: 3 }]);
    expect(await house.refusals()).toEqual(['wave-locked', 'wave-locked', 'wave-locked']);
  });

  test('limits are told, and an unfinished text stops the printing', async () => {
    const { id, path } = await house.draft('code');
    const many = await print(path, { area: 'Finanzen', count: '1001', issuedBefore: '0' });
    expect(many.status).toBe(422);
    expect(many.html).toContain('value="1001"');
    const wave = await house.storage.waves.find(id);
    if (wave === null) throw new Error('no wave');
    const gap = { de: '[Name]', en: '[name]' };
    await house.storage.waves.change(id, { ...wave, texts: { ...wave.texts, contact: gap } });
    const unfinished = await print(path, { area: 'Finanzen', count: '3', issuedBefore: '0' });
    expect(unfinished.status).toBe(422);
    expect(textOf(unfinished.html)).toContain('Titel und Kontakt stehen auf jedem Brief');
    expect(await house.storage.codes.issued(id)).toEqual([]);
  });

  test('a wave that is open to everybody has none', async () => {
    const { id, path } = await house.draft('open');
    const page = await house.hr.post(
      `${path}/codes`,
      { area: 'A', count: '3', issuedBefore: '0' },
      `${path}/access`,
    );
    expect(page.status).toBe(409);
    expect(await house.storage.codes.issued(id)).toEqual([]);
  });
});
