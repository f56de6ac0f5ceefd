/** Checks that the HLS templates can build a design's modules. */
import { kindSpecs } from '../../../../grammar/src/index';
import { type LayerNumbers, type Quantisation, isWire, kindArithmetic } from '../../arithmetic';
import type { Matrix, QuantisedDesign } from '../../arithmetic/index';
import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import {
  type Refused,
  decisionRefusal,
  idleRefusal,
  layerRefusals,
  streamRefusal,
} from '../../analysis/refusals/refusals';
import { moduleStreams } from '../../analysis/refusals/streams';
import { NO_NUMBERS, codeRefusals } from '../../analysis/refusals/code-refusals';
import type { ModuleResult } from '../../cost/index';
import { channels, elements, productsPerOutput, type ShapedLayer } from '../../network';
import type { NumberType } from '../../semantics/number-type';
import { codeOf, numbersOf } from './kernel';
import { foldedBias } from './matrix-layer';
import { cppType } from './numbers-type';

export type Problem = Refused;

/** Largest value of the kernels' 32-bit accumulators. */
const largestSum = 2 ** 31 - 1;

/** Largest plausible scale: beyond it every sum but 0 would saturate. */
const largestScale = 2 ** 20;

/** Everything that the templates do not support, one problem each. */
export function problemsOf(analysis: Analysis, numbers: QuantisedDesign): Problem[] {
  return analysis.modules.flatMap((module) => {
    const own = moduleProblems(analysis, module);
    const layers = module.layers.flatMap((index) =>
      layerProblems(module, index, numbersOf(numbers, module.list).layers.get(index)),
    );
    return own.length + layers.length > 0 ? [...own, ...layers] : graphProblems(analysis, numbers, module);
  });
}

function moduleProblems({ target }: Analysis, module: ModuleFigures): Problem[] {
  const { spec } = module;
  const problems: Problem[] = [];
  if (target.part === undefined) {
    problems.push({
      message: 'kernels need a part: write `part` or `board` in a device block',
      origin: spec.origin,
    });
  }
  const idle = idleRefusal(module);
  if (idle) problems.push(idle);
  return problems;
}

function layerProblems(module: ModuleFigures, index: number, numbers: LayerNumbers | undefined): Problem[] {
  const figures = module.list.layers[index];
  if (figures === undefined || isWire(figures.shaped)) return [];
  const { shaped } = figures;
  const { spec } = shaped;
  const messages = layerRefusals(figures).map((r) => r.message);
  if (messages.length === 0 && kindArithmetic(spec.kind).does === 'computes')
    messages.push(...numberProblems(shaped, numbers));
  return messages.map((message) => ({ message: `${spec.label}: ${message}`, origin: spec.origin }));
}

/** Checks that the numbers belong to the layer and fit the kernels. */
function* numberProblems(layer: ShapedLayer, numbers: LayerNumbers | undefined): Iterable<string> {
  const { spec } = layer;
  if (numbers === undefined || (kindSpecs[spec.kind].weighted && numbers.matrix === undefined)) {
    yield NO_NUMBERS;
    return;
  }
  yield* codeRefusals(layer, numbers);
  const [input] = numbers.inputs;
  if (numbers.matrix && input) yield* matrixProblems(layer, numbers.matrix, input);
}

function* matrixProblems(layer: ShapedLayer, matrix: Matrix, input: Quantisation): Iterable<string> {
  const { spec, inShape, outShape, window, groups } = layer;
  if (inShape === undefined || outShape === undefined) return;
  const filters = channels(outShape);
  const width = productsPerOutput(spec, inShape, window, groups);
  const { weights, bias, scales } = matrix;
  if (weights.length !== filters * width || bias.length !== filters || scales.length !== filters) {
    yield `the model has ${weights.length} weights and ${bias.length} biases, but the layer needs ${filters * width} and ${filters}: the model is for another network`;
    return;
  }
  const [least, most] = rangeOf(spec.weights);
  const outside = weights.find((w) => w < least || w > most || (spec.weights.family === 'binary' && w === 0));
  if (outside !== undefined)
    yield `the weight ${outside} is not ${spec.weights.name}: quantise the model for this precision`;
  const odd = scales.find((s) => !(s > 0 && s < largestScale));
  if (odd !== undefined) yield `the requantisation scale ${odd} is not usable`;
  const size = Math.max(Math.abs(input.min), Math.abs(input.max));
  const folded = foldedBias(matrix, { filters, width }, input);
  for (let f = 0; f < filters; f++) {
    let sum = Math.abs(folded[f] ?? 0);
    for (let i = f * width; i < (f + 1) * width; i++) sum += Math.abs(weights[i] ?? 0) * size;
    if (sum > largestSum) {
      yield `a sum of filter ${f} can reach ${sum}, more than the 32-bit accumulator holds; use fewer bits`;
      return;
    }
  }
}

function rangeOf(type: NumberType): [number, number] {
  if (type.family === 'binary' || type.family === 'ternary') return [-1, 1];
  return [-(2 ** (type.bits - 1)), 2 ** (type.bits - 1) - 1];
}

/** Checks a module's streams, its decision, and the types of its results. */
function graphProblems(analysis: Analysis, numbers: QuantisedDesign, module: ModuleFigures): Problem[] {
  const { kind, name, spec, list } = module;
  const { entering, leaving } = moduleStreams(analysis, module);
  const fault = (message: string): Problem => ({
    message: `${kind} ${name} ${message}`,
    origin: spec.origin,
  });
  const crossing = streamRefusal(analysis, module, { into: entering.length, out: leaving.length });
  if (crossing) return [crossing];
  const [result] = leaving;
  if (kind !== 'stage' && result) {
    const beyond = decisionRefusal(module, elements(result.shape));
    if (beyond) return [beyond];
  }
  const isWide = ({ shape, layer }: ModuleResult): boolean =>
    elements(shape) > 0 && cppType(codeOf(analysis, numbers, list, layer)) === undefined;
  return leaving.some(isWide) ? [fault('has a result of more than 16 bits')] : [];
}
