/** What the controller does with the inputs in flight when a load or a module fails, and one input at a time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepTree } from '../../../server/src/analysis/refusals/step-tree';
import type { Policy } from '../../../server/src/schedule';
import { exit, inRegion, inStatic, lasts, problem, stage, workedExample } from '../../schedule/designs';
import { randomDesign } from '../../schedule/random-design';
import { hasTool } from '../../support/compilers';
import { seed } from '../../support/seed';
import { callsOf, type Case, decisions, draws, harness, lasting, outcomes, resident } from './virtual-time';

describe.skipIf(!hasTool('gcc'))('the controller', () => {
  const runs = harness();

  test.each<Policy>(['serial', 'overlap', 'speculate'])(
    'a load that fails with three inputs in flight stops those that need it, and no others: %s',
    (policy) => {
      const design = problem(
        [
          stage('front', inStatic, lasts(2), exit('early', inStatic, lasts(1), 0.5)),
          stage('mid', inRegion('rp0'), lasts(5)),
          stage('back', inRegion('rp0'), lasts(5)),
        ],
        { rp0: 20 },
        { policy },
      );
      const leaves = [-1, 1, -1, 1, 1, -1, 1];
      const calls = leaves.map((l) => ({ arrival: 0, leaves: [l] }));
      const [lines = []] = runs([{ problem: design, calls, failing: { lane: 'rp0', loads: 2 } }]);
      const found = outcomes(lines);
      const failed = { fails: true, at: expect.any(Number) as number };
      expect(found).toMatchObject(
        leaves.map((at, input) => ({ input, ...(at < 0 ? failed : { fails: false, at }) })),
      );
      // The first needs `back`, whose load fails; the next finds the region without `mid`.
      expect(found.filter((f) => f.fails).map((f) => f.at)).toEqual([3, 2, 2]);
      const [{ leftNs: failedAt } = { leftNs: NaN }] = found;
      const inFlight = found.filter((f) => f.issued <= failedAt && f.leftNs >= failedAt);
      expect(inFlight.length).toBeGreaterThanOrEqual(3);
      expect(lines.filter((l) => l.startsWith('WRONG'))).toEqual([]);
      expect(lines.at(-1)).toMatch(/^error 3 a module could not be loaded, twice$/);
    },
  );

  test('whatever fails, every input is reported in its order, and only those fail that need it', () => {
    const drawn = fc.sample(
      fc.tuple(fc.oneof(randomDesign, decisions, decisions.map(resident)), draws, fc.nat(), fc.boolean()),
      { numRuns: 400, seed },
    );
    const cases = drawn.map(([design, stream, lane, isLoad]): Case => {
      const own = lasting(design);
      const { program } = stepTree(own);
      const name = program.laneNames[lane % program.laneNames.length] ?? '';
      const loads = isLoad || name === 'port' ? { loads: 1000 } : {};
      const lanes = 'loads' in loads && program.regions.length > 0 ? program.regions : [name];
      return {
        problem: own,
        calls: callsOf(own, stream),
        failing: { lane: lanes[lane % lanes.length] ?? name, ...loads },
      };
    });
    let fails = 0;
    runs(cases).forEach((lines, i) => {
      const { problem: design, calls, failing } = cases[i] ?? { problem: workedExample, calls: [] };
      const { program, paths, steps } = stepTree(design);
      const told = JSON.stringify({ seed, ...cases[i] });
      const lane = program.laneNames.indexOf(failing?.lane ?? '');
      const found = outcomes(lines);
      expect(
        found.map((f) => f.input),
        told,
      ).toEqual(calls.map((_, input) => input));
      found.forEach(({ input, fails: hasFailed, at }) => {
        const { leaves: [exit = -1] = [], way = 0 } = calls[input] ?? {};
        const own = paths[way] ?? [];
        const taken = exit < 0 ? own : own.slice(0, exit + 1);
        if (hasFailed) {
          fails++;
          expect(steps[at]?.step.lane, told).toBe(lane);
          expect(
            taken.map((s) => steps[s]?.step.lane),
            told,
          ).toContain(lane);
        } else {
          expect(at, told).toBe(exit < 0 ? -1 : own[exit]);
          const runsFail = failing?.loads === undefined;
          if (runsFail)
            expect(
              taken.map((s) => steps[s]?.step.lane),
              told,
            ).not.toContain(lane);
        }
      });
      expect(
        lines.filter((l) => l.startsWith('WRONG')),
        told,
      ).toEqual([]);
    });
    expect(fails).toBeGreaterThan(100);
  });

  test('one at a time: each input waits until the one before has left, and has one buffer', () => {
    const designs = fc.sample(fc.tuple(fc.oneof(randomDesign, decisions.map(resident)), draws), {
      numRuns: 200,
      seed,
    });
    const cases = designs.map(([design, stream]): Case => {
      const own = lasting(design);
      return { problem: own, calls: callsOf(own, stream), inFlight: 1 };
    });
    runs(cases).forEach((lines, i) => {
      const told = JSON.stringify({ seed, ...cases[i] });
      const found = outcomes(lines);
      expect(found, told).toHaveLength(cases[i]?.calls.length ?? -1);
      found
        .slice(1)
        .forEach(({ issued }, k) => expect(issued, told).toBeGreaterThanOrEqual(found[k]?.leftNs ?? NaN));
      expect(
        lines.filter((l) => /^(WRONG|failed|error)/.test(l)),
        told,
      ).toEqual([]);
    });
  });
});
