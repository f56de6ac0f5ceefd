/** What an input leaves to the next one, which may be issued long before it has left. */
import { at, copy, numberAt } from '../at';
import { inputOf, type PathProgram, type Step } from '../program/program';
import { leftAfter, loadStarted, type Run, type State, type TimedStep } from './run';

/** Times from the issue of an input. */
export interface HandedOver {
  /** When the next input can be issued: the first lane is its own. */
  readonly nextNs: number;
  /** Port time of this input's loads, including those in vain. */
  readonly portNs: number;
  /** Time of the memory for the traffic of all that began. */
  readonly memoryNs: number;
}

/** Sums over inputs of the use of each lane. */
export interface LaneUse {
  /** Time of its tasks. */
  readonly busy: number[];
  /** Time from an input's first task there until the lane is the next input's. */
  readonly held: number[];
}

/**
 * Writes to `next` the state that the next input finds when this one leaves after step `exit`.
 *
 * Lanes serve inputs in their order. So a lane becomes the next input's when this one's tasks there have ended, and when it
 * is known that no other will come: at the decision or the exit after which this input does not go on to them. The port is
 * handed over as soon as it is known that no further load is needed, and a buffer as soon as it is known that what it holds
 * is read no more. A batch that splits at a switch is followed when all of it has left: its groups already follow each other.
 *
 * @param from the initial state of the run
 * @param since the time that `next` counts from; by default when the next input can be issued
 * @param use to which this input's use of the lanes is added, `weight` times
 */
export function handOver(
  out: Run,
  from: State,
  exit: number,
  next: State,
  { since, use, weight = 1 }: { since?: number; use?: LaneUse; weight?: number } = {},
): HandedOver {
  const { program, path, timed, vain } = out;
  const { contents, residual: free } = next;
  const leftAt = leftAfter(out, exit);
  copy(from.contents, contents);
  copy(from.residual, free);
  /** For each value, when its last reader has ended, or it is known that no other will come. */
  const readAt = new Array<number>(inputOf(program) + 1).fill(0);
  const made: number[] = [];
  let portNs = 0;
  let memoryNs = 0;
  const firstAt = use && new Array<number>(free.length).fill(Number.POSITIVE_INFINITY);
  const began = (lane: number, start: number, end: number): void => {
    occupy(free, lane, end);
    if (use === undefined || firstAt === undefined) return;
    use.busy[lane] = numberAt(use.busy, lane) + weight * (end - start);
    firstAt[lane] = Math.min(numberAt(firstAt, lane), start);
  };
  const loaded = (region: number, module: number, start: number, end: number): void => {
    contents[region] = module;
    portNs += end - start;
    memoryNs += numberAt(program.loadMemoryNs, region);
    began(region, start, end);
    began(program.port, start, end);
  };
  const ran = (module: number, isCompute: boolean, reads: readonly number[], end: number): void => {
    for (const value of reads) occupy(readAt, value, end);
    if (!isCompute) return;
    occupy(readAt, module, end);
    if (!made.includes(module)) made.push(module);
  };
  /** It is known that the input does not go on along a path behind a check, with what the regions hold then. */
  const close = (other: PathProgram, check: number, known: number, held: number[]): void => {
    let needsLoad = false;
    for (let i = check + 1; i < other.steps.length; i++) {
      const step = at(other.steps, i);
      if (hasBegun(out, other, step, known)) continue;
      const { lane, region, module } = step;
      occupy(free, lane, known);
      for (const value of step.reads) occupy(readAt, value, known);
      if (region < 0) continue;
      needsLoad ||= held[region] !== module;
      held[region] = module;
    }
    occupy(readAt, other.lastCompute, known);
    if (needsLoad) occupy(free, program.port, known);
  };
  for (const t of timed) {
    const { step } = t;
    const taken = step.index <= exit;
    if (loadStarted(t, exit, leftAt)) loaded(step.region, step.module, t.loadStart, t.loadEnd);
    // A speculative compute or check that has begun is not aborted either.
    if (taken || t.start < leftAt) {
      memoryNs += memoryOf(t);
      began(step.lane, t.start, t.end);
      ran(step.module, !step.isCheck, step.reads, t.end);
    }
    for (const task of vain) {
      if (task.step !== step.index || task.start >= leftAt) continue;
      if (task.kind === 'load') loaded(task.lane, task.module, task.start, task.end);
      else {
        memoryNs += task.memoryNs;
        began(task.lane, task.start, task.end);
        ran(task.module, task.kind === 'compute', task.reads, task.end);
      }
    }
    if (step.decision !== undefined && step.index < exit)
      for (const other of othersAt(out, step))
        close(other, step.index, t.left, contentsAt(out, from, t.left));
  }
  // What the last stage makes is read when the input leaves.
  occupy(readAt, path.lastCompute, leftAt);
  const last = at(timed, exit).step;
  if (last.isCheck) for (const other of othersAt(out, last)) close(other, exit, leftAt, [...contents]);
  const first = at(at(program.paths, 0).steps, 0);
  const nextNs = program.parted ? leftAt : numberAt(free, first.lane);
  // Of a batch that splits, values are kept until nothing runs any more.
  const ended = program.parted ? Math.max(leftAt, ...readAt) : 0;
  copy(from.buffers, next.buffers);
  for (const value of [inputOf(program), ...made])
    useBuffer(next.buffers, value, Math.max(ended, numberAt(readAt, value)));
  firstAt?.forEach((start, lane) => {
    if (use !== undefined && start < Number.POSITIVE_INFINITY)
      use.held[lane] = numberAt(use.held, lane) + weight * (numberAt(free, lane) - start);
  });
  const origin = since ?? nextNs;
  for (const times of [free, next.buffers]) times.forEach((ns, i) => (times[i] = Math.max(0, ns - origin)));
  return { nextNs, portNs, memoryNs };
}

/** Time of the memory for a task's traffic. */
function memoryOf({ step, inputs }: TimedStep): number {
  return inputs === step.inputs ? step.memoryNs : inputs * (step.duration.memoryNs ?? 0);
}

/** A value takes the place of the one before the last. */
function useBuffer(buffers: number[], value: number, until: number): void {
  buffers[2 * value] = numberAt(buffers, 2 * value + 1);
  buffers[2 * value + 1] = until;
}

/** The paths that this input might have gone on along after a check, for all that was known before. */
function othersAt({ program, path }: Run, { index }: Step): readonly PathProgram[] {
  if (program.parted !== undefined) return [];
  if (program.paths.length === 1) return program.paths;
  const made = path.steps.slice(0, index).filter((s) => s.decision !== undefined).length;
  const agrees = (other: PathProgram): boolean =>
    path.choices.slice(0, made).every((c, i) => c.index === other.choices[i]?.index);
  return program.paths.filter(agrees);
}

/**
 * Whether a step of a path that was possible was begun before a time. What a presumed path has begun of a module is not what
 * another path, on which that module comes later, will need of it.
 */
function hasBegun({ path, timed, vain }: Run, other: PathProgram, step: Step, time: number): boolean {
  const { index, module } = step;
  const own = timed[index];
  if (path === other) return own !== undefined && own.start < time;
  if (own !== undefined && own.start < time && isShared(path, other, index)) return true;
  return vain.some((v) => {
    if (v.kind === 'load' || v.module !== module || v.start >= time) return false;
    const presumed = at(timed, v.step).step.decision?.likeliest;
    return presumed !== undefined && isShared(presumed, other, index);
  });
}

/** Whether two paths are one up to a step. */
function isShared(a: PathProgram, b: PathProgram, index: number): boolean {
  if (a.steps[index]?.module !== b.steps[index]?.module) return false;
  const made = a.steps.slice(0, index).filter((s) => s.decision !== undefined).length;
  return a.choices.slice(0, made).every((c, i) => c.index === b.choices[i]?.index);
}

/** What the regions hold, or are being loaded with, just before a time. */
function contentsAt({ timed, vain }: Run, from: State, time: number): number[] {
  const contents = [...from.contents];
  const loads = timed.map((t) => ({ region: t.step.region, module: t.step.module, start: t.loadStart }));
  for (const { kind, lane, module, start } of vain)
    if (kind === 'load') loads.push({ region: lane, module, start });
  loads.sort((a, b) => a.start - b.start);
  for (const { region, module, start } of loads) if (start >= 0 && start < time) contents[region] = module;
  return contents;
}

function occupy(free: number[], lane: number, until: number): void {
  if (until > numberAt(free, lane)) free[lane] = until;
}
