/** Colour arithmetic on the formats of VS Code's theme variables: `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`. */
export interface Rgb {
  r: number;
  g: number;
  b: number;
  a: number;
}

export function parseColor(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) return parseHex(hex);
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(text.trim())?.[1]
    ?.split(/[\s,/]+/)
    .map(Number.parseFloat);
  if (parts === undefined) return null;
  const [r, g, b, a = 1] = parts;
  if (r === undefined || g === undefined || b === undefined || [r, g, b, a].some(Number.isNaN)) return null;
  return { r, g, b, a };
}

function parseHex(hex: string): Rgb | null {
  const digits = hex.length <= 4 ? Array.from(hex, (digit) => digit + digit) : (hex.match(/../g) ?? []);
  const [r, g, b, a = 255] = digits.map((pair) => Number.parseInt(pair, 16));
  return r === undefined || g === undefined || b === undefined ? null : { r, g, b, a: a / 255 };
}

export function cssColor({ r, g, b, a }: Rgb): string {
  const [red, green, blue] = [r, g, b].map(Math.round);
  return a >= 1 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${a})`;
}

/** Blends `share` of the second colour into the first. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (x: number, y: number): number => x + (y - x) * share;
  return { r: part(a.r, b.r), g: part(a.g, b.g), b: part(a.b, b.b), a: part(a.a, b.a) };
}

export function withAlpha(color: Rgb, a: number): Rgb {
  return { ...color, a: color.a * a };
}

/** A translucent colour composited onto an opaque one. */
export function over(top: Rgb, below: Rgb): Rgb {
  return { ...mix(below, { ...top, a: 1 }, top.a), a: 1 };
}

/** Contrast ratio of WCAG 2.2, 1..21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of WCAG 2.2. */
function luminance({ r, g, b }: Rgb): number {
  const [red, green, blue] = [r, g, b].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG AA for text. */
const readableContrast = 4.5;

/** Moves a colour towards another until text of a third colour is readable on it (WCAG AA). */
export function readableUnder(color: Rgb, text: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, text) >= readableContrast) return mixed;
  }
  return towards;
}

/**
 * A deeper shade of a colour on which white or other light text is readable. Half of the change adds saturation and
 * half darkens, so that a dark theme's pastel turns neither muddy nor neon.
 */
export function deepened(color: Rgb, text: Rgb): Rgb {
  const deepest = 4;
  const black: Rgb = { r: 0, g: 0, b: 0, a: 1 };
  const darker = readableUnder(color, text, black);
  for (let power = 1; power < deepest; power += 0.1) {
    const shade = (channel: number): number => 255 * (channel / 255) ** power;
    const stronger = { r: shade(color.r), g: shade(color.g), b: shade(color.b), a: 1 };
    const both = mix(stronger, darker, 0.5);
    if (contrast(both, text) >= readableContrast) return both;
  }
  return darker;
}
