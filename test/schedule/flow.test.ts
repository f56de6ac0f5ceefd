import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import '../support/seed';
import { modelled } from './modelled';
import { randomDesign } from './random-design';
import { randomSwitch } from './random-switch';
import { type Draw, StreamMachine } from './stream-machine';

const INPUTS = 12;
const RUNS = 500;

function simulated(problem: ScheduleProblem, draws: readonly Draw[], everyNs: number): [number, number][] {
  return new StreamMachine(problem).stream(draws, everyNs).map(({ issued, left }) => [issued, left]);
}

const arrivals = fc.constantFrom(0, 7, 20);

describe('inputs that follow each other, back to back or as they arrive', () => {
  it(
    'are issued and leave as in the simulator',
    () => {
      fc.assert(
        fc.property(randomDesign, fc.infiniteStream(fc.nat()), arrivals, (design, numbers, everyNs) => {
          const exits = [undefined, ...design.stages.flatMap((s) => (s.exits ?? []).map((e) => e.name))];
          const draws = [...numbers.take(INPUTS)].map((n): Draw => ({
            choices: [],
            exit: exits[n % exits.length],
          }));
          expect(modelled(design, draws, everyNs)).toEqual(simulated(design, draws, everyNs));
        }),
        { numRuns: RUNS },
      );
    },
    SLOW_MACHINE_MS,
  );

  it(
    'are issued and leave as in the simulator, through switches',
    () => {
      fc.assert(
        fc.property(randomSwitch, fc.infiniteStream(fc.nat()), arrivals, (design, numbers, everyNs) => {
          const draws = [...numbers.take(INPUTS)].map((n): Draw => at(design.quarters, n % 4));
          const { problem } = design;
          expect(modelled(problem, draws, everyNs)).toEqual(simulated(problem, draws, everyNs));
        }),
        { numRuns: RUNS },
      );
    },
    SLOW_MACHINE_MS,
  );
});

/** Seconds on an idle machine, more where many tests share it. */
const SLOW_MACHINE_MS = 60_000;
