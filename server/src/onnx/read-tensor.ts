/** TensorProto out of its bytes. */
import { bytesOf, intOf, intsOf, stringOf } from './fields';
import type { OnnxTensor, OnnxTensorData } from './model';
import { type Field, forEachField, wireType } from './wire';

const external = 1;

/** Reads a tensor's header; its data is viewed and neither decoded nor checked against the dimensions. */
export function readTensor(bytes: Uint8Array): OnnxTensor {
  let name = '';
  let type = 0;
  let isExternal = false;
  let raw: Uint8Array | undefined;
  const dims: number[] = [];
  const entries = new Map<string, string>();
  const fixed: Uint8Array[] = [];
  const varints: (Uint8Array | number)[] = [];
  const strings: Uint8Array[] = [];
  forEachField(bytes, 'a tensor', (field) => {
    switch (field.number) {
      case 1:
        for (const dim of intsOf(field, 'a dimension of a tensor')) dims.push(dim);
        break;
      case 2:
        type = intOf(field, 'the type of a tensor');
        break;
      case 4: // float_data and double_data are little-endian, as raw data is
      case 10:
        fixed.push(fixedOf(field));
        break;
      case 5:
      case 7:
      case 11:
        varints.push(field.wire === wireType.varint ? field.int : bytesOf(field, 'the data of a tensor'));
        break;
      case 6:
        strings.push(bytesOf(field, 'the data of a tensor'));
        break;
      case 8:
        name = stringOf(field, 'the name of a tensor');
        break;
      case 9:
        raw = bytesOf(field, 'the data of a tensor');
        break;
      case 13: {
        const { key, value } = readEntry(bytesOf(field, 'external_data'));
        entries.set(key, value);
        break;
      }
      case 14:
        isExternal = intOf(field, 'data_location') === external;
        break;
    }
  });
  const data = (): OnnxTensorData => {
    if (isExternal) return externalData(entries);
    if (raw !== undefined) return { kind: 'raw', bytes: raw };
    if (strings.length > 0) return { kind: 'strings', values: strings };
    if (varints.length > 0) return { kind: 'varints', chunks: varints };
    return { kind: 'raw', bytes: joined(fixed) };
  };
  return { name, type, dims, data: data() };
}

/** StringStringEntryProto. */
export function readEntry(bytes: Uint8Array): { key: string; value: string } {
  let key = '';
  let value = '';
  forEachField(bytes, 'an entry', (field) => {
    if (field.number === 1) key = stringOf(field, 'an entry');
    else if (field.number === 2) value = stringOf(field, 'an entry');
  });
  return { key, value };
}

function externalData(entries: ReadonlyMap<string, string>): OnnxTensorData {
  const length = entries.get('length');
  return {
    kind: 'external',
    location: entries.get('location') ?? '',
    offset: Number(entries.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}

function fixedOf(field: Field): Uint8Array {
  if (field.wire === wireType.fixed32 || field.wire === wireType.fixed64) return field.bytes;
  return bytesOf(field, 'the data of a tensor');
}

/** Packed data comes in one piece and stays a view; one value a field, as old writers do, is put together. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = parts;
  if (first === undefined) return new Uint8Array(0);
  if (more.length === 0) return first;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
