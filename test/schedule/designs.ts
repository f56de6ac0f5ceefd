import type {
  Duration,
  Place,
  ScheduledExit,
  ScheduledStage,
  ScheduleProblem,
} from '../../server/src/schedule';

/** Durations in the tests are written in milliseconds. */
export const ms = (n: number): number => Math.round(n * 1e6);

export const inRegion = (region: string): Place => ({ kind: 'region', region });
export const inStatic: Place = { kind: 'static' };
export const onCpu: Place = { kind: 'cpu' };

export const lasts = (fixedMs: number, perInputMs = 0): Duration => ({
  fixedNs: ms(fixedMs),
  perInputNs: ms(perInputMs),
});

export function stage(
  name: string,
  place: Place,
  duration: Duration,
  ...exits: ScheduledExit[]
): ScheduledStage {
  return exits.length === 0 ? { name, place, duration } : { name, place, duration, exits };
}

export const exit = (name: string, place: Place, duration: Duration, rate: number): ScheduledExit => ({
  name,
  place,
  duration,
  rate,
});

export function problem(
  stages: readonly ScheduledStage[],
  loads: Record<string, number>,
  more: Partial<ScheduleProblem> = {},
): ScheduleProblem {
  const loadNs = Object.fromEntries(Object.entries(loads).map(([r, t]) => [r, ms(t)]));
  return { policy: 'overlap', batch: 1, arrival: 'back-to-back', stages, loadNs, ...more };
}

/** One region, two stages, an exit between them in static: 4 ms, 3 ms, load 5 ms, 6 ms, half leave. */
export const workedExample = problem(
  [
    stage('front', inRegion('rp0'), lasts(4), exit('early', inStatic, lasts(3), 0.5)),
    stage('back', inRegion('rp0'), lasts(6)),
  ],
  { rp0: 5 },
);
