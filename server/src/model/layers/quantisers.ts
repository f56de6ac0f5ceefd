/** QONNX's quantisers (qonnx, docs/qonnx-custom-ops): how they round, and between which integers. */
import { type OnnxNode, intAttribute } from '../../onnx/index';

const halfEven = (x: number): number => {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

/** By `rounding_mode`. Halves go to the even neighbour, away from zero or towards it; UP and DOWN likewise, for all. */
export const roundings = {
  ROUND: halfEven,
  HALF_EVEN: halfEven,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  UP: (x: number) => Math.sign(x) * Math.ceil(Math.abs(x)),
  DOWN: Math.trunc,
  ROUND_TO_ZERO: Math.trunc,
  HALF_UP: (x: number) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5),
  HALF_DOWN: (x: number) => Math.sign(x) * Math.ceil(Math.abs(x) - 0.5),
} as const satisfies Readonly<Record<string, (x: number) => number>>;

export function limitsOf(node: OnnxNode, width = 8): { readonly min: number; readonly max: number } {
  if (node.opType === 'BipolarQuant') return { min: -1, max: 1 };
  const isNarrow = intAttribute(node, 'narrow', 0) === 1;
  const half = 2 ** (width - 1);
  if (intAttribute(node, 'signed', 1) === 1) return { min: isNarrow ? 1 - half : -half, max: half - 1 };
  return { min: 0, max: 2 ** width - 1 - (isNarrow ? 1 : 0) };
}
