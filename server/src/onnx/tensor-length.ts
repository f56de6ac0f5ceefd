/** Whether a tensor has the data that its dimensions promise. Nothing is ever made by its declared size alone. */
import { dataTypeBits, dataTypeName } from './data-type';
import type { OnnxTensor } from './model';
import { OnnxError } from './onnx-error';

/** Product of the dimensions; 1 for a scalar. As declared: it may be absurd, and larger than the data. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Bytes of raw data that dimensions need; undefined for strings. */
export function bytesOf({ type, dims }: Pick<OnnxTensor, 'type' | 'dims'>): number | undefined {
  const bits = dataTypeBits(type);
  return bits === undefined ? undefined : Math.ceil((elementCount(dims) * bits) / 8);
}

/**
 * Whether raw data has the bytes that the dimensions need; undefined is the rest of a file.
 *
 * @throws OnnxError
 */
export function checkLength(
  tensor: Omit<OnnxTensor, 'data'>,
  bytes: number | undefined,
  called = tensorLabel(tensor),
): void {
  const needed = bytesOf(tensor);
  if (bytes === undefined || needed === undefined || bytes === needed) return;
  throw new OnnxError(
    `${called} has ${bytes} bytes of data where its dimensions ${written(tensor)} of ${dataTypeName(tensor.type)} need ${needed}`,
  );
}

/** @throws OnnxError where dimensions are no sizes, or the data is of another length than they need */
export function checkTensor(tensor: OnnxTensor, called: string): void {
  const { data, dims } = tensor;
  const wrong = dims.find((d) => d < 0 || d > Number.MAX_SAFE_INTEGER);
  if (wrong !== undefined) {
    throw new OnnxError(
      `${called} has a dimension of ${wrong}; a stored tensor has sizes from 0 to what memory holds: export the model again`,
    );
  }
  switch (data.kind) {
    case 'raw':
      checkLength(tensor, data.bytes.length, called);
      return;
    case 'external':
      // Of what is no number, whoever loads it speaks.
      if (Number.isInteger(data.length)) checkLength(tensor, data.length, called);
      return;
    case 'varints':
      checkCount(tensor, varintCount(data.bytes), called);
      return;
    case 'strings':
      checkCount(tensor, data.values.length, called);
  }
}

export function tensorLabel({ name }: Pick<OnnxTensor, 'name'>): string {
  return name === '' ? 'a constant' : `tensor ${name}`;
}

function checkCount(tensor: OnnxTensor, count: number, called: string): void {
  const { dims, type } = tensor;
  const bits = dataTypeBits(type) ?? 8;
  // Of 4 bits, two stand in one number.
  const needed = bits < 8 ? Math.ceil((elementCount(dims) * bits) / 8) : elementCount(dims);
  if (count === needed) return;
  throw new OnnxError(
    `${called} has ${count} values where its dimensions ${written(tensor)} of ${dataTypeName(type)} need ${needed}`,
  );
}

/** Each varint has one byte without the mark that more follow, its last. */
export function varintCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte < 0x80) count++;
  return count;
}

function written({ dims }: Pick<OnnxTensor, 'dims'>): string {
  return dims.join('x') || '(none)';
}
