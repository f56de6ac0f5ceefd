/** Wording of figures shared by lenses, hints and hovers. */
import { decisionMeanings, paperMeanings } from '../../../grammar/src/index';
import type { LayerFigures, ModuleFigures, RegionFigures } from '../analysis/analysis';
import type { judgementOf } from '../analysis/verdict/judgement';
import type { Band } from '../base/band';
import { formatAtLeast, formatBand, formatBytes, formatCount, formatNs } from '../base/format';
import {
  type ResourceKind,
  type Resources,
  isAtLeast,
  resourceKinds,
  resourceNames,
} from '../base/resources';
import type { Nanoseconds, Share } from '../base/units';
import { parallelWords } from '../cost/index';
import type { Port } from '../device/index';
import { isImage, type Shape } from '../network/index';
import type { PlaceSpec } from '../semantics/design';

/** Problems of a design, which affect its verdict. */
export type Diagnostics = Parameters<typeof judgementOf>[1];

/** Short explanations of value keywords. */
export const meanings: Readonly<Record<string, string>> = {
  ...decisionMeanings,
  ...paperMeanings,
  auto: 'found by the tool',
  bram: 'block RAM',
  lutram: 'LUTs as memory',
  uram: 'UltraRAM',
  ddr: 'streamed from memory for each input',
  static: 'resident beside the regions',
  cpu: 'computed by the processor',
};

/** Text for a region that is being placed. */
export function placingText({ pblock }: RegionFigures): string {
  return pblock.length > 0 ? 'being placed again' : 'being placed';
}

/** What the folding search has chosen, as it would stand in place of `auto`. */
export function unwrittenWords({ shaped, parallel }: LayerFigures): string {
  const { pe, simd, window, order } = parallel;
  return parallelWords({
    pe,
    simd,
    ...(window && shaped.spec.tapsAtOnce !== true && { window }),
    ...(order && shaped.spec.order === undefined && { order }),
  });
}

/** `6×28×28`, or the length of a vector. */
export function shapeText(shape: Shape): string {
  return isImage(shape) ? `${shape.c}×${shape.h}×${shape.w}` : String(shape.n);
}

/** `3,210 LUT ±12 %`, `at least 3,210 LUT ±12 %`, `LUT not modelled`; a counted kind has no band. */
function amountText(kind: ResourceKind, resources: Resources, band: Band): string {
  const isBound = isAtLeast(resources, kind);
  if (isBound && resources[kind] === 0) return `${resourceNames[kind]} not modelled`;
  const figure = `${formatCount(resources[kind])} ${resourceNames[kind]} ${formatBand(band[kind])}`;
  return formatAtLeast(isBound, figure.trimEnd());
}

/** LUTs, and other kinds that are used: `3,210 LUT ±12 % · 40 DSP`. */
export function resourcesText(
  resources: Resources,
  band: Band,
  kinds: readonly ResourceKind[] = ['lut', 'dsp', 'bram18', 'uram'],
): string {
  return kinds
    .filter(
      (kind) => kind === 'lut' || resources[kind] > 0 || (kind !== 'uram' && isAtLeast(resources, kind)),
    )
    .map((kind) => amountText(kind, resources, band))
    .join(' · ');
}

/** The kind with the largest share used; undefined if nothing is available. */
export function tightest(
  need: Resources,
  available: Resources,
): { readonly kind: ResourceKind; readonly share: Share } | undefined {
  let found: { kind: ResourceKind; share: Share } | undefined;
  for (const kind of resourceKinds) {
    if (need[kind] <= 0) continue;
    const share = available[kind] > 0 ? need[kind] / available[kind] : Infinity;
    if (share > (found?.share ?? 0)) found = { kind, share };
  }
  return found;
}

/** Time of a single input. */
export function timeOf({ duration }: ModuleFigures): Nanoseconds | undefined {
  return duration && duration.fixedNs + duration.perInputNs;
}

/** Time of a single input, in words. */
export function timeText({ duration }: ModuleFigures): string | undefined {
  return duration && formatAtLeast(duration.atLeast, formatNs(duration.fixedNs + duration.perInputNs));
}

export function placeText(place: PlaceSpec): string {
  if (place.kind === 'region') return `region ${place.region}`;
  return place.kind === 'cpu' ? 'the CPU' : 'the static part';
}

/** `38 µs + 387,240 B ÷ 128.6 MB/s`. */
export function loadFormula(bytes: number, port: Port): string {
  return `${formatNs(port.overheadNs)} + ${formatBytes(bytes)} ÷ ${rateText(port.bytesPerSecond)}`;
}

/** `128.6 MB/s`: rates are stated to four digits. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond >= 1e9
    ? `${Number((bytesPerSecond / 1e9).toPrecision(4))} GB/s`
    : `${Number((bytesPerSecond / 1e6).toPrecision(4))} MB/s`;
}

export function frequencyText(hertz: number): string {
  return `${Number((hertz / 1e6).toPrecision(4))} MHz`;
}

/** An amount in a table whose header names its kind. */
export function amountCell(resources: Resources, kind: ResourceKind): string {
  const isBound = isAtLeast(resources, kind);
  if (isBound && resources[kind] === 0) return 'not modelled';
  return formatAtLeast(isBound, formatCount(resources[kind]));
}
