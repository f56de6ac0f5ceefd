/**
 * Scenes: plain shapes in pixels with colour *roles*, independent of theme and canvas. The same scene is painted on a
 * canvas, written as SVG, and checked in tests.
 */

/** A role that the theme turns into a colour, a border or a pattern. */
export type Tone =
  | 'clb'
  | 'clbm'
  | 'bram'
  | 'dsp'
  | 'uram'
  | 'io'
  | 'ps'
  | 'none'
  | 'hole'
  | 'background'
  | 'lane'
  | 'grid'
  | 'text'
  | 'muted'
  | 'card'
  | 'track'
  | 'limit'
  | 'ok'
  | 'warn'
  | 'error'
  | 'check'
  | 'exit'
  | 'end'
  | 'budget'
  | 'missed'
  | 'static'
  | 'good-text'
  | 'caution-text'
  | 'bad-text'
  | 'on-bar'
  | 'focus'
  | `accent-${number}`
  | `bar-${number}`
  | `load-${number}`
  | `tint-${number}`;

export type Pattern = 'hatch' | 'cross' | 'dots' | 'vertical' | 'horizontal';

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Font {
  /** Height in pixels. */
  size: number;
  mono?: boolean;
  bold?: boolean;
}

/** Width of a text in pixels. */
export type Measure = (text: string, font: Font) => number;

/** Shapes with the same key in an old and a new scene are one object: the animation moves it. */
export interface RectShape extends Box {
  type: 'rect';
  key: string;
  radius?: number;
  fill?: Tone;
  stroke?: Tone;
  strokeWidth?: number;
  dash?: boolean;
  pattern?: Pattern;
  alpha?: number;
}

export interface LineShape {
  type: 'line';
  key: string;
  x: number;
  y: number;
  /** End of the line, relative to its start. */
  w: number;
  h: number;
  stroke: Tone;
  strokeWidth?: number;
  dash?: boolean;
  alpha?: number;
}

export interface TextShape {
  type: 'text';
  key: string;
  x: number;
  /** Middle of the line of text. */
  y: number;
  text: string;
  font: Font;
  fill: Tone;
  anchor: 'start' | 'middle' | 'end';
  alpha?: number;
}

export interface DotShape {
  type: 'dot';
  key: string;
  x: number;
  y: number;
  r: number;
  fill: Tone;
  alpha?: number;
}

export type Shape = RectShape | LineShape | TextShape | DotShape;

export interface Layer {
  /** Clips the layer to this box. */
  clip: Box | null;
  shapes: readonly Shape[];
}

/** Box in which the pointer hits an item; an item may have several. */
export interface Hit extends Box {
  id: string;
  /** Full wording of a shortened text, for the tooltip. */
  full?: string;
}

export interface Scene {
  width: number;
  height: number;
  /** Area of zooming and panning. */
  plot: Box;
  /** Key of everything that the still layers depend on: while it is the same, they are neither laid out nor painted again. */
  stillKey: string;
  still: () => readonly Layer[];
  layers: readonly Layer[];
  hits: readonly Hit[];
}

export function intersect(a: Box, b: Box): Box | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const w = Math.min(a.x + a.w, b.x + b.w) - x;
  const h = Math.min(a.y + a.h, b.y + b.h) - y;
  return w > 0 && h > 0 ? { x, y, w, h } : null;
}

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
}

/** The box of a text, from its anchor and its measured width. */
export function textBox(text: TextShape, measure: Measure): Box {
  const w = measure(text.text, text.font);
  const x = text.anchor === 'start' ? text.x : text.anchor === 'end' ? text.x - w : text.x - w / 2;
  return { x, y: text.y - text.font.size / 2, w, h: text.font.size };
}
