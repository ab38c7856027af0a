import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../server/cli/command.js';
import { readProtectOptions, readVariables } from '../../../server/cli/protect-options.js';

const least = ['--data', 'd.csv', '--variables', 'a', '--out', 'o'];

describe('variables', () => {
  it('are parted by commas, levels coarsest first', () => {
    expect(readVariables('ministry>office , sex,country > land>town')).toEqual([
      ['ministry', 'office'],
      ['sex'],
      ['country', 'land', 'town'],
    ]);
  });

  it.each([
    ['', /name is missing/],
    ['a,,b', /name is missing/],
    ['a>', /name is missing/],
    ['a>b,b', /b is named twice/],
    ['a>a', /a is named twice/],
    ['a,published', /published is the column for the counts/],
  ])('can’t be %j', (text, reason) => {
    expect(() => readVariables(text)).toThrow(UsageError);
    expect(() => readVariables(text)).toThrow(reason);
  });
});

describe('the words of a call', () => {
  it('have the strictest defaults', () => {
    expect(readProtectOptions(least)).toEqual({
      data: 'd.csv',
      variables: [['a']],
      out: 'o',
      order: 3,
      policy: { k: 5, guarantee: 'strict', zeros: 'unsafe', insiders: 1 },
      earlier: [],
      force: false,
    });
  });

  it('are taken as they are', () => {
    const words = '--order 2 --k 10 --guarantee standard --zeros published --insiders 0 --force'.split(' ');
    expect(readProtectOptions([...least, ...words])).toMatchObject({
      order: 2,
      policy: { k: 10, guarantee: 'standard', zeros: 'published', insiders: 0 },
      force: true,
    });
  });

  it.each([
    [['--variables', 'a', '--out', 'o'], /--data takes the CSV file/],
    [['--data', 'd', '--out', 'o'], /--variables takes the columns/],
    [['--data', 'd', '--variables', 'a'], /--out takes the directory/],
    [[...least, '--out', ''], /--out takes the directory/],
    [[...least, '--k', '1'], /--k 1: takes a whole number from 2 on/],
    [[...least, '--k', 'five'], /--k five/],
    [[...least, '--k', '5.5'], /--k 5\.5/],
    [[...least, '--k', '9999999999'], /--k 9999999999/],
    [[...least, '--order', '0'], /--order 0: takes a whole number from 1 on/],
    [[...least, '--insiders', 'x'], /--insiders x: takes a whole number from 0 on/],
    [[...least, '--guarantee', 'none'], /--guarantee none: takes standard or strict/],
    [[...least, '--zeros', 'safe'], /--zeros safe: takes unsafe or published/],
    [[...least, '--colour', 'red'], /--colour/],
    [[...least, 'more'], /more/],
  ])('%j are refused', (args, reason) => {
    expect(() => readProtectOptions(args)).toThrow(UsageError);
    expect(() => readProtectOptions(args)).toThrow(reason);
  });
});
