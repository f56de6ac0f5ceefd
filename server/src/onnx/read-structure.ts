/** The structure of a model that is too large to be read whole: its weights stay in the file, and are named as external data. */
import { OnnxError } from './onnx-error';
import { joined, message, text, varint } from './put';

/** Bytes of a file from `start` up to `end`. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** Smaller messages are copied as they are. */
const LARGE = 65_536;
/** Read at once, so that small fields do not cost a call each. */
const WINDOW = 2 ** 20;

/**
 * The bytes of a model in which the raw data of every large tensor is replaced by its place in the file.
 *
 * @param location of the model, as tensors are to name it
 * @throws OnnxError where the bytes are no protobuf message
 */
export async function readStructure(location: string, size: number, read: ReadRange): Promise<Uint8Array> {
  const source = windowed(read, size);
  return joined(await fieldsOf({ source, location }, 0, size, 'model'));
}

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor';

/** Fields that are looked into where they are large (onnx.proto of ONNX 1.17). */
const inner: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph' },
  graph: { 1: 'node', 5: 'tensor' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  tensor: {},
};

/** TensorProto: raw_data. */
const rawData = 9;

interface Scan {
  readonly source: ReadRange;
  readonly location: string;
}

async function fieldsOf(scan: Scan, start: number, end: number, kind: Message): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (let at = start; at < end;) {
    const { field, contentStart, contentEnd } = await fieldAt(scan.source, at, end);
    const length = contentEnd - contentStart;
    const below = inner[kind][field];
    if (length <= LARGE) parts.push((await scan.source(at, contentEnd)).slice());
    else if (kind === 'tensor' && field === rawData)
      parts.push(...inFile(scan.location, contentStart, length));
    else if (below) parts.push(message(field, ...(await fieldsOf(scan, contentStart, contentEnd, below))));
    else parts.push((await scan.source(at, contentEnd)).slice());
    at = contentEnd;
  }
  return parts;
}

/** TensorProto: external_data entries, and data_location = EXTERNAL. */
function inFile(location: string, offset: number, length: number): Uint8Array[] {
  const entry = (key: string, value: string) => message(13, text(1, key), text(2, value));
  return [
    entry('location', location),
    entry('offset', String(offset)),
    entry('length', String(length)),
    varint(14, 1),
  ];
}

interface Place {
  readonly field: number;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** A tag and a length, each in at most ten bytes. */
const HEAD = 20;

async function fieldAt(source: ReadRange, at: number, end: number): Promise<Place> {
  const head = await source(at, Math.min(end, at + HEAD));
  const tag = varintAt(head, 0);
  const field = Math.floor(tag.value / 8);
  const place = (skip: number, length: number): Place => {
    const contentStart = at + skip;
    if (contentStart + length > end) throw damaged('the bytes end inside a field');
    return { field, contentStart, contentEnd: contentStart + length };
  };
  switch (tag.value % 8) {
    case 0:
      return place(varintAt(head, tag.end).end, 0);
    case 1:
      return place(tag.end, 8);
    case 2: {
      const length = varintAt(head, tag.end);
      return place(length.end, length.value);
    }
    case 5:
      return place(tag.end, 4);
    default:
      throw damaged(`wire type ${tag.value % 8}`);
  }
}

/** Seven bits a byte, least first. Rounded beyond 2^53, which no length reaches. */
function varintAt(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw damaged('the bytes end inside a number');
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  throw damaged('a number longer than 64 bits');
}

function damaged(reason: string): OnnxError {
  return new OnnxError(`not a valid ONNX model: ${reason}; the file is truncated or not an ONNX file`);
}

function windowed(read: ReadRange, size: number): ReadRange {
  let from = 0;
  let held: Uint8Array = new Uint8Array(0);
  return async (start, end) => {
    if (start < from || end > from + held.length) {
      held = await read(start, Math.min(size, Math.max(end, start + WINDOW)));
      from = start;
      if (held.length < end - start) throw damaged('the file has become shorter');
    }
    return held.subarray(start - from, end - from);
  };
}
