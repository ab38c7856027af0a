import { describe, expect, test } from 'vitest';
import {
  hashPassword,
  makePassword,
  passwordFault,
  verifyPassword,
} from '../../../server/accounts/password.js';
import { realRandomness } from '../../support/storage.js';

describe('a password', () => {
  test.each([
    ['Pferd Batterie Heft', null],
    ['fünf kleine enten', null],
    ['x9$Lq2!vTz7p', null],
    ['correct horse battery staple', null],
    ['4071 9982 5530', null],
    ['elf Zeichen', 'tooShort'],
    ['a'.repeat(201), 'tooLong'],
    ['hanna.remmers', 'isLogin'],
    ['Hanna.Remmers', 'isLogin'],
    ['hanna.remmers2026', 'tooSimple'],
    ['aaaaaaaaaaaa', 'tooSimple'],
    ['abababababab', 'tooSimple'],
    ['Passwort1234', 'tooSimple'],
    ['passwortpasswort', 'tooSimple'],
    ['Mehrwelt2026!', 'tooSimple'],
    ['qwertzuiopü1', 'tooSimple'],
    ['123456789012', 'tooSimple'],
  ])('%s: %s', (password, fault) => {
    expect(passwordFault(password, 'hanna.remmers')).toBe(fault);
  });

  test('is kept as argon2id with at least 19 MiB and two passes', async () => {
    const hash = await hashPassword('Pferd Batterie Heft');
    const parameters = /^\$argon2id\$v=19\$([^$]+)\$/.exec(hash)?.[1] ?? '';
    const value = (name: string): number => Number(new RegExp(`\\b${name}=(\\d+)`).exec(parameters)?.[1]);
    expect(value('m')).toBeGreaterThanOrEqual(19_456);
    expect(value('t')).toBeGreaterThanOrEqual(2);
    expect(hash).not.toBe(await hashPassword('Pferd Batterie Heft'));
  });

  test('fits itself only, however the keyboard composes its letters', async () => {
    const hash = await hashPassword('Größe ändern: 5 Möwen'.normalize('NFC'));
    expect(await verifyPassword(hash, 'Größe ändern: 5 Möwen'.normalize('NFD'))).toBe(true);
    expect(await verifyPassword(hash, 'größe ändern: 5 Möwen')).toBe(false);
  });
});

describe('a first password', () => {
  test('can be read aloud, passes the rules and never comes twice', () => {
    const made = Array.from({ length: 500 }, () => makePassword(realRandomness));
    expect(new Set(made).size).toBe(500);
    for (const password of made) {
      expect(password).toMatch(/^[a-hjkmnp-tv-z2-9]{4}(-[a-hjkmnp-tv-z2-9]{4}){3}$/);
      expect(passwordFault(password, 'hanna')).toBeNull();
    }
  });

  test('uses every letter equally often', () => {
    const counts = new Map<string, number>();
    for (let made = 0; made < 4000; made += 1) {
      for (const letter of makePassword(realRandomness).replaceAll('-', ''))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    const expected = (4000 * 16) / counts.size;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(30);
    // 29 degrees of freedom: exceeded once in a million runs.
    expect(chiSquare).toBeLessThan(82);
  });
});
