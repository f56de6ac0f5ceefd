/** A stream along given ways, input by input, as the scheduler has it. */
import type { ScheduleProblem } from '../../server/src/schedule';
import { compile } from '../../server/src/schedule/program/compile';
import { handOver } from '../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, newRun, run } from '../../server/src/schedule/run/run';
import type { Draw } from './stream-machine';

/** Issue and departure of each input, as the model has them. */
export function modelled(
  problem: ScheduleProblem,
  draws: readonly Draw[],
  everyNs: number,
): [number, number][] {
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
