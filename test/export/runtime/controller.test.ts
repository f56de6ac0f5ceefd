import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScheduleProblem } from '../../../server/src/schedule';
import { compile, type PathProgram, type Program } from '../../../server/src/schedule/program';
import { homeState, leftAfter, loadStarted, newRun, run, stateAfter } from '../../../server/src/schedule/run';
import { workedExample } from '../../schedule/designs';
import { randomDesign } from '../../schedule/random-design';
import { execute, hasTool, repository, temporaryFolder } from '../../support/compilers';

const policies = ['serial', 'overlap', 'speculate'];

interface Call {
  readonly arrival: number;
  /** Steps that the inputs leave at, -1 for the end of the path. */
  readonly leaves: readonly number[];
}

interface Case {
  readonly problem: ScheduleProblem;
  readonly calls: readonly Call[];
  readonly failingLoads?: number;
}

/** The designs here decide nothing between paths. */
function onlyPath({ paths: [path] }: Program): PathProgram {
  if (path === undefined) throw new Error('a design has a path');
  return path;
}

function words(program: Program, { problem, calls, failingLoads = 0 }: Case): string {
  const { fixed, each } = durations(problem);
  const path = onlyPath(program);
  const lines = [
    [
      policies.indexOf(problem.policy),
      problem.batch,
      path.steps.length,
      program.regions.length,
      program.laneNames.length,
    ],
    ...path.steps.map(({ isCheck, lane, region }, i) => [
      isCheck ? 1 : 0,
      lane,
      region,
      fixed[i] ?? 0,
      each[i] ?? 0,
    ]),
    program.regions.map((r) => problem.loadNs[r] ?? 0),
    [failingLoads, calls.length],
    ...calls.map(({ arrival, leaves }) => [arrival, leaves.length, ...leaves]),
  ];
  return lines.map((line) => line.join(' ')).join('\n');
}

function durations({ stages }: ScheduleProblem): { fixed: number[]; each: number[] } {
  const steps = stages.flatMap((s) => [s.duration, ...(s.exits ?? []).map((e) => e.duration)]);
  return { fixed: steps.map((d) => d.fixedNs), each: steps.map((d) => d.perInputNs) };
}

/** What the model says of single inputs one behind the other, in the harness's words. */
function predicted(program: Program, calls: readonly Call[]): string[] {
  const lines: string[] = [];
  const path = onlyPath(program);
  let state = homeState(program);
  let at = 0;
  for (const { arrival, leaves } of calls) {
    const exit = leaves[0] === -1 || leaves[0] === undefined ? path.steps.length - 1 : leaves[0];
    const out = newRun(program, path);
    run(out, true, state, Math.max(0, arrival - at));
    const leftAt = leftAfter(out, exit);
    for (const t of out.timed) {
      const { index, isCheck } = t.step;
      if (loadStarted(t, exit, leftAt)) lines.push(`load ${index} ${at + t.loadStart} ${at + t.loadEnd}`);
      if (index <= exit || t.start < leftAt) {
        lines.push(`${isCheck ? 'check' : 'compute'} ${index} ${at + t.start} ${at + t.end}`);
      }
    }
    lines.push(`left ${at + leftAt}`);
    const next = homeState(program);
    stateAfter(out, state, exit, next);
    state = next;
    at += leftAt;
  }
  return lines;
}

describe.skipIf(!hasTool('gcc'))('the controller in virtual time', () => {
  const folder = temporaryFolder();
  const program = join(folder, 'harness');
  const runtime = join(repository, 'server/src/export/runtime');
  const sources = ['controller/exeunt_controller.c', 'sim/exeunt_simulation.c'].map((f) => join(runtime, f));
  const includes = ['controller', 'sim'].map((f) => `-I${join(runtime, f)}`);
  const strict = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fsanitize=address,undefined'];

  const runs = (cases: readonly Case[]): string[][] => {
    const input = cases.map((c) => words(compile(c.problem), c)).join('\n');
    const output = execute(program, [], { input });
    return output
      .split('end\n')
      .slice(0, -1)
      .map((part) => part.trimEnd().split('\n'));
  };

  test('is strict C99', () => {
    const harness = join(repository, 'test/export/runtime/controller-harness.c');
    execute('gcc', [...strict, '-O1', ...includes, harness, ...sources, '-o', program]);
  });

  test('does the worked example to the nanosecond', () => {
    const calls = [
      { arrival: 0, leaves: [1] },
      { arrival: 0, leaves: [-1] },
      { arrival: 0, leaves: [-1] },
    ];
    const [lines = []] = runs([{ problem: workedExample, calls }]);
    const ends = lines.filter((l) => l.startsWith('left')).map((l) => Number(l.split(' ')[1]) / 1e6);
    // Out after 7 ms; the load under way ends at 9, that of the first stage at 14; the whole path takes 15; then its load 5.
    expect(ends).toEqual([7, 14 + 15, 14 + 15 + 5 + 15]);
  });

  test('a batch shrinks by those that leave, and each gets its own label', () => {
    const problem = { ...workedExample, batch: 3 };
    const [lines = []] = runs([{ problem, calls: [{ arrival: 0, leaves: [-1, 1, -1] }] }]);
    const results = lines.filter((l) => l.startsWith('result')).map((l) => l.split(' ').map(Number).slice(1));
    // The logits of an input that goes the whole path are 0xffff, 0xffff, 1, 0; of one that leaves, its label is 1.
    expect(results).toEqual([
      [-1, 2, 15e6],
      [1, 1, 7e6],
      [-1, 2, 15e6],
    ]);
  });

  test('a load that fails is repeated once', () => {
    const calls = [{ arrival: 0, leaves: [-1] }];
    const [once = [], twice = []] = runs(
      [1, 2].map((failingLoads) => ({ problem: workedExample, calls, failingLoads })),
    );
    expect(once).toContain('left 20000000');
    expect(twice.at(-1)).toBe('error 2 a module could not be loaded, twice');
  });

  test('does as the model says, for every policy, place and exit', () => {
    const designs = fc.sample(
      fc.tuple(
        randomDesign,
        fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat()), { minLength: 1, maxLength: 6 }),
      ),
      { numRuns: 600, seed: 7 },
    );
    const cases = designs.map(([design, draws]): Case => {
      // Tasks of no duration at all would start and end in one moment, in which the model has an order of its own.
      const lasting = <T extends { duration: { fixedNs: number; perInputNs: number } }>(task: T): T => ({
        ...task,
        duration: { ...task.duration, fixedNs: task.duration.fixedNs + 1 },
      });
      const stages = design.stages.map((s) => ({ ...lasting(s), exits: (s.exits ?? []).map(lasting) }));
      const loadNs = Object.fromEntries(Object.entries(design.loadNs).map(([r, ns]) => [r, ns + 1]));
      const problem = { ...design, stages, loadNs };
      const checks = onlyPath(compile(problem)).steps.flatMap((s) => (s.isCheck ? [s.index] : []));
      const exits = [...checks, -1];
      let arrival = 0;
      const calls = draws.map(([gap, exit]) => ({
        arrival: (arrival += gap),
        leaves: [exits[exit % exits.length] ?? -1],
      }));
      return { problem, calls };
    });
    const outputs = runs(cases);
    expect(outputs).toHaveLength(cases.length);
    cases.forEach(({ problem, calls }, i) => {
      const lines = (outputs[i] ?? []).filter((line) => !line.startsWith('result'));
      expect(lines.toSorted(), JSON.stringify({ problem, calls })).toEqual(
        predicted(compile(problem), calls).toSorted(),
      );
    });
  });
});
