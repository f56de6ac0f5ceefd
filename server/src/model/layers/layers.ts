/** Walks a traced graph and makes its layers: one short function an operator, everything else as `operator`. */
import type { OnnxNode } from '../../onnx/index';
import type { TracedGraph, TracedNode } from '../graph/trace';
import type { Dims } from '../graph/value';
import { Builder } from './builder';
import { readOperator } from './operator';
import { noteInexactSteps } from './quantised';
import { readings } from './readings';

export interface MainInput {
  readonly name: string;
  /** Channels behind rows and columns, as TensorFlow lays images out. */
  readonly channelsLast: boolean;
  /** Samples at once: the first dimension, or 1 where that is none of samples. */
  readonly batch: number;
}

/** The layers of a traced graph in its order, and where each value of the graph is. */
export function layersOf(traced: TracedGraph, main: MainInput): Builder {
  const dims = traced.values.get(main.name)?.dims ?? [];
  const builder = new Builder(traced, main.batch);
  const { shape, axes } = inputLayout(builder, dims, main.channelsLast);
  builder.channelsLast = main.channelsLast && dims.length === 4;
  const input = builder.add(nodeOf(main.name), { kind: 'input', inputs: [], shape });
  builder.putResult(main.name, { layer: input, dims, axes });
  for (const name of traced.inputs) {
    if (name === main.name) continue;
    const other = traced.values.get(name)?.dims ?? [];
    const side = builder.shapeOf(other);
    const layer = builder.add(nodeOf(name), {
      kind: 'operator',
      inputs: [input],
      shape: side.shape,
      attributes: ['onnx "Input"'],
      notes: [`${name} is a second input of the model`],
      refusal: `input ${name}: it is a second input of the model, and kernels read one`,
    });
    builder.put(name, { layer, dims: other, axes: side.axes });
  }
  for (const site of traced.nodes) readNode(builder, site);
  noteInexactSteps(builder);
  return builder;
}

function inputLayout(builder: Builder, dims: Dims, channelsLast: boolean) {
  const [, h = 1, w = 1, c = 1] = dims;
  if (channelsLast && dims.length === 4) return { shape: [c, h, w], axes: [null, 1, 2, 0] };
  return builder.shapeOf(dims);
}

function nodeOf(name: string): OnnxNode {
  return { name, opType: 'Input', domain: '', inputs: [], outputs: [name], attributes: new Map() };
}

function readNode(builder: Builder, site: TracedNode): void {
  const { node } = site;
  const reads = node.inputs.filter((name) => name !== '' && !builder.isConstant(name));
  const isReady = reads.every((name) => builder.placed.has(name) || builder.factors.has(name));
  const sizes = [...reads, node.outputs[0] ?? ''].every((name) => builder.value(name)?.dims !== undefined);
  const reading = Object.hasOwn(readings, node.opType) ? readings[node.opType] : undefined;
  if (reading === undefined || !isReady || !sizes) readOperator(builder, site);
  else reading.read(builder, site);
}
