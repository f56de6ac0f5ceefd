import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepTree, type StepTree } from '../../../server/src/analysis/refusals/step-tree';
import { compile } from '../../../server/src/schedule/program/compile';
import { forInputs, type Program, type Step } from '../../../server/src/schedule/program/program';
import { handOver } from '../../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, loadStarted, newRun, run } from '../../../server/src/schedule/run/run';
import { mapModules, type ScheduleProblem } from '../../../server/src/schedule';
import { workedExample } from '../../schedule/designs';
import { randomDesign } from '../../schedule/random-design';
import { hasTool } from '../../support/compilers';
import { runs as runsOf, seed } from '../../support/seed';
import {
  type Call,
  callsOf,
  type Case,
  decisions,
  draws,
  gap,
  harness,
  lasting,
  resident,
} from './virtual-time';

/** What the model says of inputs that follow each other, by module. */
function predicted(program: Program, calls: readonly Call[]): string[] {
  const lines: string[] = [];
  let state = homeState(program);
  let issued = 0;
  let inputs = 0;
  calls.forEach(({ arrival, leaves, way = 0 }, input) => {
    const path = program.paths[way];
    if (path === undefined) throw new Error(`no way ${way}`);
    const ends = leaves.map((l) => (l < 0 ? path.steps.length - 1 : l));
    const exit = Math.max(...ends);
    const steps = path.steps.map((step): Step => {
      const inputs = Math.max(1, ends.filter((end) => end >= step.index).length);
      return { ...step, ...forInputs(step.duration, inputs) };
    });
    const out = newRun(program, { ...path, steps });
    run(out, false, state, Math.max(0, arrival - issued));
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
    for (const end of ends) lines.push(`left ${inputs++} ${issued + leftAfter(out, end)}`);
    const next = homeState(program);
    issued += handOver(out, state, exit, next).nextNs;
    state = next;
  });
  return lines;
}

/** Batches of 2 to 5 whose inputs leave as the numbers say, in a design whose tasks take a time for each input. */
function batched([design, batch, drawn]: readonly [ScheduleProblem, number, Draws]): Case {
  const timed = mapModules(lasting(design), (m) => {
    const { fixedNs } = m.duration;
    return { ...m, duration: { ...m.duration, perInputNs: 1 + (fixedNs % 4) } };
  });
  const problem = { ...lasting(design), ...timed, batch };
  const exits = [...(compile(problem).paths[0]?.exits ?? []).map((e) => e.step), -1];
  let arrival = 0;
  const calls = drawn.map(([gap, ends]) => ({
    arrival: (arrival += gap),
    leaves: ends.slice(0, batch).map((n) => exits[n % exits.length] ?? -1),
  }));
  return { problem, calls };
}

type Draws = readonly (readonly [number, readonly number[]])[];

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

describe.skipIf(!hasTool('gcc'))('the controller in virtual time', () => {
  const runs = harness();

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
      'failed 0 2 14000000 14000000 a module could not be loaded, twice',
      'error 2 a module could not be loaded, twice',
    ]);
  });

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
  ])('does as the model says of batches on %s, however they shrink', (_, arbitrary) => {
    const ends = fc.array(fc.nat(), { minLength: 1, maxLength: 5 });
    const stream = fc.array(fc.tuple(gap, ends), { minLength: 1, maxLength: 8 });
    const more = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 });
    const drawn = fc.sample(fc.tuple(arbitrary, fc.integer({ min: 2, max: 5 }), stream, more), {
      numRuns: runsOf(600),
      seed,
    });
    const cases = drawn.map(([design, batch, own, further]) => ({
      ...batched([design, batch, own]),
      further,
    }));
    const outputs = runs(cases);
    cases.forEach(({ problem, calls, further }, i) => {
      const tree = stepTree(problem);
      const lines = byModule(tree, outputs[i] ?? []);
      expect(lines.toSorted(), JSON.stringify({ seed, problem, calls, further })).toEqual(
        predicted(tree.program, calls).toSorted(),
      );
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
      return { problem, calls: callsOf(problem, drawn), further };
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
