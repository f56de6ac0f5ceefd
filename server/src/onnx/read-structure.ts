/** The structure of a model that is too large to be read whole: its weights stay in the file, and are named as external data. */
import { encodedParts, headOf, joined } from './encode';
import { type MessageName, isMessage, numberedFields } from './schema';
import { type Cursor, fail, longestHead, readHead, readVarint } from './wire';

/** Bytes of a file from `start` up to `end`. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** Smaller messages are copied as they are. */
const LARGE = 65_536;
/** Read at once, so that small fields do not cost a call each. */
const WINDOW = 2 ** 20;

/**
 * The bytes of a model in which the data of every large tensor is replaced by its place in the file.
 *
 * @param location of the model, as tensors are to name it
 * @throws OnnxError where the bytes are no protobuf message
 */
export async function readStructure(location: string, size: number, read: ReadRange): Promise<Uint8Array> {
  const scan: Scan = { file: new Windowed(read, size), location, path: [] };
  return joined(await partsOf(scan, 0, size, 'ModelProto'));
}

interface Scan {
  readonly file: Windowed;
  readonly location: string;
  readonly path: string[];
}

/** A message with its large parts looked into; what lies between them is copied in runs, however many fields that is. */
async function partsOf(scan: Scan, start: number, end: number, name: MessageName): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  const known = numberedFields(name);
  let copied = start;
  const copyTo = async (to: number) => {
    if (to > copied) parts.push((await scan.file.bytes(copied, to)).slice());
  };
  const where = () => scan.path.join('.') || 'its outermost message';
  for (let at = start; at < end;) {
    const window = Math.min(end, at + longestHead);
    let bytes = scan.file.held(at, window);
    if (bytes === undefined) {
      // Before the piece with what is to be copied is given up.
      await copyTo(at);
      copied = at;
      bytes = await scan.file.bytes(at, window);
    }
    const cursor: Cursor = { bytes, at: 0, where };
    const head = { number: 0, wire: 0 };
    const length = readHead(cursor, head);
    if (length === undefined) readVarint(cursor);
    const content = at + cursor.at;
    const next = content + (length ?? 0);
    if (next > end || next < content) {
      fail(where, `${length ?? 0} bytes are announced and ${end - content} are left`);
    }
    const field = known[head.number];
    const isLarge = field !== undefined && next - content > LARGE;
    if (isLarge && isMessage(field.type)) {
      await copyTo(at);
      scan.path.push(field.name);
      const inner = await partsOf(scan, content, next, field.type);
      scan.path.pop();
      parts.push(
        headOf(
          head.number,
          inner.reduce((sum, part) => sum + part.length, 0),
        ),
      );
      for (const part of inner) parts.push(part);
      copied = next;
    } else if (isLarge && name === 'TensorProto' && field.name === 'raw_data') {
      await copyTo(at);
      parts.push(...inFile(scan.location, content, next - content));
      copied = next;
    }
    at = next;
  }
  await copyTo(end);
  return parts;
}

/** TensorProto.DataLocation */
const EXTERNAL = 1;

function inFile(location: string, offset: number, length: number): readonly Uint8Array[] {
  return encodedParts('TensorProto', {
    external_data: [
      { key: 'location', value: location },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(length) },
    ],
    data_location: EXTERNAL,
  });
}

/** A file of which a piece is held. */
class Windowed {
  private from = 0;
  private piece: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly read: ReadRange,
    private readonly size: number,
  ) {}

  held(start: number, end: number): Uint8Array | undefined {
    if (start < this.from || end > this.from + this.piece.length) return undefined;
    return this.piece.subarray(start - this.from, end - this.from);
  }

  async bytes(start: number, end: number): Promise<Uint8Array> {
    const held = this.held(start, end);
    if (held) return held;
    this.piece = await this.read(start, Math.min(this.size, Math.max(end, start + WINDOW)));
    this.from = start;
    return this.held(start, end) ?? fail(() => `bytes ${start} to ${end}`, 'the file has become shorter');
  }
}
