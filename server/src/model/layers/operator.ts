/** Everything that no layer of the language computes: it keeps its place and its shape, and says what it is. */
import {
  type OnnxNode,
  elementCount,
  isFloatType,
  intAttribute,
  stringAttribute,
  nodeLabel,
} from '../../onnx/index';
import { type Dims, type Site } from '../graph/value';
import type { Builder } from './builder';
import type { Placed } from './layer';

interface Counts {
  readonly macs: number;
  readonly params: number;
}

/** Operators whose constant inputs are settings, not weights. */
const settings =
  /^(Resize|Upsample|Pad|Clip|Slice|TopK|Expand|Tile|OneHot|Reshape|QuantizeLinear|DequantizeLinear|Quant|Gather.*|Reduce.*|Squeeze|Unsqueeze|Split|NonMaxSuppression|CumSum)$/;

/**
 * One line for each output that something reads; the figures stand on the first.
 *
 * @param reason why it has no kernel, where the operator itself is one that others of have
 */
export function readOperator(
  builder: Builder,
  { node }: Pick<Site, 'node'>,
  given?: Counts,
  reason?: string,
): void {
  const inputs = [...new Set(node.inputs.flatMap((name) => builder.placed.get(name)?.layer ?? []))];
  const lost = node.inputs.flatMap((name) => builder.lost.get(name) ?? [])[0];
  const counts = given ?? countsOf(builder, node);
  const isBehindSoftmax = node.inputs.some((name) => builder.placed.get(name)?.scores !== undefined);
  const usual = isBehindSoftmax
    ? 'it reads what a softmax gives, which kernels decide by only'
    : 'there is no integer kernel for it';
  let first = true;
  const isRead = (y: string): boolean => builder.readersOf(y).length > 0 || builder.isOutput(y);
  // Of an LSTM, often only the last state is read: the figures stand where something reads them.
  const anyRead = node.outputs.some((y) => y !== '' && isRead(y));
  for (const [i, y] of node.outputs.entries()) {
    if (y === '' || (anyRead ? !isRead(y) : i > 0)) continue;
    const dims = builder.value(y)?.dims;
    if (lost !== undefined || dims === undefined || inputs.length === 0) {
      builder.lost.set(y, lost ?? nodeLabel(node));
      if (lost !== undefined || inputs.length === 0 || !first) continue;
    }
    const placedLike = likeInput(builder, node, dims);
    const { shape, axes } = placedLike ?? builder.shapeOf(dims ?? [1]);
    const layer = builder.add(node, {
      kind: 'operator',
      inputs: inputs.map((input) => input),
      shape: dims === undefined ? [] : shape,
      attributes: [
        `onnx "${node.opType}"`,
        ...(first && counts.macs > 0 ? [`macs ${counts.macs}`] : []),
        ...(first && counts.params > 0 ? [`params ${counts.params}`] : []),
      ],
      ...(first && counts),
      refusal: `${nodeLabel(node)}: ${isBehindSoftmax ? usual : (reason ?? usual)}`,
      notes: dims === undefined ? ['its size depends on the data: what follows is left out'] : [],
    });
    first = false;
    if (dims !== undefined) builder.put(y, { layer, dims, axes });
  }
}

/** An output of the same dimensions as an input lies as that one does. */
function likeInput(builder: Builder, node: OnnxNode, dims: Dims | undefined) {
  for (const name of node.inputs) {
    const placed: Placed | undefined = builder.placed.get(name);
    if (placed === undefined || dims === undefined || placed.zeros) continue;
    if (dims.length === placed.dims.length && dims.every((d, i) => d === placed.dims[i])) {
      return { shape: builder.layer(placed).shape, axes: placed.axes };
    }
  }
  return undefined;
}

function countsOf(builder: Builder, node: OnnxNode): Counts {
  const constants = node.inputs.flatMap((name) => {
    const value = builder.value(name);
    const isFloat = value !== undefined && isFloatType(value.type);
    return value?.constant && value.dims && isFloat ? [elementCount(value.dims)] : [];
  });
  const params = settings.test(node.opType) ? 0 : constants.filter((n) => n > 1).reduce((a, b) => a + b, 0);
  return { macs: Math.round(macsOf(builder, node) / builder.batch), params };
}

/** Multiply-accumulates of the operators that multiply matrices; others have none, as ONNX's own tools count. */
function macsOf(builder: Builder, node: OnnxNode): number {
  const dims = (i: number): Dims => builder.value(node.inputs[i])?.dims ?? [];
  const out = elementCount(builder.value(node.outputs[0])?.dims ?? []);
  switch (node.opType) {
    case 'MatMul':
    case 'MatMulInteger':
    case 'FusedMatMul':
      return out * (dims(0).at(-1) ?? 0);
    case 'Gemm':
      return out * ((intAttribute(node, 'transA', 0) ? dims(0)[0] : dims(0)[1]) ?? 0);
    case 'Conv':
    case 'DeformConv':
      return out * elementCount(dims(1).slice(1));
    case 'ConvTranspose':
      return elementCount(dims(0)) * elementCount(dims(1).slice(1));
    case 'Einsum':
      return einsumMacs(
        node,
        node.inputs.map((_, i) => dims(i)),
      );
    case 'LSTM':
    case 'GRU':
    case 'RNN': {
      const [steps = 1, batch = 1] = dims(0);
      return steps * batch * (elementCount(dims(1)) + elementCount(dims(2)));
    }
    default:
      return 0;
  }
}

/** Every letter is a loop. */
function einsumMacs(node: OnnxNode, shapes: readonly Dims[]): number {
  const terms = (stringAttribute(node, 'equation', '').split('->')[0] ?? '').replaceAll(' ', '').split(',');
  const sizes = new Map<string, number>();
  terms.forEach((term, i) => Array.from(term).forEach((letter, k) => sizes.set(letter, shapes[i]?.[k] ?? 1)));
  return elementCount([...sizes.values()]);
}
