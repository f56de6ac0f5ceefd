import { describe, expect, it } from 'vitest';
import { scheduleOnce, type ScheduleProblem } from '../../server/src/schedule';
import { exit, inRegion, inStatic, lasts, ms, problem, stage } from './designs';

describe('batches', () => {
  const design = problem(
    [
      stage('a', inRegion('r0'), lasts(1, 1), exit('x', inStatic, lasts(0, 0.5), 0.5)),
      stage('b', inRegion('r0'), lasts(2, 1)),
    ],
    { r0: 5 },
    { batch: 8 },
  );

  it('the batch shrinks to the expected number alive, and stays whole in the worst case', () => {
    const schedule = scheduleOnce(design);
    expect(schedule.tasks.map((t) => `${t.id} ${t.startNs / 1e6} ${t.endNs / 1e6}`)).toEqual([
      'compute:a 0 9',
      'check:x 9 13',
      'load:b 9 14',
      'compute:b 14 20',
    ]);
    expect(schedule.worstNs).toBe(ms(24));
    expect(schedule.worstPerInputNs).toBe(ms(3));
    expect(schedule.meanNs).toBe(ms(0.5 * 13 + 0.5 * 20));
    // The batch ends at x only if all eight leave there.
    expect(schedule.batchMeanNs).toBe(ms(20 - 7 / 256));
    expect(schedule.meanPerInputNs).toBe(ms((20 - 7 / 256) / 8));
    expect(schedule.wastedPortNs).toBe(ms(5 / 256 / 8));
  });

  it('under `speculate` a stage that runs ahead of a check does so for all, and the batch shrinks when no check is open', () => {
    const ahead = scheduleOnce(
      problem(
        [
          stage('a', inStatic, lasts(1, 1), exit('x', inStatic, lasts(0, 0.5), 0.5)),
          stage('b', inStatic, lasts(2, 1), exit('y', inStatic, lasts(0, 1), 0)),
          stage('c', inStatic, lasts(0, 1)),
          stage('d', inStatic, lasts(0, 1)),
        ],
        {},
        { batch: 8, policy: 'speculate' },
      ),
    );
    expect(ahead.tasks.map((t) => `${t.id} ${t.startNs / 1e6} ${t.endNs / 1e6}`)).toEqual([
      'compute:a 0 9',
      'check:x 9 13',
      'compute:b 9 19',
      // Those that `b` ran for: it may be reading what a stage ahead reads too.
      'check:y 19 27',
      'compute:c 19 27',
      // Both checks have ended.
      'compute:d 27 31',
    ]);
  });

  it('a stage that runs at all runs for at least one input', () => {
    const rare = scheduleOnce({ ...design, batch: 1 });
    expect(rare.tasks.at(-1)?.endNs).toBe(rare.worstNs);
  });
});

describe('shares', () => {
  const withRate = (rate: number) =>
    scheduleOnce(
      problem(
        [stage('a', inStatic, lasts(2), exit('x', inStatic, lasts(1), rate)), stage('b', inStatic, lasts(3))],
        {},
      ),
    );

  it.each([
    [0, 0, 1],
    [1, 1, 0],
    [1.5, 1, 0],
    [-1, 0, 1],
    [Number.NaN, 0, 1],
  ])('a rate of %d lets %d leave and %d go on', (rate, leave, goOn) => {
    const schedule = withRate(rate);
    expect([schedule.exits[0]?.rate, schedule.endRate]).toEqual([leave, goOn]);
    expect(schedule.meanNs).toBe(ms(leave * 3 + goOn * 6));
  });

  it('rates that sum to one within rounding leave no inputs for the end', () => {
    const exits = Array.from({ length: 10 }, (_, i) => exit(`x${i}`, inStatic, lasts(1), 0.1));
    const schedule = scheduleOnce(
      problem([stage('a', inStatic, lasts(1), ...exits), stage('b', inStatic, lasts(1))], {}),
    );
    expect(schedule.endRate).toBe(0);
  });
});

describe('invalid problems have an error message', () => {
  it.each<[string, ScheduleProblem]>([
    ['no stage to run', problem([], {})],
    ["'a' has no finite duration", problem([stage('a', inStatic, lasts(Number.NaN))], {})],
    ["region 'r0' has no finite load time", problem([stage('a', inRegion('r0'), lasts(1))], {})],
    [
      "region 'r0' has no finite load time",
      problem([stage('a', inRegion('r0'), lasts(1))], { r0: Infinity }),
    ],
    [
      'the batch must be a whole number of at least 1',
      problem([stage('a', inStatic, lasts(1))], {}, { batch: 0 }),
    ],
    [
      'the arrival period must be a finite time',
      problem([stage('a', inStatic, lasts(1))], {}, { arrival: { everyNs: Number.NaN } }),
    ],
  ])('%s', (message, design) => {
    expect(() => scheduleOnce(design)).toThrow(new RangeError(message));
  });
});
