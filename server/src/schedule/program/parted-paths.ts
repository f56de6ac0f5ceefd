/**
 * The merged paths of a batch that splits, for every set of cases that its inputs can take. See `scheduleParted`.
 *
 * Continues the example of `parting.ts` with `shallow` and `deep` in one region and `tail` in another. For the outcome
 * 0111111 (one input is easy, the other leaves at `late`):
 *
 * ```
 *                  at gate              at deep       at late
 * upTo             0000011              0010111       0110111    what the batch has run so far
 * possibleWays     easy, hard           easy, hard    easy, hard
 * continuing       0001111 (likeliest)  1111111       1111111    what is presumed to run: no input leaves at `late`
 * common           tail                 tail          tail       next in its region whatever is decided: load it early
 *
 * path   front gate shallow deep late tail     likeliest at gate: front gate shallow tail
 * ```
 */
import { at, numberAt } from '../at';
import type { Layout } from './numbering';
import { type MaskedWay, type Outcome, type Parting, partingOf, unionOf } from '../problem/parting';
import type { ScheduleProblem } from '../problem/problem';
import {
  type Course,
  lastComputeOf,
  type Parted,
  type PartedOutcome,
  type PathProgram,
  type Step,
  stepOf,
} from './program';
import type { Choice, PlacedModule, Way } from '../problem/shares';

/** @throws RangeError with the text of `partingError` */
export function partedPaths(problem: ScheduleProblem, layout: Layout, ways: readonly Way[]): Parted {
  const parted = new PartedPaths(problem, layout, partingOf(ways, problem.batch));
  // Courses first, so that they are listed in text order.
  parted.addCourses();
  const outcomes = parted.parting.outcomes.map((outcome) => parted.outcome(outcome));
  return { courses: parted.courses, outcomes };
}

/** A module in the order of the batch, with all its occurrences. */
interface Node {
  readonly name: string;
  readonly kind: PlacedModule['kind'];
  /** Share of all inputs, summed over all paths. */
  alive: number;
  /** Bits of all its occurrences. */
  mask: bigint;
}

class PartedPaths {
  readonly courses: Course[] = [];
  private readonly courseOf = new Map<bigint, number>();
  /** In the order of `rank`. */
  private readonly nodes: readonly Node[];

  constructor(
    private readonly problem: ScheduleProblem,
    private readonly layout: Layout,
    readonly parting: Parting,
  ) {
    this.nodes = nodesOf(parting);
  }

  /** Makes the path of every set of ways that a batch can take. */
  addCourses(): void {
    const { ways } = this.parting;
    for (let set = 1; set < 2 ** ways.length; set++) {
      const taken = ways.filter((_, i) => ((set >> i) & 1) === 1);
      if (taken.length <= this.problem.batch) this.course(unionOf(taken.map((w) => w.mask)));
    }
  }

  outcome({ mask, share, leaving }: Outcome): PartedOutcome {
    const path = this.path(mask);
    const stepAt = (name: string): number => path.steps.findIndex((s) => s.name === name);
    return {
      path,
      step: this.nodesIn(mask).length - 1,
      share,
      course: this.course(this.presumed(mask)),
      departures: leaving.map(({ route, share: left }) => ({
        choices: route.choices,
        exit: route.leavesAtExit ? route.last.name : undefined,
        step: stepAt(route.last.name),
        share: left,
      })),
    };
  }

  private course(mask: bigint): number {
    const known = this.courseOf.get(mask);
    if (known !== undefined) return known;
    const path = this.path(mask);
    const decisions = this.nodesIn(mask).filter((n) => n.kind === 'decision');
    const course = this.courses.push({
      path,
      choices: decisions.flatMap((n) => this.casesAt(mask, n)),
      splits: this.splits(mask, path),
    });
    this.courseOf.set(mask, course - 1);
    return course - 1;
  }

  private splits(mask: bigint, path: PathProgram): readonly PathProgram[] {
    const taken = this.parting.ways.filter((w) => (w.mask & mask) === w.mask);
    const most = Math.max(1, this.problem.batch - taken.length + 1);
    return taken.map((heavy) => {
      const inputs = (name: string): number =>
        taken.reduce((sum, w) => {
          const passes = w.way.modules.some((m) => m.name === name);
          return passes ? sum + (w === heavy ? most : 1) : sum;
        }, 0);
      const steps = path.steps.map((step): Step => {
        const { fixedNs, perInputNs } = at(this.layout.modules, step.module).duration;
        return { ...step, worstNs: Math.round(fixedNs + inputs(step.name) * perInputNs) };
      });
      return { ...path, steps };
    });
  }

  /** What the batch would have run without exits, taking the most likely cases at decisions that it did not reach. */
  private presumed(mask: bigint): bigint {
    const { likeliest, ways } = this.parting;
    const isPresumed = ({ way, bits }: MaskedWay): boolean => {
      let made = 0;
      return way.modules.every((placed, i) => {
        if (placed.kind !== 'decision') return true;
        const { index } = at(way.choices, made++);
        if ((mask & at(bits, i)) === 0n) return likeliest.get(placed.name)?.has(index) === true;
        return (mask & at(bits, i + 1)) !== 0n;
      });
    };
    return unionOf(ways.filter(isPresumed).map((w) => w.mask));
  }

  /** The path along `mask`; if the last inputs leave at an exit, it continues as if some had stayed. */
  private path(mask: bigint): PathProgram {
    const taken = this.nodesIn(mask);
    const last = at(taken, taken.length - 1);
    const whole = mask | this.continuing(mask, last);
    const steps = this.nodesIn(whole).map((node, index): Step => {
      if (node.kind === 'decision') return this.decision(mask, whole, node, index, index < taken.length);
      const ended = node.kind === 'check' && index < taken.length - 1;
      return this.step(node, index, ended ? this.ahead(mask, node, index) : undefined);
    });
    const exits = steps.flatMap(({ name, isCheck, decision, index }) =>
      isCheck && decision === undefined ? [{ name, step: index, share: 0, batchShare: 0 }] : [],
    );
    return {
      ...{ choices: this.choices(whole), steps, exits },
      ...{ endShare: 0, endBatchShare: 0, lastCompute: lastComputeOf(steps) },
    };
  }

  /** A presumed path: what is run ahead while a decision or exit is not known. It has no exits or presumptions of its own. */
  private plain(mask: bigint): PathProgram {
    const steps = this.nodesIn(mask).map((node, index) =>
      node.kind === 'decision' ? this.decision(mask, mask, node, index, false) : this.step(node, index),
    );
    return {
      ...{ choices: this.choices(mask), steps, exits: [] },
      ...{ endShare: 0, endBatchShare: 0, lastCompute: lastComputeOf(steps) },
    };
  }

  private step(node: Node, index: number, ahead?: PathProgram): Step {
    return stepOf(this.problem, this.layout, node, index, { ahead });
  }

  private decision(mask: bigint, whole: bigint, node: Node, index: number, isMade: boolean): Step {
    const presumed = isMade ? this.upTo(mask, node) | this.continuing(mask, node) : whole;
    const key = (m: bigint): string =>
      this.casesAt(m, node)
        .map((c) => c.index)
        .join();
    const isLikeliest = key(mask) === key(presumed);
    const nodes = this.nodesIn(whole);
    const decision = {
      name: node.name,
      share: 0,
      common: this.common(isMade ? mask : whole, node).map((m) => this.step(m, nodes.indexOf(m))),
      likeliest: isMade && !isLikeliest ? this.plain(presumed) : undefined,
    };
    return stepOf(this.problem, this.layout, node, index, { decision });
  }

  /** For an exit at which a whole group leaves: the path if some of it had stayed; undefined if some stay. */
  private ahead(mask: bigint, exit: Node, index: number): PathProgram | undefined {
    const presumed = this.upTo(mask, exit) | this.continuing(mask, exit);
    const next = (m: bigint): Node | undefined => this.nodesIn(m)[index + 1];
    return next(presumed) === next(mask) ? undefined : this.plain(presumed);
  }

  /** The modules in a mask, in the order of the batch. */
  private nodesIn(mask: bigint): readonly Node[] {
    return this.nodes.filter((n) => (n.mask & mask) !== 0n);
  }

  /** The part of `mask` up to a node in the order of the batch. */
  private upTo(mask: bigint, node: Node): bigint {
    return unionOf(this.nodes.slice(0, this.nodes.indexOf(node) + 1).map((n) => n.mask)) & mask;
  }

  /** What the inputs left at `node` run to the end, if none leaves and open decisions take their most likely cases. */
  private continuing(mask: bigint, node: Node): bigint {
    const { likeliest, rank } = this.parting;
    const from = rank.get(node.name) ?? 0;
    const ways = this.possibleWays(mask, node).filter(({ way }) => {
      let made = 0;
      return way.modules.every((placed) => {
        if (placed.kind !== 'decision') return true;
        const { index } = at(way.choices, made++);
        return (rank.get(placed.name) ?? 0) < from || likeliest.get(placed.name)?.has(index) === true;
      });
    });
    return unionOf(ways.map((w) => w.mask));
  }

  /** Ways that some input may still be on when the batch is at `node`, if none leaves there. */
  private possibleWays(mask: bigint, node: Node): readonly MaskedWay[] {
    return this.parting.ways.filter((masked) => {
      const { way, bits } = masked;
      const k = this.position(way, node);
      if (k < 0 || bits.slice(0, k + 1).some((bit) => (mask & bit) === 0n)) return false;
      const isOpen = at(way.modules, k).name === node.name || k === bits.length - 1;
      return isOpen || (mask & at(bits, k + 1)) !== 0n;
    });
  }

  /** Last module of a way that the batch has run when it is at `node`. */
  private position(way: Way, node: Node): number {
    const { rank } = this.parting;
    const from = rank.get(node.name) ?? 0;
    return way.modules.findLastIndex((m) => (rank.get(m.name) ?? 0) <= from);
  }

  /** Modules that are next in their region whatever a decision and later ones come to. */
  private common(mask: bigint, node: Node): readonly Node[] {
    const groups = new Map<PlacedModule, Way[]>();
    for (const { way } of this.possibleWays(mask, node)) {
      const k = this.position(way, node);
      const passed = at(way.modules, k);
      // A group is identified by the module it continues with, which is not known at the decision itself.
      const place = passed.name === node.name ? passed : (way.modules[k + 1] ?? passed);
      const own = groups.get(place);
      if (own) own.push(way);
      else groups.set(place, [way]);
    }
    const after = this.nodes.slice(this.nodes.indexOf(node) + 1);
    const firsts = [...groups.values()].map((ways) => ways.map((way) => this.firstUses(way, after)));
    return after.filter((n) => {
      const region = this.regionOf(n);
      return region >= 0 && chosenAlways(firsts, region, after, n);
    });
  }

  /** For each region, the first module of `after` on a way. */
  private firstUses(way: Way, after: readonly Node[]): ReadonlyMap<number, Node> {
    const names = new Set(way.modules.map((m) => m.name));
    const uses = new Map<number, Node>();
    for (const node of after) {
      const region = this.regionOf(node);
      if (names.has(node.name) && !uses.has(region)) uses.set(region, node);
    }
    return uses;
  }

  private regionOf({ name }: Node): number {
    return numberAt(this.layout.moduleRegion, this.layout.idOf.get(name) ?? -1);
  }

  /** Cases taken at a decision, in text order. */
  private casesAt(mask: bigint, { name }: Node): readonly Choice[] {
    const taken = new Map<number, Choice>();
    for (const { way, bits } of this.parting.ways) {
      let made = 0;
      way.modules.forEach((placed, i) => {
        if (placed.kind !== 'decision') return;
        const choice = at(way.choices, made++);
        if (placed.name === name && (mask & (bits[i + 1] ?? 0n)) !== 0n) taken.set(choice.index, choice);
      });
    }
    return [...taken.values()].sort((a, b) => a.index - b.index);
  }

  private choices(mask: bigint): readonly Choice[] {
    return this.nodesIn(mask)
      .filter((n) => n.kind === 'decision')
      .map((n) => {
        const cases = this.casesAt(mask, n);
        return { decision: n.name, case: cases.map((c) => c.case).join(', '), index: cases[0]?.index ?? 0 };
      });
  }
}

function nodesOf({ ways, rank }: Parting): readonly Node[] {
  const found = new Map<string, Node>();
  const seen = new Set<PlacedModule>();
  for (const { way, bits } of ways) {
    way.modules.forEach((placed, i) => {
      if (seen.has(placed)) return;
      seen.add(placed);
      const { name, kind, alive } = placed;
      const own = found.get(name);
      if (own === undefined) found.set(name, { name, kind, alive, mask: at(bits, i) });
      else {
        own.alive += alive;
        own.mask |= at(bits, i);
      }
    });
  }
  return [...found.values()].sort((a, b) => (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0));
}

/** Whether a module is the first in its region for every choice of one way for each group. */
function chosenAlways(
  groups: readonly (readonly ReadonlyMap<number, Node>[])[],
  region: number,
  order: readonly Node[],
  node: Node,
): boolean {
  // Of the groups' first uses the earliest: one group must always reach it, and none may ever reach an earlier one.
  const at0 = order.indexOf(node);
  const isEarlier = (uses: ReadonlyMap<number, Node>): boolean => {
    const first = uses.get(region);
    return first !== undefined && order.indexOf(first) < at0;
  };
  return (
    groups.some((ways) => ways.every((uses) => uses.get(region) === node)) &&
    !groups.some((ways) => ways.some(isEarlier))
  );
}
