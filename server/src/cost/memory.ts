import type { WeightMemory } from '../semantics/design';
import { sources, term, type Term } from './term';

/** Word widths of a RAMB18 and the depth each has (UG473, simple dual port). */
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

/** Memories up to this many words go to LUTs unless the design says otherwise. */
export const lutramDepth = 64;

/** A FIFO of so few bits is built of shift registers (Vitis HLS, UG1399: FIFOs up to 1,024 bits). */
const shiftRegisterBits = 1024;

/** RAMB18 of one memory of `depth` words of `width` bits: the cheapest of the block's shapes. */
export function bram18(depth: number, width: number): number {
  if (depth <= 0 || width <= 0) return 0;
  const shape = cheapestShape(depth, width);
  return Math.ceil(width / shape.width) * Math.ceil(depth / shape.depth);
}

export function uram(depth: number, width: number): number {
  return Math.ceil(width / uramShape.width) * Math.ceil(depth / uramShape.depth);
}

/** LUTs of a memory in LUTs, 32 words deep each. */
export function lutramLuts(depth: number, width: number): number {
  if (depth <= 0 || width <= 0) return 0;
  return Math.ceil((width + 1) / 16) * Math.ceil(depth / 32);
}

/**
 * Terms of `count` equal memories. Weights that are streamed (`ddr`) need none. Without a choice, shallow
 * memories go to LUTs and the others to block RAM.
 */
export function memoryTerms(
  name: string,
  count: number,
  depth: number,
  width: number,
  choice?: WeightMemory,
): readonly Term[] {
  if (choice === 'ddr' || depth <= 0 || width <= 0) return [];
  const where = choice ?? (depth <= lutramDepth ? 'lutram' : 'bram');
  const symbols = { n: count, d: depth, b: width };
  if (where === 'uram') {
    const formula = 'n·⌈b ÷ 72⌉·⌈d ÷ 4096⌉';
    return [term(name, 'uram', formula, symbols, count * uram(depth, width), sources.uram)];
  }
  if (where === 'lutram') {
    const formula = 'n·⌈(b + 1) ÷ 16⌉·⌈d ÷ 32⌉';
    const luts = count * lutramLuts(depth, width);
    return [term(name, 'lut', formula, symbols, luts, sources.fpgaConvNetLutram)];
  }
  const shape = cheapestShape(depth, width);
  const formula = `n·⌈b ÷ ${shape.width}⌉·⌈d ÷ ${shape.depth}⌉`;
  return [term(name, 'bram18', formula, symbols, count * bram18(depth, width), sources.fpgaConvNetBram)];
}

/** RAMB18 of a FIFO: 7-series FIFOs have a power of two of words. */
export function fifoBram18(depth: number, width: number): number {
  if (depth * width < shiftRegisterBits) return 0;
  return bram18(2 ** Math.ceil(Math.log2(depth)), width);
}

/** Terms of `count` equal FIFOs of `depth` words of `width` bits: in LUTs while they are shallow or small. */
export function fifoTerms(name: string, count: number, depth: number, width: number): readonly Term[] {
  if (depth <= 0 || width <= 0) return [];
  const symbols = { n: count, d: depth, b: width };
  const pointers = 2 * Math.ceil(Math.log2(depth));
  if (depth <= lutramDepth || depth * width < shiftRegisterBits) {
    const luts = pointers + Math.ceil(depth / 32) * Math.ceil(width / 2);
    return [
      term(
        name,
        'lut',
        'n·(2·⌈log2(d)⌉ + ⌈d ÷ 32⌉·⌈b ÷ 2⌉)',
        symbols,
        count * luts,
        'FINN, StreamingFIFO lut_estimation',
      ),
    ];
  }
  const padded = 2 ** Math.ceil(Math.log2(depth));
  const shape = cheapestShape(padded, width);
  const formula = `n·⌈b ÷ ${shape.width}⌉·⌈2^⌈log2(d)⌉ ÷ ${shape.depth}⌉`;
  return [
    term(name, 'lut', 'n·2·⌈log2(d)⌉', symbols, count * pointers, 'FINN, StreamingFIFO lut_estimation'),
    term(name, 'bram18', formula, symbols, count * fifoBram18(depth, width), sources.fpgaConvNetBram),
  ];
}

function cheapestShape(depth: number, width: number): { readonly width: number; readonly depth: number } {
  let best: (typeof ramb18Shapes)[number] = ramb18Shapes[0];
  let fewest = Infinity;
  for (const shape of ramb18Shapes) {
    const blocks = Math.ceil(width / shape.width) * Math.ceil(depth / shape.depth);
    if (blocks < fewest) {
      fewest = blocks;
      best = shape;
    }
  }
  return best;
}
