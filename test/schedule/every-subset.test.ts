import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everySubset, mapModules, scheduleOnce, type ScheduleProblem } from '../../server/src/schedule';
import { numbered } from '../support/seed';
import { exit, inRegion, inStatic, lasts, problem, stage, workedExample } from './designs';
import { randomDesign } from './random-design';

function exitsOf({ stages }: ScheduleProblem): string[] {
  return stages.flatMap((s) => (s.exits ?? []).map((e) => e.name));
}

/** The design with only the exits of a mask, at the rates that they have together. */
function only(design: ScheduleProblem, mask: number, rateOf: (mask: number) => number): ScheduleProblem {
  const names = exitsOf(design);
  const kept = (name: string): boolean => ((mask >> names.indexOf(name)) & 1) === 1;
  const upTo = (name: string): number => mask & (2 ** (names.indexOf(name) + 1) - 1);
  const paths = mapModules(design, (module, kind) => {
    if (kind !== 'exit') return module;
    return kept(module.name) ? { ...module, rate: rateOf(upTo(module.name)) } : undefined;
  });
  return { ...design, ...paths };
}

describe('every subset of the exits', () => {
  it('takes as long as the design with only these exits', () => {
    fc.assert(
      fc.property(randomDesign, fc.constantFrom(1, 1, 2, 5), fc.nat(), (drawn, batch, start) => {
        const design = { ...drawn, batch };
        const shares = Array.from({ length: 2 ** exitsOf(design).length }, numbered(start));
        const rateOf = (mask: number): number => Math.floor((shares[mask] ?? 0) * 5) / 8;
        const { meanNs, worstNs } = everySubset(design, rateOf);
        shares.forEach((_, mask) => {
          const alone = scheduleOnce(only(design, mask, rateOf));
          expect([mask, meanNs[mask], worstNs[mask]]).toEqual([mask, alone.meanNs, alone.worstNs]);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('finds a region at home with the first of the chosen modules', () => {
    const design = problem(
      [
        stage('front', inStatic, lasts(1), exit('a', inRegion('r'), lasts(1), 0)),
        stage('back', inStatic, lasts(1), exit('b', inRegion('r'), lasts(1), 0)),
      ],
      { r: 10 },
    );
    const { worstNs } = everySubset(design, () => 0);
    // With one of the two, nothing is loaded.
    expect(Array.from(worstNs, (ns) => ns / 1e6)).toEqual([2, 3, 3, 13]);
  });

  it('refuses paths that part', () => {
    const decision = {
      name: 'd',
      place: inStatic,
      duration: { fixedNs: 1, perInputNs: 0 },
      cases: [
        { name: 'c', rate: 1, stages: workedExample.stages.map((s) => ({ ...s, name: `${s.name}2` })) },
      ],
    };
    expect(() => everySubset({ ...workedExample, decision }, () => 0)).toThrow(RangeError);
  });
});
