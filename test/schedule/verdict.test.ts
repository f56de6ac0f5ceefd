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
  it('is where the loads are shared by enough inputs', () => {
    // Batch n, serial: n·(4 + 3) + 5 + n/2·6 + 5 (back to front) per batch; resident: n·(5 + 3) + n/2·8.
    // At n = 5 both are 60 ms if a batch runs to the end; the one in 32 that ends at the exit saves
    // 25 ms (15 of back, both loads) against 20 ms.
    const { fromBatch, upToBatch } = breakEven(perInput('serial'), resident(5, 3, 8));
    expect(fromBatch).toBe(5);
    expect(upToBatch).toBeNull();
  });

  it('overlapping, the check hides the load: the check of n inputs takes longer than the load', () => {
    // From n = 2 the load of 5 is wholly behind the check of 3n: 10n + 5 < 12n from n = 3.
    expect(breakEven(perInput('overlap'), resident(5, 3, 8)).fromBatch).toBe(3);
  });

  it('does not exist where the static design is faster per input', () => {
    expect(breakEven(perInput('overlap'), resident(4, 3, 6))).toEqual({ fromBatch: null, upToBatch: null });
  });

  it('is 1 where reconfiguring is always faster', () => {
    expect(breakEven(perInput('overlap'), resident(20, 3, 20))).toEqual({ fromBatch: 1, upToBatch: null });
  });

  it('has an upper end where the rival only has the larger fixed time', () => {
    const slow = problem([stage('a', inRegion('r'), lasts(0, 2))], { r: 1 });
    const fast = problem([stage('a', inStatic, lasts(100, 1))], {});
    expect(breakEven(slow, fast)).toEqual({ fromBatch: 1, upToBatch: 99 });
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
  const rival = (mean: number, period: number, fits = true) => ({
    static: { meanNs: ms(mean), worstNs: ms(mean), periodNs: ms(period), fits },
  });
  const overlapping = 'overlapping saves 1.5 ms on latency and costs 11.8 % of throughput against serial.';

  it.each<[string, Partial<VerdictInput>, string]>([
    ['no rival', {}, `Reconfiguring takes 11 ms in the mean; ${overlapping}`],
    [
      'static does not fit',
      rival(3, 3, false),
      `A static design does not fit this part, reconfiguring takes 11 ms in the mean; ${overlapping}`,
    ],
    [
      'static is faster',
      { ...rival(3.1, 3.1), breakEven: { fromBatch: 14, upToBatch: null } },
      `A static design is faster here: 3.1 ms against 11 ms in the mean; reconfiguring pays from a batch of 14; ${overlapping}`,
    ],
    [
      'static is faster for ever',
      { ...rival(3.1, 3.1), breakEven: { fromBatch: null, upToBatch: null } },
      `A static design is faster here: 3.1 ms against 11 ms in the mean; reconfiguring never pays on this part; ${overlapping}`,
    ],
    [
      'static is faster but for some batches',
      { ...rival(3.1, 3.1), breakEven: { fromBatch: 2, upToBatch: 1200 } },
      `A static design is faster here: 3.1 ms against 11 ms in the mean; reconfiguring pays for batches of 2 to 1,200; ${overlapping}`,
    ],
    [
      'static is faster on latency only',
      { ...rival(10, 19), breakEven: { fromBatch: 1, upToBatch: null } },
      `A static design is faster here: 10 ms against 11 ms in the mean, but reconfiguring passes more inputs per second; ${overlapping}`,
    ],
    [
      'static is slower',
      { ...rival(20, 20), breakEven: { fromBatch: 1, upToBatch: null } },
      `A static design is slower here: 20 ms against 11 ms in the mean; ${overlapping}`,
    ],
    [
      'static is slower on latency only',
      { ...rival(12, 12), breakEven: { fromBatch: 5, upToBatch: null } },
      `A static design is slower here: 12 ms against 11 ms in the mean, but it passes more inputs per second below a batch of 5; ${overlapping}`,
    ],
    [
      'static is as fast',
      { ...rival(11.0001, 11.0001), breakEven: { fromBatch: null, upToBatch: null } },
      `A static design is as fast here: 11 ms against 11 ms in the mean, but it passes more inputs per second; ${overlapping}`,
    ],
    [
      'a batch is judged per input',
      { batch: 8, ...rival(12, 12), breakEven: { fromBatch: 20, upToBatch: null } },
      `A static design is faster here: 12 ms against 17 ms per input in batches of 8; reconfiguring pays from a batch of 20; ${overlapping}`,
    ],
    [
      'serial hears what overlapping would do',
      { policy: 'serial', design: { meanNs: ms(12.5), worstNs: ms(18), periodNs: ms(15) } },
      'Reconfiguring takes 12.5 ms in the mean; overlapping would save 1.5 ms on latency and would cost 11.8 % of throughput.',
    ],
    [
      'speculating gains both',
      { policy: 'speculate', design: { meanNs: ms(10), worstNs: ms(15), periodNs: ms(12) } },
      'Reconfiguring takes 10 ms in the mean; speculating saves 2.5 ms on latency and gains 25 % of throughput against serial.',
    ],
    [
      'no exits',
      { exits: 0, serial: { meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) } },
      'Reconfiguring takes 11 ms in the mean; without exits there is no check to hide a load behind.',
    ],
    [
      'nothing gained',
      { serial: { meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) } },
      'Reconfiguring takes 11 ms in the mean; overlapping changes nothing against serial.',
    ],
    ['no region', { regions: 0 }, 'Nothing is reconfigured here: 11 ms in the mean, 15 ms at worst.'],
    [
      'no region, no exits',
      { regions: 0, exits: 0 },
      'Nothing is reconfigured here: every input takes 15 ms.',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict({ ...base, ...change })).toBe(expected);
  });
});

describe('judgement', () => {
  it('of the worked example says what overlapping saves and costs', () => {
    const judgement = judge(workedExample);
    expect(judgement.design).toEqual({ meanNs: ms(11), worstNs: ms(15), periodNs: ms(17) });
    expect(judgement.serial).toEqual({ meanNs: ms(12.5), worstNs: ms(18), periodNs: ms(15) });
    expect(judgement.overlap).toEqual(judgement.design);
    expect(judgement.verdict).toBe(
      'Reconfiguring takes 11 ms in the mean; overlapping saves 1.5 ms on latency and costs 11.8 % of throughput against serial.',
    );
  });

  it('against a static rival tells the break-even batch', () => {
    const judgement = judge(perInput('overlap'), { problem: resident(5, 3, 8), fits: true });
    expect(judgement.breakEven).toEqual({ fromBatch: 3, upToBatch: null });
    expect(judgement.static).toEqual({ meanNs: ms(12), worstNs: ms(16), periodNs: ms(12), fits: true });
    expect(judgement.verdict).toMatch(
      /^A static design is slower here: 12 ms against 11 ms in the mean, but it passes/,
    );
  });

  it('has no break-even where the rival does not fit', () => {
    expect(judge(perInput('overlap'), { problem: resident(5, 3, 8), fits: false }).breakEven).toBeUndefined();
  });
});
