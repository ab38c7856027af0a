/**
 * What a picture is made of, as plain data: places across the drawing in percent of its width, so that text keeps its size
 * on any screen; places down it in pixels. Templates turn it into SVG, for a page (colours by class) or for a file.
 */

/** Colours by what they mean; palette.ts says what they look like. */
export type Tone = (typeof tones)[number];
export const tones = [
  'ink',
  'muted',
  'grid',
  'paper',
  'main',
  'all',
  'earlier',
  'population',
  'elsewhere',
  'low2',
  'low1',
  'middle',
  'high1',
  'high2',
] as const;

/** Shapes say the same as colours, for those who cannot tell these apart. */
export type Shape = 'circle' | 'diamond' | 'square' | 'triangle';

export interface TextPart {
  readonly text: string;
  readonly weight: 'plain' | 'strong' | 'quiet';
}

export type Mark =
  | {
      readonly kind: 'bar';
      readonly x: number;
      readonly width: number;
      readonly y: number;
      readonly height: number;
      readonly tone: Tone;
      /** With a line around it, where its colour alone is too close to that of the paper. */
      readonly outlined: boolean;
    }
  | {
      readonly kind: 'line';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly tone: Tone;
      readonly width: number;
      readonly dashed: boolean;
    }
  | {
      readonly kind: 'dot';
      readonly x: number;
      readonly y: number;
      readonly shape: Shape;
      readonly tone: Tone;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Base line. */
      readonly y: number;
      readonly parts: readonly TextPart[];
      readonly anchor: 'start' | 'middle' | 'end';
      /** `tick` and `value` are small; all but `tick` stand on a ground of their own, so that no line crosses them. */
      readonly size: 'label' | 'heading' | 'tick' | 'value';
      readonly tone: Tone;
    }
  /** Stands where a value is not shown: an empty box of one size, whatever is behind it. */
  | { readonly kind: 'blank'; readonly x: number; readonly y: number; readonly height: number };

export interface Panel {
  /** Null where the picture has one panel only. */
  readonly heading: string | null;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export interface KeyEntry {
  readonly shape: Shape | 'box';
  readonly tone: Tone;
  readonly text: string;
}

/** What is drawn; words around it (title, source) belong to who asks for it. */
export interface Drawing {
  readonly panels: readonly Panel[];
  readonly key: readonly KeyEntry[];
  /** Whether a value stands in it that is not shown. */
  readonly blanks: boolean;
}

/** How shares are written on scales: http/format.ts is one. */
export interface ShareFormat {
  percent(fraction: number, digits?: number): string;
}
