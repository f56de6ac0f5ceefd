import { it } from 'vitest';
import { compile } from '../../server/src/schedule/program/compile';
import { handOver } from '../../server/src/schedule/run/hand-over';
import { homeState, leftAfter, newRun, run } from '../../server/src/schedule/run/run';
import { StreamMachine } from './stream-machine';
it('x', () => {
  const p: any = {
    policy: 'speculate',
    batch: 1,
    arrival: 'back-to-back',
    loadNs: { r0: 0, r1: 0, r2: 0 },
    stages: [
      {
        name: 's0',
        place: { kind: 'region', region: 'r1' },
        duration: { fixedNs: 0, perInputNs: 1 },
        exits: [],
      },
      {
        name: 's1',
        place: { kind: 'region', region: 'r0' },
        duration: { fixedNs: 0, perInputNs: 1 },
        exits: [
          {
            name: 'e1-0',
            place: { kind: 'region', region: 'r0' },
            duration: { fixedNs: 3, perInputNs: 0 },
            rate: 0.75,
          },
        ],
      },
      {
        name: 's2',
        place: { kind: 'region', region: 'r2' },
        duration: { fixedNs: 0, perInputNs: 1 },
        exits: [],
      },
      {
        name: 's3',
        place: { kind: 'region', region: 'r1' },
        duration: { fixedNs: 0, perInputNs: 1 },
        exits: [
          {
            name: 'e3-0',
            place: { kind: 'region', region: 'r2' },
            duration: { fixedNs: 0, perInputNs: 0 },
            rate: 0,
          },
        ],
      },
    ],
  };
  const nums = [1627276728, 2098944866, 768863114, 1156873, 1300617549, 425703732, 293342467];
  const exits = [undefined, 'e1-0', 'e3-0'];
  const draws = nums.map((n) => ({ choices: [], exit: exits[n % 3] }));
  const m = new StreamMachine(p);
  const sim = m.stream(draws);
  const program = compile(p);
  let state = homeState(program),
    now = 0;
  draws.forEach((d, i) => {
    const out = newRun(program, program.paths[0]!);
    run(out, false, state);
    const step =
      program.paths[0]!.exits.find((e) => e.name === d.exit)?.step ?? program.paths[0]!.steps.length - 1;
    const next = homeState(program);
    console.log(
      i,
      d.exit,
      'state',
      JSON.stringify(state),
      'sim',
      JSON.stringify(sim[i]),
      'model',
      now,
      now + leftAfter(out, step),
    );
    console.log(
      out.timed
        .map(
          (t) =>
            `${t.step.name} load ${t.loadStart < 0 ? '-' : now + t.loadStart} run ${now + t.start}-${now + t.end}`,
        )
        .join(' | '),
    );
    console.log(
      '   sim',
      m.log
        .filter((l) => l.input === i)
        .map((l) => `${l.kind} ${l.module} ${l.start}-${l.end}`)
        .join(' | '),
    );
    const { nextNs } = handOver(out, state, step, next);
    state = next;
    now += nextNs;
  });
});
