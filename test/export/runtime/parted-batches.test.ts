/** Batches whose inputs take different cases: the compiled controller in virtual time beside the model. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepTree, type StepTree } from '../../../server/src/analysis/refusals/step-tree';
import {
  mapModules,
  problemError,
  type ScheduledStage,
  type ScheduleProblem,
} from '../../../server/src/schedule';
import { at } from '../../../server/src/schedule/at';
import { compile } from '../../../server/src/schedule/program/compile';
import {
  forInputs,
  type PartedOutcome,
  type Program,
  type Step,
} from '../../../server/src/schedule/program/program';
import { handOver } from '../../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, loadStarted, newRun, run } from '../../../server/src/schedule/run/run';
import { inRegion, inStatic, lasts, problem, stage } from '../../schedule/designs';
import { randomSwitch, type SwitchDesign } from '../../schedule/random-switch';
import type { Draw } from '../../schedule/stream-machine';
import { hasTool } from '../../support/compilers';
import { runs as runsOf, seed } from '../../support/seed';
import { type Call, type Case, gap, harness, lasting, outcomes, resident } from './virtual-time';

interface Batch {
  readonly arrival: number;
  readonly inputs: readonly Draw[];
}

/** Tasks take a time for each input, and none takes no time. */
function timed({ problem, quarters }: SwitchDesign, batch: number): SwitchDesign {
  const lasts = lasting(problem);
  const modules = mapModules(lasts, (m) => {
    const { fixedNs } = m.duration;
    return { ...m, duration: { ...m.duration, perInputNs: 1 + (fixedNs % 4) } };
  });
  return { quarters, problem: { ...lasts, ...modules, batch } };
}

/** The path that an input takes, as far as it decides. */
function wayOf({ program }: StepTree, { choices }: Draw): number {
  return program.paths.findIndex((p) =>
    p.choices.every((c, i) => choices[i] === undefined || c.case === choices[i]),
  );
}

function callOf(tree: StepTree, { arrival, inputs }: Batch): Call {
  const ways = inputs.map((draw) => wayOf(tree, draw));
  const leaves = inputs.map(
    ({ exit }, i) => tree.program.paths[ways[i] ?? 0]?.exits.find((e) => e.name === exit)?.step ?? -1,
  );
  return { arrival, ways, leaves };
}

/** Names of the modules that an input reaches. */
function reached(tree: StepTree, draw: Draw): readonly string[] {
  const { steps } = at(tree.program.paths, wayOf(tree, draw));
  const end = steps.findIndex((s) => s.name === draw.exit);
  return steps.slice(0, end < 0 ? steps.length : end + 1).map((s) => s.name);
}

/** The smallest outcome in which inputs leave where these do. */
function outcomeOf({ parted }: Program, inputs: readonly Draw[]): PartedOutcome {
  const found = parted?.outcomes.find(({ departures }) =>
    inputs.every(({ choices, exit }) =>
      departures.some((d) => d.exit === exit && d.choices.map((c) => c.case).join() === choices.join()),
    ),
  );
  if (found === undefined) throw new Error(`no outcome: ${JSON.stringify(inputs)}`);
  return found;
}

/** What the model says of batches that follow each other, by module. */
function predicted(problem: ScheduleProblem, tree: StepTree, batches: readonly Batch[]): string[] {
  const program = compile(problem);
  const lines: string[] = [];
  let state = homeState(program);
  let issued = 0;
  let number = 0;
  batches.forEach(({ arrival, inputs }, batch) => {
    const { path, step: exit } = outcomeOf(program, inputs);
    const routes = inputs.map((draw) => reached(tree, draw));
    const steps = path.steps.map((step): Step => {
      const count = routes.filter((names) => names.includes(step.name)).length;
      return { ...step, ...forInputs(step.duration, Math.max(1, count)) };
    });
    const out = newRun(program, { ...path, steps });
    run(out, false, state, Math.max(0, arrival - issued));
    const leftAt = leftAfter(out, exit);
    const tell = (kind: string, module: number, start: number, end: number): void => {
      lines.push(`${kind} ${batch} ${program.names[module] ?? ''} ${issued + start} ${issued + end}`);
    };
    for (const t of out.timed) {
      const { index, isCheck, module } = t.step;
      if (loadStarted(t, exit, leftAt)) tell('load', module, t.loadStart, t.loadEnd);
      if (index <= exit) tell(isCheck ? 'check' : 'compute', module, t.start, t.end);
    }
    for (const t of out.vain) if (t.start < leftAt) tell(t.kind, t.module, t.start, t.end);
    for (const names of routes) {
      const last = steps.findIndex((s) => s.name === names.at(-1));
      lines.push(`left ${number++} ${issued + leftAfter(out, last)}`);
    }
    const next = homeState(program);
    issued += handOver(out, state, exit, next).nextNs;
    state = next;
  });
  return lines;
}

function told({ steps }: StepTree, lines: readonly string[]): string[] {
  return lines.map((line) =>
    line
      .replace(
        /^(load|compute|check) (\d+) (\d+)/,
        (_, kind, batch, step) => `${kind} ${batch} ${steps[Number(step)]?.step.name ?? ''}`,
      )
      .replace(/^result (\d+) .* (\d+)$/, 'left $1 $2'),
  );
}

const batches = fc.array(fc.tuple(gap, fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 5 })), {
  minLength: 1,
  maxLength: 6,
});

interface Drawn {
  readonly design: SwitchDesign;
  readonly stream: readonly Batch[];
}

const drawnFrom = (arbitrary: fc.Arbitrary<SwitchDesign>): fc.Arbitrary<Drawn> =>
  fc
    .tuple(arbitrary, fc.integer({ min: 2, max: 5 }), batches)
    .map(([small, batch, numbers]) => {
      const design = timed(small, batch);
      let arrival = 0;
      const stream = numbers.map(([after, own]) => ({
        arrival: (arrival += after),
        inputs: own.slice(0, batch).map((n) => at(design.quarters, n)),
      }));
      return { design, stream };
    })
    .filter(
      ({ design: { problem } }) => problem.policy !== 'speculate' && problemError(problem) === undefined,
    );

const inPlace = randomSwitch.map(({ problem, quarters }) => ({ problem: resident(problem), quarters }));

describe.skipIf(!hasTool('gcc'))('a batch that parts at a switch', () => {
  const runs = harness();

  test('stops, where a load fails, only those of it that need the module', () => {
    const branch = (name: string, ...stages: ScheduledStage[]) => ({ name, rate: 0.5, stages });
    const gate = {
      ...{ name: 'gate', place: inStatic, duration: lasts(1) },
      cases: [
        branch('a', stage('x', inRegion('rp0'), lasts(1)), stage('y', inRegion('rp0'), lasts(1))),
        branch('b', stage('z', inStatic, lasts(1))),
      ],
    };
    const design = {
      ...problem([stage('front', inStatic, lasts(1))], { rp0: 5 }, { batch: 3 }),
      decision: gate,
    };
    const calls = [{ arrival: 0, leaves: [-1, -1, -1], ways: [0, 1, 0] }];
    const [lines = []] = runs([{ problem: design, calls, failing: { lane: 'rp0', loads: 2 } }]);
    expect(outcomes(lines).map((o) => o.fails)).toEqual([true, false, true]);
  });

  test.each([
    ['', randomSwitch],
    [', much of it resident', inPlace],
  ])('runs as the model says%s', (_, arbitrary) => {
    const drawn = fc.sample(drawnFrom(arbitrary), { numRuns: runsOf(600), seed });
    const cases = drawn.map(({ design: { problem }, stream }): Case => {
      const tree = stepTree(problem);
      return { problem, calls: stream.map((batch) => callOf(tree, batch)) };
    });
    const outputs = runs(cases);
    // Batches do part: otherwise this would hold little.
    const parting = drawn.filter(({ stream }) =>
      stream.some(({ inputs }) => new Set(inputs.map((i) => i.choices.join())).size > 1),
    );
    expect(parting.length).toBeGreaterThan(drawn.length / 3);
    drawn.forEach(({ design: { problem }, stream }, i) => {
      const tree = stepTree(problem);
      const lines = outputs[i] ?? [];
      const said = JSON.stringify({ seed, problem, stream });
      expect(told(tree, lines).toSorted(), said).toEqual(predicted(problem, tree, stream).toSorted());
      // Every input leaves where it should, in its order.
      const ends = outcomes(lines).map((o) => o.at);
      const own = (cases[i]?.calls ?? []).flatMap(({ leaves, ways = [] }) =>
        leaves.map((l, n) => (l < 0 ? -1 : (tree.paths[ways[n] ?? 0]?.[l] ?? -1))),
      );
      expect(ends, said).toEqual(own);
    });
  });
});
