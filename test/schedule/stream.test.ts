import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleStream, type ScheduleProblem } from '../../server/src/schedule';
import { compile } from '../../server/src/schedule/program/compile';
import { estimate, simulate } from '../../server/src/schedule/stream/simulate';
import { runs, seeded } from '../support/seed';
import { exit, inRegion, inStatic, lasts, ms, onCpu, problem, stage, workedExample } from './designs';
import { randomDesign, times } from './random-design';
import { randomSwitch } from './random-switch';
import { StreamMachine } from './stream-machine';

describe('period of the worked example', () => {
  it('overlap: 17 ms, since each input has to load its first stage again', () => {
    const stream = scheduleStream(workedExample);
    expect(stream.periodNs).toBe(17_000_000);
    expect(stream.interval95Ns).toEqual([17_000_000, 17_000_000]);
    expect(stream.throughputPerSecond).toBeCloseTo(1000 / 17, 9);
    // The next input is issued when the region is its own: after a load in vain, or after the second stage.
    expect(stream.states).toEqual([{ contents: { rp0: 'back' }, residualNs: {}, share: 1 }]);
    expect(stream.portShare).toBeCloseTo(10 / 17, 9);
    // From the issue: 5 ms of load, then 7 or 15.
    expect(stream.latency).toEqual({ meanNs: ms(16), percentilesNs: { 50: ms(12), 95: ms(20), 99: ms(20) } });
  });

  it('serial: 15 ms, since an input that leaves early finds the first stage still loaded', () => {
    const stream = scheduleStream({ ...workedExample, policy: 'serial' });
    expect(stream.periodNs).toBe(15_000_000);
    expect(stream.exact).toBe(true);
    expect(stream.states.map((s) => s.contents.rp0).sort()).toEqual(['back', 'front']);
  });
});

describe('streams worked by hand', () => {
  /** The second region is loaded once and stays; the first is never reloaded. */
  const twoRegions = problem(
    [
      stage('a', inRegion('r0'), lasts(4), exit('x', inStatic, lasts(3), 0.5)),
      stage('b', inRegion('r1'), lasts(6)),
    ],
    { r0: 5, r1: 5 },
  );

  it('a region for each stage never reloads: its period is bounded by the buffers between them', () => {
    // A value of a stays for 7 or 13 ms, and two fit: at least 10 / 2 ms. b waits for the check of the next input besides.
    const stream = scheduleStream(twoRegions);
    expect(stream.portShare).toBe(0);
    expect(stream.periodNs).toBeGreaterThanOrEqual(ms(5));
    expect(stream.periodNs).toBeLessThan(ms(6));
    expect(stream.exact).toBe(true);
  });

  it('three resident stages have the period of the slowest', () => {
    const three = (...times: number[]) =>
      scheduleStream(
        problem(
          times.map((t, i) => stage(`s${i}`, inStatic, lasts(t))),
          {},
        ),
      ).periodNs;
    expect(three(2, 3, 4)).toBe(ms(4));
    expect(three(4, 3, 2)).toBe(ms(4));
    expect(three(2, 5, 1)).toBe(ms(5));
  });

  it('a static early exit has the period of its first part, or of its share of the rest, where buffers suffice', () => {
    const parts = (first: number, rest: number, share: number) =>
      scheduleStream(
        problem(
          [
            stage('a', inStatic, lasts(first), exit('x', inStatic, lasts(0), 1 - share)),
            stage('b', inStatic, lasts(rest)),
          ],
          {},
        ),
      ).periodNs;
    // Two buffers suffice where inputs that stay come one by one.
    expect(parts(4, 4, 0.25)).toBe(ms(4));
    expect(parts(1, 100, 0.5) / ms(50)).toBeCloseTo(1, 1);
  });

  it('ignore a transient state', () => {
    // Without exits every input but the first loads both stages.
    const stream = scheduleStream(
      problem([stage('a', inRegion('r0'), lasts(1)), stage('b', inRegion('r0'), lasts(1))], { r0: 3 }),
    );
    expect(stream.periodNs).toBe(ms(8));
    expect(stream.stateCount).toBe(1);
  });

  it('a path that takes no time keeps the port idle', () => {
    const stream = scheduleStream(problem([stage('a', inStatic, lasts(0))], {}));
    expect([stream.periodNs, stream.portShare]).toEqual([0, 0]);
  });

  it('a batch shares the loads among its inputs', () => {
    const stream = scheduleStream(
      problem(
        [stage('a', inRegion('r0'), lasts(0, 1)), stage('b', inRegion('r0'), lasts(0, 1))],
        { r0: 3 },
        { batch: 10 },
      ),
    );
    expect(stream.periodNs).toBe(ms(26));
    expect(stream.periodPerInputNs).toBe(ms(2.6));
    expect(stream.throughputPerSecond).toBeCloseTo(10_000 / 26, 9);
  });
});

describe('inputs that arrive at a fixed period', () => {
  const every = (t: number, design: ScheduleProblem = workedExample) =>
    scheduleStream({ ...design, arrival: { everyNs: ms(t) } });

  it('slow arrivals wait for nothing and find the first stage loaded', () => {
    const stream = every(100);
    expect(stream.arrival).toEqual({
      sustainable: true,
      everyNs: ms(100),
      shortestEveryNs: ms(17) + 1,
      exact: true,
      meanWaitNs: 0,
      meanQueued: 0,
      latency: { meanNs: ms(11), percentilesNs: { 50: ms(7), 95: ms(15), 99: ms(15) } },
      interval95Ns: [ms(11), ms(11)],
      portNs: ms(10),
    });
    expect(stream.periodNs).toBe(ms(17));
  });

  it('arrivals faster than the period are not sustainable', () => {
    expect(every(16.9).arrival).toEqual({
      sustainable: false,
      everyNs: ms(16.9),
      shortestEveryNs: ms(17) + 1,
    });
  });

  it('at the period itself the queue of a varying path grows without bound, that of a fixed path does not', () => {
    expect(every(17).arrival?.sustainable).toBe(false);
    const fixed = problem([stage('a', inStatic, lasts(2))], {});
    expect(every(2, fixed).arrival).toMatchObject({
      sustainable: true,
      shortestEveryNs: ms(2),
      meanWaitNs: 0,
    });
    expect(every(1.999, fixed).arrival?.sustainable).toBe(false);
  });

  it('waiting time of a two-point service, against the recursion of Lindley', () => {
    // Service 1 or 3 ms, half each, arrivals every 2.5 ms: the backlog steps by -1.5 or +0.5 ms, cut at 0.
    const design = problem(
      [
        stage('a', inRegion('r'), lasts(1), exit('x', inStatic, lasts(0), 0.5)),
        stage('b', inRegion('r'), lasts(2)),
      ],
      { r: 0 },
    );
    // Iterated on the distribution of the backlog, in steps of 0.5 ms.
    let backlog = [1];
    for (let n = 0; n < 2000; n++) {
      const next = new Array<number>(Math.min(backlog.length + 1, 200)).fill(0);
      backlog.forEach((p, k) => {
        for (const step of [-3, 1]) {
          const to = Math.min(Math.max(0, k + step), next.length - 1);
          next[to] = (next[to] ?? 0) + p / 2;
        }
      });
      backlog = next;
    }
    const meanWait = backlog.reduce((sum, p, k) => sum + p * k * 0.5, 0);
    const { arrival } = every(2.5, design);
    if (!arrival?.sustainable) throw new Error('not sustainable');
    expect(Math.abs(arrival.meanWaitNs - ms(meanWait))).toBeLessThan(ms(meanWait) * 0.03);
    expect(arrival.interval95Ns[0]).toBeLessThanOrEqual(ms(meanWait + 2));
    expect(arrival.interval95Ns[1]).toBeGreaterThanOrEqual(ms(meanWait + 2));
    expect(arrival.meanQueued).toBeCloseTo(arrival.meanWaitNs / ms(2.5), 6);
  });

  it('a batch is sustainable at the pace of its inputs', () => {
    const design = problem([stage('a', inStatic, lasts(2, 1))], {}, { batch: 4 });
    expect(every(1.5, design).arrival).toMatchObject({ sustainable: true, shortestEveryNs: ms(1.5) });
    expect(every(1.4, design).arrival).toMatchObject({ sustainable: false, shortestEveryNs: ms(1.5) });
  });
});

describe('a seeded simulation', () => {
  it('agrees with the exact chain within its interval and is the same each time', () => {
    const program = compile(workedExample);
    const { mean, halfWidth } = estimate(simulate(program, undefined), (s) => s.nextNs);
    expect(halfWidth).toBeLessThan(ms(0.1));
    expect(Math.abs(mean - ms(17))).toBeLessThan(1.5 * halfWidth);
    expect(estimate(simulate(program, undefined), (s) => s.nextNs).mean).toBe(mean);
  });
});

describe('more states than the limit', () => {
  /** Loads in vain pile up at the port, so that the remaining work takes ever new values. */
  const ns = (n: number) => ({ fixedNs: n, perInputNs: 0 });
  const crowded: ScheduleProblem = {
    policy: 'speculate',
    batch: 1,
    arrival: 'back-to-back',
    loadNs: { a: 2700, b: 9316, c: 2631 },
    stages: [
      stage('s0', inRegion('a'), ns(494), exit('e0', inStatic, ns(215), 0.2)),
      stage('s1', inRegion('c'), ns(1281), exit('e1', inStatic, ns(1506), 0.2)),
      stage('s2', inRegion('b'), ns(388), exit('e2', onCpu, ns(114), 0.2)),
      stage('s3', inRegion('b'), ns(2076)),
    ],
  };

  it('are simulated, with an interval that a long run of the brute-force simulator falls into', () => {
    const stream = scheduleStream(crowded);
    expect(stream.exact).toBe(false);
    const [low, high] = stream.interval95Ns;
    expect(low).toBeLessThan(stream.periodNs);
    expect(high).toBeGreaterThan(stream.periodNs);
    expect(high - low).toBeLessThan(0.05 * stream.periodNs);
    expect(scheduleStream(crowded)).toEqual(stream);
    const ways = ['e0', 'e1', 'e2', undefined, undefined];
    const random = seeded();
    const passes = 5000;
    const draws = Array.from({ length: passes }, () => ({
      choices: [],
      exit: ways[Math.floor(random() * ways.length)],
    }));
    const ran = new StreamMachine(crowded).stream(draws);
    // The run has a random error of its own, about as large as the interval.
    expect(Math.abs((ran.at(-1)?.issued ?? 0) / passes - stream.periodNs)).toBeLessThan(1.5 * (high - low));
  });
});

describe('the exact period', () => {
  const check = (design: ScheduleProblem): void => {
    const stream = scheduleStream(design);
    if (!stream.exact) return;
    const samples = simulate(compile(design), undefined);
    const { mean, halfWidth } = estimate(samples, (s) => s.nextNs);
    // Rounded to whole nanoseconds; three times a 95 % interval is beyond chance.
    expect(Math.abs(stream.periodNs - mean)).toBeLessThan(0.5 + 3 * halfWidth + 1e-6);
  };

  it(
    'is the mean of a long simulation, for random designs',
    () => {
      fc.assert(
        fc.property(randomDesign, (design) => check(times(SCALE, design))),
        { numRuns: RUNS },
      );
    },
    SLOW_MACHINE_MS,
  );

  it(
    'is the mean of a long simulation, for random switches',
    () => {
      fc.assert(
        fc.property(randomSwitch, ({ problem: design }) => check(design)),
        { numRuns: runs(50) },
      );
    },
    SLOW_MACHINE_MS,
  );
});

const RUNS = runs(100);
/** Of one random design on a machine that many tests share; seconds for all on an idle one. */
const SLOW_MACHINE_MS = RUNS * 1_000;

/** Scales the times of a design, so that rounding to whole nanoseconds hides nothing. */
const SCALE = 1000;
