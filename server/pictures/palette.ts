import type { Tone } from './model.js';

export type Palette = Readonly<Record<Tone, string>>;

/**
 * Blue against orange, which people with every kind of colour vision tell apart (Okabe and Ito 2008), with brightness to
 * help. static/pictures.css holds the same values; test/unit/pictures/palette.test.ts measures contrast and distances.
 */
export const light: Palette = {
  ink: '#131525',
  muted: '#53566b',
  grid: '#d3d5de',
  paper: '#ffffff',
  main: '#2f74c0',
  all: '#5d6075',
  earlier: '#b45309',
  population: '#131525',
  elsewhere: '#6b6e80',
  low2: '#a04a08',
  low1: '#f3c08b',
  middle: '#e6e7ee',
  high1: '#a9cbee',
  high2: '#1f5596',
};

export const dark: Palette = {
  ink: '#f2f3f7',
  muted: '#b9bccb',
  grid: '#43465c',
  paper: '#000000',
  main: '#6aa9ee',
  all: '#a3a6b8',
  earlier: '#f0a35a',
  population: '#f2f3f7',
  elsewhere: '#9da0b2',
  low2: '#f2a65e',
  low1: '#80450f',
  middle: '#44475c',
  high1: '#2a568c',
  high2: '#8abff8',
};
