/** Figures of regions: resources, frames, bitstream size, load time and legality. */
import { bandOfLargest } from '../../base/band';
import { type Resources, combine, maxResources, noResources, unknownResources } from '../../base/resources';
import type { Checkpoint } from '../../base/checkpoint';
import type { Bytes } from '../../base/units';
import {
  type BytesBand,
  type Part,
  type PblockFigures,
  type Port,
  evaluatePblock,
  loadNs,
  parsePblock,
} from '../../device/index';
import { type Violation, availableResources, checkPblock, checkRegions } from '../../floorplan/index';
import type { Design, RegionSpec } from '../../semantics/design';
import type { ModuleFigures, RegionFigures, Target } from '../analysis';
import { regionLimit } from './limits';
import type { Calibration, MeasuredBitstream } from './measured';
import { type AutoPblock, type Placements, placeAuto } from './placement';
import { modulesByRegion, residentNeed } from './static-part';

/** Each region's resources, bitstream size and need, and whether UG909 allows it. */
export async function regionFigures(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  checkpoint: Checkpoint,
  placements: Placements | undefined,
  calibration: Calibration | undefined,
): Promise<RegionFigures[]> {
  const { part } = target;
  const drafts = draftsOf(design, modules);
  if (part === undefined) return drafts;
  const placed = drafts.some((d) => d.auto)
    ? await placeAuto(part, drafts, residentNeed(design, modules, target), checkpoint, placements)
    : new Map<string, AutoPblock>();
  const regions = drafts.map((draft) =>
    withPblock(part, draft, placed.get(draft.spec.name), target, calibration?.bitstreams ?? []),
  );
  return withSharedRules(part, regions);
}

/** The same without a place for those with `pblock auto`. */
export function unplacedRegions(
  design: Design,
  modules: readonly ModuleFigures[],
  { target, calibration }: { readonly target: Target; readonly calibration: Calibration | undefined },
): RegionFigures[] {
  const { part } = target;
  const drafts = draftsOf(design, modules);
  if (part === undefined) return drafts;
  return drafts.map((draft) => withPblock(part, draft, undefined, target, calibration?.bitstreams ?? []));
}

/** All regions, one of them at the ranges of its `pblock`, with the rules between them. */
export function regionsWith(
  part: Part,
  regions: readonly RegionFigures[],
  moved: RegionFigures,
  target: Target,
  calibration: Calibration | undefined,
): RegionFigures[] {
  const own = withPblock(part, moved, undefined, target, calibration?.bitstreams ?? []);
  const isShared = new Set<Violation['rule']>(['overlap', 'shared-frame', 'stacked']);
  return withSharedRules(
    part,
    regions.map((region) =>
      region.spec === moved.spec
        ? own
        : { ...region, violations: region.violations.filter((v) => !isShared.has(v.rule)) },
    ),
  );
}

function draftsOf(design: Design, modules: readonly ModuleFigures[]): RegionFigures[] {
  const held = modulesByRegion(modules);
  return design.regions.map((spec, accent) => draftOf(spec, accent, held.get(spec.name) ?? [], design));
}

function draftOf(
  spec: RegionSpec,
  accent: number,
  own: readonly ModuleFigures[],
  design: Design,
): RegionFigures {
  const need = needOf(own);
  return {
    spec,
    accent,
    pblock: typeof spec.pblock === 'object' ? spec.pblock.map((r) => r.text) : [],
    auto: spec.pblock === 'auto',
    stale: false,
    ranges: [],
    syntax: [],
    unmodelled: [],
    violations: [],
    limit: regionLimit(design, spec),
    modules: own,
    band: bandOfLargest(own.flatMap(({ resources, band }) => (resources ? [{ need: resources, band }] : []))),
    ...(need && { need }),
  };
}

/** The largest known need by kind; undefined if none is known. */
function needOf(modules: readonly ModuleFigures[]): Resources | undefined {
  const known = modules.flatMap((m) => m.resources ?? []);
  if (known.length === 0 && modules.length > 0) return undefined;
  const need = known.reduce(maxResources, noResources);
  return known.length === modules.length ? need : maxResources(need, unknownResources);
}

function withPblock(
  part: Part,
  draft: RegionFigures,
  placement: AutoPblock | undefined,
  target: Target,
  bitstreams: readonly MeasuredBitstream[],
): RegionFigures {
  const { spec } = draft;
  const pblock = placement?.pblock ?? draft.pblock;
  const stale = placement?.stale === true;
  if (pblock.length === 0) {
    const { infeasible, short } = placement ?? {};
    return { ...draft, stale, ...(infeasible && { infeasible }), ...(short && { short }) };
  }
  const measured = measure(part, spec, pblock);
  const { figures, ...known } = measured;
  if (figures === undefined) return { ...draft, ...known, pblock, stale };
  const utilisation = spec.utilisation;
  const shares = utilisation === undefined ? {} : combine(noResources, noResources, () => utilisation);
  return {
    ...draft,
    ...known,
    pblock,
    stale,
    figures,
    usable: availableResources(figures.resources, spec.reserve, shares),
    ...loading(figures, longestOf(spec.name, figures.bitstreamBytes, bitstreams), target),
  };
}

type Loading = Pick<
  RegionFigures,
  'bitstreamBytes' | 'loadNs' | 'bytesBand' | 'loadBand' | 'loadReason' | 'measuredBytes'
>;

/** Bytes and load time: those of a real bitstream, else the model's with their band. */
function loading(
  { bitstreamBytes: predicted, bytesBand }: PblockFigures,
  measured: MeasuredBitstream | undefined,
  { port }: Target,
): Loading {
  const bytes = measured?.bytes ?? predicted;
  const band = measured ? undefined : bytesBand;
  return {
    bitstreamBytes: bytes,
    ...(measured && { measuredBytes: measured }),
    ...(port && { loadNs: loadNs(bytes, port) }),
    ...(band && { bytesBand: band }),
    ...(port && loadBandOf(bytes, band, port)),
  };
}

/** From the least bytes in the shortest measured share of their time to the most in the longest. */
function loadBandOf(
  bytes: Bytes,
  band: BytesBand | undefined,
  port: Port,
): Pick<RegionFigures, 'loadBand' | 'loadReason'> {
  const { spread } = port;
  if (band === undefined && spread === undefined) return {};
  return {
    loadBand: {
      low: Math.floor(loadNs(band?.low ?? bytes, port) * (spread?.low ?? 1)),
      high: Math.ceil(loadNs(band?.high ?? bytes, port) * (spread?.high ?? 1)),
    },
    loadReason: [band?.reason, spread?.reason].filter((reason) => reason !== undefined).join('; '),
  };
}

/** The longest real bitstream of a region's modules, of the same pblock: a module may be a little longer than another. */
function longestOf(
  region: string,
  predicted: number,
  bitstreams: readonly MeasuredBitstream[],
): MeasuredBitstream | undefined {
  return bitstreams
    .filter((b) => b.predicted === predicted && b.region === region)
    .reduce<MeasuredBitstream | undefined>(
      (most, b) => (most && most.bytes >= b.bytes ? most : b),
      undefined,
    );
}

type Measured = Pick<RegionFigures, 'ranges' | 'syntax' | 'unmodelled' | 'violations' | 'figures'>;

/** Recently measured pblocks, which rarely change during editing. */
const measuredPblocks = new Map<string, Measured>();
const KEPT = 64;

function measure(part: Part, spec: RegionSpec, pblock: readonly string[]): Measured {
  const { snapping, reset } = spec;
  const key = JSON.stringify([part.name, spec.name, snapping, reset, pblock]);
  const known = measuredPblocks.get(key);
  if (known) return known;
  const { ranges: read, problems: syntax, unmodelled } = parsePblock(part, pblock);
  const options = { snapping, reset };
  // Without the columns of a clock region, figures of the other ranges would be too small without saying so.
  const ranges = unmodelled.some((u) => u.kind === 'clock-region') ? [] : read;
  const measured: Measured =
    ranges.length === 0
      ? { ranges, syntax, unmodelled, violations: [] }
      : {
          ranges,
          syntax,
          unmodelled,
          violations: checkPblock(part, spec.name, ranges, options),
          figures: evaluatePblock(part, ranges, options),
        };
  if (measuredPblocks.size >= KEPT) measuredPblocks.delete(measuredPblocks.keys().next().value ?? '');
  measuredPblocks.set(key, measured);
  return measured;
}

/** Rules between regions: no overlap, no shared frame. */
function withSharedRules(part: Part, regions: readonly RegionFigures[]): RegionFigures[] {
  const placed = regions.filter((r) => r.ranges.length > 0);
  const found = sharedViolations(part, placed);
  return regions.map((region) => {
    const own = found.filter((v) => placed[v.region] === region);
    return own.length === 0 ? region : { ...region, violations: [...region.violations, ...own] };
  });
}

/** Remembered while the ranges are those of the same measured pblocks. */
function sharedViolations(part: Part, placed: readonly RegionFigures[]): readonly Violation[] {
  const isSame =
    lastShared?.part === part &&
    lastShared.placed.length === placed.length &&
    lastShared.placed.every(
      ({ name, ranges }, i) => name === placed[i]?.spec.name && ranges === placed[i].ranges,
    );
  if (lastShared && isSame) return lastShared.found;
  const named = placed.map(({ spec, ranges }) => ({ name: spec.name, ranges }));
  const found = checkRegions(part, named);
  lastShared = { part, placed: named, found };
  return found;
}

let lastShared:
  | {
      readonly part: Part;
      readonly placed: readonly Pick<RegionFigures & RegionSpec, 'name' | 'ranges'>[];
      readonly found: readonly Violation[];
    }
  | undefined;
