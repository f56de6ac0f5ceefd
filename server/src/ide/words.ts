/** Figures in the words that all features share. */
import { isImage, type Shape } from '../network/index';

/** `6×28×28`, or the length of a vector. */
export function shapeText(shape: Shape): string {
  return isImage(shape) ? `${shape.c}×${shape.h}×${shape.w}` : String(shape.n);
}
