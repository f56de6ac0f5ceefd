/** Small files of labelled data, written as their specifications say. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

export function idx(shape: readonly number[], values: readonly number[]): Uint8Array {
  const dims = shape.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
  return Uint8Array.from([0, 0, 8, shape.length, ...dims, ...values]);
}

export function npy(
  shape: readonly number[],
  descr: string,
  values: Uint8Array,
  columnsFirst = false,
): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': ${columnsFirst ? 'True' : 'False'}, 'shape': (${dims}), }\n`;
  const bytes = new TextEncoder().encode(header);
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    1,
    0,
    bytes.length & 255,
    bytes.length >> 8,
    ...bytes,
    ...values,
  ]);
}

export function npz(entries: Readonly<Record<string, Uint8Array>>, packed: boolean): Uint8Array {
  const local: number[] = [];
  const central: number[] = [];
  for (const [name, content] of Object.entries(entries)) {
    const data = packed ? deflateRawSync(content) : content;
    const offset = local.length;
    const common = [
      20,
      0,
      0,
      0,
      packed ? 8 : 0,
      0,
      0,
      0,
      0,
      0,
      ...word(0),
      ...word(data.length),
      ...word(content.length),
    ];
    const lengths = [name.length, 0, 0, 0];
    const text = [...new TextEncoder().encode(name)];
    local.push(0x50, 0x4b, 3, 4, ...common, ...lengths, ...text, ...data);
    central.push(
      0x50,
      0x4b,
      1,
      2,
      20,
      0,
      ...common,
      ...lengths,
      ...new Array<number>(10).fill(0),
      ...word(offset),
      ...text,
    );
  }
  const count = Object.keys(entries).length;
  const end = [
    0x50,
    0x4b,
    5,
    6,
    0,
    0,
    0,
    0,
    count,
    0,
    count,
    0,
    ...word(central.length),
    ...word(local.length),
    0,
    0,
  ];
  return Uint8Array.from([...local, ...central, ...end]);
}

function word(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
}

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  readonly type: number;
  readonly depth?: number;
  readonly filter?: number;
  readonly interlaced?: boolean;
  readonly palette?: readonly number[];
  /** Instead of the pixels: the packed rows themselves. */
  readonly raw?: Uint8Array;
}

export function png(how: PngOptions, pixels: readonly number[]): Uint8Array {
  const { width, height, type, depth = 8, filter = 0, interlaced = false, palette, raw } = how;
  const header = [...bigEndian(width), ...bigEndian(height), depth, type, 0, 0, interlaced ? 1 : 0];
  return Uint8Array.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...chunk('IHDR', header),
    ...(palette ? chunk('PLTE', palette) : []),
    ...chunk('IDAT', [...(raw ?? deflateSync(filtered(pixels, height, filter, type === 2 ? 3 : 1)))]),
    ...chunk('IEND', []),
  ]);
}

/** Every row with the same filter, the other way round than a reader undoes it. */
function filtered(pixels: readonly number[], height: number, filter: number, step: number): Uint8Array {
  const stride = pixels.length / height;
  const at = (y: number, x: number): number => (y < 0 || x < 0 ? 0 : (pixels[y * stride + x] ?? 0));
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    rows.push(filter);
    for (let x = 0; x < stride; x++) {
      const [a, b, c] = [at(y, x - step), at(y - 1, x), x < step ? 0 : at(y - 1, x - step)];
      const nearest = [a, b, c].reduce((best, v) =>
        Math.abs(a + b - c - v) < Math.abs(a + b - c - best) ? v : best,
      );
      const predicted = [0, a, b, Math.floor((a + b) / 2), nearest][filter] ?? 0;
      rows.push((at(y, x) - predicted) & 255);
    }
  }
  return Uint8Array.from(rows);
}

function chunk(type: string, content: readonly number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...content];
  return [...bigEndian(content.length), ...body, ...bigEndian(checksum(body))];
}

function checksum(bytes: readonly number[]): number {
  return typeof crc32 === 'function' ? crc32(Uint8Array.from(bytes)) : 0;
}

function bigEndian(value: number): number[] {
  return word(value).reverse();
}
