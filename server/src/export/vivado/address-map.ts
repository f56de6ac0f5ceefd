/** Addresses of the fabric's registers. */
import type { Part } from '../../device/index';
import { kernelControl } from '../kernel-interface';
import type { Hardware } from './hardware';

/** One AXI4-Lite slave in the processor's address space. */
export interface AddressEntry {
  /** Cell that owns the registers: of a region or of a resident module. */
  readonly owner: string;
  readonly kind: 'kernel' | 'dma' | 'decoupler' | 'weights' | 'numbers';
  /** Index among several of one kind: DMAs. */
  readonly index: number;
  /** Interface pin of the block design that the interconnect drives. */
  readonly pin: string;
  /** Address segment behind it. */
  readonly segment: string;
  readonly base: number;
  readonly range: number;
}

export interface AddressMap {
  /** Address space of the processor. */
  readonly space: string;
  readonly entries: readonly AddressEntry[];
}

/** Every slave gets 64 KiB: more than any of them decodes, and a multiple of Linux's page sizes. */
const RANGE = 0x1_0000;

/** First fabric address of the processor's general-purpose master: M_AXI_GP0 (UG585), M_AXI_HPM0_FPD (UG1085). */
const firstBase: Record<Part['family'], number> = { '7series': 0x43c0_0000, 'ultrascale+': 0xa000_0000 };

/**
 * The single table of addresses: the block design assigns them, and the runtime's headers name them. Fixed by
 * position, so that the same design has the same addresses.
 */
export function addressMap({ family, regions, residents, identity }: Hardware): AddressMap {
  const slaves = [
    ...regions.flatMap(({ cell, dmas, decoupler, weightDmas }) => [
      // The interconnect drives the decoupler's static side; behind it is the loaded module's kernel.
      slave(cell, 'kernel', `${decoupler}/s_ctrl`, `${cell}/kernel/${kernelControl}/Reg`),
      ...dmaSlaves(cell, 'dma', dmas.cells),
      slave(cell, 'decoupler', `${decoupler}/s_axi_reg`, `${decoupler}/s_axi_reg/Reg`),
      ...dmaSlaves(cell, 'weights', weightDmas),
    ]),
    ...residents.flatMap(({ cell, dmas, weightDmas }) => [
      slave(cell, 'kernel', `${cell}/${kernelControl}`, `${cell}/${kernelControl}/Reg`),
      ...dmaSlaves(cell, 'dma', dmas.cells),
      ...dmaSlaves(cell, 'weights', weightDmas),
    ]),
    slave(identity, 'numbers', `${identity}/S_AXI`, `${identity}/S_AXI/Reg`),
  ];
  const entries = slaves.map((entry, i) => ({ ...entry, base: firstBase[family] + i * RANGE, range: RANGE }));
  return { space: 'ps/Data', entries };
}

function slave(owner: string, kind: AddressEntry['kind'], pin: string, segment: string, index = 0) {
  return { owner, kind, index, pin, segment };
}

function dmaSlaves(owner: string, kind: 'dma' | 'weights', dmas: readonly string[]) {
  return dmas.map((dma, i) => slave(owner, kind, `${dma}/S_AXI_LITE`, `${dma}/S_AXI_LITE/Reg`, i));
}

/** `0x43C00000`, a format that Tcl, C and device trees accept. */
export function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** @throws RangeError if the owner has no such registers */
export function baseOf({ entries }: AddressMap, owner: string, kind: AddressEntry['kind']): number {
  const found = entries.find((e) => e.owner === owner && e.kind === kind);
  if (found === undefined) throw new RangeError(`${owner} has no ${kind}`);
  return found.base;
}
