/** Writes a scene as a self-contained SVG, for papers and reports. */
import { visible } from '../../../../server/src/base/protocol/visible';
import type { Palette } from '../palette';
import { patternSize, patternStrokes } from './pattern';
import type { Pattern, RectShape, Scene, Shape } from './shapes';

/** @param widthMm printed width; without it, that of the scene in CSS pixels */
export function sceneToSvg(scene: Scene, title: string, palette: Palette, widthMm?: number): string {
  const patterns = new Map<string, string>();
  const layers = [...scene.still(), ...scene.layers];
  const clips = new Map<string, string>();
  const body = layers.map((layer) => {
    const shapes = layer.shapes.map((shape) => shapeToSvg(shape, palette, patterns)).join('\n');
    if (!layer.clip) return `<g>\n${shapes}\n</g>`;
    const { x, y, w, h } = layer.clip;
    // A page may have several pictures, and an id counts for all of it: equal ids are equal boxes.
    const id = `clip${[x, y, w, h].map((value) => `-${short(value)}`).join('')}`;
    clips.set(id, `<clipPath id="${id}"><rect ${attributes({ x, y, width: w, height: h })}/></clipPath>`);
    return `<g clip-path="url(#${id})">\n${shapes}\n</g>`;
  });
  const { width, height } = scene;
  const size =
    widthMm === undefined
      ? { width, height }
      : { width: `${short(widthMm)}mm`, height: `${short((widthMm * height) / width)}mm` };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${attributes({ ...size, viewBox: `0 0 ${width} ${height}` })}>`,
    `<title>${escapeXml(title)}</title>`,
    `<defs>${[...clips.values()].join('')}${[...patterns.values()].join('')}</defs>`,
    `<rect ${attributes({ width, height, fill: palette.color('background') })}/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

function shapeToSvg(shape: Shape, palette: Palette, patterns: Map<string, string>): string {
  const opacity = shape.alpha === undefined || shape.alpha === 1 ? undefined : shape.alpha;
  switch (shape.type) {
    case 'rect':
      return rectToSvg(shape, palette, patterns, opacity);
    case 'line':
      return `<line ${attributes({
        x1: shape.x,
        y1: shape.y,
        x2: shape.x + shape.w,
        y2: shape.y + shape.h,
        stroke: palette.color(shape.stroke),
        'stroke-width': shape.strokeWidth,
        'stroke-dasharray': shape.dash ? '4 3' : undefined,
        opacity,
      })}/>`;
    case 'text': {
      const { x, y, font, anchor } = shape;
      const look = attributes({
        x,
        y,
        fill: palette.color(shape.fill),
        'font-family': font.mono ? palette.fontMono : palette.fontUi,
        'font-size': font.size,
        'font-weight': font.bold ? 600 : undefined,
        'text-anchor': anchor === 'start' ? undefined : anchor,
        'dominant-baseline': 'central',
        opacity,
      });
      return `<text ${look}>${escapeXml(shape.text)}</text>`;
    }
    case 'dot':
      return `<circle ${attributes({ cx: shape.x, cy: shape.y, r: shape.r, fill: palette.color(shape.fill), opacity })}/>`;
  }
}

function rectToSvg(
  shape: RectShape,
  palette: Palette,
  patterns: Map<string, string>,
  opacity: number | undefined,
): string {
  const style = shape.fill && palette.fill(shape.fill);
  const border = shape.stroke ? palette.color(shape.stroke) : (style?.border ?? null);
  const pattern = shape.pattern ?? style?.pattern ?? null;
  const box = { x: shape.x, y: shape.y, width: shape.w, height: shape.h, rx: shape.radius, opacity };
  const stroke = border && {
    stroke: border,
    'stroke-width': shape.strokeWidth,
    'stroke-dasharray': shape.dash ? '4 3' : undefined,
  };
  const plain = `<rect ${attributes({ ...box, fill: style?.color ?? 'none', ...stroke })}/>`;
  if (!pattern) return plain;
  const id = patternId(pattern, border ?? palette.color('muted'), patterns);
  return `${plain}\n<rect ${attributes({ ...box, fill: `url(#${id})` })}/>`;
}

function patternId(pattern: Pattern, ink: string, patterns: Map<string, string>): string {
  const id = `${pattern}-${ink.replace(/[^0-9a-z]+/gi, '-')}`;
  if (!patterns.has(id)) {
    const strokes = patternStrokes[pattern].map(
      ([x1, y1, x2, y2, width]) =>
        `<line ${attributes({ x1, y1, x2, y2, stroke: ink, 'stroke-width': width })}/>`,
    );
    const size = { width: patternSize, height: patternSize, patternUnits: 'userSpaceOnUse' };
    patterns.set(id, `<pattern ${attributes({ id, ...size })}>${strokes.join('')}</pattern>`);
  }
  return id;
}

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `${name}="${escapeXml(typeof value === 'number' ? short(value) : String(value))}"`,
    )
    .join(' ');
}

/** A hundredth of a pixel is enough. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML forbids control characters, which a name might contain. */
function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
