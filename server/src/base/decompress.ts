/**
 * Decompresses a stream, in Node and in a browser worker. Fails if it is damaged or if the result exceeds `most` bytes,
 * whatever size the file declares.
 */
export async function decompress(
  packed: Uint8Array,
  format: 'gzip' | 'deflate' | 'deflate-raw',
  most: number,
): Promise<Uint8Array | 'damaged' | 'too long'> {
  const zlib = nodeZlib();
  if (zlib !== undefined) return decompressAtOnce(zlib, packed, format, most);
  try {
    const reader = piecesOf(packed).pipeThrough(new DecompressionStream(format)).getReader();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const chunk = value as Uint8Array;
      length += chunk.length;
      if (length > most) {
        await reader.cancel();
        return 'too long';
      }
      chunks.push(chunk);
    }
    return joined(chunks, length);
  } catch {
    return 'damaged';
  }
}

/** In a browser there is no `process`; Node has this function from 20.16 on. */
const nodeZlib = () =>
  (globalThis.process as Partial<NodeJS.Process> | undefined)?.getBuiltinModule?.('node:zlib');

/** Node's stream takes twice the processor time for the same bytes: a turn through its queues for every 16 KiB. */
function decompressAtOnce(
  zlib: NonNullable<ReturnType<typeof nodeZlib>>,
  packed: Uint8Array,
  format: keyof typeof methods,
  most: number,
): Promise<Uint8Array | 'damaged' | 'too long'> {
  return new Promise((resolve) => {
    zlib[methods[format]](packed, { maxOutputLength: most, chunkSize: PIECE }, (error, whole) => {
      if (error === null) resolve(new Uint8Array(whole.buffer, whole.byteOffset, whole.length));
      else resolve((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too long' : 'damaged');
    });
  });
}

const methods = { gzip: 'gunzip', deflate: 'inflate', 'deflate-raw': 'inflateRaw' } as const;

/** Without a copy of the whole. */
function piecesOf(packed: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= packed.length) {
        controller.close();
        return;
      }
      controller.enqueue(new Uint8Array(packed.subarray(at, at + PIECE)));
      at += PIECE;
    },
  });
}

const PIECE = 2 ** 18;

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
