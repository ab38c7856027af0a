import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
let id: string;
let path: string;
let spare: string;

/** An open wave with 40 people in one area, who have their letters, and 12 in another, who have not. */
beforeEach(async () => {
  house = await openHrHouse();
  ({ id, path } = await house.draft('code'));
  spare = `${path}/codes/spare`;
  await house.hr.upload(
    `${path}/headcounts`,
    { field: 'file', name: 'k.csv', content: 'Finanzen;40\nKultur;12' },
    {},
    `${path}/headcounts`,
  );
  await house.hr.post(
    `${path}/codes`,
    { listed: 'Finanzen', count: '40', issuedBefore: '0' },
    `${path}/codes`,
  );
});
afterEach(async () => {
  await house.stop();
});

async function open(): Promise<void> {
  await house.hr.post(`${path}/open`, {}, `${path}/open`);
}

async function order(count: string, issuedBefore: string, area = 'Finanzen') {
  return house.hr.post(spare, { area, count, issuedBefore }, `${path}/codes`);
}

const issued = async (area: string) =>
  (await house.storage.codes.issued(id)).find((entry) => entry.area === area)?.count ?? 0;

describe('spare letters for lost ones', () => {
  test('are few, each order on record with number and area, where the council reads it', async () => {
    await open();
    const page = await order('2', '40');
    expect(page.status).toBe(200);
    expect(page.html.match(/<article class="letter"/g)).toHaveLength(2);
    expect((await order('1', '42')).status).toBe(200);
    expect(await issued('Finanzen')).toBe(43);
    const council = await house.as('council');
    const orders = (await house.audit()).filter(({ action }) => action === 'codes.spareIssued');
    expect(orders.map(({ subject, details }) => ({ subject, details }))).toEqual([
      { subject: id, details: { area: 'Finanzen', count: 2 } },
      { subject: id, details: { area: 'Finanzen', count: 1 } },
    ]);
    const log = textOf((await council.get('/staff/audit')).html);
    expect(log).toMatch(/hr hat Ersatzbriefe .* über die Kopfzahl hinaus\. Bereich: Finanzen · Anzahl: 2/);
  });

  test('end where the limit is, in one order or in several, and the page then offers none', async () => {
    await open();
    for (const count of ['4', '0', '', 'x', '-1', '99999']) {
      const page = await order(count, '40');
      expect(page.status).toBe(422);
      expect(textOf(page.html)).toContain('von 1 bis 3');
    }
    await order('3', '40');
    const page = await order('1', '43');
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('Es gibt keine weiteren Ersatzbriefe');
    expect(await issued('Finanzen')).toBe(43);
    const form = await house.hr.get(`${spare}?area=Finanzen`);
    expect(form.html).not.toContain('name="count"');
    // Nor by the way of ordinary letters.
    const ordinary = await house.hr.post(
      `${path}/codes`,
      { listed: 'Finanzen', count: '1', issuedBefore: '43' },
      `${path}/codes`,
    );
    expect(ordinary.status).toBe(422);
    expect(await issued('Finanzen')).toBe(43);
  });

  test('a form that is sent twice makes no second set', async () => {
    await open();
    await order('1', '40');
    const again = await order('1', '40');
    expect(again.status).toBe(409);
    expect(await issued('Finanzen')).toBe(41);
    expect(await house.refusals()).toEqual(['letters-twice']);
  });

  test('wait until the area has its ordinary letters; an unknown area gets none', async () => {
    await open();
    for (const area of ['Kultur', 'Sport', '']) {
      const page = await order('1', '0', area);
      expect(page.path).toBe(`${path}/codes`);
      expect(await issued(area)).toBe(0);
      expect((await house.hr.get(`${spare}?area=${area}`)).path).toBe(`${path}/codes`);
    }
    expect((await house.hr.get(`${path}/codes`)).html).not.toContain('spare?area=Kultur');
  });

  test('are not for a draft, where codes are discarded, nor for a closed wave', async () => {
    expect((await house.hr.get(`${path}/codes`)).html).not.toContain('codes/spare');
    expect((await order('1', '40')).status).toBe(409);
    await open();
    expect((await house.hr.get(`${path}/codes`)).html).toContain('codes/spare?area=Finanzen');
    await house.storage.box.sealBox(id);
    await house.storage.waves.advance(id, 'closed');
    const late = await house.hr.post(
      spare,
      { area: 'Finanzen', count: '1', issuedBefore: '40' },
      '/staff/waves/new',
    );
    expect(late.status).toBe(409);
    expect((await house.hr.get(`${spare}?area=Finanzen`)).status).toBe(409);
  });

  test('the page says plainly that the lost letter stays valid, and that this is why they are few', async () => {
    await open();
    const text = textOf((await house.hr.get(`${spare}?area=Finanzen`)).html);
    expect(text).toContain('Der verlorene Brief gilt weiter');
    expect(text).toContain('Niemand kann herausfinden, welcher Code auf dem verlorenen Brief stand');
    expect(text).toContain('eine mögliche Antwort mehr');
    expect(text).toContain('2 Prozent der Kopfzahl, mindestens 3');
    expect(text).toContain('Protokoll');
  });
});

describe('the list of areas', () => {
  test('says which have their letters and what is next', async () => {
    const before = textOf((await house.hr.get(`${path}/codes`)).html);
    expect(before).toContain('1 von 2 Bereichen haben alle Briefe');
    expect(before).toContain('Drucken Sie die Briefe für „Kultur“');
    await house.hr.post(
      `${path}/codes`,
      { listed: 'Kultur', count: '12', issuedBefore: '0' },
      `${path}/codes`,
    );
    const after = textOf((await house.hr.get(`${path}/codes`)).html);
    expect(after).toContain('2 von 2 Bereichen haben alle Briefe');
    expect(after).toContain('öffnen Sie die Welle');
    await open();
    await order('2', '40');
    expect(textOf((await house.hr.get(`${path}/codes`)).html)).toContain(
      'Alle Briefe gedruckt, dazu 2 Ersatzbriefe',
    );
  });

  test('an order leaves the other areas’ forms as they are: each has its own count', async () => {
    const page = await house.hr.post(
      `${path}/codes`,
      { listed: 'Kultur', count: '13', issuedBefore: '0' },
      `${path}/codes`,
    );
    expect(page.status).toBe(422);
    expect(page.html).toContain('value="13"');
    expect(textOf(page.html)).toContain('Es sind noch 12 möglich');
    expect(await issued('Kultur')).toBe(0);
  });

  test('a contact too long for one sheet is told before anything is printed', async () => {
    const wave = await house.storage.waves.find(id);
    if (wave === null) throw new Error('no wave');
    const contact = { de: 'lang '.repeat(90), en: 'long' };
    await house.storage.waves.change(id, { ...wave, texts: { ...wave.texts, contact } });
    const page = await house.hr.post(
      `${path}/codes`,
      { listed: 'Kultur', count: '12', issuedBefore: '0' },
      `${path}/codes`,
    );
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('höchstens 400 Zeichen');
    expect(await issued('Kultur')).toBe(0);
  });
});
