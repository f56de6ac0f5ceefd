/** Makes the file that a diagram is exported as. */
import type { Diagram, DiagramInput } from '../drawing/diagrams/diagram';
import { figureOf, figureSvg, sourceLine, type Figure } from '../drawing/diagrams/figure';
import { tablesToCsv } from '../drawing/diagrams/table';
import { makePalette, type Palette } from '../drawing/palette';
import { canvasMeasure, paintLayers } from '../scene/canvas';
import type { ExportChoice } from './exporter';

export interface Exported {
  /** Proposed name of the file. */
  readonly name: string;
  readonly format: ExportChoice['format'];
  /** Text, or base64 of a PNG. */
  readonly data: string;
}

/** Null if there is nothing to draw. */
export function exportDiagram(
  diagram: Diagram,
  input: DiagramInput,
  { format, asSeen, theme, widthMm }: ExportChoice,
  brush: CanvasRenderingContext2D,
): Exported | null {
  const name = `${input.snapshot.design}-${diagram.id}.${format}`;
  if (format === 'csv') return { name, format, data: tablesToCsv(diagram.tables(input)) };
  // Figures look the same wherever they are made: not in the colours and fonts of this editor.
  const palette = makePalette(theme, () => '');
  const source = sourceLine(new Date().toISOString().slice(0, 10));
  const measure = canvasMeasure(brush, palette);
  const figure = figureOf(diagram, { ...input, measure }, { widthMm, asSeen, source });
  if (!figure) return null;
  const data = format === 'svg' ? figureSvg(figure, palette) : figurePng(figure, palette);
  return { name, format, data };
}

const dotsPerMm = 300 / 25.4;

function figurePng({ scene, widthMm }: Figure, palette: Palette): string {
  const scale = (widthMm * dotsPerMm) / scene.width;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(scene.width * scale);
  canvas.height = Math.round(scene.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser does not support canvas');
  context.fillStyle = palette.color('background');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  paintLayers(context, [...scene.still(), ...scene.layers], palette);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}
