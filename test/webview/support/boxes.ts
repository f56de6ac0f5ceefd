import {
  intersect,
  textBox,
  type Box,
  type Scene,
  type Shape,
  type TextShape,
} from '../../../webview/src/drawing/scene/shapes';
import { measure } from './snapshots';

/** Shapes as they are seen: cut by their layer's clip, gone where nothing of them is in it. */
function seen(scene: Scene): { shape: Shape; box: Box }[] {
  return [...scene.still(), ...scene.layers].flatMap((layer) =>
    layer.shapes.flatMap((shape) => {
      const box = boxOf(shape);
      if (!layer.clip) return [{ shape, box }];
      const cut = intersect(fattened(box), layer.clip);
      return cut ? [{ shape, box: cut }] : [];
    }),
  );
}

/** Keys of what reaches out of the canvas. */
export function outside(scene: Scene): string[] {
  const slack = 0.5;
  return seen(scene)
    .filter(
      ({ box }) =>
        box.x < -slack ||
        box.y < -slack ||
        box.x + box.w > scene.width + slack ||
        box.y + box.h > scene.height + slack,
    )
    .map(({ shape }) => shape.key);
}

/** Pairs of keys of texts that lie on each other. */
export function overlappingTexts(scene: Scene): string[] {
  const texts = seen(scene).filter((one) => one.shape.type === 'text');
  return texts.flatMap((a, index) =>
    texts
      .slice(index + 1)
      .flatMap((b) => (intersect(a.box, b.box) ? [`${a.shape.key} / ${b.shape.key}`] : [])),
  );
}

/** Pairs of keys: a label, and an exit's or budget's line through it. */
export function crossedTexts(scene: Scene): string[] {
  const all = seen(scene);
  const lines = all.filter(({ shape }) => shape.type === 'line' && shape.key.startsWith('line '));
  const texts = all.filter(({ shape }) => shape.type === 'text');
  return texts.flatMap((text) =>
    lines.flatMap((line) =>
      intersect(text.box, fattened(line.box)) ? [`${text.shape.key} / ${line.shape.key}`] : [],
    ),
  );
}

export function texts(scene: Scene): string[] {
  return [...scene.still(), ...scene.layers]
    .flatMap((layer) => layer.shapes)
    .filter((shape): shape is TextShape => shape.type === 'text')
    .map((shape) => shape.text);
}

function boxOf(shape: Shape): Box {
  if (shape.type === 'text') return textBox(shape, measure);
  if (shape.type === 'dot')
    return { x: shape.x - shape.r, y: shape.y - shape.r, w: 2 * shape.r, h: 2 * shape.r };
  return { x: shape.x, y: shape.y, w: shape.w, h: shape.h };
}

/** Lines have no width of their own. */
function fattened(box: Box): Box {
  return { x: box.x, y: box.y, w: Math.max(box.w, 0.1), h: Math.max(box.h, 0.1) };
}
