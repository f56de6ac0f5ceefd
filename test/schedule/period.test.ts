/**
 * Periods, held to the event simulator over every sequence of a few inputs.
 *
 * On 500 random designs: `EXEUNT_RUNS=500 npx vitest run test/schedule/period.test.ts`, which takes some minutes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapModules, scheduleStream, type ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { compile } from '../../server/src/schedule/program/compile';
import { residentBounds } from '../../server/src/schedule/stream/bounds';
import { estimate, simulate } from '../../server/src/schedule/stream/simulate';
import { runs } from '../support/seed';
import { exit, inRegion, inStatic, lasts, ms, problem, stage } from './designs';
import { modelled } from './modelled';
import { randomDesign, times } from './random-design';
import { randomSwitch } from './random-switch';
import { type Draw, StreamMachine } from './stream-machine';

/** Inputs whose outcomes matter to the next: after every sequence of so many quarters, each quarter comes once. */
const MEMORY = 4;
const RUNS = runs(40);
const TOLERANCE = 0.005;

/** A cycle in which each sequence of `length` symbols occurs once (Fredricksen and Maiorana). */
function deBruijn(symbols: number, length: number): number[] {
  const cycle: number[] = [];
  const word = new Array<number>(length + 1).fill(0);
  const extend = (at: number, period: number): void => {
    if (at > length) {
      if (length % period === 0) cycle.push(...word.slice(1, period + 1));
      return;
    }
    word[at] = word[at - period] ?? 0;
    extend(at + 1, period);
    for (let s = (word[at - period] ?? 0) + 1; s < symbols; s++) {
      word[at] = s;
      extend(at + 1, at);
    }
  };
  extend(1, 1);
  return cycle;
}

/** What each quarter of the inputs does, or fewer parts if the quarters agree in pairs. */
function quartersOf({ stages }: ScheduleProblem): Draw[] {
  const exits = stages.flatMap((s) => s.exits ?? []);
  const leaving = exits.flatMap(({ name, rate }) =>
    new Array<Draw>(Math.round(4 * rate)).fill({ choices: [], exit: name }),
  );
  return [...leaving, ...new Array<Draw>(4 - leaving.length).fill({ choices: [] })];
}

describe('the period', () => {
  it(
    'over every sequence of inputs is that of the event simulator, to the nanosecond',
    () => {
      fc.assert(
        fc.property(randomDesign, (design) => {
          const quarters = quartersOf(design);
          const draws = deBruijn(quarters.length, MEMORY + 1).map((q) => at(quarters, q));
          const last = at(new StreamMachine(design).stream(draws), draws.length - 1);
          expect(modelled(design, draws, 0).at(-1)).toEqual([last.issued, last.left]);
        }),
        { numRuns: RUNS },
      );
    },
    SLOW_MACHINE_MS,
  );

  it(
    'is that of a long run in which each way out has its share',
    () => {
      fc.assert(
        fc.property(randomDesign, (small) => {
          const design = times(1000, small);
          const { periodNs, exact } = scheduleStream(design);
          const { mean } = estimate(simulate(compile(design), undefined), (s) => s.nextNs);
          if (exact) expect(Math.abs(periodNs - mean)).toBeLessThan(TOLERANCE * mean + 1);
        }),
        { numRuns: RUNS },
      );
    },
    SLOW_MACHINE_MS,
  );

  it('of resident stages without exits is that of the slowest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 }), (all) => {
        const stages = all.map((t, i) => stage(`s${i}`, inStatic, lasts(t)));
        expect(scheduleStream(problem(stages, {})).periodNs).toBe(ms(Math.max(...all)));
      }),
    );
  });

  it('of stages in one region is the sum of all computes and loads', () => {
    const stageTimes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(stageTimes, fc.nat({ max: 40 }), fc.constantFrom(...policies), (all, load, policy) => {
        const stages = all.map((t, i) => stage(`s${i}`, inRegion('r'), lasts(t)));
        const computes = all.reduce((sum, t) => sum + t, 0);
        const loads = all.length === 1 ? 0 : all.length * load;
        const design = problem(stages, { r: load }, { policy });
        expect(scheduleStream(design).periodNs).toBe(ms(computes + loads));
      }),
    );
  });

  it('of resident parts around exits is that of the busiest lane, share × time, as buffers permit', () => {
    const part = fc.record({ time: fc.integer({ min: 1, max: 20 }), leaving: fc.constantFrom(0, 0.25, 0.5) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        let share = 1;
        let busiest = 0;
        let slowest = 0;
        const stages = parts.map(({ time, leaving }, i) => {
          busiest = Math.max(busiest, share * time);
          slowest = Math.max(slowest, time);
          const rate = share * leaving;
          share -= rate;
          return stage(`s${i}`, inStatic, lasts(time), exit(`e${i}`, inStatic, lasts(0), rate));
        });
        const { periodNs } = scheduleStream(problem(stages, {}));
        expect(periodNs).toBeGreaterThanOrEqual(ms(busiest) * (1 - TOLERANCE));
        expect(periodNs).toBeLessThanOrEqual(ms(slowest));
      }),
    );
  });
});

describe('bounds of a resident period', () => {
  const resident = (design: ScheduleProblem): ScheduleProblem => ({
    ...times(1000, design),
    ...mapModules(times(1000, design), (m) => ({ ...m, place: m.place.kind === 'cpu' ? m.place : inStatic })),
    loadNs: {},
  });
  const designs = fc.oneof(
    randomDesign,
    randomSwitch.map(({ problem: p }) => p),
  );

  it(
    'hold, of single inputs and of batches',
    () => {
      fc.assert(
        fc.property(designs, fc.constantFrom(1, 1, 3), (small, batch) => {
          const design = { ...resident(small), batch };
          const { least, most } = residentBounds(design);
          const { periodNs, exact } = scheduleStream(design);
          if (!exact) return;
          expect(periodNs).toBeGreaterThanOrEqual(Math.round(least));
          expect(periodNs).toBeLessThanOrEqual(Math.round(most));
        }),
        { numRuns: runs(200) },
      );
    },
    SLOW_MACHINE_MS,
  );
});

const policies = ['serial', 'overlap', 'speculate'] as const;
/** Of one random design on a machine that many tests share. */
const SLOW_DESIGN_MS = 3_000;
const SLOW_MACHINE_MS = RUNS * SLOW_DESIGN_MS;
