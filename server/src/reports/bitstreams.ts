/** Real partial bitstreams of a design's regions. */
import type { Analysis } from '../analysis/analysis';
import type { MeasuredBitstream } from '../analysis/figures/measured';
import { plainNames } from '../base/plain-names';
import { moduleOf } from './modules-in';

/**
 * The region and module of a partial bitstream by the name of its file, as Vivado and exports write them:
 * `system_i_rp0_rp0_front_inst_0_partial.bit`, `rp0_front.bin`, or a region's own name.
 */
export function bitstreamOf(
  analysis: Analysis,
  file: string,
  bytes: number,
): MeasuredBitstream | { readonly error: string } {
  const stem = (file.split('/').at(-1) ?? file).toLowerCase().replace(/(?:_partial)?(?:\.bit|\.bin)+$/, '');
  const tails = stem.split('_').map((_, index, words) => words.slice(index).join('_'));
  const module = tails
    .map((tail) => moduleOf(analysis, tail))
    .find((found) => found?.place.kind === 'region');
  const place = module?.place;
  const region = analysis.regions.find(({ spec }) =>
    place?.kind === 'region' ? spec.name === place.region : isNamed(tails, spec.name),
  );
  if (region === undefined)
    return {
      error: `${file} names no region or module of this design: Vivado writes DESIGN_i_REGION_MODULE_partial.bit`,
    };
  const { figures, spec } = region;
  if (figures === undefined)
    return { error: `${file} is of region ${spec.name}, whose pblock has no figures` };
  return {
    region: spec.name,
    ...(module && { module: module.name }),
    bytes,
    predicted: figures.bitstreamBytes,
    source: file,
  };
}

/** The later figures beside the earlier ones of other modules. */
export function withBitstreams(
  before: readonly MeasuredBitstream[],
  later: readonly MeasuredBitstream[],
): MeasuredBitstream[] {
  const isReplaced = (old: MeasuredBitstream) =>
    later.some((b) => b.region === old.region && b.module === old.module);
  return [...before.filter((old) => !isReplaced(old)), ...later];
}

function isNamed(tails: readonly string[], region: string): boolean {
  const plain = plainNames()(region).toLowerCase();
  return tails.some((tail) => tail === plain || tail.startsWith(`${plain}_`));
}
