import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAtLeast,
  mapModules,
  modulesOf,
  scheduleOnce,
  scheduleStream,
  type ScheduleProblem,
} from '../../server/src/schedule';
import { randomDesign } from './random-design';

/** The same design with modules and loads that take longer, each by a different amount. */
const pair = fc
  .tuple(randomDesign, fc.array(fc.nat({ max: 9 }), { minLength: 20, maxLength: 20 }))
  .map(([design, more]): readonly [ScheduleProblem, ScheduleProblem] => {
    let n = 0;
    const next = () => more[n++ % more.length] ?? 0;
    const ways = mapModules(design, (m) => ({
      ...m,
      duration: { ...m.duration, fixedNs: m.duration.fixedNs + next() },
    }));
    const loadNs = Object.fromEntries(Object.entries(design.loadNs).map(([r, ns]) => [r, ns + next()]));
    return [design, { ...design, ...ways, loadNs }];
  });

describe('times that are lower bounds', () => {
  it('give lower bounds of latency: longer tasks make none shorter', () => {
    fc.assert(
      fc.property(pair, ([design, longer]) => {
        const [least, most] = [scheduleOnce(design), scheduleOnce(longer)];
        expect(least.worstNs).toBeLessThanOrEqual(most.worstNs);
        expect(least.meanNs).toBeLessThanOrEqual(most.meanNs);
        for (const [i, exit] of least.exits.entries())
          expect(exit.latencyNs).toBeLessThanOrEqual(most.exits[i]?.latencyNs ?? NaN);
      }),
      { numRuns: 200 },
    );
  });

  it('give lower bounds of the period', () => {
    fc.assert(
      fc.property(pair, ([design, longer]) => {
        // Shares of states are solved in floating point.
        expect(scheduleStream(design).periodNs).toBeLessThanOrEqual(scheduleStream(longer).periodNs + 1e-6);
      }),
      { numRuns: 200 },
    );
  });

  it('are recognised by any module or load that is one', () => {
    fc.assert(
      fc.property(randomDesign, fc.nat(), (design, which) => {
        const names = modulesOf(design).map((m) => m.name);
        const open = names[which % names.length];
        const ways = mapModules(design, (m) =>
          m.name === open ? { ...m, duration: { ...m.duration, atLeast: true } } : m,
        );
        expect(isAtLeast(design)).toBe(false);
        expect(isAtLeast({ ...design, ...ways })).toBe(true);
        expect(isAtLeast({ ...design, loadsAtLeast: true })).toBe(true);
      }),
    );
  });
});
