/** Loads of a log, beside what the model expects of them. */
import type { Analysis } from '../analysis/analysis';
import { typicalLoads } from '../analysis/figures/calibration';
import { spreadOf } from '../analysis/figures/load-spread';
import type { MeasuredBitstream, MeasuredLoad } from '../analysis/figures/measured';
import { formatCount, formatNs } from '../base/format';
import { bitstreamOf } from './bitstreams';
import type { LoggedLoad } from './report';

/**
 * The loads of a log by module. A log that names files tells no lengths: those of real bitstreams count, else the
 * model's.
 *
 * @param bitstreams lengths read so far
 */
export function measuredLoads(
  analysis: Analysis,
  logged: readonly LoggedLoad[],
  bitstreams: readonly MeasuredBitstream[],
):
  | { readonly loads: readonly MeasuredLoad[]; readonly lines: readonly string[] }
  | { readonly error: string } {
  const loads: MeasuredLoad[] = [];
  const left = new Set<string>();
  for (const load of logged) {
    if ('module' in load) {
      if (!analysis.modules.some((m) => m.name === load.module))
        return { error: `is of another design: it loads \`${load.module}\`` };
      loads.push(withoutHeader(analysis, load));
      continue;
    }
    const of = bitstreamOf(analysis, load.file, 1);
    if ('error' in of || of.module === undefined) left.add(load.file);
    else {
      const real = bitstreams.find((b) => b.region === of.region && b.module === of.module);
      loads.push({ module: of.module, bytes: real?.bytes ?? of.predicted, ns: load.ns });
    }
  }
  const others = [...left].map(
    (file) => `a load of ${file}, which is no module of this design, does not count`,
  );
  if (loads.length === 0) return { error: `holds no load of this design's modules: ${others.join('; ')}` };
  return { loads, lines: [...loadLines(analysis, loads), ...others] };
}

/** Headers of public `.bit` files have 85 to 135 bytes; names and options in them vary. */
const header = { least: 60, most: 250 };

/** PYNQ loads a `.bit` and counts its header: on the 7 series, where the model is exact, that is what is above it. */
function withoutHeader({ regions, target }: Analysis, load: MeasuredLoad): MeasuredLoad {
  const bytes = regions.find((r) => r.modules.some((m) => m.name === load.module))?.figures?.bitstreamBytes;
  if (bytes === undefined || target.part?.family !== '7series') return load;
  const more = load.bytes - bytes;
  return more >= header.least && more <= header.most ? { ...load, bytes } : load;
}

function loadLines({ regions }: Analysis, all: readonly MeasuredLoad[]): string[] {
  return typicalLoads(all).map(({ module, bytes, ns }) => {
    const own = all.filter((l) => l.module === module && l.bytes === bytes).map((l) => l.ns);
    const region = regions.find((r) => r.modules.some((m) => m.name === module));
    const predicted = region?.loadNs === undefined ? '' : `predicted ${formatNs(region.loadNs)}, `;
    const size =
      region?.bitstreamBytes === undefined || region.bitstreamBytes === bytes
        ? ''
        : `; predicted ${formatCount(region.bitstreamBytes)} B`;
    return `load of ${module}: ${predicted}measured ${formatNs(ns)}${spreadText(own)} for ${formatCount(bytes)} B${size}`;
  });
}

/** `(median of 40, 46 ms to 52 ms; 1 apart from them, 120 ms)`: what the median leaves out is told. */
function spreadText(times: readonly number[]): string {
  if (times.length === 1) return '';
  const { low, high, isPercentile, apart } = spreadOf(times);
  const span = `${isPercentile ? '90 % ' : ''}${formatNs(low)} to ${formatNs(high)}`;
  const longest = formatNs(Math.max(...apart));
  const far =
    apart.length === 0
      ? ''
      : `; ${apart.length} apart from ${isPercentile ? 'the others' : 'them'}, ${apart.length === 1 ? longest : `up to ${longest}`}`;
  return ` (median of ${times.length}, ${span}${far})`;
}
