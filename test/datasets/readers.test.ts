import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataFault } from '../../server/src/datasets/array';
import { readIdx } from '../../server/src/datasets/idx';
import { readNpy } from '../../server/src/datasets/npy';
import { zipEntries } from '../../server/src/datasets/npz';
import { readPng } from '../../server/src/datasets/png';
import { idx, npy, npz, png } from '../support/data-files';

describe('IDX', () => {
  test.each([
    ['bytes', idx([2, 2], [1, 2, 3, 255]), [1, 2, 3, 255]],
    ['16-bit integers', Uint8Array.of(0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 0), [-2, 256]],
  ])('%s', (_, bytes, values) => {
    expect(Array.from(readIdx('x', bytes).values)).toEqual(values);
  });

  test.each([
    [idx([1000, 28, 28], [1, 2]), /x: 1000x28x28 numbers of 1 bytes are announced, 2 bytes follow/],
    [idx([0xffffffff, 0xffffffff], []), /the file is truncated/],
    [Uint8Array.of(1, 2, 3), /no IDX file/],
    [Uint8Array.of(0, 0, 8, 3, 0), /no IDX file/],
  ])('%#: is refused without allocating', (bytes, reason) => {
    expect(() => readIdx('x', bytes)).toThrow(reason);
  });
});

describe('NumPy arrays', () => {
  test.each([
    ['|u1', Uint8Array.of(1, 2, 3, 4), [1, 2, 3, 4]],
    ['<i2', new Uint8Array(Int16Array.of(-1, 2, 3, 4).buffer), [-1, 2, 3, 4]],
    ['>i2', Uint8Array.of(0, 1, 0, 2, 0, 3, 0xff, 0xff), [1, 2, 3, -1]],
    ['<i8', new Uint8Array(BigInt64Array.of(7n, -8n, 9n, 1n).buffer), [7, -8, 9, 1]],
    ['<f4', new Uint8Array(Float32Array.of(0.5, 1, 2, 3).buffer), [0.5, 1, 2, 3]],
    [
      '<f2',
      new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00).buffer),
      [1, -2, 2 ** -24, Infinity],
    ],
    ['|b1', Uint8Array.of(1, 0, 1, 0), [1, 0, 1, 0]],
  ])('%s', (descr, bytes, values) => {
    expect(readNpy('x', npy([2, 2], descr, bytes))).toMatchObject({ shape: [2, 2] });
    expect(Array.from(readNpy('x', npy([2, 2], descr, bytes)).values)).toEqual(values);
  });

  test('columns first are turned', () => {
    const bytes = npy([2, 3], '|u1', Uint8Array.of(1, 2, 3, 4, 5, 6), true);
    expect(Array.from(readNpy('x', bytes).values)).toEqual([1, 3, 5, 2, 4, 6]);
  });

  test.each([
    [npy([2], '|O', new Uint8Array(16)), /numbers of type `\|O` are not read/],
    [npy([2 ** 40], '<f8', new Uint8Array(8)), /the file is truncated/],
    [npy([4], '|u1', new Uint8Array(4)).subarray(0, 20), /truncated inside its header/],
    [Uint8Array.of(1), /no \.npy file/],
    // Of 0 × infinity numbers nothing can be said.
    [shaped('(1 2)'), /x: NaN is no shape of an array/],
    [shaped(`(0, ${'9'.repeat(400)})`), /is no shape of an array/],
  ])('%#: is refused', (bytes, reason) => {
    expect(() => readNpy('x', bytes)).toThrow(reason);
  });
});

describe('NumPy archives', () => {
  test.each([true, false])('entries, packed: %s', async (packed) => {
    const entries = zipEntries(
      'x',
      npz({ 'a.npy': Uint8Array.of(1, 2, 3), 'b.npy': new Uint8Array(1000) }, packed),
    );
    expect(entries.map((e) => e.name)).toEqual(['a.npy', 'b.npy']);
    expect(await Promise.all(entries.map((e) => e.unpack()))).toEqual([
      Uint8Array.of(1, 2, 3),
      new Uint8Array(1000),
    ]);
  });

  test('a damaged entry and a file without directory are reported', async () => {
    const bytes = npz({ 'a.npy': Uint8Array.from({ length: 300 }, (_, i) => (i * i) % 251) }, true);
    bytes.fill(0xff, 50, 90);
    await expect(zipEntries('x', bytes)[0]?.unpack()).rejects.toThrow(/its entry a.npy is damaged/);
    expect(() => zipEntries('x', bytes.subarray(0, 60))).toThrow(/no zip directory/);
  });
});

describe('PNG', () => {
  const grey = [0, 50, 100, 150, 200, 250];

  test.each([0, 1, 2, 3, 4])('filter %i', async (filter) => {
    const { shape, values } = await readPng('x', png({ width: 3, height: 2, type: 0, filter }, grey));
    expect(shape).toEqual([2, 3, 1]);
    expect(Array.from(values)).toEqual(grey);
  });

  test.each([
    ['colour', { width: 1, height: 2, type: 2 }, grey, [2, 1, 3], grey],
    ['colour and alpha', { width: 1, height: 1, type: 6 }, [1, 2, 3, 255], [1, 1, 3], [1, 2, 3]],
    ['grey and alpha', { width: 2, height: 1, type: 4 }, [9, 255, 8, 255], [1, 2, 1], [9, 8]],
    ['a bit each', { width: 3, height: 1, type: 0, depth: 1 }, [0b10100000], [1, 3, 1], [255, 0, 255]],
    ['16 bits', { width: 1, height: 1, type: 0, depth: 16 }, [1, 2], [1, 1, 1], [258]],
    [
      'palette',
      { width: 2, height: 1, type: 3, palette: [1, 2, 3, 4, 5, 6] },
      [1, 0],
      [1, 2, 3],
      [4, 5, 6, 1, 2, 3],
    ],
  ])('%s', async (_, how, bytes, shape, values) => {
    const read = await readPng('x', png(how, bytes));
    expect(read.shape).toEqual(shape);
    expect(Array.from(read.values)).toEqual(values);
  });

  test('interlaced rows fall into place', async () => {
    // Adam7 of 2×2: pixel (0,0), then (1,0), then the second row.
    const raw = deflateSync(Uint8Array.of(0, 10, 0, 20, 0, 30, 40));
    const { values } = await readPng('x', png({ width: 2, height: 2, type: 0, interlaced: true, raw }, []));
    expect(Array.from(values)).toEqual([10, 20, 30, 40]);
  });

  test.each([
    ['truncated', png({ width: 3, height: 2, type: 0 }, grey).subarray(0, 50), /the file is truncated/],
    [
      'too few pixels',
      png({ width: 300, height: 200, type: 0, raw: deflateSync(Uint8Array.of(0)) }, []),
      /damaged/,
    ],
    [
      'more pixels of a bit each than memory holds',
      png({ width: 2 ** 16, height: 2 ** 17, type: 0, depth: 1, raw: deflateSync(Uint8Array.of(0)) }, []),
      /more pixels than memory holds/,
    ],
    ['another file', Uint8Array.of(1, 2, 3), /no PNG file/],
  ])('%s is refused', async (_, bytes, reason) => {
    await expect(readPng('x', bytes)).rejects.toThrow(reason);
  });
});

test('no bytes make a reader fail otherwise than with its own words', async () => {
  const whole = [
    idx([2, 2], [1, 2, 3, 4]),
    npy([2], '|u1', Uint8Array.of(1, 2)),
    npz({ 'a.npy': npy([1], '|u1', Uint8Array.of(1)) }, true),
    png({ width: 2, height: 1, type: 0 }, [1, 2]),
  ];
  const changed = fc
    .tuple(fc.constantFrom(...whole), fc.nat(200), fc.nat(255), fc.nat(200))
    .map(([bytes, at, value, cut]) => {
      const copy = Uint8Array.from(bytes);
      copy[at % copy.length] = value;
      return copy.subarray(0, copy.length - (cut % 3 === 0 ? cut % copy.length : 0));
    });
  const readers = [
    (bytes: Uint8Array) => readIdx('x', bytes),
    (bytes: Uint8Array) => readNpy('x', bytes),
    (bytes: Uint8Array) => readPng('x', bytes),
    (bytes: Uint8Array) => Promise.all(zipEntries('x', bytes).map((e) => e.unpack())),
  ];
  await fc.assert(
    fc.asyncProperty(changed, async (bytes) => {
      for (const read of readers) {
        try {
          await read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DataFault);
        }
      }
    }),
    { numRuns: 300 },
  );
});

/** A .npy file of bytes whose header names this shape. */
function shaped(shape: string): Uint8Array {
  const header = new TextEncoder().encode(`{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }\n`);
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    1,
    0,
    header.length & 255,
    header.length >> 8,
    ...header,
    7,
  ]);
}
