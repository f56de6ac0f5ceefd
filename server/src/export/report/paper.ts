/** How pictures are drawn where there is no canvas. */
import { makePalette } from '../../../../webview/src/drawing/palette';
import type { Font } from '../../../../webview/src/drawing/scene/shapes';

export const paper = () => makePalette('light', () => '');

/** Estimates width from a glyph's mean advance as a share of the font size. */
export function measure(text: string, font: Font): number {
  return text.length * font.size * (font.mono ? 0.61 : font.bold ? 0.6 : 0.56);
}
