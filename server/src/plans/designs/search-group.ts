/** The structures of each kind and number of exits, taken in the order of what their latency is at least. */
import type { Checkpoint } from '../../base/checkpoint';
import type { Nanoseconds } from '../../base/units';
import { bitsOf } from '../../explore/exits/best-subsets';
import type { State } from '../trial';
import type { TimeObjective } from '../standing';
import { type FoldDesign, type FoldedDesign, hardwareOf } from './folded-design';
import type { LeastTimes, LowerBounds } from './lower-bound';
import type { ResidentBound } from './resident-bound';
import { type Kind, type Shape, type Structure, kinds, shapesOf, structuresIn } from './structures';
import type { Trunk } from './trunk';

/** Structures of a group that are folded: a limit of work, not of time. */
const MOST_FOLDED = 150;
/** The same where the exits are free, and there is a group for each number of them. */
const MOST_FOLDED_EACH = 24;
/** Of those, how many are kept. */
const MOST_KEPT = 4;
/** With more sets of exits, the free cuts of each are not searched. */
const FEW_SETS = 64;

/** What is searched together: a kind with one number of exits. */
export interface Group {
  readonly kind: Kind;
  readonly count: number;
  /** Those with the least bound first. */
  readonly own: readonly BoundedShape[];
}

/** The shapes that are searched, of each set of exits that is right often enough. */
export function spaceOf(
  { analysis: { design } }: State,
  trunk: Trunk,
  isFree: boolean,
  isWanted: (mask: number) => boolean,
): { readonly shapes: readonly Shape[]; readonly cuts: string } {
  const all = 2 ** trunk.exits.length - 1;
  const written = design.stages.flatMap((s) => (s.implied ? [] : s.layers.slice(0, 1)));
  const own = written.filter((l) => trunk.boundaries.includes(l));
  const masks = isFree ? Array.from({ length: all + 1 }, (_, mask) => mask).filter(isWanted) : [all];
  const spaces = masks.map((mask) => shapesOf(trunk, mask, own, masks.length <= FEW_SETS));
  return { shapes: spaces.flatMap((s) => s.shapes), cuts: spaces[0]?.cuts ?? 'none' };
}

interface BoundedShape {
  readonly shape: Shape;
  readonly boundNs: Nanoseconds;
}

/** By kind and number of exits, those with the least bound first. */
export function groupsOf(
  shapes: readonly Shape[],
  bounds: LowerBounds,
  residents: ResidentBound,
  objective: TimeObjective,
): readonly Group[] {
  const counts = [...new Set(shapes.map((s) => bitsOf(s.exits)))].sort((a, b) => a - b);
  return kinds.flatMap((kind) => {
    const isStatic = kind === 'static' || kind === 'static+memory';
    const own = isStatic ? shapes.filter((s) => s.cuts.length === s.forced.size) : shapes;
    const bounded = own.flatMap((shape): BoundedShape[] => {
      const least = bounds.ofShape(shape, kind);
      return least ? [{ shape, boundNs: boundFor(least, objective) }] : [];
    });
    return counts.map((count) => ({
      kind,
      count,
      own: tightened(
        bounded.filter(({ shape }) => bitsOf(shape.exits) === count),
        isStatic && objective === 'latency' ? kind : undefined,
        residents,
      ).sort((a, b) => a.boundNs - b.boundNs || a.shape.cuts.length - b.shape.cuts.length),
    }));
  });
}

/** Resident modules share the part. */
function tightened(
  own: readonly BoundedShape[],
  kind: Kind | undefined,
  residents: ResidentBound,
): BoundedShape[] {
  if (kind === undefined) return [...own];
  const least = residents.least(
    own.map(({ shape }) => shape),
    kind === 'static+memory',
  );
  return own.flatMap(({ shape, boundNs }, i) => {
    const bound = Math.max(boundNs, least[i] ?? 0);
    return bound < Infinity ? [{ shape, boundNs: bound }] : [];
  });
}

/** What was found of a group before its texts are analysed. */
export interface Searched {
  /** Best first. */
  readonly found: readonly FoldedDesign[];
  readonly least: Structure | undefined;
  readonly boundNs: Nanoseconds | undefined;
  readonly structures: number;
  readonly folded: number;
}

export interface GroupWork {
  readonly trunk: Trunk;
  readonly objective: TimeObjective;
  /** Whether the exits are chosen too. */
  readonly isFree: boolean;
  readonly isOver: () => boolean;
  readonly pause: Checkpoint;
  readonly fold: FoldDesign;
  readonly bounds: LowerBounds;
}

/** Shapes and structures best first by their bounds, until none that is left can be better, or the work is done. */
export async function searchGroup(
  { trunk, objective, isFree, isOver, pause, fold, bounds }: GroupWork,
  { kind, own: shapes }: Group,
): Promise<Searched> {
  const most = isFree ? MOST_FOLDED_EACH : MOST_FOLDED;
  const isBounded = objective !== 'throughput';
  const found: FoldedDesign[] = [];
  let [folded, structures] = [0, 0];
  const hardware = new Set<string>();
  // The first of a shape has the least bound of it, so this is below all that were looked at.
  let least: { readonly structure: Structure; readonly boundNs: Nanoseconds } | undefined;
  let leftNs = Infinity;
  for (const { shape, boundNs } of shapes) {
    const best = found[0]?.timeNs ?? Infinity;
    if (folded >= most || isOver() || (isBounded && boundNs >= best)) {
      leftNs = Math.min(leftNs, boundNs);
      break;
    }
    const own = structuresIn(trunk, shape).filter((s) => s.kind === kind);
    structures += own.length;
    const bounded = own
      .flatMap((structure) => {
        const times = bounds.of(structure);
        return times ? [{ structure, boundNs: Math.max(boundNs, boundFor(times, objective)) }] : [];
      })
      .sort((a, b) => a.boundNs - b.boundNs);
    for (const one of bounded) {
      if (least === undefined || one.boundNs < least.boundNs) least = one;
      if (folded >= most || isOver()) break;
      if (isBounded && one.boundNs >= (found[0]?.timeNs ?? Infinity)) break;
      await pause();
      // The policies of a resident design have the same hardware.
      if (!hardware.has(hardwareOf(one.structure))) folded++;
      hardware.add(hardwareOf(one.structure));
      const made = fold(one.structure);
      if (made === undefined) continue;
      found.push(made);
      found.sort((a, b) => a.timeNs - b.timeNs);
      found.splice(MOST_KEPT);
    }
  }
  const bound = Math.min(leftNs, least?.boundNs ?? Infinity);
  const boundNs = isBounded && bound < Infinity ? bound : undefined;
  return { found, least: least?.structure, boundNs, structures, folded };
}

function boundFor({ meanNs, worstNs }: LeastTimes, objective: TimeObjective): Nanoseconds {
  return objective === 'worst' ? worstNs : meanNs;
}
