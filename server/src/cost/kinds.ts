/** What each kind of layer takes, what of it is not modelled, and whether the exported kernels have it. */
import { resourceKinds, type ResourceKind } from '../base/resources';
import type { LayerKind, LayerSpec, Parallelism } from '../semantics/design';
import { channelDividends, type DividendsOf, matrixDividends, undivided } from './dividends';
import {
  elementwiseParts,
  matrixParts,
  type PartsOf,
  poolParts,
  repeatingParts,
  softmaxParts,
} from './layer-parts';
import { poolRows, type RowsOf, sameRows, vectorRows, wholeRows, windowRows } from './pipeline/row-input';

/** What the figures of a layer leave out, in words and by kind: of those they are lower bounds. */
export interface LeftOut {
  readonly notes: readonly string[];
  readonly resources: readonly ResourceKind[];
  readonly cycles: boolean;
}

interface KindCost {
  /** `wires` where it takes no logic of its own; `unknown` where nobody knows what it takes. */
  readonly parts: PartsOf | 'wires' | 'unknown';
  /** What is not modelled whatever its number types: no figure is zero because nobody thought of it. */
  readonly leftOut: 'nothing' | ((spec: LayerSpec) => LeftOut);
  /** It sums up, so a floating-point adder would need interleaved sums. */
  readonly sums: boolean;
  readonly divides: DividendsOf;
  /** Values of one position that are read at a time. */
  readonly lanes: (parallel: Parallelism) => number;
  /** Which rows of an image it needs for a row of its own. */
  readonly rows: RowsOf;
  /** FINN, fpgaConvNet and hls4ml have one unit for it, whose figures can be set beside ours. */
  readonly peers: boolean;
  /** The exported kernels have it; else why not, and what can be done instead. */
  readonly exported: true | ((spec: LayerSpec) => string);
}

const pe = (parallel: Parallelism): number => parallel.pe;
const simd = (parallel: Parallelism): number => parallel.simd;

/** What to do about a kind that the exported kernels lack. */
const absent = (name: string): string =>
  `the template has no ${name}; replace it by layers that it has, or cut the network there and compute it in code of your own`;

const wires = {
  parts: 'wires',
  leftOut: 'nothing',
  sums: false,
  divides: undivided,
  lanes: pe,
  rows: sameRows,
  peers: false,
  exported: true,
} as const;

const matrix = {
  leftOut: 'nothing',
  sums: true,
  divides: matrixDividends,
  rows: windowRows,
  exported: true,
} as const;

const elementwise = {
  parts: elementwiseParts,
  leftOut: 'nothing',
  sums: false,
  divides: channelDividends,
  lanes: pe,
  rows: sameRows,
  peers: false,
  exported: true,
} as const;

const pool = { ...elementwise, rows: poolRows } as const;

const kinds = {
  input: wires,
  conv: { ...matrix, parts: matrixParts(simd), lanes: simd, peers: true },
  // It reads PE channels at a time, the others SIMD (FINN's VVAU and MVAU).
  depthwise: { ...matrix, parts: matrixParts(pe), lanes: pe, peers: false },
  dense: { ...matrix, parts: matrixParts(simd), lanes: simd, rows: vectorRows, peers: true },
  maxpool: { ...pool, parts: poolParts({ result: 'largest', whole: false }) },
  avgpool: { ...pool, parts: poolParts({ result: 'mean', whole: false }), sums: true },
  globalpool: { ...pool, parts: poolParts({ result: 'mean', whole: true }), sums: true, rows: wholeRows },
  relu: elementwise,
  // Always folded into the weights of the layer before it, or reported.
  batchnorm: { ...wires, exported: ({ kind }) => absent(kind) },
  add: elementwise,
  concat: elementwise,
  flatten: wires,
  softmax: {
    ...elementwise,
    parts: softmaxParts,
    leftOut: () => ({
      notes: ['The division of a softmax layer is not modelled.'],
      resources: ['lut', 'ff', 'dsp'],
      cycles: true,
    }),
    divides: undivided,
    exported: () =>
      'no kernel computes a softmax layer; leave it out: an exit decides by `when softmax`, and the label is the same',
  },
  upsample: { ...elementwise, parts: repeatingParts },
  operator: {
    ...wires,
    parts: 'unknown',
    leftOut: ({ onnx }) => ({
      notes: [`No hardware template computes ${onnx ?? 'an operator without a name'}.`],
      resources: resourceKinds,
      cycles: true,
    }),
    exported: ({ onnx = '' }) => absent(`operator ${onnx}`.trim()),
  },
} as const satisfies Readonly<Record<LayerKind, KindCost>>;

export const kindCost = (kind: LayerKind): KindCost => kinds[kind];
