/** Which pixels a `Resize` takes along one dimension (onnx/docs/Operators.md, Resize; Upsample is asymmetric and rounds down). */
import { stringAttribute } from '../../onnx/index';
import type { Site } from '../graph/value';

type Coordinate = (x: number, scale: number, from: number, to: number) => number;

/** From the place of a result to that of what it is taken of. */
const coordinates: Readonly<Record<string, Coordinate>> = {
  half_pixel: (x, scale) => (x + 0.5) / scale - 0.5,
  half_pixel_symmetric: (x, scale, from, to) => {
    const adjustment = to / (scale * from);
    return (from / 2) * (1 - adjustment) + (x + 0.5) / scale - 0.5;
  },
  pytorch_half_pixel: (x, scale, _, to) => (to > 1 ? (x + 0.5) / scale - 0.5 : 0),
  align_corners: (x, _, from, to) => (to > 1 ? (x * (from - 1)) / (to - 1) : 0),
  asymmetric: (x, scale) => x / scale,
  tf_half_pixel_for_nn: (x, scale) => (x + 0.5) / scale,
};

/** Along one dimension; a file may say any number. */
const MOST_PIXELS = 65_536;

const nearest: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/**
 * Whether each pixel is repeated, and nothing else happens.
 *
 * @param given the factor that the node says, where it says no size
 */
export function repeats({ node, opset }: Site, from: number, to: number, given: number | undefined): boolean {
  if (stringAttribute(node, 'mode', 'nearest') !== 'nearest') return false;
  const factor = to / from;
  if (!Number.isInteger(factor) || factor < 1 || to > MOST_PIXELS) return false;
  const old = node.opType === 'Upsample' || opset < 11;
  const mode = old ? 'asymmetric' : stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const rounding = old ? 'floor' : stringAttribute(node, 'nearest_mode', 'round_prefer_floor');
  const coordinate = Object.hasOwn(coordinates, mode) ? coordinates[mode] : undefined;
  const round = Object.hasOwn(nearest, rounding) ? nearest[rounding] : undefined;
  if (coordinate === undefined || round === undefined) return false;
  const scale = given ?? factor;
  for (let x = 0; x < to; x++) {
    const place = Math.min(Math.max(round(coordinate(x, scale, from, to)), 0), from - 1);
    if (place !== Math.floor(x / factor)) return false;
  }
  return true;
}
