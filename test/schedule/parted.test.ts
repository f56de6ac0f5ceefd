import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  problemError,
  scheduleOnce,
  scheduleStream,
  type ScheduledCase,
  type ScheduledPath,
  type ScheduleProblem,
} from '../../server/src/schedule';
import { PartedMachine } from './brute-force-parted';
import type { Draw } from './stream-machine';
import { exit, inRegion, inStatic, lasts, ms, stage } from './designs';
import { randomSwitch, type SwitchDesign } from './random-switch';
import { stationary } from './stationary';

/** A random design for batches, with whole nanoseconds for any quarter of the inputs. */
const batches = fc
  .record({ design: randomSwitch, batch: fc.integer({ min: 2, max: 3 }) })
  .map(({ design, batch }): SwitchDesign => {
    const scaled = (path: ScheduledPath): ScheduledPath => ({
      stages: path.stages.map((s) => ({
        ...s,
        duration: four(s.duration),
        exits: (s.exits ?? []).map((e) => ({ ...e, duration: four(e.duration) })),
      })),
      ...(path.decision && {
        decision: {
          ...path.decision,
          duration: four(path.decision.duration),
          cases: path.decision.cases.map((c) => ({ ...scaled(c), name: c.name, rate: c.rate })),
        },
      }),
    });
    return { ...design, problem: { ...design.problem, ...scaled(design.problem), batch } };
  });
const four = ({ fixedNs }: { fixedNs: number }) => ({ fixedNs, perInputNs: 4 });

/** Names of the modules that an input reaches. */
function modulesOf(problem: ScheduledPath, { choices, exit }: Draw): readonly string[] {
  const names: string[] = [];
  let path: ScheduledPath | undefined = problem;
  for (let level = 0; path !== undefined; level++) {
    for (const stage of path.stages) {
      names.push(stage.name);
      for (const { name } of stage.exits ?? []) {
        names.push(name);
        if (name === exit) return names;
      }
    }
    const { decision }: ScheduledPath = path;
    if (decision !== undefined) names.push(decision.name);
    path = decision?.cases.find((c) => c.name === choices[level]);
  }
  return names;
}

/** Every batch of inputs drawn from the four, with its frequency; order within a batch does not matter. */
function everyBatch(of: readonly Draw[], size: number): readonly { batch: readonly Draw[]; count: number }[] {
  const found = new Map<string, { batch: readonly Draw[]; count: number }>();
  const draw = (batch: readonly Draw[]): void => {
    if (batch.length < size) {
      of.forEach((one) => draw([...batch, one]));
      return;
    }
    const sorted = [...batch].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
    const key = sorted.map(keyOf).join(' ');
    const own = found.get(key);
    if (own) own.count++;
    else found.set(key, { batch: sorted, count: 1 });
  };
  draw([]);
  return [...found.values()];
}

const keyOf = ({ choices, exit }: Draw): string => `${choices.join('>')}|${exit ?? ''}`;

/** For each decision, the cases that most batches take together; of equal ones the first in text order. */
function likeliest({ problem, quarters }: SwitchDesign): ConstructorParameters<typeof PartedMachine>[2] {
  const all = everyBatch(quarters, problem.batch);
  const levelOf = (decision: string): number => decision.split('.').length - 1;
  return (decision) => {
    const names = decision.cases.map((c) => c.name);
    const counts = new Map<number, number>();
    for (const { batch, count } of all) {
      const passing = batch.filter((d) => modulesOf(problem, d).includes(decision.name));
      const taken = new Set(passing.map((d) => d.choices[levelOf(decision.name)]));
      const set = names.reduce((bits, n, i) => bits + (taken.has(n) ? 2 ** i : 0), 0);
      counts.set(set, (counts.get(set) ?? 0) + count);
    }
    let best = 1;
    for (let set = 2; set < 2 ** names.length; set++) {
      if ((counts.get(set) ?? 0) > (counts.get(best) ?? 0)) best = set;
    }
    return names.filter((_, i) => ((best >> i) & 1) === 1);
  };
}

function machineFor(design: SwitchDesign): PartedMachine {
  const { problem, quarters } = design;
  const reach = quarters.map((q) => modulesOf(problem, q));
  const inputs = (name: string): number => (problem.batch * reach.filter((r) => r.includes(name)).length) / 4;
  return new PartedMachine(problem, inputs, likeliest(design));
}

describe('a batch through switches, against a brute-force simulator', () => {
  it('means are those of all batches', () => {
    const check = (design: SwitchDesign): void => {
      const { problem, quarters } = design;
      const machine = machineFor(design);
      const home = machine.state();
      let [mean, last] = [0, 0];
      for (const { batch, count } of everyBatch(quarters, problem.batch)) {
        machine.resume(home);
        const latencies = machine.pass(batch);
        mean += (count * latencies.reduce((a, b) => a + b, 0)) / batch.length / 4 ** batch.length;
        last += (count * Math.max(...latencies)) / 4 ** batch.length;
      }
      const schedule = scheduleOnce(problem);
      expect(Math.abs(schedule.meanNs - mean)).toBeLessThan(0.51);
      expect(Math.abs(schedule.batchMeanNs - last)).toBeLessThan(0.51);
    };
    fc.assert(fc.property(batches, check), { numRuns: 300 });
  });

  it(
    'agrees on the period and the port share of 200 random designs',
    () => {
      const check = (design: SwitchDesign): void => {
        const { problem, quarters } = design;
        const machine = machineFor(design);
        const batches = everyBatch(quarters, problem.batch).map(({ batch, count }) => ({
          share: count / 4 ** problem.batch,
          pass: () => machine.pass(batch),
        }));
        const { period, port } = stationary(machine, batches);
        const stream = scheduleStream(problem);
        expect(Math.abs((stream.throughputPerSecond / problem.batch) * period - 1e9)).toBeLessThan(1e3);
        expect(Math.abs(stream.portShare - port / period)).toBeLessThan(1e-6);
      };
      fc.assert(fc.property(batches, check), { numRuns: 200 });
    },
    SLOW_MACHINE_MS,
  );

  it('under serial nothing takes longer than the worst case, and some split takes as long', () => {
    const check = ({ problem: { batch, ...rest } }: SwitchDesign): void => {
      const problem: ScheduleProblem = { ...rest, batch, policy: 'serial' };
      const ways = scheduleOnce({ ...problem, batch: 1 }).paths.map((p) => p.choices.map((c) => c.case));
      const splits = everyBatch(
        ways.map((choices) => ({ choices })),
        batch,
      );
      const times = splits.map(({ batch: draws }) => {
        const reach = draws.map((d) => modulesOf(problem, d));
        const inputs = (name: string): number => reach.filter((r) => r.includes(name)).length;
        return Math.max(...new PartedMachine(problem, inputs, () => []).pass(draws));
      });
      expect(scheduleOnce(problem).worstNs).toBe(Math.max(...times));
    };
    fc.assert(fc.property(batches, check), { numRuns: 100 });
  });

  it('no lane is used twice at a time, and every input leaves somewhere', () => {
    const check = ({ problem }: SwitchDesign): void => {
      const schedule = scheduleOnce(problem);
      for (const { tasks } of schedule.paths) {
        const freeAt = new Map<string, number>();
        for (const t of [...tasks].sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs)) {
          for (const lane of t.lanes) {
            expect(t.startNs).toBeGreaterThanOrEqual(freeAt.get(lane) ?? 0);
            freeAt.set(lane, t.endNs);
          }
        }
      }
      expect(schedule.endRate + schedule.exits.reduce((sum, e) => sum + e.rate, 0)).toBeCloseTo(1, 9);
      for (const { rate, cases } of schedule.decisions) {
        expect(cases.reduce((sum, c) => sum + c.rate, 0)).toBeCloseTo(rate, 9);
      }
    };
    fc.assert(fc.property(batches, check), { numRuns: 150 });
  });
});

const way = (name: string, rate: number, ...stages: ScheduledCase['stages']): ScheduledCase => ({
  name,
  rate,
  stages,
});

/** A gate of 1 ms per input chooses between a small and a large network in one region with loads of 5 ms. */
const gate: ScheduleProblem = {
  policy: 'overlap',
  batch: 4,
  arrival: 'back-to-back',
  loadNs: { r0: ms(5), r1: ms(5) },
  stages: [],
  decision: {
    name: 'gate',
    place: inStatic,
    duration: lasts(0, 1),
    cases: [
      way('easy', 0.75, stage('small', inRegion('r0'), lasts(0, 2))),
      way('hard', 0.25, stage('large', inRegion('r0'), lasts(0, 8))),
    ],
  },
};

describe('model selection in batches of four', () => {
  const schedule = scheduleOnce(gate);

  it('the groups run one after the other, with each module loaded once', () => {
    // Three of four are expected at the small network, one at the large one.
    const both = schedule.paths.find((p) => p.choices[0]?.case === 'easy, hard');
    expect(both?.tasks.map((t) => [t.id, t.startNs, t.endNs])).toEqual([
      ['check:gate', 0, ms(4)],
      ['compute:small', ms(4), ms(10)],
      ['load:large', ms(10), ms(15)],
      ['compute:large', ms(15), ms(23)],
    ]);
  });

  it('a case that no input takes is skipped, and each input leaves with its group', () => {
    // All easy 0.75⁴: 10 ms; all hard 0.25⁴: load 4→9, then 9→17.
    const [easy, hard] = [0.75 ** 4, 0.25 ** 4];
    expect(schedule.batchMeanNs).toBe(Math.round(ms(1) * (10 * easy + 17 * hard + 23 * (1 - easy - hard))));
    expect(schedule.decisions[0]?.cases).toEqual([
      { name: 'easy', rate: 0.75, meanNs: ms(10), worstNs: ms(35) },
      // Three others decide whether it waits for the small network.
      { name: 'hard', rate: 0.25, meanNs: Math.round(ms(23 - 6 * 0.25 ** 3)), worstNs: ms(41) },
    ]);
  });

  it('at worst all are hard: gate 4, load 9, 41; with one easy it is 4, 6, load 11, 35', () => {
    expect(schedule.worstNs).toBe(ms(41));
  });

  it('reconfigures once for the batch in place of once for an input: the period per input falls', () => {
    const period = (batch: number) => scheduleStream({ ...gate, batch }).periodPerInputNs;
    expect(period(16)).toBeLessThan(period(4));
    expect(period(4)).toBeLessThan(period(2));
  });
});

describe('paths that join again', () => {
  /** front; then run: mid (r0), back (r1), or jump: back. */
  const skip: ScheduleProblem = {
    ...gate,
    batch: 2,
    stages: [stage('front', inRegion('r0'), lasts(4)), stage('pre', inRegion('r1'), lasts(1))],
    decision: {
      name: 'skip',
      place: inStatic,
      duration: lasts(3),
      cases: [
        way('run', 0.5, stage('mid', inRegion('r0'), lasts(2)), stage('back', inRegion('r1'), lasts(6))),
        way('jump', 0.5, stage('back', inRegion('r1'), lasts(6))),
      ],
    },
  };

  it('inputs that skip a stage wait for the others, and all run the last stage together', () => {
    // front 4, pre 5, skip 5→8 beside load(back), which both need, 5→10; load(mid) 10→15, mid 17, back 23.
    const { paths } = scheduleOnce(skip);
    expect(paths.map((p) => [p.choices[0]?.case, p.endRate, p.endLatencyNs])).toEqual([
      ['run', 0.25, ms(23)],
      ['jump', 0.25, ms(16)],
      ['run, jump', 0.5, ms(23)],
    ]);
    const tasks = paths[2]?.tasks.map((t) => t.id);
    expect(tasks?.filter((id) => id.endsWith(':back'))).toEqual(['load:back', 'compute:back']);
  });
});

describe('batches that cannot be timed are reported', () => {
  const small = stage('small', inStatic, lasts(1));
  const large = stage('large', inStatic, lasts(1));
  const withCases = (...cases: ScheduledCase[]): ScheduleProblem => ({
    ...gate,
    decision: { name: 'gate', place: inStatic, duration: lasts(1), cases },
  });

  it.each<[string, ScheduleProblem, RegExp]>([
    [
      'many ways',
      withCases(...Array.from({ length: 7 }, (_, i) => way(`c${i}`, 1, stage(`s${i}`, inStatic, lasts(1))))),
      /a batch can split over at most 6 paths, and the switches make 7: write `batch 1`/,
    ],
    [
      'stages in opposite orders',
      withCases(way('a', 1, small, large), way('b', 1, large, small)),
      /two cases run the same stages in opposite orders/,
    ],
    [
      'many exits',
      withCases(
        ...['a', 'b'].map((name) =>
          way(
            name,
            1,
            ...Array.from({ length: 20 }, (_, i) =>
              stage(`${name}${i}`, inStatic, lasts(1), exit(`${name}x${i}`, inStatic, lasts(1), 0.02)),
            ),
          ),
        ),
      ),
      /exits and switches split a batch in more than 256 ways: write `batch 1`, or use fewer exits/,
    ],
  ])('%s', (_, problem, words) => {
    expect(problemError(problem)).toMatch(words);
    expect(() => scheduleOnce(problem)).toThrow(words);
    expect(problemError({ ...problem, batch: 1 })).toBeUndefined();
  });
});

/** Seconds on an idle machine, more where many tests share it. */
const SLOW_MACHINE_MS = 60_000;
