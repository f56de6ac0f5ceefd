import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  scheduleOnce,
  scheduleStream,
  tasksThroughExit,
  type ScheduledCase,
  type ScheduleProblem,
} from '../../server/src/schedule';
import { exit, inRegion, inStatic, lasts, ms, stage } from './designs';
import { randomSwitch, type SwitchDesign } from './random-switch';
import { StreamMachine } from './stream-machine';

const way = (name: string, rate: number, ...stages: ScheduledCase['stages']): ScheduledCase => ({
  name,
  rate,
  stages,
});

/** A gate of 1 ms chooses between a small and a large network in one region that is loaded in 5 ms. */
const choice = {
  name: 'gate',
  place: inStatic,
  duration: lasts(1),
  cases: [
    way('easy', 0.75, stage('small', inRegion('r0'), lasts(2))),
    way('hard', 0.25, stage('large', inRegion('r0'), lasts(8))),
  ],
};
const gate: ScheduleProblem = {
  policy: 'overlap',
  batch: 1,
  arrival: 'back-to-back',
  loadNs: { r0: ms(5), r1: ms(5) },
  stages: [],
  decision: choice,
};

describe('model selection', () => {
  it('overlap: nothing is loaded before the gate has decided, since only one case needs it', () => {
    const schedule = scheduleOnce(gate);
    expect(schedule.paths.map((p) => [p.choices[0]?.case, p.endRate, p.endLatencyNs])).toEqual([
      ['easy', 0.75, ms(3)],
      ['hard', 0.25, ms(14)],
    ]);
    expect(schedule).toMatchObject({
      worstNs: ms(14),
      meanNs: ms(5.75),
      percentilesNs: { 50: ms(3), 95: ms(14) },
    });
    expect(schedule.decisions).toEqual([
      {
        name: 'gate',
        step: 0,
        checkNs: ms(1),
        hiddenNs: 0,
        exposedNs: ms(1),
        hiddenBehind: [],
        rate: 1,
        cases: [
          { name: 'easy', rate: 0.75, meanNs: ms(3), worstNs: ms(3) },
          { name: 'hard', rate: 0.25, meanNs: ms(14), worstNs: ms(14) },
        ],
      },
    ]);
  });

  it('stream: after a hard input an easy one has to load the small network again; the gate decides beside that', () => {
    // Easy after easy 2, hard after easy 13, easy after hard 7, hard after hard 8.
    expect(scheduleStream(gate).periodNs).toBe(ms(0.5625 * 2 + 0.1875 * 13 + 0.1875 * 7 + 0.0625 * 8));
  });

  it('speculate: the likeliest case starts beside the gate, and runs to its end if it is the wrong one', () => {
    const schedule = scheduleOnce({ ...gate, policy: 'speculate' });
    // small computes 0→2 beside the gate; for a hard input its region is free at 2, loaded 2→7, 7→15.
    expect(schedule.paths.map((p) => p.endLatencyNs)).toEqual([ms(2), ms(15)]);
    expect(schedule.tasks.map((t) => [t.id, t.startNs, t.endNs])).toEqual([
      ['check:gate', 0, ms(1)],
      ['vain-compute:small', 0, ms(2)],
      ['load:large', ms(2), ms(7)],
      ['compute:large', ms(7), ms(15)],
    ]);
  });
});

/** front 4 ms in r0; the switch of 3 ms runs mid (2 ms, r0) and back (6 ms, r1), or back alone. */
const skip = (policy: ScheduleProblem['policy']): ScheduleProblem => ({
  ...gate,
  policy,
  stages: [stage('front', inRegion('r0'), lasts(4)), stage('pre', inRegion('r1'), lasts(1))],
  decision: {
    name: 'skip',
    place: inStatic,
    duration: lasts(3),
    cases: [
      way('run', 0.6, stage('mid', inRegion('r0'), lasts(2)), stage('back', inRegion('r1'), lasts(6))),
      way('jump', 0.4, stage('back', inRegion('r1'), lasts(6))),
    ],
  },
});

describe('skipping a stage', () => {
  it('overlap: a load that both cases need next in its region starts beside the decision', () => {
    // front 0→4, pre 4→5, skip 5→8 beside load(back) 5→10; run: load(mid) waits for the port 10→15.
    const { paths, decisions } = scheduleOnce(skip('overlap'));
    expect(paths.map((p) => p.endLatencyNs)).toEqual([ms(23), ms(16)]);
    expect(decisions[0]).toMatchObject({ hiddenNs: ms(3), hiddenBehind: ['load:back'] });
  });

  it('serial: nothing is loaded before the decision', () => {
    // run: load(mid) 8→13, mid 13→15, load(back) 15→20, back →26; jump: load(back) 8→13, →19.
    expect(scheduleOnce(skip('serial')).paths.map((p) => p.endLatencyNs)).toEqual([ms(26), ms(19)]);
  });

  it('speculate: the likeliest case is loaded for, the other one waits for what has started', () => {
    // run: load(mid) 4→9 beside pre, back needs r1 after pre: load(back) 9→14; mid 9→11, back 14→20.
    // jump, known at 8: load(mid) runs to 9, load(back) 9→14, back 14→20.
    const { paths, exits, wastedPortNs } = scheduleOnce(skip('speculate'));
    expect(paths.map((p) => p.endLatencyNs)).toEqual([ms(20), ms(20)]);
    expect(exits).toEqual([]);
    expect(wastedPortNs).toBe(ms(0.4 * 5));
  });
});

describe('shares behind a decision', () => {
  it('rates of cases are scaled to make 100 %', () => {
    const cases = choice.cases.map((c) => ({ ...c, rate: c.rate * 2 }));
    expect(scheduleOnce({ ...gate, decision: { ...choice, cases } }).meanNs).toBe(ms(5.75));
  });

  it('an exit on several paths takes its share of all inputs, the same part of each path', () => {
    const last = stage('last', inStatic, lasts(1), exit('x', inStatic, lasts(1), 0.5));
    const end = stage('end', inStatic, lasts(1));
    const { paths, exits, endRate } = scheduleOnce({
      ...gate,
      decision: {
        ...choice,
        cases: [way('a', 0.8, stage('only-a', inStatic, lasts(3)), last, end), way('b', 0.2, last, end)],
      },
    });
    expect(paths.map((p) => p.exits[0]?.rate.toFixed(6))).toEqual(['0.400000', '0.100000']);
    expect(exits[0]).toMatchObject({ rate: 0.5, latencyNs: ms(0.8 * 6 + 0.2 * 3) });
    expect(endRate).toBeCloseTo(0.5, 12);
  });

  it('an exit in front of a decision leaves the rest to its cases', () => {
    const { decisions, percentilesNs } = scheduleOnce({
      ...gate,
      stages: [stage('front', inStatic, lasts(1), exit('x', inStatic, lasts(1), 0.6))],
    });
    expect(decisions[0]?.rate).toBe(0.4);
    expect(decisions[0]?.cases.map((c) => c.rate)).toEqual([0.3, 0.1]);
    expect(percentilesNs[50]).toBe(ms(2));
  });
});

describe('parts that are not modelled are reported', () => {
  it.each<[string, Partial<ScheduleProblem>, RegExp]>([
    ['a decision without cases', { decision: { ...choice, cases: [] } }, /'gate' has no case/],
    ['a case without stages', { decision: { ...choice, cases: [way('a', 1)] } }, /no stage to run/],
  ])('%s', (_, change, words) => {
    expect(() => scheduleOnce({ ...gate, ...change })).toThrow(words);
  });
});

describe('against a brute-force simulator', () => {
  const ends = ({ problem }: SwitchDesign) =>
    scheduleOnce(problem).paths.flatMap((path) => {
      const choices = path.choices.map((c) => c.case);
      return [
        { choices, exit: undefined, latencyNs: path.endLatencyNs, tasks: path.tasks },
        ...path.exits.map((e) => ({
          choices,
          exit: e.name,
          latencyNs: e.latencyNs,
          tasks: tasksThroughExit(path, e),
        })),
      ];
    });

  it('every path and exit takes as long as in the simulator, and no lane is used twice at a time', () => {
    const check = (design: SwitchDesign): void => {
      for (const { choices, exit: leaves, latencyNs, tasks } of ends(design)) {
        const machine = new StreamMachine(design.problem);
        expect(machine.latency({ choices, exit: leaves })).toBe(latencyNs);
        const freeAt = new Map<string, number>();
        for (const t of [...tasks].sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs)) {
          for (const lane of t.lanes) {
            expect(t.startNs).toBeGreaterThanOrEqual(freeAt.get(lane) ?? 0);
            freeAt.set(lane, t.endNs);
          }
        }
      }
    };
    fc.assert(fc.property(randomSwitch, check), { numRuns: 300 });
  });

  it('overlapping loads nothing in vain for a case, and every input leaves somewhere', () => {
    const check = ({ problem }: SwitchDesign): void => {
      const overlap = scheduleOnce({ ...problem, policy: 'overlap' });
      for (const path of overlap.paths) expect(path.endVainLoadNs).toBe(0);
      expect(overlap.endRate + overlap.exits.reduce((s, e) => s + e.rate, 0)).toBeCloseTo(1, 9);
    };
    fc.assert(fc.property(randomSwitch, check), { numRuns: 150 });
  });
});
