/** The device of a design. */
import { perObject } from '../../base/memo';
import {
  type Board,
  type Part,
  boardNames,
  cpuOf,
  lookupBoard,
  lookupPart,
  memoryOf,
  portOf,
} from '../../device/index';
import type { DeviceSpec } from '../../semantics/design';
import type { Target } from '../analysis';

/** Default clock: that of most published Zynq designs of this kind. */
const ASSUMED_CLOCK_HZ = 100e6;

/** Keyed by the device block, so that equal devices are one object. */
const targetOfSpec = perObject((spec: DeviceSpec) => targetOf(spec));

/** The device that the design names, with the model's figures for what the design does not state. */
export function findTarget(spec: DeviceSpec | undefined): Target {
  return spec === undefined ? noTarget : targetOfSpec(spec);
}

function targetOf(spec: DeviceSpec | undefined): Target {
  const named = spec?.part ?? spec?.board;
  const found = spec?.part ? findPart(spec.part.text) : spec?.board ? findBoard(spec.board.text) : {};
  const clockHz = spec?.clockHz ?? ASSUMED_CLOCK_HZ;
  const clockAssumed = spec?.clockHz === undefined;
  if (found.part === undefined) {
    const unknown =
      named && found.error
        ? {
            what: spec?.part ? ('part' as const) : ('board' as const),
            text: named.text,
            origin: named.origin,
            ...found.error,
          }
        : undefined;
    // Cycles, shapes and LUTs are still meaningful without a part; transfers then have no memory bound.
    return {
      clockHz,
      clockAssumed,
      ddrBytesPerSecond: Infinity,
      cpuOpsPerSecond: 0,
      ...(unknown && { unknown }),
    };
  }
  const { part, board } = found;
  return {
    part,
    ...(board && { board }),
    doubts: found.doubts ?? [],
    clockHz,
    clockAssumed,
    port: portOf(part, spec?.port?.kind ?? board?.port ?? 'pcap', clockHz, spec?.port),
    ddrBytesPerSecond: spec?.memoryBytesPerSecond ?? memoryOf(part, board?.memoryPeak).bytesPerSecond,
    cpuOpsPerSecond: cpuOf(part, board?.psClock).opsPerSecond,
  };
}

const noTarget = targetOf(undefined);

interface Found {
  readonly part?: Part;
  readonly board?: Board;
  readonly doubts?: readonly string[];
  readonly error?: { readonly reason: string; readonly nearest: readonly string[] };
}

function findPart(name: string): Found {
  const lookup = lookupPart(name);
  if ('ok' in lookup) return { part: lookup.ok, doubts: lookup.doubts };
  return { error: { reason: lookup.error, nearest: lookup.nearest } };
}

function findBoard(name: string): Found {
  const lookup = lookupBoard(name);
  if (!('ok' in lookup)) {
    const nearest = lookup.nearest.length > 0 ? lookup.nearest : boardNames;
    return { error: { reason: lookup.error, nearest } };
  }
  return { board: lookup.ok, ...findPart(lookup.ok.part) };
}
