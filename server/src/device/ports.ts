/** Configuration ports and the time to load a bitstream through them. */
import type { PortKind } from '../../../grammar/src/index';
import type { Bytes, BytesPerSecond, Nanoseconds } from '../base/units';
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
}

export interface StatedPort {
  readonly bytesPerSecond?: BytesPerSecond;
  readonly overheadNs?: Nanoseconds;
}

/** Fit of measured loads of 512,000 to 2,048,000 B, bare metal: 4.021 ms to 15.969 ms on Zynq-7000, 0.763 ms to 3.022 ms on UltraScale+. */
const measured = 'alkalir/DPR-Characterization, bare metal';

const ports: Record<PortKind, Record<Family, Port>> = {
  pcap: {
    '7series': { kind: 'pcap', bytesPerSecond: 128.6e6, overheadNs: 38_000, source: measured },
    'ultrascale+': { kind: 'pcap', bytesPerSecond: 680e6, overheadNs: 10_000, source: measured },
  },
  icap: {
    '7series': icap(400e6, 'peak of 32 bit at 100 MHz (UG909)'),
    'ultrascale+': icap(800e6, 'peak of 32 bit at 200 MHz (UG909)'),
  },
};

function icap(bytesPerSecond: number, source: string): Port {
  const notModelled = 'overhead of the ICAP controller and its software: not modelled unless stated';
  return { kind: 'icap', bytesPerSecond, overheadNs: 0, source, notModelled };
}

/** The port of a family, with figures from the design in place of the model's. */
export function portOf(part: { readonly family: Family }, kind: PortKind, stated: StatedPort = {}): Port {
  const usual = ports[kind][part.family];
  const own = stated.bytesPerSecond !== undefined || stated.overheadNs !== undefined;
  const { notModelled, ...known } = usual;
  return {
    ...known,
    bytesPerSecond: stated.bytesPerSecond ?? usual.bytesPerSecond,
    overheadNs: stated.overheadNs ?? usual.overheadNs,
    source: own ? 'stated in the design' : usual.source,
    ...(notModelled !== undefined && stated.overheadNs === undefined ? { notModelled } : {}),
  };
}

/** Time to load a bitstream, rounded up to whole nanoseconds; zero bytes take no time. */
export function loadNs(bytes: Bytes, port: Pick<Port, 'bytesPerSecond' | 'overheadNs'>): Nanoseconds {
  if (bytes === 0) return 0;
  return Math.ceil(port.overheadNs + (bytes / port.bytesPerSecond) * 1e9 - 1e-6);
}
