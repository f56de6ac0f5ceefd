import { type LayerNumbers, type Quantisation, isWire } from '../../arithmetic';
import type { Matrix, QuantisedDesign } from '../../arithmetic/quantised';
import type { Analysis, LayerFigures, ModuleFigures } from '../../analysis/analysis';
import { checkParallelism } from '../../cost';
import { moduleGraph } from '../../cost/module-graph';
import { channels, elements, productsPerOutput, type ShapedLayer } from '../../network';
import type { LayerKind, Origin } from '../../semantics/design';
import type { NumberType } from '../../semantics/number-type';
import { codeOf, leavingLayers, numbersOf } from './kernel';
import { foldedBias } from './matrix-layer';
import { cppType } from './numbers-type';

/** What stands against an export, and where in the design. */
export interface Problem {
  readonly message: string;
  readonly origin: Origin;
}

const template: ReadonlySet<LayerKind> = new Set<LayerKind>([
  'conv',
  'depthwise',
  'dense',
  'maxpool',
  'avgpool',
  'globalpool',
  'add',
  'concat',
  'relu',
  'upsample',
]);

/** Accumulators of the kernels have 32 bits. */
const largestSum = 2 ** 31 - 1;

/** Beyond this a scale is no scale: every sum but 0 would saturate. */
const largestScale = 2 ** 20;

/** Comparisons of decisions have 64 bits, of which shares and thresholds have 24 behind the point each. */
const largestComparison = 2 ** 16;

/** Everything that the template cannot do, one problem each. */
export function problemsOf(analysis: Analysis, numbers: QuantisedDesign): Problem[] {
  return analysis.modules.flatMap((module) => {
    const own = moduleProblems(analysis, module);
    const layers = module.layers.flatMap((index) =>
      layerProblems(module, index, numbersOf(numbers, module.list).layers.get(index)),
    );
    return own.length + layers.length > 0 ? [...own, ...layers] : graphProblems(analysis, numbers, module);
  });
}

function moduleProblems({ target }: Analysis, { name, kind, spec, list, layers }: ModuleFigures): Problem[] {
  const problems: Problem[] = [];
  if (target.part === undefined) {
    problems.push({
      message: 'kernels are built for a part: write `part` or `board` in a device block',
      origin: spec.origin,
    });
  }
  if (!layers.some((i) => list.layers[i] && !isWire(list.layers[i].shaped))) {
    problems.push({ message: `${kind} ${name} has no layer that computes anything`, origin: spec.origin });
  }
  return problems;
}

function layerProblems(module: ModuleFigures, index: number, numbers: LayerNumbers | undefined): Problem[] {
  const figures = module.list.layers[index];
  if (figures === undefined || isWire(figures.shaped)) return [];
  const { shaped } = figures;
  const { spec } = shaped;
  const messages = [...writtenProblems(figures)];
  if (messages.length === 0 && spec.kind !== 'upsample') messages.push(...numberProblems(shaped, numbers));
  return messages.map((message) => ({ message: `${spec.label}: ${message}`, origin: spec.origin }));
}

/** What the design's own words ask for. */
function* writtenProblems({ shaped, parallel, cost }: LayerFigures): Iterable<string> {
  const { spec, outShape, groups } = shaped;
  if (spec.kind === 'softmax') {
    yield 'no kernel computes a softmax layer; leave it out: an exit decides by `when softmax`, and the label is the same';
    return;
  }
  if (!template.has(spec.kind)) {
    yield `the template has no ${spec.kind === 'operator' ? `operator ${spec.onnx ?? ''}`.trim() : spec.kind}; replace it by layers that it has, or cut the network there and compute it in code of your own`;
    return;
  }
  if (outShape === undefined || cost === undefined) {
    yield 'its shape is not known: see its diagnostic';
    return;
  }
  for (const [what, type] of [
    ['weights', spec.weights],
    ['activations', spec.activations],
  ] as const) {
    if (type.family === 'float')
      yield `${what} ${type.name}: the kernels compute with integers; write int2 to int16, binary or ternary`;
  }
  if (spec.rank !== undefined)
    yield '`rank` is modelled, but not exported yet: leave it out, or write its two factors as two layers';
  if (spec.codebookBits !== undefined) yield '`codebook` is modelled, but not exported yet: leave it out';
  if (spec.weightsIn === 'uram') {
    yield 'weights-in uram: UltraRAM cannot begin with values from a bitstream (UG573); write bram, lutram or ddr';
  }
  for (const { factor, value, total, divides, below, above } of checkParallelism(shaped, parallel)) {
    const nearest = [below, above].filter((n) => n !== undefined).join(' or ');
    yield `${factor} ${value} does not divide ${divides} = ${total}${nearest ? `; nearest: ${nearest}` : ''}`;
  }
  if (groups > 1) {
    const each = channels(outShape) / groups;
    const { pe } = parallel;
    if (each % pe !== 0 && pe % each !== 0) {
      yield `pe ${pe} cuts groups of ${each} filters apart; write a divisor or a multiple of ${each}`;
    }
  }
}

/** Whether the numbers belong to the layer, and fit the kernels. */
function* numberProblems(layer: ShapedLayer, numbers: LayerNumbers | undefined): Iterable<string> {
  const { spec } = layer;
  const multiplies = spec.kind === 'conv' || spec.kind === 'depthwise' || spec.kind === 'dense';
  if (numbers === undefined || (multiplies && numbers.matrix === undefined)) {
    yield 'the model has no numbers for this layer; export with --random-weights to build without a model';
    return;
  }
  if (numbers.inputs.length !== spec.inputs.length) {
    yield `the model gives scales for ${numbers.inputs.length} inputs, the layer has ${spec.inputs.length}`;
    return;
  }
  for (const code of [...numbers.inputs, numbers.output]) {
    if (cppType(code) === undefined) yield `integers of ${code.min}..${code.max} have no type of 16 bits`;
    if (!(code.scale > 0 && Number.isFinite(code.scale))) yield `a scale of ${code.scale}`;
  }
  const [input] = numbers.inputs;
  if (spec.kind === 'maxpool' && input && !sameCode(input, numbers.output)) {
    yield 'the model has another scale behind this maximum than in front of it; scales must be the same there';
  }
  if (numbers.matrix && input) yield* matrixProblems(layer, numbers.matrix, input);
}

function* matrixProblems(layer: ShapedLayer, matrix: Matrix, input: Quantisation): Iterable<string> {
  const { spec, inShape, outShape, window, groups } = layer;
  if (inShape === undefined || outShape === undefined) return;
  const filters = channels(outShape);
  const width = productsPerOutput(spec, inShape, window, spec.kind === 'dense' ? 1 : groups);
  const { weights, bias, scales } = matrix;
  if (weights.length !== filters * width || bias.length !== filters || scales.length !== filters) {
    yield `the model has ${weights.length} weights and ${bias.length} biases, the layer ${filters * width} and ${filters}: the model is another network's`;
    return;
  }
  const [least, most] = rangeOf(spec.weights);
  const outside = weights.find((w) => w < least || w > most || (spec.weights.family === 'binary' && w === 0));
  if (outside !== undefined)
    yield `a weight of ${outside} is no ${spec.weights.name}: quantise the model for this precision`;
  const odd = scales.find((s) => !(s > 0 && s < largestScale));
  if (odd !== undefined) yield `a requantisation scale of ${odd} is of no use`;
  const size = Math.max(Math.abs(input.min), Math.abs(input.max));
  const folded = foldedBias(matrix, { filters, width }, input);
  for (let f = 0; f < filters; f++) {
    let sum = Math.abs(folded[f] ?? 0);
    for (let i = f * width; i < (f + 1) * width; i++) sum += Math.abs(weights[i] ?? 0) * size;
    if (sum > largestSum) {
      yield `a sum of filter ${f} can reach ${sum}, more than the accumulator's 32 bits hold; use fewer bits`;
      return;
    }
  }
}

function rangeOf(type: NumberType): [number, number] {
  if (type.family === 'binary' || type.family === 'ternary') return [-1, 1];
  return [-(2 ** (type.bits - 1)), 2 ** (type.bits - 1) - 1];
}

function sameCode(a: Quantisation, b: Quantisation): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

/** Layers whose values a module reads: its own `input`, those outside, and of a branch -1, the trunk. */
function readFrom({ list, layers }: ModuleFigures): number[] {
  const inputs = (l: number): readonly number[] =>
    list.specs[l]?.kind === 'input' ? [l] : (list.specs[l]?.inputs ?? []);
  const own = (l: number): boolean => layers.includes(l) && list.specs[l]?.kind !== 'input';
  return [...new Set(layers.flatMap(inputs))].filter((l) => !own(l));
}

/** Layers whose values leave a module: others read them, or nobody does. */
function handedOn(analysis: Analysis, module: ModuleFigures): number[] {
  const { list, layers } = module;
  const inside = new Set(layers.flatMap((l) => list.specs[l]?.inputs ?? []));
  const leaving = leavingLayers(analysis, module);
  return layers.filter((l) => !inside.has(l) || leaving.includes(l));
}

function named({ list }: ModuleFigures, layers: readonly number[]): string {
  const labels = layers.map((l) => list.specs[l]?.label ?? 'what it branches from');
  return labels.length === 1 ? (labels[0] ?? '') : `${labels.length} values (${labels.join(', ')})`;
}

/** One stream in, one out. */
function graphProblems(analysis: Analysis, numbers: QuantisedDesign, module: ModuleFigures): Problem[] {
  const { kind, name, spec, list } = module;
  const layers = module.layers.flatMap((i) => {
    const figures = list.layers[i];
    return figures?.cost === undefined ? [] : [{ layer: figures.shaped, cost: figures.cost }];
  });
  const { sources, results } = moduleGraph(layers, leavingLayers(analysis, module));
  const fault = (message: string): Problem => ({
    message: `${kind} ${name} ${message}`,
    origin: spec.origin,
  });
  if (sources.length !== 1 || results.length !== 1) {
    const read = named(module, readFrom(module));
    const handed = named(module, handedOn(analysis, module));
    const way =
      'a kernel has one stream in and one out: let the stage end where one value is all that later layers read';
    return [fault(`reads ${read} and hands on ${handed}; ${way}`)];
  }
  const [result] = results;
  const end = module.layers.at(-1) ?? -1;
  if ('when' in spec && result) {
    const { criterion, threshold } = spec.when;
    const n = elements(result.shape);
    // Both sides of an entropy's comparison are shares times nats.
    const largest = criterion === 'entropy' ? n * Math.max(threshold, Math.log(n) + 1) : n;
    if (criterion !== 'margin' && largest >= largestComparison) {
      return [
        fault(`decides by ${criterion} over ${n} classes, more than its 64 bits hold; write \`when margin\``),
      ];
    }
  }
  if (result && elements(result.shape) > 0 && cppType(codeOf(analysis, numbers, list, end)) === undefined) {
    return [fault('has a result of more than 16 bits')];
  }
  return [];
}
