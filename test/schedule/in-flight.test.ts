/** What holds for inputs in flight, whatever the design: properties of the rules, not of their result. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { compile } from '../../server/src/schedule/program/compile';
import { inputOf, type Program } from '../../server/src/schedule/program/program';
import { handOver } from '../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, newRun, run } from '../../server/src/schedule/run/run';
import '../support/seed';
import { randomDesign } from './random-design';
import { randomSwitch } from './random-switch';

const INPUTS = 12;

interface Task {
  readonly input: number;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
}

/** A value in one of two places, from the start of the compute that writes it until its last reader has ended. */
interface Kept {
  readonly value: number;
  readonly from: number;
  readonly until: number;
}

interface Passed {
  readonly program: Program;
  readonly tasks: readonly Task[];
  readonly kept: readonly Kept[];
}

/** Everything that began for inputs back to back, of which the numbers choose the ways. */
function pass(problem: ScheduleProblem, numbers: readonly number[]): Passed {
  const program = compile(problem);
  const tasks: Task[] = [];
  const kept: Kept[] = [];
  let state = homeState(program);
  let now = 0;
  numbers.forEach((n, input) => {
    const path = at(program.paths, n % program.paths.length);
    const ends = [...path.exits.map((e) => e.step), path.steps.length - 1];
    const exit = at(ends, n % ends.length);
    const out = newRun(program, path);
    run(out, false, state);
    const leftAt = leftAfter(out, exit);
    const values = new Map<number, { from: number; until: number }>();
    const began = (lane: number, start: number, end: number): number =>
      tasks.push({ input, lane, start: now + start, end: now + end });
    const ran = (
      module: number,
      isCheck: boolean,
      reads: readonly number[],
      start: number,
      end: number,
    ): void => {
      if (!isCheck) values.set(module, { from: values.get(module)?.from ?? start, until: end });
      for (const value of reads) {
        const own = values.get(value) ?? { from: start, until: end };
        values.set(value, { ...own, until: Math.max(own.until, end) });
      }
    };
    const all = [
      ...out.timed.flatMap((t) => {
        const begun = t.step.index <= exit || t.start < leftAt;
        const load = t.loadStart >= 0 && (t.step.index <= exit || t.loadStart < leftAt);
        const { lane, module, reads, isCheck, region } = t.step;
        return [
          ...(load
            ? [{ lane: region, module, reads, kind: 'load', start: t.loadStart, end: t.loadEnd }]
            : []),
          ...(begun
            ? [{ lane, module, reads, kind: isCheck ? 'check' : 'compute', start: t.start, end: t.end }]
            : []),
        ];
      }),
      ...out.vain.filter((t) => t.step <= exit && t.start < leftAt),
    ].sort((a, b) => a.start - b.start);
    for (const { lane, module, reads, kind, start, end } of all) {
      began(lane, start, end);
      if (kind === 'load') began(program.port, start, end);
      else ran(module, kind === 'check', reads, start, end);
    }
    for (const [value, { from, until }] of values) kept.push({ value, from: now + from, until: now + until });
    const next = homeState(program);
    now += handOver(out, state, exit, next).nextNs;
    state = next;
  });
  return { program, tasks, kept };
}

function onAll(property: (passed: Passed) => void): void {
  const numbers = fc.array(fc.nat(), { minLength: INPUTS, maxLength: INPUTS });
  const designs = fc.oneof(
    randomDesign,
    randomSwitch.map(({ problem }) => problem),
  );
  fc.assert(
    fc.property(designs, numbers, (design, drawn) => {
      property(pass(design, drawn));
    }),
    { numRuns: 500 },
  );
}

describe('inputs in flight', () => {
  it('never use a lane at the same time, nor the port', () => {
    onAll(({ program, tasks }) => {
      program.laneNames.forEach((name, lane) => {
        const own = tasks.filter((t) => t.lane === lane && t.start < t.end).sort((a, b) => a.start - b.start);
        own.slice(1).forEach((t, i) => expect(t.start, name).toBeGreaterThanOrEqual(at(own, i).end));
      });
    });
  });

  it('do not overtake each other on a lane, nor at the port', () => {
    onAll(({ program, tasks }) => {
      program.laneNames.forEach((name, lane) => {
        const own = tasks.filter((t) => t.lane === lane);
        const late = own.find((a) => own.some((b) => a.input < b.input && a.end > b.start));
        expect(late, name).toBeUndefined();
      });
    });
  });

  it('never write over a value that is still read: of each, two are kept at a time', () => {
    onAll(({ program, kept }) => {
      for (let value = 0; value <= inputOf(program); value++) {
        const own = kept.filter((k) => k.value === value);
        own
          .slice(2)
          .forEach((k, i) => expect(at(own, i).until, `value ${value}`).toBeLessThanOrEqual(k.from));
      }
    });
  });
});
