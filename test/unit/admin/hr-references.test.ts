import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aReference } from '../../support/references.js';
import { openHrHouse, textOf, type HrHouse } from './hr-house.js';

let house: HrHouse;
beforeEach(async () => {
  house = await openHrHouse();
});
afterEach(async () => {
  await house.stop();
});

const list = '/staff/references';
const fields = (particulars: Record<string, string> = {}) => ({
  id: 'next_door',
  instrument: 'sample',
  kind: 'elsewhere',
  series: 'Kantine nebenan',
  concept: 'fun',
  year: '2024',
  value: '13,04',
  base: '120',
  invited: '',
  links: 'participation',
  label_de: 'Zufriedene',
  label_en: 'Content',
  universe_de: 'Gäste',
  universe_en: 'Guests',
  definition_de: '',
  definition_en: '',
  caveats_de: 'erstens\r\nzweitens',
  caveats_en: 'first\r\nsecond',
  source: 'https://example.org/',
  certainty: 'low',
  ...particulars,
});
const add = (particulars: Record<string, string> = {}) =>
  house.hr.post(list, fields(particulars), `${list}/new`);

describe('published figures', () => {
  test('are added, listed by series, changed and removed, all on record', async () => {
    expect(textOf((await house.hr.get(list)).html)).toContain('Es gibt keine Vergleichswerte');
    const added = await add();
    expect(added.path).toBe(list);
    expect(textOf(added.html)).toContain('Der Wert ist hinzugefügt.');
    expect(added.html).toMatch(/<caption[^>]*>Kantine nebenan<\/caption>/);
    expect(textOf(added.html)).toContain('Zufriedene 2024 13,04 % andere Verwaltung Entfernen : Zufriedene');
    expect(await house.storage.references.find('next_door')).toEqual(
      aReference({
        ...{
          id: 'next_door',
          instrument: 'sample',
          concept: 'fun',
          value: 13.04,
          base: 120,
          certainty: 'low',
        },
        links: [{ indicator: null, codes: [], groups: {} }],
        label: { de: 'Zufriedene', en: 'Content' },
        caveats: [
          { de: 'erstens', en: 'first' },
          { de: 'zweitens', en: 'second' },
        ],
      }),
    );

    const form = `${list}/next_door/edit`;
    expect((await house.hr.get(form)).html).toContain('value="13,04"');
    const changed = await house.hr.post(form, fields({ value: '14', id: 'smuggled' }), form);
    expect(textOf(changed.html)).toContain('14 %');
    await house.hr.post(form, fields({ value: '14' }), form);
    expect((await house.storage.references.list()).map(({ id, value }) => [id, value])).toEqual([
      ['next_door', 14],
    ]);

    const remove = `${list}/next_door/remove`;
    expect(textOf((await house.hr.get(remove)).html)).toContain(
      '„Zufriedene“ aus der Reihe „Kantine nebenan“',
    );
    expect(await house.storage.references.list()).toHaveLength(1);
    const removed = await house.hr.post(remove, {}, remove);
    expect(textOf(removed.html)).toContain('Der Wert ist entfernt.');
    expect(await house.storage.references.list()).toEqual([]);
    expect(await house.acts()).toEqual(['reference.added', 'reference.changed', 'reference.removed']);
  });

  test('that are faulty are not stored; what was typed stays, with a message at each field', async () => {
    const page = await add({ value: 'viel', links: 'nothing=yes', label_en: '' });
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('„viel“ ist kein Anteil');
    expect(textOf(page.html)).toContain('Das Merkmal „nothing“ hat der Fragebogen nicht.');
    expect(page.html).toContain('href="#label_en"');
    expect(page.html).toContain('value="viel"');
    expect(await house.storage.references.list()).toEqual([]);
    expect(await house.acts()).toEqual([]);
  });

  test('keep their identifier to themselves', async () => {
    await add();
    const page = await add({ value: '99' });
    expect(textOf(page.html)).toContain('Diese Kennung gibt es schon.');
    expect((await house.storage.references.find('next_door'))?.value).toBe(13.04);
  });

  test('that do not exist can be neither changed nor removed', async () => {
    for (const path of [`${list}/unknown/edit`, `${list}/unknown/remove`]) {
      const page = await house.hr.get(path);
      expect(page.status).toBe(404);
      expect(textOf(page.html)).toContain('Diesen Vergleichswert gibt es nicht');
    }
    expect(await house.refusals()).toEqual(['unknown-reference', 'unknown-reference']);
  });

  test('come from a file, all or none', async () => {
    await add();
    const { html: file, headers } = await house.hr.get(`${list}/figures.csv`);
    expect(headers.get('content-disposition')).toBe('attachment; filename=vergleichswerte.csv');
    const [header = '', line = ''] = file
      .replaceAll('erstens\nzweitens', 'e')
      .replaceAll('first\nsecond', 'f')
      .split('\r\n');
    const good = line.replace('next_door', 'other');
    const upload = (lines: string[]) =>
      house.hr.upload(
        `${list}/import`,
        { field: 'file', name: 'f.csv', content: lines.join('\r\n') },
        {},
        `${list}/import`,
      );

    const faulty = await upload([header, good, line.replace('13,04', '130,4')]);
    expect(faulty.status).toBe(422);
    expect(textOf(faulty.html)).toContain('Die Datei hat einen Fehler. Nichts wurde eingelesen.');
    expect(textOf(faulty.html)).toContain('3 value „130,4“ ist kein Anteil');
    expect(await house.storage.references.list()).toHaveLength(1);

    const taken = await upload([header, good, line.replace('13,04', '50')]);
    expect(textOf(taken.html)).toContain('Eingelesen: 1 neu, 1 geändert.');
    expect((await house.storage.references.list()).map(({ id, value }) => [id, value])).toEqual([
      ['next_door', 50],
      ['other', 13.04],
    ]);
    expect(await house.acts()).toEqual(['reference.added', 'reference.imported']);
    const template = await house.hr.get(`${list}/template.csv`);
    expect(template.html.trim()).toBe(header.trim());
  });
});
