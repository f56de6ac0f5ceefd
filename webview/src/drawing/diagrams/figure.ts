/** A diagram as a figure for a paper: laid out for a width in mm, with caption, legend and source inside. */
import type { Palette } from '../palette';
import type { Font, Measure, Scene, Shape } from '../scene/shapes';
import { sceneToSvg } from '../scene/svg';
import { shorten, text } from '../scene/text';
import type { Diagram, DiagramInput, LegendEntry } from './diagram';
import { legendSwatch, swatch } from './swatch';

export interface FigureOptions {
  readonly widthMm: number;
  /** The part that is in view; else everything. */
  readonly asSeen: boolean;
  /** Date, version and the like, under the figure. */
  readonly source: string;
}

/** Widths that can be laid out and printed. */
export const figureWidthMm = { least: 60, most: 1000, usual: 180 } as const;

/** Where the figures are from. @param date as `2026-01-31`; without one, the same design gives the same file */
export function sourceLine(date?: string): string {
  const made = date === undefined ? 'Exeunt' : `Exeunt · ${date}`;
  return `${made} · estimates of a model; Vivado's reports decide`;
}

/** CSS pixels in a millimetre. */
const pixelsPerMm = 96 / 25.4;
/** Laid out this much wider than printed, so that the labels of 11 px are printed in 6.9 pt, as papers have them in figures. */
const reduction = 1.2;

const captionFont: Font = { size: 12, bold: true };
const factsFont: Font = { size: 10.5 };
const smallFont: Font = { size: 9.5 };
const captionHeight = 22;
const lineHeight = 16;

export interface Figure {
  readonly scene: Scene;
  readonly title: string;
  readonly widthMm: number;
}

/** Null if the design has nothing for the diagram to draw. */
export function figureOf(
  diagram: Diagram,
  input: Omit<DiagramInput, 'width' | 'gutter'>,
  { widthMm, asSeen, source }: FigureOptions,
): Figure | null {
  const width = Math.round(widthMm * pixelsPerMm * reduction);
  const own = { ...input, width, window: asSeen ? input.window : null };
  const scene = diagram.layout({ ...own, gutter: diagram.gutter(own) });
  const facts = diagram.facts(own);
  if (scene === null || facts === null) return null;
  const title = `${input.snapshot.design}: ${diagram.title.toLowerCase()}`;
  const framed = withFrame(scene, { title, facts, legend: diagram.legend(own), source }, input.measure);
  return { scene: framed, title, widthMm };
}

export function figureSvg({ scene, title, widthMm }: Figure, palette: Palette): string {
  return sceneToSvg(scene, title, palette, widthMm);
}

interface Frame {
  readonly title: string;
  readonly facts: string;
  readonly legend: readonly LegendEntry[];
  readonly source: string;
}

/** Caption above, legend and source below. */
function withFrame(scene: Scene, { title, facts, legend, source }: Frame, measure: Measure): Scene {
  const { width } = scene;
  const shapes: Shape[] = [];
  const caption = shorten(title, width, captionFont, measure) ?? '';
  shapes.push(text('caption', 0, 9, caption, captionFont));
  const factLines = linesOf(facts.split(' · '), ' · ', width, factsFont, measure);
  factLines.forEach((line, index) =>
    shapes.push(text(`facts ${index}`, 0, captionHeight + 5 + index * lineHeight, line, factsFont, 'muted')),
  );
  const top = captionHeight + factLines.length * lineHeight + 2;
  let y = top + scene.height + lineHeight / 2;
  let x = 0;
  legend.forEach((entry, index) => {
    const w = swatch.w + 5 + measure(entry.label, smallFont);
    if (x > 0 && x + w > width) {
      x = 0;
      y += lineHeight;
    }
    for (const shape of legendSwatch(entry, `legend ${index}`))
      shapes.push(moved(shape, x, y - swatch.h / 2));
    const label = shorten(entry.label, width - swatch.w - 5, smallFont, measure) ?? '';
    shapes.push(text(`legend label ${index}`, x + swatch.w + 5, y, label, smallFont, 'muted'));
    x += w + 14;
  });
  if (legend.length > 0) y += lineHeight;
  for (const [index, line] of linesOf(source.split(' '), ' ', width, smallFont, measure).entries()) {
    shapes.push(text(`source ${index}`, 0, y, line, smallFont, 'muted'));
    y += lineHeight - 3;
  }
  const shift = (layers: Scene['layers']): Scene['layers'] =>
    layers.map((layer) => ({
      clip: layer.clip && { ...layer.clip, y: layer.clip.y + top },
      shapes: layer.shapes.map((shape) => moved(shape, 0, top)),
    }));
  return {
    ...scene,
    height: Math.ceil(y),
    plot: { ...scene.plot, y: scene.plot.y + top },
    still: () => shift(scene.still()),
    layers: [...shift(scene.layers), { clip: null, shapes }],
    hits: [],
  };
}

function moved<S extends Shape>(shape: S, x: number, y: number): S {
  return { ...shape, x: shape.x + x, y: shape.y + y };
}

/** Words in as few lines as hold them; a word that is too long is cut. */
function linesOf(
  words: readonly string[],
  between: string,
  width: number,
  font: Font,
  measure: Measure,
): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last}${between}${word}`;
    if (last !== undefined && measure(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(shorten(word, width, font, measure) ?? '');
  }
  return lines;
}
