/** Messages as bytes, by the schema. */
import { OnnxError } from './onnx-error';
import { type Field, type Message, type MessageName, fieldsOf, isMessage } from './schema';
import { wireType } from './wire';

/** Protocol Buffers count the bytes of a message in 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Writes a message. Every length is known before anything is copied, so that weights are copied once.
 *
 * @throws OnnxError where it is larger than a file of Protocol Buffers may be
 */
export function encode<M extends MessageName>(name: M, message: Message<M>): Uint8Array {
  const parts = encodedParts(name, message);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > MOST_BYTES) {
    throw new OnnxError(
      `the model would have ${megabytes(length)}, more than fit into one file (${megabytes(MOST_BYTES)}); leave layers out, or store its weights as fp16`,
    );
  }
  return joined(parts, length);
}

/** The same in pieces: what is large is viewed. */
export function encodedParts<M extends MessageName>(name: M, message: Message<M>): readonly Uint8Array[] {
  const out = new Encoder();
  out.message(name, message);
  return out.parts;
}

/** A field that holds bytes, without them. */
export function headOf(number: number, length: number): Uint8Array {
  return Uint8Array.from([...varint(number * 8 + wireType.bytes), ...varint(length)]);
}

export function joined(parts: readonly Uint8Array[], length?: number): Uint8Array {
  const whole = new Uint8Array(length ?? parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const encoder = new TextEncoder();

class Encoder {
  readonly parts: Uint8Array[] = [];
  private length = 0;

  message(name: MessageName, contents: Readonly<Record<string, unknown>>): void {
    for (const field of fieldsOf(name)) {
      const value = contents[field.name];
      if (value === undefined) continue;
      if (field.isRepeated) for (const one of value as readonly unknown[]) this.field(field, one);
      else this.field(field, value);
    }
  }

  private field({ number, type }: Field, value: unknown): void {
    if (isMessage(type)) {
      this.inner(number, () => this.message(type, value as Readonly<Record<string, unknown>>));
      return;
    }
    switch (type) {
      case 'int':
        this.put(
          Uint8Array.from([...varint(number * 8 + wireType.varint), ...varint(whole(value as number))]),
        );
        return;
      case 'float': {
        const bytes = new Uint8Array(5);
        new DataView(bytes.buffer).setFloat32(1, value as number, true);
        this.put(Uint8Array.from([...varint(number * 8 + wireType.fixed32), ...bytes.subarray(1)]));
        return;
      }
      case 'text':
        this.bytes(number, encoder.encode(value as string));
        return;
      case 'bytes':
        this.bytes(number, value as Uint8Array);
        return;
      case 'varints':
      case 'fixed32s':
      case 'fixed64s':
        this.inner(number, () => {
          for (const piece of value as readonly Uint8Array[]) this.put(piece);
        });
    }
  }

  /** Its head is written when its length is known. */
  private inner(number: number, write: () => void): void {
    const head = this.parts.push(noBytes) - 1;
    const before = this.length;
    write();
    const bytes = headOf(number, this.length - before);
    this.parts[head] = bytes;
    this.length += bytes.length;
  }

  private bytes(number: number, content: Uint8Array): void {
    this.put(headOf(number, content.length));
    this.put(content);
  }

  private put(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.length += bytes.length;
  }
}

const noBytes = new Uint8Array(0);

/** Seven bits a byte, least first; a negative number has all ten bytes. */
function varint(value: number | bigint): number[] {
  if (typeof value === 'bigint' || value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value));
    const out: number[] = [];
    for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
    return [...out, Number(rest)];
  }
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}

/** The largest 64-bit integer, "to the end" in many attributes, is beyond a double's whole numbers. */
function whole(value: number): number | bigint {
  return value >= 2 ** 63 ? 2n ** 63n - 1n : value;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}
