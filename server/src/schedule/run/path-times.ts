/** Times of the tasks, checks and exits along one path. */
import type { Nanoseconds, Share } from '../../base/units';
import { at } from '../at';
import type { PathProgram, Program } from '../program/program';
import { homeState, leftAfter, newRun, run, vainLoadNs, type Run, type State, type TimedStep } from './run';
import type { Choice } from '../problem/shares';

export interface ScheduledTask {
  /** `load:m`, `compute:m` or `check:m`; prefixed by `vain-` for a case not taken. */
  readonly id: string;
  readonly kind: 'load' | 'compute' | 'check';
  readonly module: string;
  /** A region's name, `port`, `cpu` or `static:<module>`. A load occupies its region and the port. */
  readonly lanes: readonly string[];
  readonly startNs: Nanoseconds;
  readonly endNs: Nanoseconds;
  /** Position of the module among all steps of its path, by which paths are cut at exits. */
  readonly step: number;
}

/** How much of a check is hidden behind tasks that run beside it. */
export interface CheckTimes {
  readonly name: string;
  readonly step: number;
  /** Duration of the check. */
  readonly checkNs: Nanoseconds;
  /** Part of the check during a load or, under `speculate`, a compute of the continuing path. */
  readonly hiddenNs: Nanoseconds;
  /**
   * Time that inputs which stay wait: how much later the next stage starts than without this check; after the last stage,
   * how much later the path ends.
   */
  readonly exposedNs: Nanoseconds;
  /** Ids of the tasks it hides behind. */
  readonly hiddenBehind: readonly string[];
}

export interface ExitTimes extends CheckTimes {
  /** Share of all inputs that leave here, after shares above 100 % are cut. */
  readonly rate: Share;
  readonly latencyNs: Nanoseconds;
  /** Time that inputs which leave here wait after their last stage: the whole check, and whatever delays the check. */
  readonly leavingNs: Nanoseconds;
  /** Port time of loads that an input which leaves here has started in vain. */
  readonly vainLoadNs: Nanoseconds;
}

/** A decision on one path. */
export interface PathDecision extends CheckTimes {
  readonly case: string;
  /** Share of all inputs that reach the decision and take this path. */
  readonly rate: Share;
}

/** One path through all decisions, or the set of paths over which a batch splits. */
export interface PathTimes {
  /** In path order; empty if there are no decisions. */
  readonly choices: readonly Choice[];
  /** All tasks of the path, in order of start. */
  readonly tasks: readonly ScheduledTask[];
  /** `rate` is a share of the inputs that would have taken this path. */
  readonly exits: readonly ExitTimes[];
  readonly decisions: readonly PathDecision[];
  /** Share of all inputs that take this path to its end, and the time until the last of them has left. */
  readonly endRate: Share;
  readonly endLatencyNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
  /** Port time of loads for cases not taken, at the end of the path. */
  readonly endVainLoadNs: Nanoseconds;
}

/**
 * Times one path.
 *
 * @param fromHome whether the state is home, which is different without an exit that a region holds at home
 */
export function timePath(
  program: Program,
  path: PathProgram,
  state: State,
  fromHome: boolean,
): { readonly times: PathTimes; readonly out: Run } {
  const last = path.steps.length - 1;
  const hasChecks = path.exits.length > 0 || path.choices.length > 0;
  const out = newRun(program, path, hasChecks);
  run(out, true, state);
  const worstNs = leftAfter(out, last);
  if (program.batch > 1) run(out, false, state);
  const exits = path.exits.map((exit): ExitTimes => {
    const { name, step, ...waits } = checkTimes(out, state, fromHome, exit.step);
    const latencyNs = leftAfter(out, step);
    const leavingNs = latencyNs - computedBefore(out, step);
    const vainNs = vainLoadNs(out, step);
    return { rate: exit.share, latencyNs, leavingNs, name, step, ...waits, vainLoadNs: vainNs };
  });
  const decisions: PathDecision[] = [];
  for (const { decision, index } of path.steps) {
    if (decision === undefined) continue;
    const chosen = path.choices[decisions.length]?.case ?? '';
    const times = checkTimes(out, state, fromHome, index);
    decisions.push({ case: chosen, rate: decision.share, ...times });
  }
  const times: PathTimes = {
    choices: path.choices,
    tasks: tasks(out),
    exits,
    decisions,
    endRate: path.endShare,
    endLatencyNs: leftAfter(out, last),
    worstNs,
    endVainLoadNs: vainLoadNs(out, last),
  };
  return { times, out };
}

function checkTimes(out: Run, state: State, fromHome: boolean, index: number): CheckTimes {
  const check = at(out.timed, index);
  const { name, module, region } = check.step;
  let without = check.nextWithout;
  if (fromHome && region >= 0 && state.contents[region] === module) {
    // Without an exit that its region holds at home, the region's next module is there instead.
    const scratch = newRun(out.program, out.path);
    run(scratch, false, homeState(out.program, module), 0, index);
    without = nextCompute(scratch, index)?.start ?? scratch.machine.allEnd;
  }
  const next = nextCompute(out, index)?.start ?? out.machine.allEnd;
  const { hiddenNs, hiddenBehind } = hidden(out, check);
  const checkNs = check.end - check.start;
  return { name, step: index, checkNs, hiddenNs, exposedNs: next - without, hiddenBehind };
}

/** End of the stage before a check. */
function computedBefore({ timed }: Run, check: number): Nanoseconds {
  return timed.slice(0, check).findLast((t) => !t.step.isCheck)?.end ?? 0;
}

function nextCompute({ timed }: Run, check: number): TimedStep | undefined {
  for (let i = check + 1; i < timed.length; i++) {
    const t = timed[i];
    if (t?.step.isCheck === false) return t;
  }
  return undefined;
}

/** The part of a check that runs during loads and computes of the path after it. */
function hidden(
  { timed, path }: Run,
  check: TimedStep,
): { hiddenNs: Nanoseconds; hiddenBehind: readonly string[] } {
  const { start: from, end: to } = check;
  const hiddenBehind: string[] = [];
  if (from === to) return { hiddenNs: 0, hiddenBehind };
  const spans: Span[] = [];
  for (let i = check.step.index + 1; i < timed.length; i++) {
    const t = timed[i];
    if (t === undefined) break;
    const { step, loadStart, loadEnd, start, end } = t;
    // Without decisions loads start in path order, so no later one can overlap the check either.
    if (path.choices.length === 0 && loadStart >= to && start >= to) break;
    if (loadStart >= 0 && loadStart < to && loadEnd > from && loadStart < loadEnd) {
      spans.push([Math.max(from, loadStart), Math.min(to, loadEnd)]);
      hiddenBehind.push(`load:${step.name}`);
    }
    if (!step.isCheck && start < to && end > from && start < end) {
      spans.push([Math.max(from, start), Math.min(to, end)]);
      hiddenBehind.push(`compute:${step.name}`);
    }
  }
  return { hiddenNs: unionLength(spans), hiddenBehind };
}

type Span = readonly [from: number, to: number];

function unionLength(spans: Span[]): number {
  if (spans.length > 1) spans.sort((a, b) => a[0] - b[0]);
  let length = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const [a, b] of spans) {
    if (b > covered) length += b - Math.max(a, covered);
    covered = Math.max(covered, b);
  }
  return length;
}

function tasks({ program, timed, vain }: Run): readonly ScheduledTask[] {
  const list: ScheduledTask[] = [];
  for (const { step, loadStart, loadEnd, start: startNs, end: endNs } of timed) {
    const { index, name: module } = step;
    const lane = at(program.laneNames, step.lane);
    if (loadStart >= 0) {
      const times = { startNs: loadStart, endNs: loadEnd, step: index };
      insert(list, { id: `load:${module}`, kind: 'load', module, lanes: [lane, 'port'], ...times });
    }
    const kind = step.isCheck ? 'check' : 'compute';
    insert(list, { id: `${kind}:${module}`, kind, module, lanes: [lane], startNs, endNs, step: index });
  }
  for (const { kind, module: m, lane, start: startNs, end: endNs, step } of vain) {
    const module = at(program.names, m);
    const lanes = [at(program.laneNames, lane), ...(kind === 'load' ? ['port'] : [])];
    insert(list, { id: `vain-${kind}:${module}`, kind, module, lanes, startNs, endNs, step });
  }
  return list;
}

/** Inserts in order of start, then of step. Tasks come almost in order, so few have to move. */
function insert(list: ScheduledTask[], task: ScheduledTask): void {
  let place = list.length;
  for (; place > 0; place--) {
    const before = list[place - 1];
    if (before === undefined || before.startNs < task.startNs) break;
    if (before.startNs === task.startNs && before.step <= task.step) break;
    list[place] = before;
  }
  list[place] = task;
}
