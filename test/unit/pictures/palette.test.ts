import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../server/paths.js';
import { tones, type Tone } from '../../../server/pictures/model.js';
import { dark, light, type Palette } from '../../../server/pictures/palette.js';

type Rgb = readonly [number, number, number];

/** Screen and paper share the light one: the sheet switches to the dark one on dark screens only. */
const palettes: readonly [string, Palette][] = [
  ['light', light],
  ['dark', dark],
];

/** Simulation of full colour blindness in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1.0). */
const eyes: Readonly<Record<string, readonly Rgb[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Colours that stand side by side and mean different things. */
const sideBySide: readonly (readonly Tone[])[] = [
  ['main', 'all'],
  ['main', 'earlier', 'population', 'elsewhere'],
  ['low2', 'low1', 'middle', 'high1', 'high2'],
];

describe.each(palettes)('the %s colours', (name, palette) => {
  it('are those of the style sheet', () => {
    expect(inSheet(name)).toEqual(palette);
  });

  it('are told from the paper: text at 4.5 to 1, marks at 3 to 1', () => {
    const contrasts = (list: readonly Tone[]) =>
      list.map((tone) => [tone, contrast(rgb(palette[tone]), rgb(palette.paper))] as const);
    expect(contrasts(['ink', 'muted']).filter(([, value]) => value < 4.5)).toEqual([]);
    expect(
      contrasts(['main', 'all', 'earlier', 'population', 'elsewhere', 'low2', 'high2']).filter(
        ([, value]) => value < 3,
      ),
    ).toEqual([]);
  });

  it('carry the numbers that are written on them', () => {
    for (const tone of ['low2', 'high2'] as const)
      expect(contrast(rgb(palette.paper), rgb(palette[tone])), tone).toBeGreaterThanOrEqual(4.5);
    for (const tone of ['low1', 'middle', 'high1'] as const)
      expect(contrast(rgb(palette.ink), rgb(palette[tone])), tone).toBeGreaterThanOrEqual(4.5);
  });

  it('give a whisker a ground on which it is seen', () => {
    expect(contrast(rgb(palette.ink), rgb(palette.paper))).toBeGreaterThan(7);
  });

  it.each(Object.entries(eyes))('can be told from each other by eyes with %s', (_eyes, matrix) => {
    const close = sideBySide.flatMap((group) =>
      group.flatMap((one, at) =>
        group.slice(at + 1).flatMap((other) => {
          const distance = distanceOf(seen(palette[one], matrix), seen(palette[other], matrix));
          return distance < 10 ? [`${one} and ${other}: ${distance.toFixed(1)}`] : [];
        }),
      ),
    );
    expect(close).toEqual([]);
  });
});

it('a palette of red and green of one brightness would be found out', () => {
  const [red, green] = ['#c8463c', '#7c7c1e'];
  const see = (colour: string) => seen(colour, eyes.deuteranopia!);
  expect(distanceOf(see(red), see(green))).toBeLessThan(
    distanceOf(seen(red, eyes.usual!), seen(green, eyes.usual!)) / 3,
  );
});

/** The colours in static/pictures.css: the first block, or that for dark screens. */
function inSheet(name: string): Record<string, string> {
  const sheet = readFileSync(join(projectRoot, 'static/pictures.css'), 'utf8');
  const blocks = sheet.split(/@media/);
  const block =
    name === 'light' ? blocks[0] : blocks.find((part) => part.includes('prefers-color-scheme: dark'));
  return Object.fromEntries(
    tones.map((tone) => [
      tone,
      new RegExp(`--picture-${tone}: (#[0-9a-f]{6});`).exec(block ?? '')?.[1] ?? 'none',
    ]),
  );
}

function rgb(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2, of linear colours. */
function contrast(one: Rgb, other: Rgb): number {
  const bright = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  const [low, high] = [bright(one), bright(other)].sort((a, b) => a - b) as [number, number];
  return high / low;
}

function seen(hex: string, matrix: readonly Rgb[]): Rgb {
  const colour = rgb(hex);
  const row = ([a, b, c]: Rgb): number =>
    Math.min(1, Math.max(0, a * colour[0] + b * colour[1] + c * colour[2]));
  return [row(matrix[0]!), row(matrix[1]!), row(matrix[2]!)];
}

/** CIE76 in L*a*b* (D65): 2.3 is a just noticeable difference. */
function distanceOf(one: Rgb, other: Rgb): number {
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (value: number): number =>
    value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 27 / 116 + 16 / 116;
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
