/** Rounding modes of QONNX's quantisers (qonnx, docs/qonnx-custom-ops/quant_op.md) in standard operators. */
import { OnnxError } from '../../onnx/index';
import type { StandardNodes } from './standard-nodes';

/** 1.5 · 2^23: a float32 that this is added to and taken from again is rounded to the nearest whole number, ties to even. */
const TO_WHOLE = 12_582_912;

/** `Round` came with this version of the operators. */
export const ROUND_SINCE = 11;

type Rounding = (nodes: StandardNodes, x: string, stem: string) => string;

const direct =
  (opType: string): Rounding =>
  (nodes, x, stem) =>
    nodes.add(opType, [x], { stem: `${stem}~whole` });

const nearestEven: Rounding = (nodes, x, stem) => {
  if (nodes.opset >= ROUND_SINCE) return direct('Round')(nodes, x, stem);
  const large = nodes.floats(`${stem}~to_whole`, [TO_WHOLE]);
  return nodes.add('Sub', [nodes.add('Add', [x, large], { stem: `${stem}~rounding` }), large], {
    stem: `${stem}~whole`,
  });
};

/** The same on both sides of zero: |x| is shifted and cut, and gets its sign again. */
const bySize =
  (cut: 'Ceil' | 'Floor', shift: number): Rounding =>
  (nodes, x, stem) => {
    const size = nodes.add('Abs', [x], { stem: `${stem}~size` });
    const shifted =
      shift === 0
        ? size
        : nodes.add('Add', [size, nodes.floats(`${stem}~half`, [shift])], { stem: `${stem}~shifted_size` });
    const whole = nodes.add(cut, [shifted], { stem: `${stem}~whole_size` });
    return nodes.add('Mul', [whole, nodes.add('Sign', [x], { stem: `${stem}~sign` })], {
      stem: `${stem}~whole`,
    });
  };

const modes: Readonly<Record<string, Rounding>> = {
  ROUND: nearestEven,
  HALF_EVEN: nearestEven,
  CEIL: direct('Ceil'),
  FLOOR: direct('Floor'),
  UP: bySize('Ceil', 0),
  DOWN: bySize('Floor', 0),
  ROUND_TO_ZERO: bySize('Floor', 0),
  HALF_UP: bySize('Floor', 0.5),
  HALF_DOWN: bySize('Ceil', -0.5),
};

/**
 * @param place of the quantiser, for the message
 * @throws OnnxError for a mode that QONNX does not have
 */
export function roundingOf(mode: string, place: string): Rounding {
  const known = mode.toUpperCase();
  const found = Object.hasOwn(modes, known) ? modes[known] : undefined;
  if (found) return found;
  throw new OnnxError(
    `${place}: its rounding_mode is \`${mode}\`; QONNX has ${Object.keys(modes).join(', ')}: write one of them`,
  );
}
