import { type DataArray, DataFault, type Stored, bytesOf, readArray } from './array';

const MAGIC = '\x93NUMPY';

/**
 * Reads a NumPy array file (.npy 1.0 to 3.0, NEP 1): magic, version, length of the header, a Python dictionary with
 * `descr`, `fortran_order` and `shape`, then the values.
 *
 * @throws DataFault
 */
export function readNpy(file: string, bytes: Uint8Array): DataArray {
  if (latin1(bytes.subarray(0, 6)) !== MAGIC || bytes.length < 10) {
    throw new DataFault(`${file}: this is no .npy file (it does not begin with \\x93NUMPY)`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // From version 2 on, the header may be longer than 64 KiB.
  const long = (bytes[6] ?? 0) >= 2;
  const start = long ? 12 : 10;
  const end = start + (long ? (bytes.length >= 12 ? view.getUint32(8, true) : 0) : view.getUint16(8, true));
  if (end > bytes.length) throw new DataFault(`${file}: the file is truncated inside its header`);
  const header = latin1(bytes.subarray(start, end));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const dims = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || dims === undefined) {
    throw new DataFault(
      `${file}: its header is not NumPy's; save it with numpy.save, as numbers, not objects`,
    );
  }
  const stored = storedAs(descr);
  if (stored === undefined) {
    throw new DataFault(
      `${file}: numbers of type \`${descr}\` are not read; convert to uint8, int64 or float32`,
    );
  }
  const shape = dims
    .split(',')
    .map((d) => d.trim().replace(/L$/, ''))
    .filter((d) => d !== '')
    .map(Number);
  const array = readArray(file, bytes, end, shape, stored, !descr.startsWith('>'));
  return order === 'True' && shape.length > 1 ? rowMajor(array) : array;
}

function storedAs(descr: string): Stored | undefined {
  if (descr === '|b1') return 'u1';
  const found = /^[<>|=]([uif])(\d)$/.exec(descr);
  const stored = `${found?.[1] ?? ''}${found?.[2] ?? ''}` as Stored;
  return found && [1, 2, 4, 8].includes(bytesOf(stored)) && stored !== ('f1' as string) ? stored : undefined;
}

/** Column-major values brought into row-major order. */
function rowMajor({ shape, values }: DataArray): DataArray {
  const turned = values.slice();
  const strides: number[] = [];
  shape.reduce((stride, n, i) => {
    strides[i] = stride;
    return stride * n;
  }, 1);
  const index = shape.map(() => 0);
  for (let to = 0; to < values.length; to++) {
    let from = 0;
    for (let d = 0; d < shape.length; d++) from += (index[d] ?? 0) * (strides[d] ?? 0);
    turned[to] = values[from] ?? 0;
    for (let d = shape.length - 1; d >= 0; d--) {
      const next = (index[d] ?? 0) + 1;
      if (next < (shape[d] ?? 0)) {
        index[d] = next;
        break;
      }
      index[d] = 0;
    }
  }
  return { shape, values: turned };
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => String.fromCharCode(b)).join('');
}
