/** The timeline, the stream and the arrivals as the report prints them. */
import type { ArrivalJson, PercentilesJson, StreamJson, TimelineJson } from '../protocol/report';
import type { ExitTimes, PathTimes, Schedule, ScheduledTask, Stream } from '../schedule/index';
import type { TimelineFigures } from './analysis';

export function timelineJson({ schedule, stream }: TimelineFigures): TimelineJson {
  return {
    policy: schedule.policy,
    batch: schedule.batch,
    tasks: schedule.tasks.map(taskJson),
    exits: schedule.exits.map(exitJson),
    decisions: schedule.decisions.map(({ name, rate, checkNs, hiddenNs, exposedNs, cases }) => ({
      name,
      rate,
      checkNs,
      hiddenNs,
      exposedNs,
      cases: cases.map((c) => ({ ...c })),
    })),
    paths: schedule.decisions.length === 0 ? [] : schedule.paths.map(pathJson),
    worstNs: schedule.worstNs,
    meanNs: schedule.meanNs,
    percentilesNs: percentilesJson(schedule.percentilesNs),
    worstPerInputNs: schedule.worstPerInputNs,
    meanPerInputNs: schedule.meanPerInputNs,
    wastedPortNs: schedule.wastedPortNs,
    periodNs: stream?.periodNs ?? null,
    throughputPerSecond: stream?.throughputPerSecond ?? null,
    stream: stream ? streamJson(stream) : null,
    arrival: stream?.arrival ? arrivalJson(stream.arrival) : null,
  };
}

function exitJson(exit: ExitTimes): TimelineJson['exits'][number] {
  const { name, rate, latencyNs, checkNs, hiddenNs, exposedNs, leavingNs, vainLoadNs } = exit;
  return { name, rate, latencyNs, checkNs, hiddenNs, exposedNs, leavingNs, vainLoadNs };
}

function pathJson({
  choices,
  endRate,
  endLatencyNs,
  tasks,
  exits,
}: PathTimes): TimelineJson['paths'][number] {
  return {
    choices: choices.map((c) => ({ switch: c.decision, case: c.case })),
    rate: endRate,
    latencyNs: endLatencyNs,
    tasks: tasks.map(taskJson),
    exits: exits.map(exitJson),
  };
}

function taskJson({ id, kind, module, lanes, startNs, endNs }: ScheduledTask): TimelineJson['tasks'][number] {
  return { id, kind, module, lane: lanes[0] ?? '', startNs, endNs };
}

function percentilesJson(p: Schedule['percentilesNs']): PercentilesJson {
  return { '50': p[50], '95': p[95], '99': p[99] };
}

function streamJson({ exact, interval95Ns, portShare, stateCount, states, latency }: Stream): StreamJson {
  return {
    exact,
    interval95Ns: [...interval95Ns],
    portShare,
    stateCount,
    states: states.map(({ contents, residualNs, share }) => ({
      contents: { ...contents },
      residualNs: { ...residualNs },
      share,
    })),
    latency: { meanNs: latency.meanNs, percentilesNs: percentilesJson(latency.percentilesNs) },
  };
}

function arrivalJson(arrival: NonNullable<Stream['arrival']>): ArrivalJson {
  const { everyNs, shortestEveryNs, sustainable } = arrival;
  const common = { everyNs, sustainable, shortestEveryNs };
  if (!arrival.sustainable) {
    return { ...common, exact: null, meanWaitNs: null, meanQueued: null, latency: null };
  }
  const { exact, meanWaitNs, meanQueued, latency, interval95Ns } = arrival;
  return {
    ...common,
    exact,
    meanWaitNs,
    meanQueued,
    latency: {
      meanNs: latency.meanNs,
      percentilesNs: percentilesJson(latency.percentilesNs),
      interval95Ns: [...interval95Ns],
    },
  };
}
