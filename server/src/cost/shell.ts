/** Cost of the static infrastructure around the modules: DMAs, interconnect, decouplers and kernel control. */
import type { PortKind } from '../../../grammar/src/index';
import type { Band } from '../base/band';
import { noResources, type Resources } from '../base/resources';
import { assumed } from './prices/band';
import { term, total, type Term } from './prices/term';

/**
 * Figures are rounded from reports of designs of this shape on Zynq-7000: assumptions with a band, until the user
 * calibrates with a utilisation report.
 */
const axiDma = {
  lut: 1500,
  ff: 2000,
  bram18: 4,
  source: 'assumed: AXI DMA (PG021), 32 bit, both channels, no scatter-gather',
};
const interconnect = {
  lut: 3000,
  ff: 3600,
  source: 'assumed: two SmartConnects (PG247), processor control and one memory port',
};
const resets = { lut: 20, ff: 40, source: 'assumed: Processor System Reset (PG164)' };
const decoupler = { lut: 150, ff: 200, source: 'assumed: DFX Decoupler (PG375) with AXI4-Lite control' };
const icap = { lut: 700, ff: 1000, bram18: 2, source: 'assumed: AXI HWICAP (PG134)' };
const kernelControl = { lut: 120, ff: 160, source: 'assumed: AXI4-Lite control of an HLS kernel (UG1399)' };

export interface ShellOptions {
  /** Reconfigurable regions: each has a DMA and a decoupler. */
  readonly regions: number;
  /** Modules resident in the static part: each has a DMA. Does not include those that count their own. */
  readonly residents: number;
  readonly port: PortKind;
}

export interface ShellCost {
  readonly resources: Resources;
  readonly band: Band;
  readonly terms: readonly Term[];
}

/** Cost of the static infrastructure without the modules. */
export function shellCost({ regions, residents, port }: ShellOptions): ShellCost {
  const terms = [
    ...partTerms('interconnect', 1, interconnect),
    ...partTerms('resets', 1, resets),
    ...dmaTerms(regions + residents),
    ...partTerms('decouplers', regions, decoupler),
    ...portTerms[port](),
  ];
  const resources = {
    lut: total(terms, 'lut'),
    ff: total(terms, 'ff'),
    dsp: 0,
    bram18: total(terms, 'bram18'),
    uram: 0,
  };
  return { resources, band: assumed, terms };
}

/** Terms of the controller that drives a configuration port from the fabric. */
const portTerms = {
  pcap: () => [],
  icap: () => partTerms('ICAP controller', 1, icap),
} as const satisfies Readonly<Record<PortKind, () => readonly Term[]>>;

/** DMAs beside one for each region; priced as whole DMAs, although some have only one of the two channels. */
export function dmaCost(count: number): Resources {
  const terms = dmaTerms(count);
  return { ...noResources, lut: total(terms, 'lut'), ff: total(terms, 'ff'), bram18: total(terms, 'bram18') };
}

export function dmaTerms(count: number): readonly Term[] {
  return partTerms('DMA', count, axiDma);
}

/** Start, done and registers of one kernel. */
export function kernelControlTerms(): readonly Term[] {
  return partTerms('kernel control', 1, kernelControl);
}

interface Part {
  readonly lut: number;
  readonly ff: number;
  readonly bram18?: number;
  readonly source: string;
}

function partTerms(name: string, count: number, part: Part): readonly Term[] {
  if (count <= 0) return [];
  const of = (kind: 'lut' | 'ff' | 'bram18', each: number): Term =>
    term(name, kind, 'n·each', { n: count, each }, count * each, part.source);
  const logic = [of('lut', part.lut), of('ff', part.ff)];
  return part.bram18 === undefined ? logic : [...logic, of('bram18', part.bram18)];
}
