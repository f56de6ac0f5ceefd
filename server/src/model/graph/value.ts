import {
  OnnxError,
  type OnnxNode,
  type OnnxTensor,
  elementCount,
  nodeLabel,
  tensorNumbers,
} from '../../onnx/index';

export type Dims = readonly number[];

/** What is known of a value of the graph before it runs. */
export interface Value {
  readonly type: number;
  /** Undefined where the size depends on the data, or the value is no tensor. */
  readonly dims: Dims | undefined;
  /** Depends on no input of the model. */
  readonly constant: boolean;
  /** Of a constant of the file. */
  readonly tensor?: OnnxTensor;
  /** Elements of a constant, computed when asked for; undefined where that is not supported or too much. */
  readonly numbers?: () => ArrayLike<number> | undefined;
}

/** A node as it is looked at: its inputs known, undefined where an optional one is left out. */
export interface Site {
  readonly node: OnnxNode;
  readonly inputs: readonly (Value | undefined)[];
  /** Version of the node's domain. */
  readonly opset: number;
}

/** Constants computed ahead are sizes and indices; weights are never more than viewed. */
export const mostFolded = 65_536;

export function tensorValue(tensor: OnnxTensor): Value {
  return {
    type: tensor.type,
    dims: tensor.dims,
    constant: true,
    tensor,
    numbers: () => (elementCount(tensor.dims) > mostFolded ? undefined : tensorNumbers(tensor)),
  };
}

/** Elements of an input that is a constant. */
export function constantOf(value: Value | undefined): readonly number[] | undefined {
  const numbers = value?.numbers?.();
  return numbers === undefined ? undefined : Array.from(numbers);
}

export function dimsOf(site: Site, input: number): Dims | undefined {
  return site.inputs[input]?.dims;
}

export function fail(node: OnnxNode, reason: string): never {
  throw new OnnxError(`${nodeLabel(node)}: ${reason}`);
}
