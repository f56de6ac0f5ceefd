import fc from 'fast-check';
import type {
  Place,
  Policy,
  ScheduledCase,
  ScheduledPath,
  ScheduledStage,
  ScheduleProblem,
} from '../../server/src/schedule';
import { readingBehind, skip } from './random-design';
import type { Draw } from './stream-machine';

/** A design with decisions between paths, and where each quarter of its inputs goes. */
export interface SwitchDesign {
  readonly problem: ScheduleProblem;
  readonly quarters: readonly Draw[];
}

const place = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Place>({ kind: 'region', region: 'r0' }, { kind: 'region', region: 'r1' }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Place>({ kind: 'static' }, { kind: 'cpu' }) },
);
const module = fc.record({
  place,
  duration: fc.nat({ max: 12 }).map((n) => ({ fixedNs: n, perInputNs: 1 })),
});
const stage = fc.record({ main: module, skip, exit: fc.option(module, { freq: 2 }) });

interface Plan {
  readonly stages: readonly {
    main: Omit<ScheduledStage, 'name'>;
    skip: number | null;
    exit: Omit<ScheduledStage, 'name'> | null;
  }[];
  readonly decision: { readonly check: Omit<ScheduledStage, 'name'>; readonly cases: readonly Plan[] } | null;
}

const leaf: fc.Arbitrary<Plan> = fc.record({
  stages: fc.array(stage, { minLength: 1, maxLength: 2 }),
  decision: fc.constant(null),
});
const inner: fc.Arbitrary<Plan> = fc.record({
  stages: fc.array(stage, { minLength: 1, maxLength: 1 }),
  decision: fc.record({ check: module, cases: fc.tuple(leaf, leaf) }),
});
const trunk = fc.array(fc.record({ main: module, skip, exit: fc.constant(null) }), { maxLength: 2 });

/**
 * A trunk without exits, then two or three cases, the first of which may decide again; all paths may end in a common
 * stage. Rates follow from the paths of four quarters of the inputs.
 */
export const randomSwitch: fc.Arbitrary<SwitchDesign> = fc
  .record({
    policy: fc.constantFrom<Policy>('serial', 'overlap', 'speculate'),
    trunk,
    check: module,
    cases: fc.tuple(fc.oneof(leaf, inner), fc.array(leaf, { minLength: 1, maxLength: 2 })),
    tail: fc.option(fc.record({ main: module, skip })),
    draws: fc.array(fc.nat({ max: 60 }), { minLength: 4, maxLength: 4 }),
    loads: fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 15 })),
  })
  .map(({ policy, trunk: stages, check, cases, tail, draws, loads }) => {
    const plan: Plan = { stages, decision: { check, cases: [cases[0], ...cases[1]] } };
    const ends: Draw[] = [];
    listEnds(plan, '', [], ends);
    const quarters = draws.map((d) => ends[d % ends.length] ?? { choices: [] });

    const path = build(plan, '', [], quarters, tail, [null]);
    return {
      quarters,
      problem: {
        ...path,
        policy,
        batch: 1,
        arrival: 'back-to-back' as const,
        loadNs: { r0: loads[0], r1: loads[1] },
      },
    };
  });

function listEnds(plan: Plan, prefix: string, choices: readonly string[], ends: Draw[]): void {
  plan.stages.forEach(({ exit }, i) => {
    if (exit) ends.push({ choices, exit: `${prefix}e${i}` });
  });
  if (!plan.decision) ends.push({ choices });
  plan.decision?.cases.forEach((c, i) => listEnds(c, `${prefix}${i}.`, [...choices, `c${i}`], ends));
}

function build(
  plan: Plan,
  prefix: string,
  choices: readonly string[],
  quarters: readonly Draw[],
  tail: Omit<Plan['stages'][number], 'exit'> | null,
  behind: readonly (string | null)[],
): ScheduledPath {
  const before = [...behind];
  const stages = plan.stages.map(({ main, skip: back, exit }, i): ScheduledStage => {
    const name = `${prefix}e${i}`;
    const reading = readingBehind(before, back);
    before.push(`${prefix}s${i}`);
    const rate = quarters.filter((q) => q.exit === name).length / 4;
    return { ...main, ...reading, name: `${prefix}s${i}`, exits: exit ? [{ ...exit, name, rate }] : [] };
  });
  const last = tail && { ...tail.main, ...readingBehind(before, tail.skip), name: 'tail' };
  if (!plan.decision) return { stages: last ? [...stages, last] : stages };
  const passing = quarters.filter((q) => choices.every((c, i) => q.choices[i] === c));
  const cases = plan.decision.cases.map((c, i): ScheduledCase => {
    const taken = passing.filter((q) => q.choices[choices.length] === `c${i}`).length;
    return {
      ...build(c, `${prefix}${i}.`, [...choices, `c${i}`], quarters, tail, before),
      name: `c${i}`,
      rate: taken,
    };
  });
  return { stages, decision: { ...plan.decision.check, name: `${prefix}d`, cases } };
}
