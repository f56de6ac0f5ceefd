import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepTree, type StepTree } from '../../../server/src/analysis/refusals/step-tree';
import { compile } from '../../../server/src/schedule/program/compile';
import type { Program } from '../../../server/src/schedule/program/program';
import { handOver } from '../../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, loadStarted, newRun, run } from '../../../server/src/schedule/run/run';
import { workedExample } from '../../schedule/designs';
import { randomDesign } from '../../schedule/random-design';
import { hasTool } from '../../support/compilers';
import { seed } from '../../support/seed';
import { type Call, callsOf, type Case, decisions, draws, harness, lasting, resident } from './virtual-time';

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
