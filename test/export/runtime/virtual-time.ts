/** The compiled controller in virtual time, for tests of its streams. */
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stepTree, type StepTree } from '../../../server/src/analysis/refusals/step-tree';
import { mapModules, modulesOf, type Place, type ScheduleProblem } from '../../../server/src/schedule';
import { lazy } from '../../../server/src/base/memo';
import { compile } from '../../../server/src/schedule/program/compile';
import { inputOf } from '../../../server/src/schedule/program/program';
import { randomSwitch } from '../../schedule/random-switch';
import { execute, repository, temporaryFolder } from '../../support/compilers';

const policies = ['serial', 'overlap', 'speculate'];

/** One batch of a stream. */
export interface Call {
  readonly arrival: number;
  /** Steps that the inputs leave at, -1 for the end of the path. */
  readonly leaves: readonly number[];
  /** Which of the ways through the decisions they take. */
  readonly way?: number;
  /** Of each input, if they differ. */
  readonly ways?: readonly number[];
}

export interface Case {
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
  /** Whether all share one memory, whose rate the problem's traffic fills; by default each has it to itself. */
  readonly limited?: boolean;
  /** How many loads of a region fail, or that whatever runs on a lane does. */
  readonly failing?: { readonly lane: string; readonly loads?: number };
}

function words(
  tree: StepTree,
  { problem, calls, further = [], anyBefore = false, inFlight = 0, limited = false, failing }: Case,
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
      limited ? 1 : 0,
    ],
    ...steps.map(({ step, module, rank, next, cases, likeliest, common }, index) => {
      const { fixedNs = 0, perInputNs = 0, memoryNs = 0 } = durations.get(step.name) ?? {};
      const sources = sourcesOf(index, tree, parents, further[index] ?? [], anyBefore);
      const values = [step.isCheck ? 1 : RESULTS, sources.length, ...sources.flat()];
      const own = [step.isCheck ? 1 : 0, step.lane, step.region, fixedNs, perInputNs, memoryNs, ...values];
      if (!branches) return own;
      return [...own, module, rank, next, cases.length, likeliest, common.length, ...cases, ...common];
    }),
    program.regions.flatMap((r) => [problem.loadNs[r] ?? 0, problem.loadMemoryNs?.[r] ?? 0]),
    [inFlight, ...broken, calls.length],
    ...calls.map(({ arrival, leaves, way = 0, ways }) => {
      const own = leaves.map((_, i) => paths[ways?.[i] ?? way] ?? []);
      const at = leaves.map((l, i) => (l < 0 ? -1 : (own[i]?.[l] ?? -1)));
      // What a decision says of an input that does not get to it, the model takes for the likeliest.
      const labels = own.flatMap((path) =>
        steps.map(({ cases, likeliest }) => {
          const taken = cases.findIndex((c) => path.includes(c));
          return taken < 0 ? Math.max(0, likeliest) : taken;
        }),
      );
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

/** Some with an exit in front of the decision. */
export const decisions = fc
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
export function resident(problem: ScheduleProblem): ScheduleProblem {
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
export function lasting(problem: ScheduleProblem): ScheduleProblem {
  const paths = mapModules(problem, (module) => ({
    ...module,
    duration: { ...module.duration, fixedNs: module.duration.fixedNs + 1 },
  }));
  const loadNs = Object.fromEntries(Object.entries(problem.loadNs).map(([r, ns]) => [r, ns + 1]));
  return { ...problem, ...paths, loadNs };
}

/** A stream of single inputs: time since the arrival of the one before, and numbers that choose an exit and a way. */
export function callsOf(
  problem: ScheduleProblem,
  drawn: readonly (readonly [number, number, number])[],
): Call[] {
  const { paths } = compile(problem);
  let arrival = 0;
  return drawn.map(([gap, exit, choice]) => {
    const way = choice % paths.length;
    const exits = [...(paths[way]?.exits ?? []).map((e) => e.step), -1];
    return { arrival: (arrival += gap), leaves: [exits[exit % exits.length] ?? -1], way };
  });
}

/** Compiles the harness as strict C99, under sanitizers; returns what runs streams on it: the lines of each. */
export function harness(): (cases: readonly Case[]) => string[][] {
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

  const compiled = lazy(() => {
    execute('gcc', [
      ...strict,
      '-O1',
      ...includes,
      join(repository, 'test/export/runtime/controller-harness.c'),
      ...sources,
      '-o',
      program,
      '-lm',
    ]);
    return program;
  });
  return (cases) => {
    const input = cases.map((c) => words(stepTree(c.problem), c)).join('\n');
    const output = execute(compiled(), [], { input });
    return output
      .split('end\n')
      .slice(0, -1)
      .map((part) => part.trimEnd().split('\n'));
  };
}

// Most of them back to back, so that several are in flight.
export const gap = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 60 }));
export const draws = fc.array(fc.tuple(gap, fc.nat(), fc.nat()), { minLength: 1, maxLength: 10 });

/** Results by input: where it left (-1: the end), or the step that it needed; with the times from issue to leaving. */
export const outcomes = (lines: readonly string[]) =>
  lines.flatMap((line) => {
    const [, kind, input, at, latency, left] =
      /^(result|failed) (\d+) (-?\d+)(?: \d+(?= \d+ \d+$))? (\d+) (\d+)/.exec(line) ?? [];
    if (kind === undefined) return [];
    const leftNs = Number(left);
    return [
      {
        input: Number(input),
        fails: kind === 'failed',
        at: Number(at),
        issued: leftNs - Number(latency),
        leftNs,
      },
    ];
  });
