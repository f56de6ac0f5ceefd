/** Price rules of FIFOs. */
import type { Family } from '../../device/index';
import { blockTerm, bram18, lutramDepth } from './memory';
import { priced, uncertainty, type PriceRule, type Uncertainty } from './price';
import { sources, term, times, type Term } from './term';

/** A FIFO in shift registers: `depth` words of `width` bits. Up to two words take only registers. */
export interface ShiftFifo {
  readonly depth: number;
  readonly width: number;
}

/** A FIFO of up to this many bits is built from shift registers (Vitis HLS, UG1399: FIFOs up to 1,024 bits). */
const shiftRegisterBits = 1024;

/** Words of one shift register (UG474: SRL32). */
const shiftRegisterDepth = 32;

/** Number of shift registers; the last word is in a register of its own. */
export function shiftRegisters({ depth, width }: ShiftFifo): number {
  return depth <= 2 ? 0 : width * Math.ceil((depth - 1) / shiftRegisterDepth);
}

const deep = ({ depth }: ShiftFifo): number => (depth > 2 ? 1 : 0);

export const fifoRules: readonly PriceRule<ShiftFifo>[] = [
  { key: 'control', name: 'FIFO, handshake', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'count', name: 'FIFO, count', of: 'lut', formula: '1', amount: deep },
  { key: 'width', name: 'FIFO, output', of: 'lut', formula: 'b', amount: ({ width }) => width },
  {
    key: 'shiftRegisters',
    name: 'FIFO, shift registers',
    of: 'lut',
    formula: 'b·⌈(d − 1) ÷ 32⌉',
    amount: shiftRegisters,
  },
  { key: 'control', name: 'FIFO, handshake', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'count', name: 'FIFO, count', of: 'ff', formula: '1', amount: deep },
  { key: 'width', name: 'FIFO, output', of: 'ff', formula: 'b', amount: ({ width }) => width },
  {
    key: 'second',
    name: 'FIFO, second word',
    of: 'ff',
    formula: 'b',
    amount: ({ depth, width }) => (depth > 2 ? 0 : width),
  },
];

const terms = priced('fifo', fifoRules);

export function fifoPrices(fifo: ShiftFifo): Term[] {
  return terms(fifo, { d: fifo.depth, b: fifo.width });
}

export function fifoUncertainty({ depth, width }: ShiftFifo): Uncertainty {
  return uncertainty('fifo', { 'FIFO words': depth, 'FIFO bits': width });
}

/** RAMB18 of a FIFO. */
export function fifoBram18(depth: number, width: number, family: Family): number {
  return isShift(depth, width) ? 0 : bram18(depth, width, family);
}

/** Terms for `count` equal FIFOs: in shift registers if they are shallow or small, else in block memory. */
export function fifoTerms(count: number, depth: number, width: number, family: Family): readonly Term[] {
  if (depth <= 0 || width <= 0) return [];
  if (isShift(depth, width)) return fifoPrices({ depth, width }).map((each) => times(count, each));
  const pointers = 4 * Math.ceil(Math.log2(depth));
  const symbols = { n: count, d: depth };
  // Two pointers, and as many LUTs again to compare them.
  return [
    term('FIFO, pointers', 'lut', 'n·4·⌈log2(d)⌉', symbols, count * pointers, sources.assumed),
    term('FIFO, pointers', 'ff', 'n·4·⌈log2(d)⌉', symbols, count * pointers, sources.assumed),
    blockTerm('FIFO', count, depth, width, family),
  ];
}

function isShift(depth: number, width: number): boolean {
  return depth <= lutramDepth || depth * width <= shiftRegisterBits;
}
