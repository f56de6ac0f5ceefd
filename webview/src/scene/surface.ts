/** The canvas of one diagram. */
import type { Palette } from '../drawing/palette';
import { animationMs, between } from './animate';
import { paintLayers } from './canvas';
import type { Layer, Scene } from '../drawing/scene/shapes';

export interface Mark {
  id: string;
  look: 'selected' | 'cursor' | 'hover';
}

/**
 * Owns a canvas. Still layers are painted once into their own bitmap, and so is the whole scene: a hover or a
 * selection costs two blits. Requests frames only during an animation.
 */
export class Surface {
  private readonly context: CanvasRenderingContext2D;
  private readonly still = document.createElement('canvas');
  private readonly whole = document.createElement('canvas');
  private stillKey = '';
  private shown: { scene: Scene; palette: Palette; marks: readonly Mark[] } | null = null;
  private frame = 0;

  constructor(readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser does not support canvas');
    this.context = context;
  }

  /** Shows a scene at once, or animates from the shown one. */
  show(scene: Scene, palette: Palette, marks: readonly Mark[], animated: boolean): void {
    const old = this.shown?.scene.layers;
    const sameSize = this.shown?.scene.width === scene.width && this.shown.scene.height === scene.height;
    this.shown = { scene, palette, marks };
    cancelAnimationFrame(this.frame);
    this.fit(scene);
    this.paintStill(scene, palette);
    if (animated && old && sameSize) this.animate(old, performance.now());
    else this.settle();
  }

  /** Repaints only the outlines. */
  mark(marks: readonly Mark[]): void {
    if (!this.shown) return;
    this.shown.marks = marks;
    this.compose(this.whole);
  }

  private animate(old: readonly Layer[], start: number): void {
    if (!this.shown) return;
    const { scene, palette } = this.shown;
    const progress = (performance.now() - start) / animationMs;
    if (progress >= 1) {
      this.settle();
      return;
    }
    this.compose(this.still, () => paintLayers(this.context, between(old, scene.layers, progress), palette));
    this.frame = requestAnimationFrame(() => this.animate(old, start));
  }

  private settle(): void {
    if (!this.shown) return;
    const { scene, palette } = this.shown;
    const brush = prepare(this.whole, this.canvas);
    brush.drawImage(this.still, 0, 0);
    scaleToPixels(brush);
    paintLayers(brush, scene.layers, palette);
    this.compose(this.whole);
  }

  private compose(below: HTMLCanvasElement, paint?: () => void): void {
    if (!this.shown) return;
    const { scene, palette, marks } = this.shown;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.drawImage(below, 0, 0);
    scaleToPixels(this.context);
    paint?.();
    paintLayers(this.context, [outlines(scene, marks)], palette);
  }

  private paintStill(scene: Scene, palette: Palette): void {
    const key = [scene.stillKey, palette.key, this.canvas.width, this.canvas.height].join(' ');
    if (key === this.stillKey) return;
    this.stillKey = key;
    const brush = prepare(this.still, this.canvas);
    scaleToPixels(brush);
    paintLayers(brush, scene.still(), palette);
  }

  /** Setting a canvas's size clears it, so set it only if it differs. */
  private fit(scene: Scene): void {
    const width = Math.round(scene.width * devicePixelRatio);
    const height = Math.round(scene.height * devicePixelRatio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.canvas.style.height = `${scene.height}px`;
  }
}

const outlineWidth = { selected: 2, cursor: 1.5, hover: 1 };

function outlines(scene: Scene, marks: readonly Mark[]): Layer {
  const looks = new Map(marks.map((mark) => [mark.id, mark.look]));
  const shapes = scene.hits.flatMap((hit) => {
    const look = looks.get(hit.id);
    if (look === undefined) return [];
    const gap = look === 'hover' ? 0.5 : 2;
    return [
      {
        type: 'rect' as const,
        key: `outline ${hit.id}`,
        x: hit.x - gap,
        y: hit.y - gap,
        w: hit.w + 2 * gap,
        h: hit.h + 2 * gap,
        radius: 4,
        stroke: look === 'hover' ? ('muted' as const) : ('text' as const),
        strokeWidth: outlineWidth[look],
        dash: look === 'cursor',
      },
    ];
  });
  return { clip: null, shapes };
}

function prepare(canvas: HTMLCanvasElement, like: HTMLCanvasElement): CanvasRenderingContext2D {
  if (canvas.width !== like.width) canvas.width = like.width;
  if (canvas.height !== like.height) canvas.height = like.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser does not support canvas');
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return context;
}

function scaleToPixels(context: CanvasRenderingContext2D): void {
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
}
