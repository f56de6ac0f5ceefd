import fc from 'fast-check';
import {
  mapModules,
  type Place,
  type Policy,
  type ScheduledStage,
  type ScheduleProblem,
} from '../../server/src/schedule';

const policies: readonly Policy[] = ['serial', 'overlap', 'speculate'];

const place = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<Place>({ kind: 'region', region: 'r0' }, { kind: 'region', region: 'r1' }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Place>({ kind: 'region', region: 'r2' }, { kind: 'static' }, { kind: 'cpu' }),
  },
);

/** Few distinct durations, zero among them, so that ties are frequent. */
const time = fc.nat({ max: 12 }).map((n) => ({ fixedNs: n, perInputNs: 0 }));

/** How many values before the last one a stage also reads: skip connections, as far back as the network's input. */
export const skip = fc.option(fc.nat({ max: 3 }), { freq: 2 });

/** What a stage reads behind these values, of which the last is always one. */
export function readingBehind(
  before: readonly (string | null)[],
  back: number | null,
): Pick<ScheduledStage, 'reads'> {
  return back === null ? {} : { reads: [...new Set([before.at(-1) ?? null, before.at(-2 - back) ?? null])] };
}

/** Designs of one to five stages whose rates are quarters of all inputs. */
export const randomDesign: fc.Arbitrary<ScheduleProblem> = fc
  .record({
    policy: fc.constantFrom(...policies),
    stages: fc.array(
      fc.record({
        place,
        duration: time,
        skip,
        exits: fc.array(fc.record({ place, duration: time }), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    quarters: fc.array(fc.nat({ max: 9 }), { minLength: 3, maxLength: 3 }),
    loads: fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 15 }), fc.nat({ max: 15 })),
  })
  .map(({ policy, stages, quarters, loads }) => {
    let exits = 0;
    return {
      policy,
      batch: 1,
      arrival: 'back-to-back' as const,
      loadNs: { r0: loads[0], r1: loads[1], r2: loads[2] },
      stages: stages.map((stage, i) => ({
        name: `s${i}`,
        ...readingBehind([null, ...stages.slice(0, i).map((_, j) => `s${j}`)], stage.skip),
        place: stage.place,
        // At least one nanosecond, so that every path takes time.
        duration: { ...stage.duration, perInputNs: 1 },
        exits: stage.exits.map((e, j) => ({
          name: `e${i}-${j}`,
          ...e,
          rate: quarters.filter((q) => q === exits).length / 4 + 0 * exits++,
        })),
      })),
    };
  });

/** A design whose tasks and loads take several times as long. */
export function times(factor: number, design: ScheduleProblem): ScheduleProblem {
  const stretched = <M extends Pick<ScheduledStage, 'duration'>>(module: M): M => ({
    ...module,
    duration: {
      fixedNs: module.duration.fixedNs * factor,
      perInputNs: module.duration.perInputNs * factor,
    },
  });
  return {
    ...design,
    ...mapModules(design, stretched),
    loadNs: Object.fromEntries(Object.entries(design.loadNs).map(([r, t]) => [r, t * factor])),
  };
}
