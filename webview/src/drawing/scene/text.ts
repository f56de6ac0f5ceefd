/** Texts, and how they fit into a width. */
import type { Font, Measure, Shape, Tone } from './shapes';

/** The first of several wordings that fits into a width. */
export function firstThatFits(
  wordings: readonly string[],
  width: number,
  font: Font,
  measure: Measure,
): string | null {
  return wordings.find((text) => measure(text, font) <= width) ?? null;
}

/** Shorter stubs are meaningless, so the label is dropped. */
const fewestLetters = 2;

/** The text, or its beginning with an ellipsis, or null if not even that fits. */
export function shorten(text: string, width: number, font: Font, measure: Measure): string | null {
  if (measure(text, font) <= width) return text;
  const letters = Array.from(text);
  for (let kept = letters.length - 1; kept >= fewestLetters; kept--) {
    const short = letters.slice(0, kept).join('').trimEnd() + '…';
    if (measure(short, font) <= width) return short;
  }
  return null;
}

export function text(
  key: string,
  x: number,
  y: number,
  words: string,
  font: Font,
  fill: Tone = 'text',
  anchor: 'start' | 'middle' | 'end' = 'start',
): Shape {
  return { type: 'text', key, x, y, text: words, font, fill, anchor };
}
