/** Cost of each kind of layer, what is not modelled of it, and whether the exported kernels support it. */
import { resourceKinds, type ResourceKind } from '../base/resources';
import type { ShapedLayer } from '../network';
import type { LayerKind, LayerSpec, Parallelism } from '../semantics/design';
import { channelDividends, type DividendsOf, matrixDividends, undivided } from './dividends';
import {
  elementwiseParts,
  matrixParts,
  type PartsOf,
  poolParts,
  repeatingParts,
  softmaxParts,
  summingParts,
} from './layer-parts';
import { groupOrder } from './units/groups';
import { poolRows, type RowsOf, sameRows, vectorRows, wholeRows, windowRows } from './pipeline/row-input';

/** What the figures of a layer do not include, as text and by kind; figures of those kinds are lower bounds. */
export interface LeftOut {
  readonly notes: readonly string[];
  readonly resources: readonly ResourceKind[];
  readonly cycles: boolean;
}

interface KindCost {
  /** `wires` if it takes no logic of its own; `unknown` if its cost is not known. */
  readonly parts: PartsOf | 'wires' | 'unknown';
  /** What is not modelled for any number types; stated for each kind, so that no figure is zero by omission. */
  readonly leftOut: 'nothing' | ((spec: LayerSpec) => LeftOut);
  /** Whether its values may go through as they are, which follows from the model. */
  readonly mayKeepScale?: true;
  /** Whether it accumulates, so that a floating-point adder would need interleaved sums. */
  readonly sums: boolean;
  readonly divides: DividendsOf;
  /** Values of one position read at a time. */
  readonly lanes: (layer: ShapedLayer, parallel: Parallelism) => number;
  /** Input rows of an image needed for a row of its own. */
  readonly rows: RowsOf;
  /** Whether FINN, fpgaConvNet and hls4ml have a single unit for it, whose figures can be compared. */
  readonly peers: boolean;
  /** True if the exported kernels support it; else why not, and what to do instead. */
  readonly exported: true | ((spec: LayerSpec) => string);
}

const pe = (_layer: ShapedLayer, parallel: Parallelism): number => parallel.pe;
const underWindow = (layer: ShapedLayer, parallel: Parallelism): number => groupOrder(layer, parallel).lanes;

/** Message for a kind that the exported kernels do not support. */
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
  parts: matrixParts,
  lanes: underWindow,
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
  conv: { ...matrix, peers: true },
  depthwise: { ...matrix, peers: false },
  dense: { ...matrix, rows: vectorRows, peers: true },
  maxpool: { ...pool, parts: poolParts({ result: 'largest', whole: false }) },
  avgpool: { ...pool, parts: poolParts({ result: 'mean', whole: false }), sums: true },
  globalpool: { ...pool, parts: poolParts({ result: 'mean', whole: true }), sums: true, rows: wholeRows },
  relu: elementwise,
  // Always folded into the weights of the layer before it, or reported.
  batchnorm: { ...wires, exported: ({ kind }) => absent(kind) },
  add: { ...elementwise, parts: summingParts },
  concat: { ...elementwise, mayKeepScale: true },
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
