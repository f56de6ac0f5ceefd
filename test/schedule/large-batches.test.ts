import { expect, it } from 'vitest';
import { type Policy, type ScheduleProblem, scheduleStream } from '../../server/src/schedule/index';

/** A check that is the bottleneck: each further input of a batch takes its 4 µs. */
const problem = (batch: number, policy: Policy): ScheduleProblem => ({
  policy,
  batch,
  arrival: 'back-to-back',
  stages: [
    {
      name: 'one',
      place: { kind: 'static' },
      duration: { fixedNs: 5060, perInputNs: 1440 },
      exits: [
        {
          name: 'early',
          place: { kind: 'static' },
          duration: { fixedNs: 6750, perInputNs: 4000 },
          rate: 0.7,
        },
      ],
    },
    { name: 'two', place: { kind: 'static' }, duration: { fixedNs: 5230, perInputNs: 250 } },
  ],
  loadNs: {},
});

it.each(['overlap', 'speculate'] as const)(
  'a stream of large batches has a period under %s, though all of a batch hardly ever leave early',
  (policy) => {
    for (const batch of [64, 512, 700, 1024, 4096])
      expect(scheduleStream(problem(batch, policy)).periodNs).toBe(4000 * batch + 6750);
  },
);
