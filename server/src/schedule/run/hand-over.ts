/** What an input leaves to the next one, which may be issued long before it has left. */
import { at, numberAt } from '../at';
import type { PathProgram, Program, Step } from '../program/program';
import { copy, inputOf, leftAfter, loadStarted, type Run, type State } from './run';

/** Times from the issue of an input. */
export interface HandedOver {
  /** When the next input can be issued: the first lane is its own. */
  readonly nextNs: number;
  /** Port time of this input's loads, including those in vain. */
  readonly portNs: number;
}

/**
 * Writes to `next` the state that the next input finds when this one leaves after step `exit`.
 *
 * Lanes serve inputs in their order. So a lane becomes the next input's when this one's tasks there have ended, and when it
 * is known that no other will come: at the decision or the exit after which this input does not go on to them. The port is
 * handed over as soon as it is known that no further load is needed. A batch that splits at a switch is followed when all of
 * it has left: its groups already follow each other.
 *
 * @param from the initial state of the run
 * @param since the time that `next` counts from; by default when the next input can be issued
 */
export function handOver(out: Run, from: State, exit: number, next: State, since?: number): HandedOver {
  const { program, timed, vain } = out;
  const { contents, residual: free } = next;
  const leftAt = leftAfter(out, exit);
  copy(from.contents, contents);
  copy(from.residual, free);
  let portNs = 0;
  for (const t of timed) {
    const { step } = t;
    const taken = step.index <= exit;
    if (loadStarted(t, exit, leftAt)) {
      contents[step.region] = step.module;
      portNs += step.loadNs;
      occupy(free, step.region, t.loadEnd);
      occupy(free, program.port, t.loadEnd);
    }
    // A speculative compute or check that has begun is not aborted either.
    if (taken || t.start < leftAt) occupy(free, step.lane, t.end);
    for (const task of vain) {
      if (task.step !== step.index || task.start >= leftAt) continue;
      occupy(free, task.lane, task.end);
      if (task.kind !== 'load') continue;
      contents[task.lane] = task.module;
      portNs += task.end - task.start;
      occupy(free, program.port, task.end);
    }
    if (!taken || !step.isCheck) continue;
    for (const path of othersAt(out, step, exit)) {
      const known = step.index === exit ? leftAt : t.left;
      const others = path.steps.slice(step.index + 1).filter((other) => !hasBegun(out, step, other, known));
      for (const { lane } of others) occupy(free, lane, known);
      if (needsLoad(others, contentsAt(out, from, known))) occupy(free, program.port, known);
    }
  }
  const first = at(at(program.paths, 0).steps, 0);
  const nextNs = program.parted ? leftAt : numberAt(free, first.lane);
  handOverBuffers(out, from, exit, next, leftAt);
  const origin = since ?? nextNs;
  for (const times of [free, next.buffers]) times.forEach((ns, i) => (times[i] = Math.max(0, ns - origin)));
  return { nextNs, portNs };
}

/** The paths that this input might have gone on along after a check, for all that was known before. */
function othersAt({ program, path }: Run, { index, decision }: Step, exit: number): readonly PathProgram[] {
  if (program.parted !== undefined || (index !== exit && decision === undefined)) return [];
  const made = path.steps.slice(0, index).filter((s) => s.decision !== undefined).length;
  const agrees = (other: PathProgram): boolean =>
    path.choices.slice(0, made).every((c, i) => c.index === other.choices[i]?.index);
  return program.paths.filter(agrees);
}

/** Whether a step behind a check, on a path not taken there, was begun before a time. */
function hasBegun({ timed, vain }: Run, check: Step, { module }: Step, time: number): boolean {
  const begun = timed.some((t) => t.step.module === module && t.start < time);
  return (
    begun ||
    vain.some((v) => v.step >= check.index && v.module === module && v.kind !== 'load' && v.start < time)
  );
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

/** Whether steps need a load, with these contents of the regions. */
function needsLoad(steps: readonly Step[], held: number[]): boolean {
  return steps.some(({ region, module }) => {
    const needed = region >= 0 && held[region] !== module;
    if (region >= 0) held[region] = module;
    return needed;
  });
}

/** Of a result, a buffer is free when its last reader has ended: its checks, the next computes, or the input's leaving. */
function handOverBuffers(out: Run, from: State, exit: number, next: State, leftAt: number): void {
  const { program, timed, vain } = out;
  const { buffers } = next;
  copy(from.buffers, buffers);
  const used = (module: number, readAt: number): void => {
    buffers[2 * module] = numberAt(buffers, 2 * module + 1);
    buffers[2 * module + 1] = readAt;
  };
  const ran = timed.filter((t) => t.step.index <= exit || t.start < leftAt);
  const begunInVain = vain.filter((v) => v.kind !== 'load' && v.start < leftAt);
  const readAt = (value: number, index: number): number => {
    const readers = ran.filter((r) => r.step.index > index && isReader(program, value, r.step.module));
    const goesOn = readers.some((r) => !r.step.isCheck && r.step.index <= exit);
    const inVain = begunInVain.filter((v) => isReader(program, value, v.module));
    return [...readers, ...inVain].reduce((last, r) => Math.max(last, r.end), goesOn ? 0 : leftAt);
  };
  used(inputOf(program), readAt(inputOf(program), -1));
  for (const { step, end } of ran) {
    if (!step.isCheck) used(step.module, Math.max(end, readAt(step.module, step.index)));
  }
  for (const task of begunInVain) {
    if (task.kind !== 'compute' || ran.some((t) => t.step.module === task.module)) continue;
    const decided = Math.min(at(timed, task.step).left, leftAt);
    const together = begunInVain.filter((v) => v.step === task.step);
    used(
      task.module,
      together.reduce((end, v) => Math.max(end, v.end), decided),
    );
  }
}

function isReader({ readers }: Program, producer: number, reader: number): boolean {
  return readers[producer]?.includes(reader) ?? false;
}

function occupy(free: number[], lane: number, until: number): void {
  if (until > numberAt(free, lane)) free[lane] = until;
}
