/**
 * Decompresses a stream, in Node and in a browser worker. Fails if it is damaged or if the result exceeds `most` bytes,
 * whatever size the file declares.
 */
export async function decompress(
  packed: Uint8Array,
  format: 'gzip' | 'deflate' | 'deflate-raw',
  most: number,
): Promise<Uint8Array | 'damaged' | 'too long'> {
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
