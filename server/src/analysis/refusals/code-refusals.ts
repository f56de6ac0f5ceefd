/** Checks that exports support a layer's scales and integers from its model. */
import { type Quantisation, integerType, kindArithmetic } from '../../arithmetic/index';
import type { ShapedLayer } from '../../network/index';

export const NO_NUMBERS =
  'the model has no numbers for this layer; export with --random-weights to build without a model';

/** Quantisation of inputs and output; undefined if only the weights determine it. */
interface Codes {
  readonly inputs: readonly (Quantisation | undefined)[];
  readonly output: Quantisation | undefined;
}

export function codeRefusals({ spec }: Pick<ShapedLayer, 'spec'>, { inputs, output }: Codes): string[] {
  if (inputs.length !== spec.inputs.length)
    return [`the model gives scales for ${inputs.length} inputs, the layer has ${spec.inputs.length}`];
  const found: string[] = [];
  for (const code of [...inputs, output]) {
    if (code === undefined) continue;
    if (integerType(code) === undefined)
      found.push(`integers of ${code.min}..${code.max} have no type of 16 bits`);
    if (!(code.scale > 0 && Number.isFinite(code.scale))) found.push(`a scale of ${code.scale}`);
  }
  const [input] = inputs;
  const arithmetic = kindArithmetic(spec.kind);
  const isChoice = arithmetic.does === 'computes' && arithmetic.oneScale === true;
  if (isChoice && input && output && !sameCode(input, output)) {
    found.push(
      'the model has another scale behind this maximum than in front of it; scales must be the same there',
    );
  }
  return found;
}

function sameCode(a: Quantisation, b: Quantisation): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}
