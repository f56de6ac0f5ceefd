import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { compile } from '../../server/src/schedule/program/compile';
import { handOver } from '../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, newRun, run } from '../../server/src/schedule/run/run';
import '../support/seed';
import { randomDesign } from './random-design';
import { randomSwitch } from './random-switch';
import { type Draw, StreamMachine } from './stream-machine';

const INPUTS = 12;
const RUNS = 500;

/** Issue and departure of each input, as the model has them. */
function modelled(problem: ScheduleProblem, draws: readonly Draw[], everyNs: number): [number, number][] {
  const program = compile(problem);
  let state = homeState(program);
  let now = 0;
  return draws.map(({ choices, exit }, i) => {
    const path = program.paths.find((p) =>
      p.choices.every((c, i) => choices[i] === undefined || c.case === choices[i]),
    );
    if (path === undefined) throw new Error('no such path');
    const out = newRun(program, path);
    run(out, false, state, Math.max(0, i * everyNs - now));
    const found = path.exits.find((e) => e.name === exit)?.step;
    const step = found ?? path.steps.length - 1;
    const next = homeState(program);
    const { nextNs } = handOver(out, state, step, next);
    const times: [number, number] = [now, now + leftAfter(out, step)];
    state = next;
    now += nextNs;
    return times;
  });
}

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
