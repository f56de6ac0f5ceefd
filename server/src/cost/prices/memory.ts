/** Memories in block RAM, UltraRAM and LUTs. */
import type { Family } from '../../device/index';
import type { WeightMemory } from '../../semantics/design';
import { sources, term, type Term } from './term';

/** Shapes of a RAMB18: word widths and depths (UG473, simple dual port). */
const ramb18Shapes = [
  { width: 1, depth: 16384 },
  { width: 2, depth: 8192 },
  { width: 4, depth: 4096 },
  { width: 9, depth: 2048 },
  { width: 18, depth: 1024 },
  { width: 36, depth: 512 },
] as const;

/** UG573. */
const uramShape = { width: 72, depth: 4096 };

/** Memories of up to this many words are built from LUTs unless the design says otherwise. */
export const lutramDepth = 64;

/** Words of one bit in a LUT used as memory. */
const lutDepth = 64;
/** Words that a slice selects with its own multiplexers, without a LUT (UG474: F7, F8). */
const sliceDepth = 256;
/** LUTs per slice to select between slices: in a tree of 4:1 multiplexers, as Vivado builds it on an xc7z020. */
const lutsPerSliceChoice = 0.62;
/** The same per 64 words for memories that are written and read at the same time. */
const lutsPerBlockChoice = 0.41;

export const romSource =
  'Vivado splits a depth into powers of two, a LUT for 64 words of a bit (met on a xc7z020)';
export const ramSource =
  'UG474: RAM64M, four LUTs for 64 words of 3 bits (RAM32M: 32 words of 6) that are written and read at once';

/**
 * RAMB18 for one memory of `depth` words of `width` bits, in the cheapest of the block's shapes. On 7 series Vivado pads the
 * depth to a power of two (AR 61995).
 */
export function bram18(depth: number, width: number, family: Family = '7series'): number {
  if (depth <= 0 || width <= 0) return 0;
  return blocksOf(cheapestShape(depth, width, family), depth, width, family);
}

export function uram(depth: number, width: number): number {
  return Math.ceil(width / uramShape.width) * Math.ceil(depth / uramShape.depth);
}

/** LUTs per bit of width of a memory of `depth` words that is rarely or never written. */
export function romLutsPerBit(depth: number): number {
  if (depth <= 0) return 0;
  if (depth <= 16 || depth === 32 || depth === lutDepth) return 1;
  const whole = Math.floor(depth / lutDepth);
  const rest = depth % lutDepth;
  const pieces = (rest >= 32 ? 1 : 0) + (rest % 32 >= 16 ? 1 : 0);
  const few = rest % 16 === 0 ? 0 : depth < 32 ? 0.5 : 1;
  const choices = wholeSlices(whole) + pieces + Math.ceil(few) - 1;
  return rounded(whole + pieces + few + (choices <= 0 ? 0 : Math.max(1, lutsPerSliceChoice * choices)));
}

/** Slices for a number of blocks of 64 words: four blocks in each, and the remainder in powers of two. */
function wholeSlices(blocks: number): number {
  const blocksPerSlice = sliceDepth / lutDepth;
  const rest = blocks % blocksPerSlice;
  return Math.floor(blocks / blocksPerSlice) + (rest >> 1) + (rest & 1);
}

export const tableSource =
  'UG474: ROM64X1, ROM128X1, ROM256X1 of one, two and four LUTs, beyond them 4:1 multiplexers';

/** LUTs per bit of width of a table of constants, which nothing can write. */
export function tableLutsPerBit(depth: number): number {
  const slices = Math.ceil(depth / sliceDepth);
  return rounded(Math.ceil(depth / lutDepth) + lutsPerSliceChoice * Math.max(0, slices - 1));
}

/** LUTs per bit of width of a memory that is written and read at the same time. */
export function ramLutsPerBit(depth: number): number {
  if (depth <= 0) return 0;
  if (depth <= lutDepth / 2) return rounded(2 / 3);
  const blocks = Math.ceil(depth / lutDepth);
  return rounded((4 / 3) * blocks + lutsPerBlockChoice * (blocks - 1));
}

/** Rounded to the digits shown. */
function rounded(luts: number): number {
  return Math.round(1000 * luts) / 1000;
}

export interface MemoryOptions {
  readonly family: Family;
  readonly choice?: WeightMemory;
  /** Whether it is written while it is read, unlike weights and tables. */
  readonly written?: boolean;
}

/** Where a memory is built: as the design says, else shallow ones in LUTs and others in block RAM. */
export function memoryPlace(depth: number, choice?: WeightMemory): WeightMemory {
  return choice ?? (depth <= lutramDepth ? 'lutram' : 'bram');
}

/** Terms for `count` equal memories. Streamed weights (`ddr`) need none. */
export function memoryTerms(
  name: string,
  count: number,
  depth: number,
  width: number,
  { family, choice, written = false }: MemoryOptions,
): readonly Term[] {
  if (choice === 'ddr' || depth <= 0 || width <= 0) return [];
  const where = memoryPlace(depth, choice);
  const symbols = { n: count, d: depth, b: width };
  if (where === 'uram') {
    const formula = 'n·⌈b ÷ 72⌉·⌈d ÷ 4096⌉';
    return [term(name, 'uram', formula, symbols, count * uram(depth, width), sources.uram)];
  }
  if (where === 'lutram') {
    const k = written ? ramLutsPerBit(depth) : romLutsPerBit(depth);
    const formula = 'n·b·k';
    const source = written ? ramSource : romSource;
    return [term(`${name}, ${depth} words`, 'lut', formula, { ...symbols, k }, count * width * k, source)];
  }
  return [blockTerm(name, count, depth, width, family)];
}

/** RAMB18 for `count` equal memories. */
export function blockTerm(name: string, count: number, depth: number, width: number, family: Family): Term {
  const symbols = { n: count, d: depth, b: width };
  const shape = cheapestShape(depth, width, family);
  const padded = family === '7series' ? '2^⌈log2(d)⌉' : 'd';
  const formula = `n·⌈b ÷ ${shape.width}⌉·⌈${padded} ÷ ${shape.depth}⌉`;
  const value = count * blocksOf(shape, depth, width, family);
  return term(name, 'bram18', formula, symbols, value, sources.blockRam);
}

type Shape = (typeof ramb18Shapes)[number];

function blocksOf(shape: Shape, depth: number, width: number, family: Family): number {
  return Math.ceil(width / shape.width) * Math.ceil(paddedDepth(depth, family) / shape.depth);
}

function paddedDepth(depth: number, family: Family): number {
  return family === '7series' ? 2 ** Math.ceil(Math.log2(depth)) : depth;
}

function cheapestShape(depth: number, width: number, family: Family): Shape {
  const words = paddedDepth(depth, family);
  let best: Shape = ramb18Shapes[0];
  let fewest = Infinity;
  for (const shape of ramb18Shapes) {
    const blocks = Math.ceil(width / shape.width) * Math.ceil(words / shape.depth);
    if (blocks < fewest) {
      fewest = blocks;
      best = shape;
    }
  }
  return best;
}
