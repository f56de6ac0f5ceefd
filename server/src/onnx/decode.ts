/** Messages out of their bytes, by the schema. */
import { OnnxError } from './onnx-error';
import { type Field, type Message, type MessageName, type Plain, isMessage, numberedFields } from './schema';
import { type WireField, fail, forEachField, packedVarints, textOf, wireType } from './wire';

/** Graphs within graphs. Protobuf's own readers, onnxruntime's too, stop at 100 messages, which are 33 graphs. */
const deepestGraph = 50;
/** Of any messages within messages: shallow enough for the stack. */
const deepestMessage = 4 * deepestGraph;

/**
 * Reads a message. Bytes are viewed, not copied. As Protocol Buffers want it, a message that stands twice is joined, and
 * of anything else that is no list the last one counts.
 *
 * @throws OnnxError where the bytes are no such message
 */
export function decode<M extends MessageName>(name: M, bytes: Uint8Array): Message<M> {
  return new Decoder().message(name, bytes, {}) as Message<M>;
}

type Contents = Record<string, unknown>;

class Decoder {
  /** Where it is reading: fields of onnx.proto from the outermost message on. */
  private readonly path: string[] = [];
  private graphs = 0;
  private readonly where = () => this.path.join('.') || 'its outermost message';

  message(name: MessageName, bytes: Uint8Array, into: Contents): Contents {
    const known = numberedFields(name);
    forEachField(bytes, this.where, (found) => {
      const field = known[found.number];
      if (field === undefined) return;
      const { type } = field;
      if (isMessage(type)) this.inner(field, type, found, into);
      else this.plain(field, type, found, into);
    });
    return into;
  }

  private inner(field: Field, type: MessageName, found: WireField, into: Contents): void {
    const list = field.isRepeated ? listIn(into, field.name) : undefined;
    const bytes = this.bytes(field, found);
    this.path.push(list ? `${field.name}[${list.length}]` : field.name);
    if (type === 'GraphProto') this.graphs++;
    this.refuseDepth();
    const before = list ? {} : ((into[field.name] as Contents | undefined) ?? {});
    const made = this.message(type, bytes, before);
    if (list) list.push(made);
    else into[field.name] = made;
    if (type === 'GraphProto') this.graphs--;
    this.path.pop();
  }

  private plain(field: Field, type: Plain, found: WireField, into: Contents): void {
    const { name, isRepeated } = field;
    switch (type) {
      case 'int':
        if (!isRepeated) into[name] = found.wire === wireType.varint ? found.int : this.wrong(field);
        else if (found.wire === wireType.varint) listIn(into, name).push(found.int);
        else append(listIn(into, name), packedVarints(this.bytes(field, found), this.where));
        return;
      case 'float': {
        if (!isRepeated && found.wire !== wireType.fixed32) this.wrong(field);
        const values = floats(this.pieces(field, found, wireType.fixed32, 4));
        if (isRepeated) append(listIn(into, name), values);
        else into[name] = values[0];
        return;
      }
      case 'varints':
        listIn(into, name).push(found.wire === wireType.varint ? found.bytes : this.bytes(field, found));
        return;
      case 'fixed32s':
        listIn(into, name).push(this.pieces(field, found, wireType.fixed32, 4));
        return;
      case 'fixed64s':
        listIn(into, name).push(this.pieces(field, found, wireType.fixed64, 8));
        return;
      case 'text':
      case 'bytes': {
        const bytes = this.bytes(field, found);
        const value = type === 'text' ? textOf(bytes) : bytes;
        if (isRepeated) listIn(into, name).push(value);
        else into[name] = value;
      }
    }
  }

  private bytes(field: Field, found: WireField): Uint8Array {
    return found.wire === wireType.bytes ? found.bytes : this.wrong(field);
  }

  /** Numbers of one size: one of them, or packed. */
  private pieces(field: Field, found: WireField, one: number, size: number): Uint8Array {
    if (found.wire === one) return found.bytes;
    const bytes = this.bytes(field, found);
    return bytes.length % size === 0 ? bytes : this.wrong(field);
  }

  private refuseDepth(): void {
    if (this.graphs - 1 > deepestGraph) {
      throw new OnnxError(
        `the model nests more than ${deepestGraph} graphs, and no runtime reads as many; export it with each exit as an output of its own, without \`If\``,
      );
    }
    if (this.path.length > deepestMessage)
      fail(this.where, `more than ${deepestMessage} messages are nested`);
  }

  private wrong({ name }: Field): never {
    return fail(this.where, `\`${name}\` is not of the kind that ONNX wants`);
  }
}

function listIn(into: Contents, name: string): unknown[] {
  return (into[name] ??= []) as unknown[];
}

/** Not by `push(...values)`, which puts them all on the stack. */
function append(list: unknown[], values: Iterable<number>): void {
  for (const value of values) list.push(value);
}

function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
