/** QONNX's quantisers (qonnx, docs/qonnx-custom-ops): how they round, and between which integers. */
import { roundHalfEven } from '../../arithmetic/index';
import { type OnnxNode, intAttribute } from '../../onnx/index';

/** By `rounding_mode`. Halves go to the even neighbour, away from zero or towards it; UP and DOWN likewise, for all. */
export const roundings = {
  ROUND: roundHalfEven,
  HALF_EVEN: roundHalfEven,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  UP: (x: number) => Math.sign(x) * Math.ceil(Math.abs(x)),
  DOWN: Math.trunc,
  ROUND_TO_ZERO: Math.trunc,
  HALF_UP: (x: number) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5),
  HALF_DOWN: (x: number) => Math.sign(x) * Math.ceil(Math.abs(x) - 0.5),
} as const satisfies Readonly<Record<string, (x: number) => number>>;

/** Signed integers of one bit are -1 and 1, by the sign, however the node spells them. */
export function isBipolar(node: OnnxNode, width: number | undefined): boolean {
  return node.opType === 'BipolarQuant' || (width === 1 && isSigned(node));
}

function isSigned(node: OnnxNode): boolean {
  return intAttribute(node, 'signed', 1) === 1;
}

/** `Quant` leaves the least integer out unless it says otherwise; `Trunc` keeps it. */
export function limitsOf(node: OnnxNode, width = 8): { readonly min: number; readonly max: number } {
  if (isBipolar(node, width)) return { min: -1, max: 1 };
  const isNarrow = intAttribute(node, 'narrow', node.opType === 'Trunc' ? 0 : 1) === 1;
  const half = 2 ** (width - 1);
  if (isSigned(node)) return { min: isNarrow ? 1 - half : -half, max: half - 1 };
  return { min: 0, max: 2 ** width - 1 - (isNarrow ? 1 : 0) };
}
