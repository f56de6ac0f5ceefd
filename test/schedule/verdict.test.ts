import { describe, expect, it } from 'vitest';
import {
  breakEven,
  judge,
  verdict,
  type ScheduleProblem,
  type VerdictInput,
} from '../../server/src/schedule';
import { exit, inRegion, inStatic, lasts, ms, problem, stage, workedExample } from './designs';

/** The worked example with everything resident, in the time its smaller hardware takes. */
const resident = (front: number, check: number, back: number): ScheduleProblem =>
  problem(
    [
      stage('front', inStatic, lasts(0, front), exit('early', inStatic, lasts(0, check), 0.5)),
      stage('back', inStatic, lasts(0, back)),
    ],
    {},
  );

const perInput = (policy: ScheduleProblem['policy']): ScheduleProblem =>
  problem(
    [
      stage('front', inRegion('rp0'), lasts(0, 4), exit('early', inStatic, lasts(0, 3), 0.5)),
      stage('back', inRegion('rp0'), lasts(0, 6)),
    ],
    { rp0: 5 },
    { policy },
  );

describe('break-even batch', () => {
  it('is the batch at which enough inputs share the loads', () => {
    // Batch n, serial: n·(4 + 3) + 5 + n/2·6 + 5 (back to front) per batch; resident: n·12, the front's.
    // At n = 5 both are 60 ms if a batch runs to the end; the one in 32 that ends at the exit saves 25 ms (15 of back, both
    // loads).
    const { fromBatch, upToBatch } = breakEven(perInput('serial'), [resident(12, 3, 8)]);
    expect(fromBatch).toBe(5);
    expect(upToBatch).toBeNull();
  });

  it('overlapping, the check hides the load: the check of n inputs takes longer than the load', () => {
    // From n = 2 the load of 5 is entirely hidden by the check of 3n: 25 for two of which one stays, 19 where both leave, which
    // are 23.5 on average against 24; for one 5 + 4 + 5 + 6 or 5 + 4 + 5, 17 against 12.
    expect(breakEven(perInput('overlap'), [resident(12, 3, 8)]).fromBatch).toBe(2);
  });

  it('does not exist where the static design is faster per input', () => {
    expect(breakEven(perInput('overlap'), [resident(4, 3, 6)])).toEqual({
      fromBatch: null,
      upToBatch: null,
    });
  });

  it('is 1 where reconfiguring is always faster', () => {
    expect(breakEven(perInput('overlap'), [resident(20, 3, 20)])).toEqual({
      fromBatch: 1,
      upToBatch: null,
    });
  });

  it('has an upper end if the baseline only has the larger fixed time', () => {
    const slow = problem([stage('a', inRegion('r'), lasts(0, 2))], { r: 1 });
    const fast = problem([stage('a', inStatic, lasts(100, 1))], {});
    expect(breakEven(slow, [fast])).toEqual({ fromBatch: 1, upToBatch: 99 });
  });

  it('is against the best of all baselines at each batch', () => {
    const few = problem([stage('a', inStatic, lasts(0, 4))], {});
    const many = problem([stage('a', inStatic, lasts(40, 1))], {});
    const slow = problem([stage('a', inRegion('r'), lasts(0, 2))], { r: 1 });
    expect(breakEven(slow, [few])).toEqual({ fromBatch: 1, upToBatch: null });
    expect(breakEven(slow, [few, many])).toEqual({ fromBatch: 1, upToBatch: 39 });
    expect(breakEven(slow, [many, few])).toEqual({ fromBatch: 1, upToBatch: 39 });
  });
});

describe('verdict', () => {
  const base: VerdictInput = {
    policy: 'overlap',
    batch: 1,
    exits: 1,
    regions: 1,
    design: { meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) },
    serial: { meanNs: ms(12.5), worstNs: ms(18), periodNs: ms(15) },
    overlap: { meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) },
  };
  const baseline = (
    mean: number,
    period: number,
    fits = true,
    name = 'static' as 'static' | 'static-no-exits',
  ) => ({
    baseline: { name, meanNs: ms(mean), worstNs: ms(mean), periodNs: ms(period), fits },
  });
  const overlapping = 'overlapping saves 1.5 ms on latency and costs 11.8 % of throughput against serial.';

  it.each<[string, Partial<VerdictInput>, string]>([
    ['no baseline', {}, `Reconfiguring takes 11 ms on average; ${overlapping}`],
    [
      'static does not fit',
      baseline(3, 3, false),
      `A static design does not fit this part with weights on chip, reconfiguring takes 11 ms on average; ${overlapping}`,
    ],
    [
      'static is faster',
      { ...baseline(3.1, 3.1), breakEven: { fromBatch: 14, upToBatch: null } },
      `A static design is faster here: 3.1 ms against 11 ms on average; reconfiguring pays from a batch of 14; ${overlapping}`,
    ],
    [
      'static is faster for ever',
      { ...baseline(3.1, 3.1), breakEven: { fromBatch: null, upToBatch: null } },
      `A static design is faster here: 3.1 ms against 11 ms on average; reconfiguring never pays on this part; ${overlapping}`,
    ],
    [
      'static is faster for ever, but would not be with another port',
      { ...baseline(3.1, 3.1), breakEven: { fromBatch: null, upToBatch: null }, turningLoads: 5.6 },
      `A static design is faster here: 3.1 ms against 11 ms on average; reconfiguring never pays on this part: its loads would have to be 5.6 times as fast; ${overlapping}`,
    ],
    [
      'static is faster for ever, whatever the port',
      { ...baseline(3.1, 3.1), breakEven: { fromBatch: null, upToBatch: null }, turningLoads: null },
      `A static design is faster here: 3.1 ms against 11 ms on average; reconfiguring never pays on this part, not even with loads 10 times as fast; ${overlapping}`,
    ],
    [
      'the best static design has no exits',
      { ...baseline(3.1, 3.1, true, 'static-no-exits'), breakEven: { fromBatch: 14, upToBatch: null } },
      `A static design without exits is faster here: 3.1 ms against 11 ms on average; reconfiguring pays from a batch of 14; ${overlapping}`,
    ],
    [
      'static is faster but for some batches',
      { ...baseline(3.1, 3.1), breakEven: { fromBatch: 2, upToBatch: 1200 } },
      `A static design is faster here: 3.1 ms against 11 ms on average; reconfiguring pays for batches of 2 to 1,200; ${overlapping}`,
    ],
    [
      'static is faster on latency only',
      { ...baseline(10, 19), breakEven: { fromBatch: 1, upToBatch: null } },
      `A static design is faster here: 10 ms against 11 ms on average, but reconfiguring passes more inputs per second; ${overlapping}`,
    ],
    [
      'static is slower',
      { ...baseline(20, 20), breakEven: { fromBatch: 1, upToBatch: null } },
      `A static design is slower here: 20 ms against 11 ms on average; ${overlapping}`,
    ],
    [
      'static is slower on latency only',
      { ...baseline(12, 12), breakEven: { fromBatch: 5, upToBatch: null } },
      `A static design is slower here: 12 ms against 11 ms on average, but it passes more inputs per second below a batch of 5; ${overlapping}`,
    ],
    [
      'static is as fast',
      { ...baseline(11.0001, 11.0001), breakEven: { fromBatch: null, upToBatch: null } },
      `A static design is as fast here: 11 ms against 11 ms on average, but it passes more inputs per second; ${overlapping}`,
    ],
    [
      'a batch is judged per input',
      { batch: 8, ...baseline(12, 12), breakEven: { fromBatch: 20, upToBatch: null } },
      `A static design is faster here: 12 ms against 17 ms per input in batches of 8; reconfiguring pays from a batch of 20; ${overlapping}`,
    ],
    [
      'serial hears what overlapping would do',
      { policy: 'serial', design: { meanNs: ms(12.5), worstNs: ms(18), periodNs: ms(15) } },
      'Reconfiguring takes 12.5 ms on average; overlapping would save 1.5 ms on latency and would cost 11.8 % of throughput.',
    ],
    [
      'speculating gains both',
      { policy: 'speculate', design: { meanNs: ms(10), worstNs: ms(15), periodNs: ms(12) } },
      'Reconfiguring takes 10 ms on average; speculating saves 2.5 ms on latency and gains 25 % of throughput against serial.',
    ],
    [
      'no exits',
      { exits: 0, serial: { meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) } },
      'Reconfiguring takes 11 ms on average; without exits there is no check to hide a load behind.',
    ],
    [
      'nothing gained',
      { serial: { meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) } },
      'Reconfiguring takes 11 ms on average; overlapping changes nothing against serial.',
    ],
    ['no region', { regions: 0 }, 'Nothing is reconfigured here: 11 ms on average, 15 ms at worst.'],
    [
      'no region, and a folding that is better',
      { regions: 0, ...baseline(10, 17) },
      'Nothing is reconfigured here: 11 ms on average, 15 ms at worst; a static design folded for it takes 10 ms on average.',
    ],
    [
      'no region, no exits',
      { regions: 0, exits: 0 },
      'Nothing is reconfigured here: every input takes 15 ms.',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict({ ...base, ...change })).toBe(expected);
  });
});

describe('the verdict', () => {
  it('of the worked example says what overlapping saves and costs', () => {
    const judgement = judge(workedExample);
    expect(judgement.design).toEqual({ meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) });
    expect(judgement.serial).toEqual({ meanNs: ms(12.5), worstNs: ms(18), periodNs: ms(15) });
    expect(judgement.overlap).toEqual(judgement.design);
    expect(judgement.verdict).toBe(
      'Reconfiguring takes 11 ms on average; overlapping saves 1.5 ms on latency and costs 11.8 % of throughput against serial.',
    );
  });

  it('against a static baseline gives the break-even batch', () => {
    const judgement = judge(perInput('serial'), [
      { name: 'static', problem: resident(12.5, 3, 8), fits: true },
    ]);
    // The baseline has the period of its front. Batches that leave at the exit are shorter:
    // n = 3: 21/8 + 40·7/8 = 37.6 against 37.5; n = 4: 28/16 + 50·15/16 = 48.6 against 50.
    expect(judgement.breakEven).toEqual({ fromBatch: 4, upToBatch: null });
    expect(judgement.baselines).toMatchObject([{ name: 'static', fits: true }]);
  });

  it('lets a resident design go on with the next stage while a check runs', () => {
    const {
      baselines,
      verdict: sentence,
      ahead,
    } = judge(perInput('overlap'), [{ name: 'static', problem: resident(5, 3, 8), fits: true }]);
    // Leaving after 5 + 3, staying 5 + 8, the check of 3 being beside the 8.
    expect(baselines).toMatchObject([
      { name: 'static', policy: 'speculate', fits: true, meanNs: ms(10.5), worstNs: ms(13) },
    ]);
    expect(sentence).toMatch(/^A static design is faster here: 10.5 ms against 11 ms on average/);
    expect(ahead).toBe(false);
  });

  it('compares with the best baseline that fits: without exits if that with exits does not fit', () => {
    const single = problem([stage('all', inStatic, lasts(0, 9))], {});
    const baselines = [
      { name: 'static' as const, problem: resident(1, 1, 1), fits: false },
      { name: 'static-no-exits' as const, problem: single, fits: true },
    ];
    expect(judge(perInput('overlap'), baselines).verdict).toMatch(
      /^A static design without exits is faster here: 9 ms against 11 ms on average/,
    );
    const none = baselines.map((r) => ({ ...r, fits: false }));
    const judged = judge(perInput('overlap'), none);
    expect(judged.verdict).toMatch(/^A static design does not fit this part with weights on chip, /);
    expect(judged.breakEven).toBeUndefined();
    expect(judged.ahead).toBe(true);
  });

  it('states how much faster the loads would have to be, correctly', () => {
    const baseline = problem([stage('all', inStatic, lasts(0, 9))], {});
    const design = perInput('overlap');
    const { verdict: sentence } = judge(design, [{ name: 'static-no-exits', problem: baseline, fits: true }]);
    const times = Number(/would have to be ([\d.]+) times as fast/.exec(sentence)?.[1]);
    const sped = (by: number) => judge({ ...design, loadNs: { rp0: ms(5) / by } }).design.meanNs;
    // At best 4 + 3 and 4 + 6 or 7 + 6: 10 ms on average.
    if (Number.isNaN(times)) expect(sped(10)).toBeGreaterThanOrEqual(ms(9));
    else {
      expect(sped(times)).toBeLessThan(ms(9));
      expect(sped(times - 0.1)).toBeGreaterThanOrEqual(ms(9));
    }
  });

  it('has no break-even where nothing is reconfigured', () => {
    const slow: ScheduleProblem = problem([stage('all', inStatic, lasts(0, 3))], {});
    const baseline = { name: 'static' as const, problem: resident(12, 3, 8), fits: true };
    expect(judge(slow, [baseline]).breakEven).toBeUndefined();
  });
});
