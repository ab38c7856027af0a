import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mintSafeTable, SafeTable } from '../../../server/disclosure/safe-table.js';
import { projectRoot } from '../../../server/paths.js';
import { ballots, release, table, variable } from './miniature.js';

const office = variable('office', 'identifying', ['a', 'b']);
const shape = { id: 't', breakdown: [office], indicator: null };

describe('SafeTable', () => {
  it('cannot be constructed without the symbol that stays in its file', () => {
    const parts = { shape, k: 5, content: [10, 10, 20] };
    expect(() => new SafeTable(Symbol('disclosure only'), parts)).toThrow('only disclosure/');
  });

  it('is minted by protect-plan.ts and seal.ts and imported for that by nobody else', () => {
    const users = readdirSync(join(projectRoot, 'server'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /mintSafeTable/.test(readFileSync(join(projectRoot, 'server', file), 'utf8')));
    expect(users.sort()).toEqual([
      'disclosure/protect-plan.ts',
      'disclosure/safe-table.ts',
      'disclosure/seal.ts',
    ]);
  });

  it('refuses a count that could never be shown, a wrong number of cells, and a part of a person', () => {
    for (const content of [
      [4, 16, 20],
      [0, 20, 20],
      [10, 20],
      [10.5, 9.5, 20],
    ]) {
      expect(() => mintSafeTable({ shape, k: 5, content })).toThrow();
    }
    expect(mintSafeTable({ shape, k: 5, content: [null, 20, 20] }).cell(['a'])?.count).toBeNull();
  });

  it('reads old releases, which told answers of three or more in neutral questions, never a small group', () => {
    const shape = { id: 't', breakdown: [], indicator: variable('lunch', 'neutral', ['yes', 'no']) };
    const filled = (...content: number[]) => mintSafeTable({ shape, k: 5, content });
    expect(filled(3, 20, 23).cell(['yes'])?.count).toBe(3);
    expect(() => filled(2, 20, 22)).toThrow('must not be shown');
    expect(() => filled(3, 3, 4)).toThrow('must not be shown');
    const sensitive = { ...shape, indicator: variable('lunch', 'sensitive', ['yes', 'no']) };
    expect(() => mintSafeTable({ shape: sensitive, k: 5, content: [3, 20, 23] })).toThrow(
      'must not be shown',
    );
  });

  it('cannot be changed by whoever holds it', () => {
    const [only] = release(
      [office],
      [table('office', null)],
      ballots([
        [9, { office: 'a' }],
        [9, { office: 'b' }],
      ]),
    ).tables;
    const cells = only?.cells as unknown as { count: number; codes: string[] }[];
    expect(() => cells.push({ count: 1, codes: ['c'] })).toThrow(TypeError);
    expect(() => Object.assign(cells[0] ?? {}, { count: 1 })).toThrow(TypeError);
    expect(() => cells[0]?.codes.push('c')).toThrow(TypeError);
    expect(() => Object.assign(only ?? {}, { k: 1 })).toThrow(TypeError);
    expect(() => Object.assign(only?.breakdown[0]?.codes[0]?.label ?? {}, { de: 'x' })).toThrow(TypeError);
  });

  it('knows no cell outside its code lists', () => {
    const [only] = release(
      [office],
      [table('office', null)],
      ballots([
        [9, { office: 'a' }],
        [9, { office: 'b' }],
      ]),
    ).tables;
    expect(only?.cell(['a'])?.count).toBe(9);
    expect(only?.cell(['c'])).toBeNull();
    expect(only?.cell(['a', 'total'])).toBeNull();
  });
});
