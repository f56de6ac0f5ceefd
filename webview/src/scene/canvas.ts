/** Paints a scene's layers on a canvas, without layout decisions. */
import type { Palette } from '../drawing/palette';
import type { Font, Layer, Measure, Pattern, RectShape, Shape, TextShape } from '../drawing/scene/shapes';
import { patternSize, patternStrokes } from '../drawing/scene/pattern';

export function cssFont(font: Font, palette: Palette): string {
  return `${font.bold ? '600 ' : ''}${font.size}px ${font.mono ? palette.fontMono : palette.fontUi}`;
}

/** Measures with the canvas's own fonts, and caches widths, since the same texts recur in every frame. */
export function canvasMeasure(context: CanvasRenderingContext2D, palette: Palette): Measure {
  const known = new Map<string, number>();
  const mostRemembered = 20_000;
  return (text, font) => {
    const key = `${font.size}${font.mono ? 'm' : ''}${font.bold ? 'b' : ''}${text}`;
    const width = known.get(key);
    if (width !== undefined) return width;
    context.font = cssFont(font, palette);
    const measured = context.measureText(text).width;
    if (known.size > mostRemembered) known.clear();
    known.set(key, measured);
    return measured;
  };
}

export function paintLayers(
  context: CanvasRenderingContext2D,
  layers: readonly Layer[],
  palette: Palette,
): void {
  for (const layer of layers) {
    context.save();
    if (layer.clip) {
      context.beginPath();
      context.rect(layer.clip.x, layer.clip.y, layer.clip.w, layer.clip.h);
      context.clip();
    }
    for (const shape of layer.shapes) paintShape(context, shape, palette);
    context.restore();
  }
}

function paintShape(context: CanvasRenderingContext2D, shape: Shape, palette: Palette): void {
  context.globalAlpha = shape.alpha ?? 1;
  switch (shape.type) {
    case 'rect':
      paintRect(context, shape, palette);
      break;
    case 'line':
      context.strokeStyle = palette.color(shape.stroke);
      context.lineWidth = shape.strokeWidth ?? 1;
      context.setLineDash(shape.dash ? dashes : []);
      context.beginPath();
      context.moveTo(shape.x, shape.y);
      context.lineTo(shape.x + shape.w, shape.y + shape.h);
      context.stroke();
      break;
    case 'text':
      paintText(context, shape, palette);
      break;
    case 'dot':
      context.fillStyle = palette.color(shape.fill);
      context.beginPath();
      context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI);
      context.fill();
  }
}

const dashes = [4, 3];

function paintRect(context: CanvasRenderingContext2D, shape: RectShape, palette: Palette): void {
  if (shape.w <= 0 || shape.h <= 0) return;
  const style = shape.fill && palette.fill(shape.fill);
  const border = shape.stroke ? palette.color(shape.stroke) : style ? style.border : null;
  const pattern = shape.pattern ?? style?.pattern ?? null;
  if (style?.color && !shape.radius && !border && !pattern) {
    context.fillStyle = style.color;
    context.fillRect(shape.x, shape.y, shape.w, shape.h);
    return;
  }
  context.beginPath();
  context.roundRect(
    shape.x,
    shape.y,
    shape.w,
    shape.h,
    Math.min(shape.radius ?? 0, shape.w / 2, shape.h / 2),
  );
  if (style?.color) {
    context.fillStyle = style.color;
    context.fill();
  }
  if (pattern) {
    const ink = shape.stroke ? palette.color(shape.stroke) : (style?.border ?? palette.color('muted'));
    context.fillStyle = canvasPattern(context, pattern, ink) ?? ink;
    context.fill();
  }
  if (border) {
    context.strokeStyle = border;
    context.lineWidth = shape.strokeWidth ?? 1;
    context.setLineDash(shape.dash ? dashes : []);
    context.stroke();
  }
}

function paintText(context: CanvasRenderingContext2D, shape: TextShape, palette: Palette): void {
  context.font = cssFont(shape.font, palette);
  context.fillStyle = palette.color(shape.fill);
  context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
  context.textBaseline = 'middle';
  context.fillText(shape.text, shape.x, shape.y + 0.5);
}

const patterns = new Map<string, CanvasPattern | null>();

function canvasPattern(context: CanvasRenderingContext2D, name: Pattern, ink: string): CanvasPattern | null {
  const key = `${name} ${ink}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const sharpness = 2;
  const tile = document.createElement('canvas');
  tile.width = tile.height = patternSize * sharpness;
  const brush = tile.getContext('2d');
  if (!brush) return null;
  brush.scale(sharpness, sharpness);
  brush.strokeStyle = ink;
  for (const [x1, y1, x2, y2, width] of patternStrokes[name]) {
    brush.lineWidth = width;
    brush.beginPath();
    brush.moveTo(x1, y1);
    brush.lineTo(x2, y2);
    brush.stroke();
  }
  const made = context.createPattern(tile, 'repeat');
  made?.setTransform(new DOMMatrix().scale(1 / sharpness));
  patterns.set(key, made);
  return made;
}
