/** Configuration ports and the time to load a bitstream through them. */
import type { PortKind } from '../../../grammar/src/index';
import type { Bytes, BytesPerSecond, Hertz, Nanoseconds, Share } from '../base/units';
import type { Family } from './data-types';

export type { PortKind };

/** A port to the configuration memory; loading takes `overheadNs` + bytes ÷ rate. */
export interface Port {
  readonly kind: PortKind;
  readonly bytesPerSecond: BytesPerSecond;
  readonly overheadNs: Nanoseconds;
  readonly source: string;
  /** What the figure does not include. */
  readonly notModelled?: string;
  /** Where measured loads lie, as shares of the time by rate and overhead. */
  readonly spread?: { readonly low: Share; readonly high: Share; readonly reason: string };
}

export interface StatedPort {
  readonly bytesPerSecond?: BytesPerSecond;
  readonly overheadNs?: Nanoseconds;
}

/** Fit of measured loads of 512,000 to 2,048,000 B, bare metal: 4.021 ms to 15.969 ms on Zynq-7000, 0.763 ms to 3.022 ms on UltraScale+. */
const measured = 'alkalir/DPR-Characterization, bare metal';

const pcap: Record<Family, Port> = {
  '7series': { kind: 'pcap', bytesPerSecond: 128.6e6, overheadNs: 38_000, source: measured },
  'ultrascale+': { kind: 'pcap', bytesPerSecond: 680e6, overheadNs: 10_000, source: measured },
};

/** The fastest clock of the ICAP (UG909); it takes 32 bits a cycle. */
const icapMostHz: Record<Family, Hertz> = { '7series': 100e6, 'ultrascale+': 200e6 };

/** An ICAP at its controller's clock, which is the fabric's: both public UltraScale+ measurements are 400 MB/s at 100 MHz. */
function icap(family: Family, clockHz: Hertz): Port {
  const hz = Math.min(clockHz, icapMostHz[family]);
  const most = hz < clockHz ? ', its most (UG909)' : ' of the fabric';
  return {
    kind: 'icap',
    bytesPerSecond: 4 * hz,
    overheadNs: 0,
    source: `peak of 32 bit at ${Number((hz / 1e6).toPrecision(4))} MHz${most}`,
    notModelled: 'overhead of the ICAP controller and its software: not modelled unless stated',
  };
}

/** The port of a family at a fabric clock, with figures from the design in place of the model's. */
export function portOf(
  part: { readonly family: Family },
  kind: PortKind,
  clockHz: Hertz,
  stated: StatedPort = {},
): Port {
  const usual = kind === 'pcap' ? pcap[part.family] : icap(part.family, clockHz);
  const { notModelled, ...known } = usual;
  return {
    ...known,
    bytesPerSecond: stated.bytesPerSecond ?? usual.bytesPerSecond,
    overheadNs: stated.overheadNs ?? usual.overheadNs,
    source: sourceOf(usual.source, stated),
    ...(notModelled !== undefined && stated.overheadNs === undefined ? { notModelled } : {}),
  };
}

/** Of rate and overhead each: stating one leaves the other the model's. */
function sourceOf(usual: string, { bytesPerSecond, overheadNs }: StatedPort): string {
  if (bytesPerSecond !== undefined && overheadNs !== undefined) return 'stated in the design';
  if (bytesPerSecond !== undefined) return `rate stated in the design, overhead: ${usual}`;
  if (overheadNs !== undefined) return `overhead stated in the design, rate: ${usual}`;
  return usual;
}

/** Time to load a bitstream, rounded up to whole nanoseconds; zero bytes take no time. */
export function loadNs(bytes: Bytes, port: Pick<Port, 'bytesPerSecond' | 'overheadNs'>): Nanoseconds {
  if (bytes === 0) return 0;
  return Math.ceil(port.overheadNs + (bytes / port.bytesPerSecond) * 1e9 - 1e-6);
}
