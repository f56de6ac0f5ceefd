/** Finds the images that an exported software twin runs. */
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Analysis } from '../analysis/analysis';
import { decompress } from '../base/decompress';
import { readRegular } from '../node/file-system';
import { isRefused, resolvePath } from '../workspace/file-system';
import { type Refusal, mostBytes } from '../workspace/refusal';
import { Refused } from './outcome';
import { cannotRead } from './read-file';

/** Images and labels for the software twin, in the format that it reads: uncompressed IDX. */
interface TestImages {
  readonly images: Uint8Array;
  readonly labels?: Uint8Array;
}

/** Bytes before the labels of an IDX file: type, number of dimensions, and the one dimension. */
export const LABELS_HEAD = 8;

export function imageCount({ images }: TestImages): number {
  // After the type and the number of dimensions, big-endian.
  return images.length < LABELS_HEAD ? 0 : new DataView(images.buffer, images.byteOffset).getUint32(4);
}

/**
 * The images that the user names, or those beside the profile: `net_test.csv.gz` was made from
 * `net_test-images.idx` and `net_test-labels.idx`, each of them perhaps with `.gz`. A profile of the int8 model,
 * `net_int8_test.csv.gz`, was made of the same.
 *
 * @throws Refused if a named file cannot be read
 */
export async function testImages(
  { design }: Analysis,
  named: { readonly images?: string | undefined; readonly labels?: string | undefined },
): Promise<TestImages | undefined> {
  if (named.images !== undefined) {
    const images = await mustRead(named.images);
    return named.labels === undefined ? { images } : { images, labels: await mustRead(named.labels) };
  }
  if (named.labels !== undefined) throw new Refused('--labels needs --images');
  const { profile } = design;
  if (profile === undefined) return undefined;
  const trace = resolvePath(profile.origin.uri, profile.path);
  if (trace === undefined) return undefined;
  const stem = fileURLToPath(trace).replace(/\.csv(\.gz)?$/, '');
  const names = [stem, join(dirname(stem), basename(stem).replace('_int8', ''))];
  const beside = async (what: string): Promise<Uint8Array | undefined> => {
    for (const name of names) {
      for (const path of [`${name}-${what}.idx`, `${name}-${what}.idx.gz`]) {
        const found = await idx(path);
        if (found instanceof Uint8Array) return found;
        if (found && found.kind !== 'absent') throw cannotRead(path, found, 'data set');
      }
    }
    return undefined;
  };
  const images = await beside('images');
  if (images === undefined) return undefined;
  const labels = await beside('labels');
  return labels === undefined ? { images } : { images, labels };
}

async function mustRead(path: string): Promise<Uint8Array> {
  const bytes = await idx(path);
  if (bytes instanceof Uint8Array) return bytes;
  throw bytes
    ? cannotRead(path, bytes, 'data set')
    : new Refused(`cannot read ${path} as an IDX file (as MNIST's are, perhaps with .gz)`);
}

/** Undefined for anything but an IDX file of bytes. */
async function idx(path: string): Promise<Uint8Array | Refusal | undefined> {
  const most = mostBytes['data set'];
  const read = await readRegular(path, most);
  if (isRefused(read)) return read;
  const isPacked = read[0] === 0x1f && read[1] === 0x8b;
  const bytes = isPacked ? await decompress(read, 'gzip', most) : read;
  if (bytes === 'too long') return { kind: 'too-large', most, unpacked: true };
  return bytes !== 'damaged' && bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 8 ? bytes : undefined;
}
