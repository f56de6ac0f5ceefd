/** Types of values: TypeProto, read and written. */
import { dataType } from './data-type';
import type { OnnxDimension, OnnxType, OnnxValueInfo } from './model';
import { OnnxError } from './onnx-error';
import type { Message } from './schema';

export function valueInfoOf({ name = '', type }: Message<'ValueInfoProto'>): OnnxValueInfo {
  const found = type && typeOf(type, name);
  if (found === undefined) return { name, type: dataType.undefined, dims: undefined };
  if (found.kind === 'tensor') return { name, type: found.type, dims: found.dims };
  return { name, type: dataType.undefined, dims: undefined, other: found };
}

export function valueInfoMessage({ name, type, dims, other }: OnnxValueInfo): Message<'ValueInfoProto'> {
  if (other) return { name, type: typeMessage(other) };
  if (type === dataType.undefined && dims === undefined) return { name };
  return { name, type: typeMessage({ kind: 'tensor', type, dims }) };
}

/** Undefined where the file says of a type only that there is one. */
export function typeOf(message: Message<'TypeProto'>, name: string): OnnxType | undefined {
  const { tensor_type, sparse_tensor_type, sequence_type, optional_type, map_type, opaque_type } = message;
  const inner = (of: Message<'TypeProto'> | undefined) => of && typeOf(of, name);
  if (tensor_type) return { kind: 'tensor', ...tensorOf(tensor_type, name) };
  if (sequence_type) return { kind: 'sequence', of: inner(sequence_type.elem_type) };
  if (optional_type) return { kind: 'optional', of: inner(optional_type.elem_type) };
  if (map_type) {
    return { kind: 'map', key: map_type.key_type ?? dataType.undefined, of: inner(map_type.value_type) };
  }
  if (sparse_tensor_type) return { kind: 'sparse', ...tensorOf(sparse_tensor_type, name) };
  if (opaque_type) return { kind: 'opaque', domain: opaque_type.domain ?? '', name: opaque_type.name ?? '' };
  return undefined;
}

export function typeMessage(type: OnnxType): Message<'TypeProto'> {
  switch (type.kind) {
    case 'tensor':
      return { tensor_type: tensorMessage(type) };
    case 'sparse':
      return { sparse_tensor_type: tensorMessage(type) };
    case 'sequence':
      return { sequence_type: { elem_type: type.of && typeMessage(type.of) } };
    case 'optional':
      return { optional_type: { elem_type: type.of && typeMessage(type.of) } };
    case 'map':
      return { map_type: { key_type: type.key, value_type: type.of && typeMessage(type.of) } };
    case 'opaque':
      return { opaque_type: { domain: type.domain, name: type.name } };
  }
}

type TensorType = Pick<Extract<OnnxType, { kind: 'tensor' }>, 'type' | 'dims'>;

function tensorOf({ elem_type, shape }: Message<'TypeProto.Tensor'>, name: string): TensorType {
  const dims = shape && (shape.dim ?? []).map((dim) => dimensionOf(dim, name));
  return { type: elem_type ?? dataType.undefined, dims };
}

function tensorMessage({ type, dims }: TensorType): Message<'TypeProto.Tensor'> {
  return { elem_type: type, shape: dims && { dim: dims.map(dimensionMessage) } };
}

/** A negative size stands for an unknown one, as onnxruntime takes it too. */
function dimensionOf(dim: Message<'TensorShapeProto.Dimension'>, name: string): OnnxDimension {
  const { dim_value: size, dim_param } = dim;
  if (size === undefined) return dim_param ?? null;
  if (size > Number.MAX_SAFE_INTEGER) {
    throw new OnnxError(
      `value ${name} is said to have a dimension of ${size}, which no memory holds; correct its shape, or leave the size open`,
    );
  }
  return size < 0 ? null : size;
}

function dimensionMessage(dim: OnnxDimension): Message<'TensorShapeProto.Dimension'> {
  if (dim === null) return {};
  return typeof dim === 'number' ? { dim_value: dim } : { dim_param: dim };
}
