/** The twin's machine has one memory for all that runs at once: its streams beside the model's periods. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapModules, scheduleStream, type ScheduleProblem } from '../../../server/src/schedule';
import { compile } from '../../../server/src/schedule/program/compile';
import { memoryDemand } from '../../../server/src/schedule/stream/memory-demand';
import { inRegion, inStatic, problem, stage } from '../../schedule/designs';
import { randomDesign, times } from '../../schedule/random-design';
import { hasTool } from '../../support/compilers';
import { seed, seeded } from '../../support/seed';
import { type Case, harness, lasting, outcomes, resident } from './virtual-time';

/** Takes `takes` µs, of which the memory needs `memory`. */
const task = (takes: number, memory: number) => ({
  fixedNs: takes * 1000,
  perInputNs: 0,
  memoryNs: memory * 1000,
});

/** Three that ask for 180 % of the memory together. */
const hungry = problem(
  [10, 10, 10].map((takes, i) => stage(`s${i}`, inStatic, task(takes, 6))),
  {},
);

/** A resident stage that lives from its memory, while a region loads two modules for each input. */
const loading: ScheduleProblem = {
  ...problem(
    [
      stage('front', inStatic, task(45, 45)),
      stage('mid', inRegion('r'), task(5, 2)),
      stage('back', inRegion('r'), task(5, 2)),
    ],
    {},
  ),
  loadNs: { r: 15_000 },
  loadMemoryNs: { r: 8_000 },
};

const INPUTS = 400;
/** Until the stream has filled. */
const BEFORE = 20;

/** Inputs to the end, or each way out in its share and in random order. */
function streamOf(design: ScheduleProblem, inputs = INPUTS): Case {
  const [path] = compile(design).paths;
  const ends = (path?.exits ?? []).flatMap((e) => new Array<number>(Math.round(4 * e.share)).fill(e.step));
  const quarters = [...ends, ...new Array<number>(4 - ends.length).fill(-1)];
  const random = seeded(1);
  const order = Array.from({ length: inputs }, (_, i) => ({ at: random(), end: quarters[i % 4] ?? -1 }));
  order.sort((a, b) => a.at - b.at);
  return { problem: design, calls: order.map(({ end }) => ({ arrival: 0, leaves: [end] })) };
}

function periodOf(lines: readonly string[]): number {
  let latest = 0;
  const left = outcomes(lines).map((o) => (latest = Math.max(latest, o.leftNs)));
  return ((left.at(-1) ?? NaN) - (left[BEFORE] ?? NaN)) / (INPUTS - 1 - BEFORE);
}

/** With traffic: shares of each module's own time, and of loads. */
const withTraffic = (arbitrary: fc.Arbitrary<ScheduleProblem>, most: number) =>
  fc
    .tuple(arbitrary, fc.array(fc.nat({ max: 100 }), { minLength: 20, maxLength: 20 }))
    .map(([small, shares]): ScheduleProblem => {
      const design = times(1000, lasting(small));
      let next = 0;
      const share = (ns: number): number => Math.floor((ns * most * (shares[next++ % 20] ?? 0)) / 100);
      const modules = mapModules(design, (m) => {
        const { fixedNs, perInputNs } = m.duration;
        const traffic = m.place.kind === 'cpu' ? {} : { memoryNs: share(fixedNs + perInputNs) };
        return { ...m, duration: { ...m.duration, ...traffic } };
      });
      const loadMemoryNs = Object.fromEntries(
        Object.entries(design.loadNs).map(([region, ns]) => [region, share(ns)]),
      );
      return { ...design, ...modules, loadMemoryNs };
    });

describe.skipIf(!hasTool('gcc'))('one memory for all that runs at once', () => {
  const runs = harness();

  test.each([
    ['resident stages', hungry, 18_000],
    ['a load that reads memory while a resident stage does', loading, 65_000],
  ])('limits %s to the traffic of an input, as the model says', (_, design, periodNs) => {
    const stream = scheduleStream(design);
    expect(stream).toMatchObject({
      periodNs,
      memoryBound: true,
      contended: true,
      atLeast: true,
      exact: false,
    });
    const one = streamOf(design);
    const [limited = [], apart = []] = runs([{ ...one, limited: true }, one]);
    expect(periodOf(limited) / periodNs).toBeCloseTo(1, 2);
    expect(Math.abs(periodOf(limited) / periodNs - 1)).toBeLessThan(0.01);
    expect(periodOf(apart) / periodNs).toBeLessThan(0.9);
  });

  test('nothing changes to the nanosecond for designs that cannot ask for more than its rate', () => {
    const drawn = fc.sample(
      withTraffic(fc.oneof(randomDesign, randomDesign.map(resident)), 0.3).filter(
        (d) => memoryDemand(d) <= 1,
      ),
      { numRuns: 100, seed },
    );
    const cases = drawn.map((design) => streamOf(design, 40));
    const all = runs(cases.flatMap((one) => [{ ...one, limited: true }, one]));
    cases.forEach(({ problem: design }, i) => {
      expect(scheduleStream(design).contended).toBe(false);
      expect(all[2 * i], JSON.stringify({ seed, design })).toEqual(all[2 * i + 1]);
    });
    // A few ask for a little, others for nearly all of it.
    expect(Math.max(...drawn.map(memoryDemand))).toBeGreaterThan(0.7);
  });

  test('periods of designs whose tasks compete are at least the predicted ones', () => {
    const all = withTraffic(fc.oneof(randomDesign, randomDesign.map(resident)), 0.95);
    const drawn = fc.sample(
      all.filter((d) => memoryDemand(d) > 1 && d.policy !== 'speculate'),
      { numRuns: 30, seed },
    );
    const cases = drawn.map((design) => streamOf(design));
    runs(cases.map((one) => ({ ...one, limited: true }))).forEach((lines, i) => {
      const design = cases[i]?.problem;
      if (design === undefined) return;
      const { periodNs, atLeast } = scheduleStream(design);
      expect(atLeast).toBe(true);
      // Few inputs come in an order that is not quite as random as the model takes it.
      expect(periodOf(lines), JSON.stringify({ seed, design })).toBeGreaterThan(0.97 * periodNs);
    });
  });
});
