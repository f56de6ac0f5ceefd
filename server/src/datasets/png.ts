import { decompress } from '../base/decompress';
import { mostBytes } from '../workspace/refusal';
import { type DataArray, DataFault } from './array';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Samples a pixel by colour type (PNG specification, 11.2.2): grey, –, RGB, palette, grey + alpha, –, RGB + alpha. */
const samplesByType: readonly (number | undefined)[] = [1, undefined, 3, 1, 2, undefined, 4];

/** First column, first row, column step, row step of Adam7's passes (PNG specification, 8.2). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly samples: number;
  readonly interlaced: boolean;
}

/** Bytes up to the end of the header, which is always the first chunk (PNG specification, 5.6). */
export const PNG_HEADER = 33;

/**
 * Shape and type of the pixels that `readPng` finds, from the first bytes of a file.
 *
 * @throws DataFault
 */
export function pngForm(
  file: string,
  bytes: Uint8Array,
): { readonly shape: DataArray['shape']; readonly type: Uint8Array | Uint16Array } {
  checkSignature(file, bytes);
  if (bytes.length < PNG_HEADER) throw new DataFault(`${file}: the file is truncated`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + HEADER_AT, PNG_HEADER - HEADER_AT);
  const { width, height, depth, type, samples } = readHeader(file, view);
  const channels = type === 3 || samples >= 3 ? 3 : 1;
  return {
    shape: [height, width, channels],
    type: depth === 16 && type !== 3 ? new Uint16Array() : new Uint8Array(),
  };
}

/** Behind the signature, and the length and the name of the first chunk. */
const HEADER_AT = 16;

function checkSignature(file: string, bytes: Uint8Array): void {
  if (!SIGNATURE.every((b, i) => bytes[i] === b)) throw new DataFault(`${file}: this is no PNG file`);
}

/**
 * Pixels of a PNG file: rows × columns × channels, 1 (grey) or 3 (colour). An alpha channel is dropped; all depths,
 * palettes and interlacing are read.
 *
 * @throws DataFault
 */
export async function readPng(file: string, bytes: Uint8Array): Promise<DataArray> {
  checkSignature(file, bytes);
  const { header, palette, packed } = readChunks(file, bytes);
  const passes = passesOf(header);
  const need = passes.reduce((sum, p) => sum + p.height * (1 + rowBytes(header, p.width)), 0);
  // Pixels of less than a byte are unpacked to one each, those of a palette to three.
  const unpacked = header.width * header.height * Math.max(header.samples, header.type === 3 ? 3 : 1);
  if (Math.max(need, unpacked * (header.depth === 16 ? 2 : 1)) > mostBytes['data set'])
    throw new DataFault(`${file}: its picture has more pixels than memory holds`);
  const raw = await decompress(packed, 'deflate', need);
  if (typeof raw === 'string' || raw.length !== need)
    throw new DataFault(`${file}: its pixels are damaged or truncated`);
  const { width, height, samples, depth } = header;
  const wide = depth === 16;
  const pixels = wide ? new Uint16Array(width * height * samples) : new Uint8Array(width * height * samples);
  let at = 0;
  for (const pass of passes) {
    const stride = rowBytes(header, pass.width);
    unfilter(
      file,
      raw.subarray(at, at + pass.height * (stride + 1)),
      stride,
      Math.max(1, (samples * depth) >> 3),
    );
    for (let row = 0; row < pass.height; row++) {
      spread(header, raw, at + row * (stride + 1) + 1, pass, row, pixels);
    }
    at += pass.height * (stride + 1);
  }
  return toChannels(file, header, palette, pixels);
}

function readChunks(file: string, bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  const parts: Uint8Array[] = [];
  let end = false;
  for (let at = SIGNATURE.length; at + 12 <= bytes.length && !end;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (content.length < length) break;
    if (type === 'IHDR' && length >= 13)
      header = readHeader(file, new DataView(bytes.buffer, content.byteOffset, 13));
    else if (type === 'PLTE') palette = content;
    else if (type === 'IDAT') parts.push(content);
    end = type === 'IEND';
    at += 12 + length;
  }
  if (header === undefined || parts.length === 0 || !end)
    throw new DataFault(`${file}: the file is truncated`);
  const packed = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return { header, palette, packed };
}

function readHeader(file: string, view: DataView): Header {
  const type = view.getUint8(9);
  const samples = samplesByType[type];
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: view.getUint8(8),
    type,
    samples: samples ?? 0,
    interlaced: view.getUint8(12) === 1,
  };
  const { width, height, depth } = header;
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth) || width === 0 || height === 0) {
    throw new DataFault(`${file}: its header is not a PNG's`);
  }
  return header;
}

interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

function passesOf({ width, height, interlaced }: Header): Pass[] {
  if (!interlaced) return [{ x: 0, y: 0, dx: 1, dy: 1, width, height }];
  return adam7
    .map(([x, y, dx, dy]) => {
      const columns = Math.ceil((width - x) / dx);
      const rows = Math.ceil((height - y) / dy);
      return { x, y, dx, dy, width: Math.max(0, columns), height: Math.max(0, rows) };
    })
    .filter((p) => p.width > 0 && p.height > 0);
}

function rowBytes({ samples, depth }: Header, width: number): number {
  return Math.ceil((width * samples * depth) / 8);
}

/** Undoes the rows' filters in place (PNG specification, 9.2). */
function unfilter(file: string, raw: Uint8Array, stride: number, step: number): void {
  for (let start = 0; start < raw.length; start += stride + 1) {
    const filter = raw[start] ?? 0;
    if (filter > 4) throw new DataFault(`${file}: its pixels are damaged (filter ${filter})`);
    const up = start - stride - 1;
    for (let i = 1; i <= stride; i++) {
      const a = i > step ? (raw[start + i - step] ?? 0) : 0;
      const b = start > 0 ? (raw[up + i] ?? 0) : 0;
      const c = start > 0 && i > step ? (raw[up + i - step] ?? 0) : 0;
      raw[start + i] = (raw[start + i] ?? 0) + predicted(filter, a, b, c);
    }
  }
}

function predicted(filter: number, a: number, b: number, c: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return a;
  if (filter === 2) return b;
  if (filter === 3) return (a + b) >> 1;
  const p = a + b - c;
  const [da, db, dc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return da <= db && da <= dc ? a : db <= dc ? b : c;
}

/** Puts one row of a pass where its pixels belong; samples of less than a byte are unpacked as they are. */
function spread(
  { width, samples, depth }: Header,
  raw: Uint8Array,
  start: number,
  pass: Pass,
  row: number,
  pixels: Uint8Array | Uint16Array,
): void {
  const y = pass.y + row * pass.dy;
  for (let column = 0; column < pass.width; column++) {
    const to = (y * width + pass.x + column * pass.dx) * samples;
    for (let s = 0; s < samples; s++) {
      const index = column * samples + s;
      if (depth === 8) pixels[to + s] = raw[start + index] ?? 0;
      else if (depth === 16)
        pixels[to + s] = ((raw[start + 2 * index] ?? 0) << 8) | (raw[start + 2 * index + 1] ?? 0);
      else {
        const bit = index * depth;
        pixels[to + s] = ((raw[start + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
      }
    }
  }
}

function toChannels(
  file: string,
  { width, height, depth, type, samples }: Header,
  palette: Uint8Array | undefined,
  pixels: Uint8Array | Uint16Array,
): DataArray {
  const count = width * height;
  if (type === 3) {
    if (palette === undefined) throw new DataFault(`${file}: it has a palette type and no palette`);
    const values = new Uint8Array(count * 3);
    for (let i = 0; i < count; i++)
      values.set(palette.subarray((pixels[i] ?? 0) * 3, (pixels[i] ?? 0) * 3 + 3), i * 3);
    return { shape: [height, width, 3], values };
  }
  const channels = samples >= 3 ? 3 : 1;
  if (depth < 8) {
    // Grey of few bits fills the whole range: 1 bit is 0 and 255.
    const scale = 255 / ((1 << depth) - 1);
    return { shape: [height, width, 1], values: pixels.map((v) => v * scale) };
  }
  if (channels === samples) return { shape: [height, width, channels], values: pixels };
  const values = depth === 16 ? new Uint16Array(count * channels) : new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c++) values[i * channels + c] = pixels[i * samples + c] ?? 0;
  }
  return { shape: [height, width, channels], values };
}
