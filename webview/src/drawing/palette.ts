/** Turns the colour roles of a scene into colours, borders and patterns of the editor's theme. */
import type { Pattern, Tone } from './scene/shapes';
import {
  contrast,
  cssColor,
  deepened,
  mix,
  over,
  parseColor,
  readableUnder,
  withAlpha,
  type Rgb,
} from './color';

export interface FillStyle {
  color: string | null;
  border: string | null;
  pattern: Pattern | null;
}

export interface Palette {
  /** Changes if any colour changes. */
  key: string;
  /** High contrast: borders and patterns instead of fills. */
  contrast: boolean;
  /** Colour of a line or a text. */
  color(tone: Tone): string;
  fill(tone: Tone): FillStyle;
  fontUi: string;
  fontMono: string;
}

export type ThemeKind = 'dark' | 'light' | 'contrast-dark' | 'contrast-light';

/** Reads the variable `--vscode-…` by its short name; empty if unset. */
export type ReadVariable = (name: string) => string;

/** Dark Modern and Light Modern of VS Code 1.100, for pages without its variables. */
const fallbacks: Record<ThemeKind, Record<string, string>> = {
  dark: {
    'editor-background': '#1f1f1f',
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'editorWidget-background': '#202020',
    focusBorder: '#0078d4',
    'charts-blue': '#3794ff',
    'charts-orange': '#d18616',
    'charts-purple': '#b180d7',
    'charts-green': '#89d185',
    'charts-yellow': '#cca700',
    'charts-red': '#f14c4c',
  },
  light: {
    'editor-background': '#ffffff',
    foreground: '#3b3b3b',
    descriptionForeground: '#616161',
    'editorWidget-background': '#f8f8f8',
    focusBorder: '#005fb8',
    'charts-blue': '#1a85ff',
    'charts-orange': '#b5651d',
    'charts-purple': '#652d90',
    'charts-green': '#388a34',
    'charts-yellow': '#bf8803',
    'charts-red': '#e51400',
  },
  'contrast-dark': {
    'editor-background': '#000000',
    foreground: '#ffffff',
    descriptionForeground: '#ffffff',
    'editorWidget-background': '#0c141f',
    focusBorder: '#f38518',
    'charts-blue': '#3794ff',
    'charts-orange': '#d18616',
    'charts-purple': '#b180d7',
    'charts-green': '#89d185',
    'charts-yellow': '#ffd370',
    'charts-red': '#f48771',
  },
  'contrast-light': {
    'editor-background': '#ffffff',
    foreground: '#292929',
    descriptionForeground: '#292929',
    'editorWidget-background': '#ffffff',
    focusBorder: '#006bbd',
    'charts-blue': '#0f4a85',
    'charts-orange': '#8a4b00',
    'charts-purple': '#652d90',
    'charts-green': '#136c13',
    'charts-yellow': '#7a5b00',
    'charts-red': '#b5200d',
  },
};

const defaultUiFont = 'system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif';
const defaultMonoFont = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** VS Code has no chart variable for teal; this one is distinct from its green and blue. */
const teal: Rgb = { r: 38, g: 166, b: 154, a: 1 };
const pink: Rgb = { r: 214, g: 102, b: 148, a: 1 };
/** Logic is cooler than the page's grey, so that gaps and holes look empty. */
const slate: Rgb = { r: 98, g: 116, b: 136, a: 1 };
const white: Rgb = { r: 255, g: 255, b: 255, a: 1 };
const black: Rgb = { r: 0, g: 0, b: 0, a: 1 };

export function makePalette(kind: ThemeKind, read: ReadVariable): Palette {
  const highContrast = kind.startsWith('contrast');
  const colors = tones(kind, read);
  const color = (tone: Tone): Rgb => colors(tone);
  const cache = new Map<Tone, FillStyle>();
  const key = [kind, ...Object.keys(fallbacks[kind]).map(read), read('font-family')].join('|');
  return {
    key,
    contrast: highContrast,
    color: (tone) => cssColor(color(tone)),
    fill(tone) {
      const known = cache.get(tone);
      if (known) return known;
      const style = highContrast
        ? contrastFill(tone, color)
        : { color: cssColor(color(tone)), border: null, pattern: null };
      cache.set(tone, style);
      return style;
    },
    fontUi: read('font-family') || defaultUiFont,
    fontMono: read('editor-font-family') || defaultMonoFont,
  };
}

function tones(kind: ThemeKind, read: ReadVariable): (tone: Tone) => Rgb {
  const variable = (name: string): Rgb =>
    parseColor(read(name)) ?? parseColor(fallbacks[kind][name] ?? '') ?? black;
  const background = variable('editor-background');
  const foreground = over(variable('foreground'), background);
  const accents = [
    variable('charts-blue'),
    variable('charts-orange'),
    variable('charts-purple'),
    teal,
    pink,
    variable('charts-yellow'),
  ];
  const accentOf = (index: number): Rgb => accents[index % accents.length] ?? black;
  const light = contrast(background, white) < contrast(background, black);
  const bar = (color: Rgb): Rgb => deepened(color, white);
  const quiet = (share: number): Rgb => mix(background, foreground, share);
  /** Pastel on white, deep on black: column colours stay in the background. */
  const muted = (color: Rgb): Rgb => mix(background, color, light ? 0.4 : 0.5);
  /** Coloured figures must be readable as text, on the page and on a panel. */
  const readable = (color: Rgb): Rgb => readableUnder(color, quiet(0.05), foreground);
  const fixed: Partial<Record<Tone, Rgb>> = {
    clb: mix(background, slate, light ? 0.16 : 0.2),
    clbm: mix(background, slate, light ? 0.26 : 0.36),
    bram: muted(variable('charts-purple')),
    dsp: muted(teal),
    uram: muted(pink),
    io: quiet(0.24),
    ps: quiet(0.06),
    none: quiet(0.04),
    hole: mix(background, slate, 0.1),
    background,
    lane: quiet(0.035),
    grid: quiet(0.14),
    text: foreground,
    muted: over(variable('descriptionForeground'), background),
    card: over(withAlpha(variable('editorWidget-background'), 0.93), background),
    track: quiet(0.16),
    limit: quiet(0.75),
    ok: variable('charts-green'),
    warn: variable('charts-yellow'),
    error: variable('charts-red'),
    check: bar(variable('charts-green')),
    exit: readable(variable('charts-green')),
    end: readable(variable('charts-blue')),
    budget: quiet(0.7),
    missed: readable(variable('charts-red')),
    static: bar(slate),
    'good-text': readable(variable('charts-green')),
    'caution-text': readable(variable('charts-yellow')),
    'bad-text': readable(variable('charts-red')),
    'on-bar': kind.startsWith('contrast') ? foreground : white,
    focus: variable('focusBorder'),
  };
  return (tone) => {
    const exact = fixed[tone];
    if (exact) return exact;
    const [family, index] = tone.split('-') as [string, string];
    const accent = accentOf(Number(index));
    if (family === 'bar') return bar(accent);
    if (family === 'load') return mix(background, accent, 0.28);
    if (family === 'tint') return withAlpha(accent, 0.2);
    return readable(accent);
  };
}

const contrastPatterns: Partial<Record<Tone, Pattern>> = {
  clbm: 'dots',
  bram: 'vertical',
  dsp: 'cross',
  uram: 'horizontal',
  io: 'hatch',
  ok: 'vertical',
  warn: 'hatch',
  error: 'cross',
};

/** Without fills the border shows the shape and the pattern its kind. */
function contrastFill(tone: Tone, color: (tone: Tone) => Rgb): FillStyle {
  if (tone === 'card' || tone === 'background') {
    return { color: cssColor(color('background')), border: null, pattern: null };
  }
  if (tone.startsWith('tint-') || tone === 'lane' || tone === 'none' || tone === 'on-bar') {
    return { color: null, border: null, pattern: null };
  }
  const border = tone.startsWith('bar-') || tone.startsWith('load-') ? accentTone(tone) : 'text';
  const quiet = ['clb', 'clbm', 'bram', 'dsp', 'uram', 'io', 'track', 'hole'].includes(tone);
  const shown = cssColor(quiet ? withAlpha(color('text'), 0.45) : color(border));
  return { color: null, border: shown, pattern: contrastPatterns[tone] ?? null };
}

function accentTone(tone: Tone): Tone {
  return `accent-${Number(tone.split('-')[1])}`;
}
