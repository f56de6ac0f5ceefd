/** Energy of an input: exact time × base power, and what the modules take that it runs. */
import { lazy } from '../../base/memo';
import { isAtLeast } from '../../base/resources';
import type { Nanoseconds } from '../../base/units';
import {
  type Amount,
  type BasePower,
  basePower,
  leakageOf,
  none,
  sum,
  times,
  timesAmount,
} from '../../energy/index';
import { type PathTimes, type Schedule, type Stream, tasksThroughExit } from '../../schedule/index';
import type { Design } from '../../semantics/design';
import type { ModuleFigures, RegionFigures, StaticFigures, Target, TimelineFigures } from '../analysis';
import { type Runs, durationsOf, meanData, runsOf, taskData } from './data-energy';
import { dutyCycle } from './duty-cycle';
import type { AloneEnergy, EnergyFigures, StreamEnergy } from './energy-figures';
import { streamOf } from './timeline';

interface Parts {
  readonly design: Design;
  readonly target: Target;
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly staticPart: StaticFigures | undefined;
  readonly timeline: TimelineFigures | undefined;
}

/** Undefined without a timeline, and for a part of which no report is known unless the design states `idle`. */
export function energyFigures(parts: Parts): EnergyFigures | undefined {
  const { design, target, modules, timeline, regions, staticPart } = parts;
  if (timeline === undefined || target.part === undefined) return undefined;
  const flipFlops = (staticPart?.used.ff ?? 0) + regions.reduce((n, { need }) => n + (need?.ff ?? 0), 0);
  const base = baseOf(design, target, flipFlops);
  if (base === undefined) return undefined;
  const runs = runsOf(modules, target);
  const { alone, data } = aloneEnergy(base, timeline, runs);
  const stream = lazy(
    () => timeline.stream && streamEnergy(base, timeline.stream, data, timeline.loadSpan?.streams),
  );
  return {
    base,
    atLeast: timeline.atLeast || modules.some(isOpen),
    alone,
    get stream() {
      return stream();
    },
    under: (problem) => streamEnergy(base, streamOf(problem), meanData(problem, runs)),
    get duty() {
      return dutyCycle(design.device, base, timeline, data);
    },
  };
}

/** The base power of a design with these flip-flops: its own, or a rival's on the same part. */
export function baseOf(design: Design, target: Target, flipFlops: number): BasePower | undefined {
  return basePower(poweredBy(design, target, flipFlops));
}

/** What the part of a design leaks on its board, at its temperature. */
export function leakageOn(design: Design, target: Target): Amount | undefined {
  return leakageOf(poweredBy(design, target, 0));
}

function poweredBy({ device }: Design, target: Target, flipFlops: number): Parameters<typeof basePower>[0] {
  const { part, board, clockHz, measuredPower } = target;
  return {
    ...{ part, board, clockHz, flipFlops },
    isKria: /^xck/i.test(device?.part?.text ?? board?.part ?? ''),
    idleW: device?.idleW ?? measuredPower?.board?.idleW,
    ...(device?.idleW === undefined && measuredPower?.board && { meteredIn: measuredPower.board.source }),
    reports: measuredPower?.reports ?? [],
    ambientC: device?.ambientC,
  };
}

function isOpen({ place, resources }: ModuleFigures): boolean {
  return place.kind !== 'cpu' && (resources === undefined || isAtLeast(resources));
}

/** With the mean data part of an input, which a stream has too. */
function aloneEnergy(
  base: BasePower,
  { schedule, problem, loadSpan }: TimelineFigures,
  runs: Runs,
): { readonly alone: AloneEnergy; readonly data: Amount } {
  const { batch } = problem;
  const durations = durationsOf(problem);
  const span = (of: (schedule: Schedule) => Nanoseconds): Amount =>
    seconds(of(schedule), loadSpan && of(loadSpan.low), loadSpan && of(loadSpan.high));
  const during = (time: Amount, data: Amount): Amount => sum(timesAmount(base.watts, time), data);
  if (batch > 1) {
    const data = meanData(problem, runs);
    const longest = times(taskData(schedule.tasks, durations, runs), 1 / batch);
    return {
      data,
      alone: {
        mean: during(
          span((s) => s.meanPerInputNs),
          data,
        ),
        worst: during(
          span((s) => s.worstPerInputNs),
          longest,
        ),
        ways: [],
      },
    };
  }
  const ways = schedule.paths.flatMap((path, at) =>
    waysOut(path, (of) => span((s) => of(s.paths[at] ?? path))),
  );
  const timed = ways.map(({ tasks, time, ...way }) => {
    const data = taskData(tasks, durations, runs);
    return { ...way, data, joules: during(time, data) };
  });
  const longest = schedule.paths
    .map(({ tasks }) => taskData(tasks, durations, runs))
    .reduce((a, b) => (b.value > a.value ? b : a), none);
  return {
    data: sum(...timed.map(({ rate, data }) => times(data, rate))),
    alone: {
      mean: sum(...timed.map(({ rate, joules }) => times(joules, rate))),
      worst: during(
        span((s) => s.worstNs),
        longest,
      ),
      ways: timed.map(({ name, rate, joules }) => ({ name, rate, joules })),
    },
  };
}

/** The exits of a path and its end, with what an input runs that leaves there. */
function waysOut(path: PathTimes, span: (of: (path: PathTimes) => Nanoseconds) => Amount) {
  const choice = path.choices.map((c) => c.case).join(', ');
  const named = (name: string): string => (choice === '' ? name : `${name} (${choice})`);
  return [
    ...path.exits.map((exit, e) => ({
      name: named(exit.name),
      rate: exit.rate,
      time: span((p) => p.exits[e]?.latencyNs ?? exit.latencyNs),
      tasks: tasksThroughExit(path, exit),
    })),
    {
      name: named('the end'),
      rate: path.endRate,
      time: span((p) => p.endLatencyNs),
      tasks: path.tasks,
    },
  ];
}

function streamEnergy(
  base: BasePower,
  stream: Stream,
  data: Amount,
  ends?: { readonly low: Stream; readonly high: Stream },
): StreamEnergy {
  const arrival = stream.arrival?.sustainable ? stream.arrival : undefined;
  const every = arrival
    ? seconds(arrival.everyNs)
    : seconds(stream.periodPerInputNs, ends?.low.periodPerInputNs, ends?.high.periodPerInputNs);
  const loadingNs = arrival?.portNs ?? stream.portShare * stream.periodPerInputNs;
  return streamFigures(base, every, data, loadingNs, arrival !== undefined);
}

/** A stream's figures from their parts: of the design, and of its rivals. */
export function streamFigures(
  base: BasePower,
  every: Amount,
  data: Amount,
  loadingNs: Nanoseconds,
  arrives: boolean,
): StreamEnergy {
  const perInput = sum(timesAmount(base.watts, every), data);
  const whole = perInput.value;
  const share = (joules: number): number => (whole > 0 ? joules / whole : 0);
  const clock = base.clock && base.clock.value * every.value;
  return {
    everyNs: Math.round(every.value * 1e9),
    ...{ every, data, arrives },
    perInput,
    power: every.value > 0 ? sum(base.watts, times(data, 1 / every.value)) : base.watts,
    whileLoading: times(base.watts, loadingNs / 1e9),
    shares: {
      base: share(base.watts.value * every.value - (clock ?? 0)),
      clock: clock === undefined ? null : share(clock),
      data: share(data.value),
    },
    byTime: data.high < 0.1 * perInput.high,
  };
}

/** Nanoseconds as seconds, with ends. */
export function seconds(ns: Nanoseconds, ...ends: readonly (Nanoseconds | undefined)[]): Amount {
  const all = [ns, ...ends.flatMap((end) => end ?? [])].map((each) => each / 1e9);
  return { value: ns / 1e9, low: Math.min(...all), high: Math.max(...all) };
}
