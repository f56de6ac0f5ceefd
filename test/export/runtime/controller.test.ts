import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stepTree, type StepTree } from '../../../server/src/analysis/refusals/step-tree';
import { mapModules, modulesOf, type Place, type ScheduleProblem } from '../../../server/src/schedule';
import { compile } from '../../../server/src/schedule/program/compile';
import { inputOf, type Program } from '../../../server/src/schedule/program/program';
import { handOver } from '../../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, loadStarted, newRun, run } from '../../../server/src/schedule/run/run';
import { workedExample } from '../../schedule/designs';
import { randomDesign } from '../../schedule/random-design';
import { seed } from '../../support/seed';
import { randomSwitch } from '../../schedule/random-switch';
import { execute, hasTool, repository, temporaryFolder } from '../../support/compilers';

const policies = ['serial', 'overlap', 'speculate'];

/** One batch of a stream. */
interface Call {
  readonly arrival: number;
  /** Steps that the inputs leave at, -1 for the end of the path. */
  readonly leaves: readonly number[];
  /** Which of the ways through the decisions they take. */
  readonly way?: number;
}

interface Case {
  readonly problem: ScheduleProblem;
  /**
   * Draws more values that steps read: by step, numbers that choose among the results of the stages that it reads; or of
   * any before it, which keeps their buffers longer than the model knows.
   */
  readonly further?: readonly (readonly number[])[];
  readonly anyBefore?: boolean;
  readonly calls: readonly Call[];
  /** Most batches in flight; by default as many as there are buffers. */
  readonly inFlight?: number;
  /** How many loads of a region fail, or that whatever runs on a lane does. */
  readonly failing?: { readonly lane: string; readonly loads?: number };
}

function words(
  tree: StepTree,
  { problem, calls, further = [], anyBefore = false, inFlight = 0, failing }: Case,
): string {
  const { program, steps, paths, branches } = tree;
  const parents = steps.map((_, i) => steps.findIndex((s) => s.next === i || s.cases.includes(i)));
  const durations = new Map(modulesOf(problem).map((m) => [m.name, m.duration]));
  const lane = program.laneNames.indexOf(failing?.lane ?? '');
  const broken = failing?.loads === undefined ? [-1, 0, lane] : [lane, failing.loads, -1];
  const lines: (readonly number[])[] = [
    [
      policies.indexOf(problem.policy),
      problem.batch,
      steps.length,
      program.regions.length,
      program.laneNames.length,
      branches ? 1 : 0,
    ],
    ...steps.map(({ step, module, next, cases, likeliest, common }, index) => {
      const { fixedNs = 0, perInputNs = 0 } = durations.get(step.name) ?? {};
      const sources = sourcesOf(index, tree, parents, further[index] ?? [], anyBefore);
      const values = [step.isCheck ? 1 : RESULTS, sources.length, ...sources.flat()];
      const own = [step.isCheck ? 1 : 0, step.lane, step.region, fixedNs, perInputNs, ...values];
      if (!branches) return own;
      return [...own, module, next, cases.length, likeliest, common.length, ...cases, ...common];
    }),
    program.regions.map((r) => problem.loadNs[r] ?? 0),
    [inFlight, ...broken, calls.length],
    ...calls.map(({ arrival, leaves, way = 0 }) => {
      const own = paths[way] ?? [];
      const at = leaves.map((l) => (l < 0 ? -1 : (own[l] ?? -1)));
      // What a decision says of an input that does not get to it, the model takes for the likeliest.
      const labels = steps.map(({ cases, likeliest }) => {
        const taken = cases.findIndex((c) => own.includes(c));
        return taken < 0 ? Math.max(0, likeliest) : taken;
      });
      return [arrival, leaves.length, ...at, ...(branches ? labels : [])];
    }),
  ];
  return lines.map((line) => line.join(' ')).join('\n');
}

/** Results of each stage. */
const RESULTS = 3;
/** EXEUNT_MAX_VALUES. */
const MAX_VALUES = 8;

/** The first result of each value that a step reads, and further ones: of any stage before, or of those alone. */
function sourcesOf(
  step: number,
  { steps, program }: StepTree,
  parents: readonly number[],
  further: readonly number[],
  anyBefore: boolean,
): (readonly [number, number])[] {
  const own = steps[step]?.step.reads ?? [];
  const read: (readonly [number, number])[] = own.includes(inputOf(program)) ? [[-1, 0]] : [];
  const made: (readonly [number, number])[] = [[-1, 0]];
  for (let at = parents[step] ?? -1; at >= 0; at = parents[at] ?? -1) {
    const before = steps[at]?.step;
    if (before === undefined || before.isCheck) continue;
    if (own.includes(before.module)) read.push([at, 0]);
    for (let k = 0; k < RESULTS; k++) {
      if (anyBefore || own.includes(before.module)) made.push([at, k]);
    }
  }
  if (!anyBefore && !own.includes(inputOf(program))) made.shift();
  return [...read, ...further.map((n) => made[n % made.length] ?? ([-1, 0] as const))].slice(0, MAX_VALUES);
}

/** What the model says of inputs that follow each other, by module. */
function predicted(program: Program, calls: readonly Call[]): string[] {
  const lines: string[] = [];
  let state = homeState(program);
  let issued = 0;
  calls.forEach(({ arrival, leaves, way = 0 }, input) => {
    const path = program.paths[way];
    if (path === undefined) throw new Error(`no way ${way}`);
    const exit = leaves[0] === -1 || leaves[0] === undefined ? path.steps.length - 1 : leaves[0];
    const out = newRun(program, path);
    run(out, true, state, Math.max(0, arrival - issued));
    const leftAt = leftAfter(out, exit);
    const tell = (kind: string, module: number, start: number, end: number): void => {
      lines.push(`${kind} ${input} ${program.names[module] ?? ''} ${issued + start} ${issued + end}`);
    };
    for (const t of out.timed) {
      const { index, isCheck, module } = t.step;
      if (loadStarted(t, exit, leftAt)) tell('load', module, t.loadStart, t.loadEnd);
      if (index <= exit || t.start < leftAt) tell(isCheck ? 'check' : 'compute', module, t.start, t.end);
    }
    for (const t of out.vain) if (t.start < leftAt) tell(t.kind, t.module, t.start, t.end);
    lines.push(`left ${input} ${issued + leftAt}`);
    const next = homeState(program);
    issued += handOver(out, state, exit, next).nextNs;
    state = next;
  });
  return lines;
}

/** The harness's lines with modules in place of steps. */
function byModule({ steps }: StepTree, lines: readonly string[]): string[] {
  return lines.map((line) =>
    line
      .replace(
        /^(load|compute|check) (\d+) (\d+)/,
        (_, kind, input, step) => `${kind} ${input} ${steps[Number(step)]?.step.name ?? ''}`,
      )
      .replace(/^result (\d+) .* (\d+)$/, 'left $1 $2'),
  );
}

/** Some with an exit in front of the decision. */
const decisions = fc
  .tuple(
    randomSwitch,
    fc.constantFrom<(Place | undefined)[]>(undefined, { kind: 'static' }, { kind: 'region', region: 'r1' }),
  )
  .map(([{ problem }, place]): ScheduleProblem => {
    const exit = place && { name: 'x', place, duration: { fixedNs: 5, perInputNs: 0 }, rate: 0.25 };
    const [first, ...others] = problem.stages;
    return first && exit ? { ...problem, stages: [{ ...first, exits: [exit] }, ...others] } : problem;
  });

/** With hardware of their own in place of one region, stages work on several inputs at a time. */
function resident(problem: ScheduleProblem): ScheduleProblem {
  return {
    ...problem,
    ...mapModules(problem, (module) =>
      module.place.kind === 'region' && module.place.region === 'r1'
        ? { ...module, place: { kind: 'static' } }
        : module,
    ),
  };
}

/** Tasks of no duration at all would start and end in one moment, in which the model has an order of its own. */
function lasting(problem: ScheduleProblem): ScheduleProblem {
  const paths = mapModules(problem, (module) => ({
    ...module,
    duration: { ...module.duration, fixedNs: module.duration.fixedNs + 1 },
  }));
  const loadNs = Object.fromEntries(Object.entries(problem.loadNs).map(([r, ns]) => [r, ns + 1]));
  return { ...problem, ...paths, loadNs };
}

describe.skipIf(!hasTool('gcc'))('the controller in virtual time', () => {
  const folder = temporaryFolder();
  const program = join(folder, 'harness');
  const runtime = join(repository, 'server/src/export/runtime');
  const sources = [
    ...readdirSync(join(runtime, 'controller'))
      .filter((f) => f.endsWith('.c'))
      .map((f) => `controller/${f}`),
    'sim/exeunt_simulation.c',
  ].map((f) => join(runtime, f));
  const includes = ['controller', 'sim'].map((f) => `-I${join(runtime, f)}`);
  const strict = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fsanitize=address,undefined'];

  const runs = (cases: readonly Case[]): string[][] => {
    const input = cases.map((c) => words(stepTree(c.problem), c)).join('\n');
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
    const ends = lines.filter((l) => l.startsWith('result')).map((l) => Number(l.split(' ')[5]) / 1e6);
    // Out after 7 ms; the load under way ends at 9, that of the first stage at 14; the whole path takes 15; then its load 5.
    expect(ends).toEqual([7, 14 + 15, 14 + 15 + 5 + 15]);
  });

  test('a batch shrinks by those that leave, and each gets its own label', () => {
    const problem = { ...workedExample, batch: 3 };
    const [lines = []] = runs([{ problem, calls: [{ arrival: 0, leaves: [-1, 1, -1] }] }]);
    const results = lines.filter((l) => l.startsWith('result')).map((l) => l.split(' ').map(Number).slice(1));
    // The logits of an input that goes the whole path are 0xffff, 0xffff, 1, 0; of one that leaves, its label is 1.
    expect(results).toEqual([
      [0, -1, 2, 15e6, 15e6],
      [1, 1, 1, 7e6, 7e6],
      [2, -1, 2, 15e6, 15e6],
    ]);
  });

  test('a load that fails is repeated once', () => {
    const calls = [{ arrival: 0, leaves: [-1] }];
    const [once = [], twice = []] = runs(
      [1, 2].map((loads) => ({ problem: workedExample, calls, failing: { lane: 'rp0', loads } })),
    );
    expect(once).toContain('result 0 -1 2 20000000 20000000');
    expect(twice.slice(-2)).toEqual([
      'failed 0 2 a module could not be loaded, twice',
      'error 2 a module could not be loaded, twice',
    ]);
  });

  // Most of them back to back, so that several are in flight.
  const gap = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 60 }));
  const draws = fc.array(fc.tuple(gap, fc.nat(), fc.nat()), { minLength: 1, maxLength: 10 });

  test('what a stage reads of several before it belongs to the same inputs, however a batch shrinks', () => {
    const designs = fc.sample(
      fc.tuple(
        randomDesign,
        fc.array(fc.array(fc.nat(), { maxLength: 7 }), { minLength: 12, maxLength: 12 }),
        fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      ),
      { numRuns: 600, seed },
    );
    const cases = designs.map(([design, further, drawn]): Case => {
      const problem = { ...lasting(design), batch: 6 };
      const exits = [...(compile(problem).paths[0]?.exits ?? []).map((e) => e.step), -1];
      const calls = drawn.map((inputs) => ({
        arrival: 0,
        leaves: inputs.map((n) => exits[n % exits.length] ?? -1),
      }));
      return { problem, calls, further, anyBefore: true };
    });
    runs(cases).forEach((lines, i) => {
      const { calls } = cases[i] ?? { calls: [] };
      const told = JSON.stringify({ seed, ...cases[i] });
      expect(
        lines.filter((l) => l.startsWith('WRONG') || l.startsWith('error')),
        told,
      ).toEqual([]);
      // Each input leaves where it says, whichever others share its batch.
      const leaves = lines.flatMap((l) => (l.startsWith('result') ? [Number(l.split(' ')[2])] : []));
      expect(leaves, told).toEqual(calls.flatMap((c) => c.leaves));
    });
  });

  test.each([
    ['one path', randomDesign],
    ['one path, much of it resident', randomDesign.map(resident)],
    ['decisions between paths', decisions],
    ['decisions between resident paths', decisions.map(resident)],
  ])('does as the model says of %s, for every policy, place and exit', (_, arbitrary) => {
    const more = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 });
    const designs = fc.sample(fc.tuple(arbitrary, draws, more), { numRuns: 600, seed });
    const cases = designs.map(([design, drawn, further]): Case => {
      const problem = lasting(design);
      const { paths } = compile(problem);
      let arrival = 0;
      const calls = drawn.map(([gap, exit, choice]) => {
        const way = choice % paths.length;
        const exits = [...(paths[way]?.exits ?? []).map((e) => e.step), -1];
        return { arrival: (arrival += gap), leaves: [exits[exit % exits.length] ?? -1], way };
      });
      return { problem, calls, further };
    });
    const outputs = runs(cases);
    expect(outputs).toHaveLength(cases.length);
    cases.forEach(({ problem, calls }, i) => {
      const tree = stepTree(problem);
      const lines = byModule(tree, outputs[i] ?? []);
      expect(lines.toSorted(), JSON.stringify({ seed, problem, calls })).toEqual(
        predicted(tree.program, calls).toSorted(),
      );
    });
  });
});
