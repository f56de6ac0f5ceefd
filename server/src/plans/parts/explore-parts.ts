/** Builds a design on every part: the best of each kind on each, and the smallest part that meets the budgets. */
import type { Checkpoint } from '../../base/checkpoint';
import { type Part, partByBase, partNames } from '../../device/index';
import { type Kind, kinds } from '../designs/structures';
import { interruption } from '../interruption';
import { type DesignObjective, betterFirst, fitsOf } from '../standing';
import type { State } from '../trial';
import { type Built, type Short, builtOn, reasonOf, shortOf } from './built';
import { energyOf } from '../energy/energy-of';
import { type PartPower, partPower } from './part-power';
import { type PartDesign, confirmed, isOfKind, timed } from './kinds-of';
import { waysOf } from './ways';

export interface KindOnPart {
  readonly kind: Kind;
  /** Undefined if nothing of this kind is known not to be too large. */
  readonly best: PartDesign | undefined;
  /** What the design that comes nearest is short of, if none fits for sure. */
  readonly short: readonly Short[];
  /** The same in words, or why there is none. */
  readonly why: string | undefined;
}

export interface PartRow {
  readonly part: Part;
  readonly isOwn: boolean;
  readonly kinds: readonly KindOnPart[];
  /** The best of all kinds. */
  readonly best: PartDesign | undefined;
  readonly power: PartPower;
}

export interface PartsAsked {
  readonly objective: DesignObjective;
  /** Names of the parts to look at, instead of all. */
  readonly among: readonly string[] | undefined;
}

export interface PartsSearch {
  readonly objective: DesignObjective;
  /** Own family first, fewest LUTs first. */
  readonly rows: readonly PartRow[];
  /** Smallest parts with a design that surely fits and meets every budget. */
  readonly smallest: {
    readonly reconfigured: PartRow | undefined;
    readonly resident: PartRow | undefined;
  };
  /** Why other places than the file's were not tried. */
  readonly heldFor: string | undefined;
  readonly complete: boolean;
}

/** Cuts and exits stay as they are; foldings and places are chosen anew on each part. */
export async function exploreParts(
  before: State,
  { objective, among }: PartsAsked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<PartsSearch | { readonly missing: string }> {
  const ways = await waysOf(before, 'parts');
  if ('missing' in ways) return ways;
  const parts = partsFor(before, among);
  const { isOver, pause } = interruption(checkpoint);
  const rows: PartRow[] = [];
  for (const [i, part] of parts.entries()) {
    progress(i, parts.length);
    await pause();
    if (isOver()) break;
    const built = await builtOn(ways, part.name, isOver);
    rows.push(await rowOf(before, part, [...asWritten(before, part), ...built], objective));
  }
  progress(parts.length, parts.length);
  return {
    ...{ objective, rows, heldFor: ways.heldFor },
    smallest: {
      reconfigured: rows.find((row) => row.kinds.some((k) => isMet(k) && isRegional(k))),
      resident: rows.find((row) => row.kinds.some((k) => isMet(k) && !isRegional(k))),
    },
    complete: !isOver(),
  };
}

export function isRegional({ kind }: Pick<KindOnPart, 'kind'>): boolean {
  return kind !== 'static' && kind !== 'static+memory';
}

/** Whether its best surely fits and misses no budget. */
export function isMet({ best }: Pick<KindOnPart, 'best'>): boolean {
  return best?.fits === 'yes' && best.missed.length === 0;
}

/** All parts: those of the design's family first, and of each family the smallest first. */
export function partsFor({ analysis }: State, among: readonly string[] = partNames): readonly Part[] {
  const family = analysis.target.part?.family ?? '7series';
  const other = (part: Part): number => (part.family === family ? 0 : 1);
  return among
    .flatMap((name) => partByBase(name) ?? [])
    .sort((a, b) => other(a) - other(b) || a.limits.lut - b.limits.lut || (a.name < b.name ? -1 : 1));
}

/** The file as it is, on its own part. */
export function asWritten(before: State, part: Part): readonly Built[] {
  const { design, target, lists, timeline } = before.analysis;
  if (target.part?.name !== part.name || timeline === undefined) return [];
  const isReconfigured = [...design.stages, ...design.exits].some((m) => m.place.kind === 'region');
  const isStreamed = lists.some(({ specs }) => specs.some((s) => s.weightsIn === 'ddr'));
  const hardware = isReconfigured ? 'reconfigured' : isStreamed ? 'static+memory' : 'static';
  return [{ hardware, isFrontResident: false, fits: fitsOf(before), after: before }];
}

async function rowOf(
  before: State,
  part: Part,
  built: readonly Built[],
  objective: DesignObjective,
): Promise<PartRow> {
  const better = betterFirst(objective);
  const isUnknown =
    objective === 'energy' && built.every(({ after }) => energyOf(before, after) === undefined);
  const found: KindOnPart[] = [];
  for (const kind of kinds) {
    const best: PartDesign[] = [];
    const all = isUnknown ? [] : timed(built, kind, objective);
    const [first] = all;
    // The fastest; and the fastest of each design, since another may meet more of the budgets.
    const each = new Map(all.toReversed().map((t) => [t.built, t]));
    for (const one of new Set([...(first ? [first] : []), ...each.values()]))
      best.push(await confirmed(before, one, kind));
    best.sort(better);
    const own = built.filter((b) => isOfKind(b, kind));
    const nearest = [...own].sort((a, b) => lackOf(a) - lackOf(b))[0];
    const isSure = best[0]?.fits === 'yes';
    found.push({
      kind,
      best: best[0],
      short: isSure || nearest === undefined ? [] : shortOf(nearest),
      why: isSure
        ? undefined
        : isUnknown && own.some((b) => b.fits !== 'no')
          ? NO_ENERGY
          : whyNone(before, kind, nearest),
    });
  }
  const [best] = found.flatMap((k) => k.best ?? []).sort(better);
  const isOwn = before.analysis.target.part?.name === part.name;
  const regional = found
    .flatMap((k) => (isRegional(k) && k.best?.fits === 'yes' ? k.best : []))
    .sort(better)[0];
  return { part, isOwn, kinds: found, best, power: partPower(before, { part, best, regional }) };
}

export const NO_ENERGY = 'energy is not modelled on this part';

/** How far a design is from fitting: the largest share of what it lacks. */
function lackOf(built: Built): number {
  return Math.max(0, ...shortOf(built).map(({ need, have }) => need / Math.max(1, have)));
}

function whyNone({ analysis }: State, kind: Kind, nearest: Built | undefined): string {
  if (nearest) return reasonOf(nearest);
  if (kind === 'static+memory') return 'no layer can fetch its weights from memory';
  if (!isRegional({ kind })) return 'it was not built';
  return analysis.design.stages.length < 2
    ? 'the file has one stage, and a region needs two: `exeunt explore stages` looks for cuts'
    : 'no rectangle of the part holds the smallest foldings of the stages';
}
