/** Designs built on one part: foldings and pblocks as the tool chooses them, written out. */
import { shortages } from '../../analysis/figures/against-capacity';
import { findTarget } from '../../analysis/figures/target';
import { neverCancelled } from '../../base/checkpoint';
import type { Band } from '../../base/band';
import type { ResourceKind, Resources } from '../../base/resources';
import { chosenForAuto } from '../../ide/refactorings';
import type { DeviceSpec } from '../../semantics/design';
import { placed } from '../candidates';
import { lowerBounds } from '../designs/lower-bound';
import { leavingOf } from '../exits/leaving';
import { fastFolding } from '../folding/fast-folding';
import { type Fits, fitsOf } from '../standing';
import { type State, tried, troubles } from '../trial';
import { partEdit } from './part-text';
import type { Hardware, Way, Ways } from './ways';

export interface Built {
  readonly hardware: Hardware;
  readonly isFrontResident: boolean;
  readonly fits: Fits;
  readonly after: State;
}

/** What a design lacks on a part, the worst first. */
export interface Short {
  /** `static`, or a region. */
  readonly where: string;
  readonly kind: ResourceKind;
  readonly need: number;
  /** Upper end of the need's band. */
  readonly most: number;
  readonly have: number;
}

/** Builds each kind of hardware on a part. */
export async function builtOn(
  ways: Ways,
  part: string,
  isOver: () => boolean = () => false,
): Promise<readonly Built[]> {
  const found: Built[] = [];
  const build = async (way: Way): Promise<Built | undefined> => {
    const open = isOver() ? undefined : await openOn(ways, way, part);
    if (open === undefined) return undefined;
    const built = await closed(open, way);
    found.push(built);
    if (built.fits !== 'undecided') return built;
    // Smaller, so that the upper end of the band fits too.
    const after = await fastFolding(built.after);
    const sure = after && { ...built, after, fits: fitsOf(after) };
    if (sure?.fits === 'yes') found.push(sure);
    return sure ?? built;
  };
  for (const way of ways.ways.filter((w) => w.hardware === 'static')) await build(way);
  // Fewest streams first: more are no faster.
  for (const way of ways.ways.filter((w) => w.hardware === 'static+memory'))
    if ((await build(way))?.fits === 'yes') break;
  for (const way of regional(ways, part)) await build(way);
  return found;
}

/** With the design on another part; the file's own is left as it is named. */
async function openOn({ base }: Ways, way: Way, part: string): Promise<State | undefined> {
  const edits = way.edits();
  const isOwn = base.analysis.target.part?.name === part;
  const device = isOwn ? undefined : partEdit(base, part);
  if (edits === undefined || (!isOwn && device === undefined)) return undefined;
  const moved = device ? (placed(base, [{ title: '', edits: [device] }])[0]?.edits ?? []) : [];
  return tried(base, [...edits, ...moved], neverCancelled);
}

/** With what the tool chose for `auto` written out, so that nothing is chosen anew under another policy or batch. */
async function closed(open: State, { hardware, isFrontResident }: Way): Promise<Built> {
  const fits = fitsOf(open);
  const edits = fits === 'no' ? [] : chosenForAuto(open.analysis);
  const after = edits.length === 0 ? open : await tried(open, edits, neverCancelled);
  return { hardware, isFrontResident, fits: after === open ? fits : fitsOf(after), after };
}

/**
 * Those whose latency is at least the least: one with the front resident, one of the others, and the places of the file. Without a plain
 * chain, all that there are.
 */
function regional({ ways, base, trunk }: Ways, part: string): readonly Way[] {
  const all = ways.filter((w) => w.hardware === 'reconfigured');
  const { timeline, design } = base.analysis;
  if (trunk === undefined || timeline === undefined) return all;
  const names = trunk.exits.map(({ spec }) => spec.name);
  const target = findTarget(onPart(design.device, part));
  // Not by spreading: it would compute the comparison with static designs.
  const analysis = Object.create(base.analysis, { target: { value: target } }) as State['analysis'];
  const bounds = lowerBounds({ ...base, analysis }, trunk, leavingOf(base, timeline.problem, names).rateOf);
  const possible = all
    .flatMap((way) => {
      const bound = way.structure && bounds.of(way.structure);
      return bound ? [{ way, bound: bound.meanNs }] : [];
    })
    .sort((a, b) => a.bound - b.bound)
    .map(({ way }) => way);
  const own = placesOf(design).join();
  const chosen = [
    possible.find((w) => w.isFrontResident),
    possible.find((w) => !w.isFrontResident),
    possible.find((w) => w.structure?.places.join() === own),
  ];
  return possible.filter((way) => chosen.includes(way));
}

/** Of each stage, the number of its region in the order of the stages, or -1. */
function placesOf({ stages }: State['analysis']['design']): readonly number[] {
  const regions: string[] = [];
  return stages.map(({ place }) => {
    if (place.kind !== 'region') return -1;
    if (!regions.includes(place.region)) regions.push(place.region);
    return regions.indexOf(place.region);
  });
}

function onPart(device: DeviceSpec | undefined, part: string): DeviceSpec | undefined {
  if (device === undefined) return undefined;
  // A part counts before a board.
  return { ...device, part: { text: part, origin: device.origin } };
}

/** What a design that does not fit for sure is short of. */
export function shortOf({ after }: Pick<Built, 'after'>): readonly Short[] {
  const { staticPart, regions } = after.analysis;
  const all = (where: string, needs: Resources, band: Band, available: Resources): Short[] =>
    shortages(needs, band, available).map(({ kind, need, available: have }) => ({
      ...{ where, kind, need, have },
      most: Math.ceil(need * (1 + band[kind].high)),
    }));
  return [
    ...(staticPart ? all('static', staticPart.used, staticPart.band, staticPart.available) : []),
    ...regions.flatMap(({ spec, usable, modules }) =>
      usable
        ? modules.flatMap((m) => (m.resources ? all(spec.name, m.resources, m.band, usable).slice(0, 1) : []))
        : [],
    ),
  ];
}

/** Why a design does not fit for sure, in words. */
export function reasonOf({ after }: Pick<Built, 'after'>): string {
  const infeasible = after.analysis.regions.find((r) => r.infeasible !== undefined)?.infeasible;
  const [trouble] = troubles(after);
  return infeasible ?? trouble?.message ?? after.analysis.missing[0] ?? 'something in it is not modelled';
}
