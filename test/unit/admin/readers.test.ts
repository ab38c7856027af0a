import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { faultsOfLetter, LONGEST_CONTACT } from '../../../server/admin/codes/faults-of-letter.js';
import { qrPath } from '../../../server/admin/codes/qr-path.js';
import { readOrder } from '../../../server/admin/codes/read-order.js';
import { spareLetters } from '../../../server/admin/codes/spare-allowance.js';
import type { Form } from '../../../server/admin/form.js';
import { conditionWords } from '../../../server/admin/questionnaires/condition-words.js';
import { readJson } from '../../../server/admin/questionnaires/read-json.js';
import { defaultTexts } from '../../../server/admin/waves/default-texts.js';
import { readDates } from '../../../server/admin/waves/edit-dates.js';
import { whatIsMissing } from '../../../server/admin/waves/readiness.js';
import { variablesOf } from '../../../server/survey/variables.js';
import { aDefinition, aWave } from '../../support/storage.js';
import { sample } from '../survey/sample.js';

function form(fields: Record<string, string>): Form {
  const many = (name: string) => (fields[name] === undefined ? [] : [fields[name]]);
  return { fields, many, one: (name) => many(name)[0]?.trim() ?? '' };
}
const keys = (read: { ok: boolean; errors?: readonly { field: string; key: string }[] }) =>
  (read.errors ?? []).map(({ field, key }) => `${field}: ${key.split('.').at(-1) ?? ''}`);

describe('an order of letters', () => {
  const free = (issued = 0) =>
    ['Finanzen', 'Kultur'].map((area, index) => ({ area, headcount: null, issued: index * issued }));

  test.each<[Record<string, string>, string, number]>([
    [{ listed: 'Finanzen', count: '12' }, 'Finanzen', 12],
    [{ area: 'Häfen', count: '3' }, 'Häfen', 3],
    [{ listed: 'Kultur', area: 'Häfen', count: '1000' }, 'Kultur', 1000],
  ])('is for one area: %o', (fields, area, count) => {
    expect(readOrder(form(fields), free())).toEqual({ ok: true, order: { area, count } });
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['nothing', {}, 0, 'area: noArea'],
    ['zero', { listed: 'Finanzen', count: '0' }, 0, 'count.0: noNumber'],
    ['no number', { listed: 'Kultur', count: '-1' }, 0, 'count.1: noNumber'],
    ['a number without an area', { count: '3' }, 0, 'area: noArea'],
    ['an area without a number', { area: 'Häfen' }, 0, 'count: noNumber'],
    ['a listed area typed in', { area: 'Kultur', count: '3' }, 0, 'area: areaListed'],
    ['an area that hides a control character', { area: 'Kul\u0007tur', count: '3' }, 0, 'area: badArea'],
    ['too many at a time', { listed: 'Finanzen', count: '1001' }, 0, 'count.0: noNumber'],
    ['too many for a wave', { listed: 'Finanzen', count: '11' }, 49_990, 'count.0: tooManyAWave'],
  ])('%s is refused', (_, fields, before, expected) => {
    expect(keys(readOrder(form(fields), free(before)))).toEqual([expected]);
  });
});

describe('an order of letters where headcounts are known', () => {
  const listed = [
    { area: 'Finanzen', headcount: 30, issued: 28 },
    { area: 'Kultur', headcount: null, issued: 4 },
  ];

  test('fills an area up to its headcount', () => {
    expect(readOrder(form({ listed: 'Finanzen', count: '2' }), listed)).toEqual({
      ok: true,
      order: { area: 'Finanzen', count: 2 },
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['one letter above the headcount', { listed: 'Finanzen', count: '3' }, 'count.0: aboveHeadcount'],
    ['an area without a headcount', { listed: 'Kultur', count: '1' }, 'count.0: onlyHeadcounts'],
    ['an area that is not listed', { listed: 'Sport', count: '1' }, 'count.0: onlyHeadcounts'],
    ['an area typed in', { area: 'Sport', count: '20' }, 'count.0: onlyHeadcounts'],
  ])('%s is refused', (_, fields, expected) => {
    expect(keys(readOrder(form(fields), listed))).toEqual([expected]);
  });
});

describe('spare letters', () => {
  const spare = (headcount: number | null, issued: number) =>
    spareLetters({ area: 'Finanzen', headcount, issued });

  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [150, 3],
    [151, 4],
    [4000, 80],
  ])('%i people: %i', (headcount, allowed) => {
    expect(spare(headcount, headcount)).toEqual({ allowed, printed: 0, left: allowed });
    expect(spare(headcount, headcount + allowed)).toEqual({ allowed, printed: allowed, left: 0 });
  });

  test('come after the ordinary ones, and only where it is known how many people work there', () => {
    expect(spare(120, 119)).toBeNull();
    expect(spare(null, 500)).toBeNull();
  });

  test('are none where more letters are out than there may be', () => {
    expect(spare(20, 40)).toEqual({ allowed: 3, printed: 20, left: 0 });
  });

  test('an order never passes two hundredths, or three, or the number of people', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.nat(2_000), (headcount, beyond) => {
        const { allowed = 0, left = 0 } = spare(headcount, headcount + beyond) ?? {};
        expect(left === 0 || beyond + left === allowed).toBe(true);
        expect(allowed).toBeLessThanOrEqual(headcount);
        expect(allowed <= 3 || allowed - 1 < headcount * 0.02).toBe(true);
      }),
    );
  });
});

describe('what a letter has room for', () => {
  const draft = (contact: string, status: 'draft' | 'open' = 'draft') => {
    const wave = aWave({ status });
    return faultsOfLetter({ ...wave, texts: { ...wave.texts, contact: { de: contact, en: 'Office' } } });
  };

  test('a gap and an overlong contact stop the printing', () => {
    expect(draft('[Name]').map(({ key }) => key)).toEqual(['admin.codes.unfinished']);
    expect(draft(' ').map(({ key }) => key)).toEqual(['admin.codes.unfinished']);
    expect(draft('x'.repeat(LONGEST_CONTACT + 1)).map(({ key }) => key)).toEqual(['admin.codes.longContact']);
    expect(draft('x'.repeat(LONGEST_CONTACT))).toEqual([]);
  });

  test('an open wave is printed nevertheless: nobody can shorten anything there', () => {
    expect(draft('x'.repeat(LONGEST_CONTACT + 1), 'open')).toEqual([]);
  });
});

describe('start and end', () => {
  const now = new Date('2026-03-02T09:00:00Z');

  test('become instants', () => {
    expect(
      readDates({ opensAt: '2026-03-28T08:00', closesAt: '2026-03-30T08:00', retentionDays: '3650' }, now),
    ).toEqual({
      ok: true,
      dates: {
        opensAt: '2026-03-28T07:00:00.000Z',
        closesAt: '2026-03-30T06:00:00.000Z',
        retentionDays: 3650,
      },
    });
  });

  test.each([
    ['2026-03-29T02:30', '2026-04-01T08:00', ['opensAt: nonexistent']],
    ['', 'soon', ['opensAt: format', 'closesAt: format']],
    ['2026-04-02T08:00', '2026-04-02T08:00', ['closesAt: order']],
    ['2026-01-01T08:00', '2026-03-02T10:00', ['closesAt: past']],
  ])('%s to %s is refused', (opensAt, closesAt, expected) => {
    expect(keys(readDates({ opensAt, closesAt, retentionDays: '365' }, now))).toEqual(expected);
  });

  test.each(['', '29', '3651', '30.5', '-40', 'one year'])(
    '%j is no time to keep answers',
    (retentionDays) => {
      const dates = { opensAt: '2026-03-28T08:00', closesAt: '2026-03-30T08:00' };
      expect(keys(readDates({ ...dates, retentionDays }, now))).toEqual(['retentionDays: noDays']);
    },
  );
});

describe('what keeps a draft from being opened', () => {
  const facts = {
    variables: variablesOf(aDefinition()),
    issuedCodes: 3,
    now: new Date('2026-03-02T09:00:00Z'),
    kFloor: 10,
  };
  const missing = (...particulars: Parameters<typeof aWave>) =>
    whatIsMissing(aWave(...particulars), facts).map(({ key }) => key.replace('admin.missing.', ''));

  test('nothing, where everything is there', () => {
    expect(missing()).toEqual([]);
  });

  test('each gap is named', () => {
    expect(missing({ texts: defaultTexts })).toEqual(['texts.gap']);
    expect(missing({ title: { de: '', en: 'x' } })).toEqual(['texts.empty']);
    expect(missing({ closesAt: '2026-03-02T09:00:00.000Z' })).toEqual(['dates.past']);
    expect(missing({ opensAt: '2026-05-01T00:00:00.000Z' })).toEqual(['dates.order']);
    expect(missing({ k: 9 })).toEqual(['access.kFloor']);
    expect(missing({ plan: { tables: [] } })).toEqual(['plan.empty']);
    const unknown = { tables: [{ id: 'x', breakdown: [], indicator: 'dinner' }] };
    expect(missing({ plan: unknown })).toEqual(['plan.faults']);
    expect(whatIsMissing(aWave(), { ...facts, issuedCodes: 0 }).map(({ section }) => section)).toEqual([
      'codes',
    ]);
    expect(whatIsMissing(aWave({ access: 'open' }), { ...facts, issuedCodes: 0 })).toEqual([]);
  });
});

describe('JSON that is none', () => {
  test.each([
    ['{"a": 1,,}', 1, 9],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": [1, 2', 1, 12],
    ['hello', 1, 1],
    ['{\n  "a": [1, 2],\n  "b": hello\n}', 3, 8],
    ['{"a": [[], {}, -0.5e3, x]}', 1, 24],
    ['[1,]', 1, 4],
    ['{"a":1}}', 1, 8],
    ["{'a':1}", 1, 2],
    ['{"a" 1}', 1, 6],
    ['', 1, 1],
  ])('%j: the place is told', (text, line, column) => {
    expect(readJson(text)).toEqual({ ok: false, line, column });
  });

  test('wherever a sign is put in, it is told to the sign', () => {
    const text = JSON.stringify({ a: [1, { b: 'x"y' }, [], null], c: { d: -1.5, e: {} } });
    for (let at = 0; at < text.length; at += 1) {
      const read = readJson(`${text.slice(0, at)}~${text.slice(at)}`);
      // Inside a string the sign is as good as any other.
      if (!read.ok) expect([at, at + 1, at + 2]).toContain(read.column);
      else expect(JSON.stringify(read.value)).toContain('~');
    }
  });

  test('a byte order mark does no harm', () => {
    expect(readJson('\uFEFF{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
  });
});

describe('conditions in words', () => {
  const items = sample().pages.flatMap((page) => page.questions);

  test('name questions and answers by their texts', () => {
    for (const item of items.filter(({ showIf }) => showIf !== null)) {
      const words = conditionWords(sample(), item.showIf ?? { q: 'status', in: ['other'] }, 'de');
      expect(words).toMatch(/„.+“/);
      expect(words).not.toMatch(/undefined|null|\{/);
    }
  });

  test('negations and nested alternatives can be read', () => {
    const definition = aDefinition();
    const yes = { q: 'lunch', in: ['yes'] };
    const condition = { all: [{ not: yes }, { any: [yes, { q: 'lunch', in: ['no', 'yes'] }] }] };
    expect(conditionWords(definition, condition, 'en')).toBe(
      'it is not the case that “Yes” was chosen for “Is it good?” and (“Yes” was chosen for “Is it good?” or “No” or “Yes” was chosen for “Is it good?”)',
    );
  });
});

describe('the QR code', () => {
  test('draws exactly the dark modules, inside its quiet zone', () => {
    const text = 'https://umfrage.example/de/g2kya1r1yaxw2pw4';
    const { size, path } = qrPath(text);
    const drawn = new Set<string>();
    for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let step = 0; step < Number(length); step += 1)
        drawn.add(`${String(Number(x) + step)},${String(y)}`);
    }
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
    expect(size).toBe(modules.size + 8);
    const dark = new Set<string>();
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column) === 1) dark.add(`${String(column + 4)},${String(row + 4)}`);
      }
    }
    expect(drawn).toEqual(dark);
  });
});
