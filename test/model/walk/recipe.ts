/** Random networks as lists of steps: each step draws from a number of its own, so that any of them can be left out. */
import { type Random, numbered } from '../../support/seed';
import {
  affine,
  batchNorm,
  block,
  capped,
  concat,
  foreign,
  nothing,
  relu,
  residual,
  resize,
  twoScales,
} from './elementwise';
import { dense, exit, flat, scores } from './heads';
import { type Flow, Net, type Style } from './net';
import type { Model } from './runs';
import { averagePool, conv, depthwise, globalPool, maxPool, padded } from './windows';

/** What a step makes of a value; undefined where it does not fit there. */
type Apply = (net: Net, from: Flow) => Flow | undefined;

interface StepKind {
  /** How often it is drawn. */
  readonly weight: number;
  /** What it is for: images (signals among them), vectors, or both. */
  readonly over: 'images' | 'vectors' | 'all';
  readonly apply: Apply;
}

const kinds = {
  conv: { weight: 16, over: 'images', apply: conv },
  depthwise: { weight: 4, over: 'images', apply: depthwise },
  relu: { weight: 16, over: 'all', apply: relu },
  capped: { weight: 6, over: 'all', apply: capped },
  foreign: { weight: 1, over: 'all', apply: foreign },
  maxpool: { weight: 10, over: 'images', apply: maxPool },
  avgpool: { weight: 7, over: 'images', apply: averagePool },
  globalpool: { weight: 1, over: 'images', apply: globalPool },
  batchnorm: { weight: 10, over: 'all', apply: batchNorm },
  affine: { weight: 7, over: 'all', apply: affine },
  nothing: { weight: 2, over: 'all', apply: nothing },
  block: { weight: 2, over: 'images', apply: block },
  residual: { weight: 7, over: 'images', apply: residual },
  concat: { weight: 5, over: 'images', apply: concat },
  resize: { weight: 3, over: 'images', apply: resize },
  padded: { weight: 3, over: 'images', apply: padded },
  exit: { weight: 8, over: 'all', apply: exit },
  flat: { weight: 2, over: 'images', apply: flat },
  dense: { weight: 12, over: 'vectors', apply: (net, from) => dense(net, from, net.pick(6, 8, 10)) },
  'two scales': { weight: 1, over: 'images', apply: (net, from) => twoScales(net, from, flat) },
} as const satisfies Readonly<Record<string, StepKind>>;

type Kind = keyof typeof kinds;

interface Step {
  readonly kind: Kind;
  /** What the step itself is drawn from. */
  readonly seed: number;
}

const inputKinds = ['image', 'channels last', 'signal', 'vector', 'folded'] as const;

export interface Recipe {
  readonly style: Style;
  readonly input: { readonly kind: (typeof inputKinds)[number]; readonly seed: number };
  readonly steps: readonly Step[];
  /** For the end of the network and the order of nodes. */
  readonly seed: number;
}

const MOST_STEPS = 9;

/** The network of a number: the same for ever, as long as the steps are. */
export function recipeOf(number: number): Recipe {
  const random = numbered(number);
  const chance = (share: number): boolean => random() < share;
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const seed = (): number => Math.floor(random() * 2 ** 32);
  const style: Style = {
    opset: pick(9, 11, 13, 13, 18),
    batch: pick<Style['batch']>('N', 1),
    hidden: chance(0.25),
    shuffled: chance(0.15),
    outputs: pick('made', 'made', 'last first', 'any'),
    softmax: chance(0.15),
    named: chance(0.8),
  };
  const kind = pick('image', 'image', 'image', 'image', 'image', ...inputKinds);
  const drawn = Array.from({ length: 2 + Math.floor(random() * (MOST_STEPS - 1)) }, () => ({
    kind: anyKind(random),
    seed: seed(),
  }));
  return { style, input: { kind, seed: seed() }, steps: drawn, seed: seed() };
}

function anyKind(random: Random): Kind {
  const all = Object.entries(kinds) as [Kind, StepKind][];
  const total = all.reduce((sum, [, { weight }]) => sum + weight, 0);
  let rest = random() * total;
  return all.find(([, { weight }]) => (rest -= weight) < 0)?.[0] ?? 'conv';
}

export interface Built extends Model {
  /** Its nodes, a line each. */
  readonly lines: readonly string[];
}

const END = 'scores';

/** The model of a recipe. Steps that do not fit where they stand are passed over. */
export function build({ style, input, steps, seed }: Recipe): Built {
  const net = new Net(style);
  net.random = numbered(input.seed);
  let flow = inputs[input.kind](net);
  for (const step of steps) {
    const { over, apply }: StepKind = kinds[step.kind];
    if (over !== 'all' && (over === 'images') !== flow.shape.length > 1) continue;
    net.random = numbered(step.seed);
    flow = apply(net, flow) ?? flow;
  }
  net.random = numbered(seed);
  const last = scores(net, net.chance(0.3) ? relu(net, flow) : flow);
  // With an exit of as many layers, either could be the end.
  const end = net.outputs.every((o) => o.depth < last.depth) ? END : undefined;
  net.output(last, END);
  return {
    bytes: net.file(net.random),
    inputShape: net.input.shape,
    batch: style.batch,
    outputs: net.outputs.map((o) => o.name),
    end,
    lines: net.lines(),
  };
}

const inputs: Readonly<Record<Recipe['input']['kind'], (net: Net) => Flow>> = {
  image: (net) => entered(net, [net.pick(1, 2, 3), net.pick(6, 8, 9, 12), net.pick(6, 7, 9, 12)]),
  signal: (net) => entered(net, [net.pick(1, 2, 4), net.pick(16, 25, 32)]),
  vector: (net) => entered(net, [net.pick(10, 24)]),
  // A picture as one row of figures, which the model itself folds.
  folded: (net) => {
    const [c, h, w] = [net.pick(1, 3), net.pick(6, 8), net.pick(6, 9)];
    const flow = entered(net, [c * h * w]);
    return net.layer('Reshape', flow, [net.integers([-1, c, h, w])], {}, [c, h, w]);
  },
  // As TensorFlow has it, now and then with its pixels prepared first.
  'channels last': (net) => {
    const [c, h, w] = [3, net.pick(8, 12), net.pick(9, 12)];
    let flow = entered(net, [h, w, c]);
    if (net.chance(0.4)) flow = net.layer('Mul', flow, [net.scalar(2)], {}, flow.shape);
    if (net.chance(0.4))
      flow = net.layer('Sub', flow, [net.floats([c], () => [0.5, 0.4, 0.3])], {}, flow.shape);
    return net.layer('Transpose', flow, [], { perm: [0, 3, 1, 2] }, [c, h, w]);
  },
};

function entered(net: Net, shape: readonly number[]): Flow {
  return (net.input = { name: 'x', shape, depth: 0 });
}
