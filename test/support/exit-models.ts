/** Small models with exits as people train them, with random weights: read, run by onnxruntime, and brought to kernels. */
import { type AttributeValue, floats, model, node, valueInfo } from './onnx-writer';
import { seeded } from './random-weights';

interface Line {
  readonly text: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

const pad = { pads: [1, 1, 1, 1] };
const conv = (text: string): Line => ({ text: `Conv ${text}`, attributes: pad });
const plain = (text: string): Line => ({ text });

/** The image is 1x6x6; `w…` are weights of the dimensions given. */
function written(
  lines: readonly Line[],
  weights: Readonly<Record<string, readonly number[]>>,
  outputs: Readonly<Record<string, readonly (number | string)[]>>,
): Uint8Array {
  const random = seeded(7);
  return model({
    nodes: lines.map(({ text, attributes }) => node(text, attributes)),
    inputs: [valueInfo('x', ['N', 1, 6, 6])],
    outputs: Object.entries(outputs).map(([name, dims]) => valueInfo(name, dims)),
    initializers: Object.entries(weights).map(([name, dims]) => {
      const size = dims.reduce((a, b) => a * b, 1);
      return floats(name, dims, Array.from({ length: size }, random));
    }),
  });
}

const trunk = [conv('x w1 -> c1'), plain('Relu c1 -> r1')];
const rest = [conv('r1 w2 -> c2'), plain('Relu c2 -> r2'), plain('Flatten r2 -> f2')];
const pooled = [plain('GlobalAveragePool r1 -> g1'), plain('Flatten g1 -> f1')];
const common = { w1: [4, 1, 3, 3], w2: [4, 4, 3, 3], w3: [144, 5], h: [4, 5] };
const five = ['N', 5] as const;

export const exitModels = {
  sequence: written(
    [
      ...trunk,
      ...pooled,
      plain('Gemm f1 h -> e1'),
      plain('SequenceConstruct e1 -> list'),
      ...rest,
      plain('Gemm f2 w3 -> last'),
      plain('SequenceInsert list last -> out'),
    ],
    common,
    { out: [] },
  ),
  cascade: written(
    [
      ...trunk,
      ...pooled,
      plain('Gemm f1 h -> first'),
      plain('Relu first -> r'),
      ...rest,
      { text: 'Concat f2 r -> joined', attributes: { axis: 1 } },
      plain('Gemm joined wj -> last'),
    ],
    { ...common, wj: [149, 5] },
    { first: five, last: five },
  ),
  onlyScores: written(
    [
      ...trunk,
      plain('Flatten r1 -> f'),
      plain('Gemm f w3 -> first'),
      plain('Relu first -> r'),
      plain('Gemm r k -> last'),
    ],
    { w1: [4, 1, 3, 3], w3: [144, 5], k: [5, 5] },
    { first: five, last: five },
  ),
  ensemble: written(
    [
      ...trunk,
      ...pooled,
      plain('Gemm f1 h -> first'),
      ...rest,
      plain('Gemm f2 w3 -> own'),
      plain('Add first own -> last'),
    ],
    common,
    { first: five, last: five },
  ),
  onInput: written(
    [plain('Flatten x -> f0'), plain('Gemm f0 h0 -> zero'), ...trunk, ...rest, plain('Gemm f2 w3 -> last')],
    { ...common, h0: [36, 5] },
    { zero: five, last: five },
  ),
  learned: written(
    [
      ...trunk,
      ...pooled,
      plain('Gemm f1 h -> first'),
      plain('Gemm f1 hc -> raw'),
      plain('Sigmoid raw -> sure'),
      ...rest,
      plain('Gemm f2 w3 -> last'),
    ],
    { ...common, hc: [4, 1] },
    { last: five, sure: ['N', 1], first: five },
  ),
  binary: written(
    [
      ...trunk,
      ...pooled,
      plain('Gemm f1 hc -> a'),
      plain('Sigmoid a -> first'),
      ...rest,
      plain('Gemm f2 wc -> b'),
      plain('Sigmoid b -> last'),
    ],
    { ...common, hc: [4, 1], wc: [144, 1] },
    { first: ['N', 1], last: ['N', 1] },
  ),
  sigmoids: written(
    [
      ...trunk,
      ...pooled,
      plain('Gemm f1 h -> a'),
      plain('Sigmoid a -> first'),
      ...rest,
      plain('Gemm f2 w3 -> b'),
      plain('Sigmoid b -> last'),
    ],
    common,
    { first: five, last: five },
  ),
  image: written(
    [...trunk, conv('r1 hi -> first'), conv('r1 w2 -> c2'), plain('Relu c2 -> r2'), conv('r2 hi -> last')],
    { w1: [4, 1, 3, 3], w2: [4, 4, 3, 3], hi: [3, 4, 3, 3] },
    { first: ['N', 3, 6, 6], last: ['N', 3, 6, 6] },
  ),
  sharedHead: written(
    [
      ...trunk,
      conv('r1 hs -> s1'),
      plain('Relu s1 -> s2'),
      plain('Flatten s2 -> s3'),
      plain('Gemm s3 w3 -> first'),
      plain('Gemm s3 other -> side'),
      ...rest,
      plain('Gemm f2 w3b -> last'),
    ],
    { ...common, hs: [4, 4, 3, 3], other: [144, 2], w3b: [144, 5] },
    { first: five, side: ['N', 2], last: five },
  ),
  /** The end of the network is listed first, and the template lacks an operator. */
  swapped: written(
    [
      conv('x w1 -> c1'),
      plain('Elu c1 -> r1'),
      ...pooled,
      plain('Gemm f1 h -> aux'),
      conv('r1 w2 -> c2'),
      plain('Elu c2 -> r2'),
      plain('Flatten r2 -> f2'),
      plain('Gemm f2 w3 -> main'),
    ],
    common,
    { main: five, aux: five },
  ),
  /** The exit's head has most of the work. */
  fat: written(
    [
      ...trunk,
      conv('r1 hf -> e1'),
      plain('Relu e1 -> e2'),
      plain('Flatten e2 -> e3'),
      plain('Gemm e3 hg -> early'),
      conv('r1 w2 -> c2'),
      plain('Relu c2 -> r2'),
      conv('r2 w2b -> c3'),
      plain('GlobalAveragePool c3 -> g3'),
      plain('Flatten g3 -> f3'),
      plain('Gemm f3 h -> last'),
    ],
    { ...common, w2b: [4, 4, 3, 3], hf: [32, 4, 3, 3], hg: [1152, 5] },
    { early: five, last: five },
  ),
} as const;
