/** Files in memory, by their URI, as the engine reads them. */
import type { FileSystem } from '../../server/src/workspace/file-system';
import type { Refusal } from '../../server/src/workspace/refusal';

export function memoryFiles(contents: Readonly<Record<string, Uint8Array | string>> = {}): FileSystem {
  const find = (uri: string): Uint8Array | undefined => {
    const content = Object.hasOwn(contents, uri) ? contents[uri] : undefined;
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const absent: Refusal = { kind: 'absent' };
  return {
    read: (uri, most, range) => {
      const bytes = find(uri);
      if (range && bytes) return Promise.resolve(bytes.subarray(range.start, range.end));
      const isTooLarge = bytes !== undefined && bytes.length > most;
      return Promise.resolve(
        isTooLarge ? { kind: 'too-large', most, bytes: bytes.length } : (bytes ?? absent),
      );
    },
    size: (uri) => Promise.resolve(find(uri)?.length ?? absent),
  };
}
