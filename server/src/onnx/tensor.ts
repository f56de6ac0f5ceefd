/** Tensors: TensorProto, read and written. Data is viewed, and checked against the dimensions, but not decoded. */
import { dataFieldOf, dataType, dataTypeName, isDataType } from './data-type';
import { joined } from './encode';
import type { OnnxTensor, OnnxTensorData } from './model';
import { OnnxError } from './onnx-error';
import type { Message } from './schema';
import { checkTensor } from './tensor-length';

type Proto = Message<'TensorProto'>;

/** TensorProto.DataLocation */
const EXTERNAL = 1;

/**
 * @param label of a tensor that has no name
 * @throws OnnxError where the data are not what type and dimensions say
 */
export function tensorOf(proto: Proto, label = 'a constant'): OnnxTensor {
  const { name = '', data_type: type = dataType.undefined, dims = [] } = proto;
  const called = name === '' ? label : `tensor ${name}`;
  if (!isDataType(type)) {
    throw new OnnxError(
      type === dataType.undefined
        ? `${called} has no data type`
        : `the elements of ${called} are of a type that ONNX 1.20 does not have, number ${type}; export the model for an older ONNX`,
    );
  }
  const tensor = { name, type, dims, data: dataOf(proto, type, called) };
  checkTensor(tensor, called);
  return tensor;
}

export function tensorMessage({ name, type, dims, data }: OnnxTensor): Proto {
  const head = { name, data_type: type, dims };
  switch (data.kind) {
    case 'raw':
      return { ...head, raw_data: data.bytes };
    case 'varints':
      return { ...head, [dataFieldOf(type)]: [data.bytes] };
    case 'strings':
      return { ...head, string_data: data.values };
    case 'external':
      throw new OnnxError(
        `the values of tensor ${name} are in the file ${data.location}, which was not loaded`,
      );
  }
}

function dataOf(proto: Proto, type: number, called: string): OnnxTensorData {
  if (proto.data_location === EXTERNAL) return externalData(proto.external_data ?? []);
  const field = dataFieldOf(type);
  const present = dataFields.filter((f) => proto[f] !== undefined);
  const wrong = present.find((f) => f !== field && f !== 'raw_data');
  if (wrong !== undefined || present.length > 1) {
    throw new OnnxError(
      `${called} of ${dataTypeName(type)} has its values in ${present.join(' and ')}; ONNX wants them in \`raw_data\` or \`${field}\``,
    );
  }
  if (field === 'string_data') return { kind: 'strings', values: proto.string_data ?? [] };
  if (proto.raw_data !== undefined) return { kind: 'raw', bytes: proto.raw_data };
  const pieces = proto[field] ?? [];
  // In one piece, as most have it, it stays a view.
  const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : joined(pieces);
  // These are little-endian, as raw data is.
  return { kind: field === 'float_data' || field === 'double_data' ? 'raw' : 'varints', bytes };
}

const dataFields = [
  'raw_data',
  'float_data',
  'double_data',
  'int32_data',
  'int64_data',
  'uint64_data',
  'string_data',
] as const;

function externalData(entries: readonly Message<'StringStringEntryProto'>[]): OnnxTensorData {
  const values = new Map(entries.map(({ key = '', value = '' }) => [key, value]));
  const length = values.get('length');
  return {
    kind: 'external',
    location: values.get('location') ?? '',
    offset: Number(values.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}
