/** Timeline, stream and arrivals in the report's JSON. */
import type { TimelineJson } from '../../base/protocol/report';
import type { ArrivalJson, PercentilesJson, StreamJson } from '../../base/protocol/stream';
import {
  type ExitTimes,
  type PathTimes,
  type Schedule,
  type ScheduledTask,
  type ScheduleProblem,
  type Stream,
  modulesOf,
} from '../../schedule/index';
import type { LoadSpan, TimelineFigures } from '../analysis';
import { streamLimit } from './stream-text';

export function timelineJson(
  { problem, schedule, stream, atLeast, loadSpan }: TimelineFigures,
  inputBufferBytes: number | undefined,
): TimelineJson {
  const taskJson = taskOf(problem);
  return {
    policy: schedule.policy,
    batch: schedule.batch,
    ...(atLeast && { atLeast }),
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
    paths: schedule.decisions.length === 0 ? [] : schedule.paths.map((path) => pathJson(path, taskJson)),
    worstNs: schedule.worstNs,
    meanNs: schedule.meanNs,
    ...(loadSpan && {
      loadSpan: {
        worstNs: endsOf(loadSpan, schedule, (s) => s.worstNs),
        meanNs: endsOf(loadSpan, schedule, (s) => s.meanNs),
        percentilesNs: {
          '50': endsOf(loadSpan, schedule, (s) => s.percentilesNs[50]),
          '95': endsOf(loadSpan, schedule, (s) => s.percentilesNs[95]),
          '99': endsOf(loadSpan, schedule, (s) => s.percentilesNs[99]),
        },
        since: loadSpan.since,
      },
    }),
    percentilesNs: percentilesJson(schedule.percentilesNs),
    worstPerInputNs: schedule.worstPerInputNs,
    meanPerInputNs: schedule.meanPerInputNs,
    wastedPortNs: schedule.wastedPortNs,
    periodNs: stream?.periodNs ?? null,
    throughputPerSecond: stream?.throughputPerSecond ?? null,
    stream: stream ? { ...streamJson(stream), inputBufferBytes: inputBufferBytes ?? null } : null,
    arrival: stream?.arrival ? arrivalJson(stream.arrival) : null,
  };
}

/** A figure at both ends of the loads' band; a schedule of longer loads may have the shorter time. */
export function endsOf(
  { low, high }: LoadSpan,
  schedule: Schedule,
  figure: (schedule: Schedule) => number,
): { low: number; high: number } {
  const all = [low, schedule, high].map(figure);
  return { low: Math.min(...all), high: Math.max(...all) };
}

function exitJson(exit: ExitTimes): TimelineJson['exits'][number] {
  const { name, rate, latencyNs, checkNs, hiddenNs, exposedNs, leavingNs, vainLoadNs } = exit;
  return { name, rate, latencyNs, checkNs, hiddenNs, exposedNs, leavingNs, vainLoadNs };
}

function pathJson(
  { choices, endRate, endLatencyNs, tasks, exits }: PathTimes,
  taskJson: TaskJsonOf,
): TimelineJson['paths'][number] {
  return {
    choices: choices.map((c) => ({ switch: c.decision, case: c.case })),
    rate: endRate,
    latencyNs: endLatencyNs,
    tasks: tasks.map(taskJson),
    exits: exits.map(exitJson),
  };
}

type TaskJsonOf = (task: ScheduledTask) => TimelineJson['tasks'][number];

function taskOf(problem: ScheduleProblem): TaskJsonOf {
  const isOpen = openTasks(problem);
  return (task) => {
    const { id, kind, module, lanes, startNs, endNs } = task;
    const row = { id, kind, module, lane: lanes[0] ?? '', startNs, endNs };
    return isOpen(task) ? { ...row, atLeast: true } : row;
  };
}

/** Returns a test for tasks whose time is a lower bound, because something is not modelled. */
export function openTasks(problem: ScheduleProblem): (task: ScheduledTask) => boolean {
  const open = new Set(modulesOf(problem).flatMap((m) => (m.duration.atLeast === true ? [m.name] : [])));
  return ({ kind, module }) => (kind === 'load' ? problem.loadsAtLeast === true : open.has(module));
}

function percentilesJson(p: Schedule['percentilesNs']): PercentilesJson {
  return { '50': p[50], '95': p[95], '99': p[99] };
}

function streamJson(stream: Stream): Omit<StreamJson, 'inputBufferBytes'> {
  const { exact, interval95Ns, portShare, stateCount, states, latency, lanes } = stream;
  return {
    exact,
    ...(stream.contended && { memoryDemand: stream.memoryDemand }),
    ...(stream.atLeast && { atLeast: true }),
    interval95Ns: [...interval95Ns],
    portShare,
    stateCount,
    states: states.map(({ contents, residualNs, share }) => ({
      contents: { ...contents },
      residualNs: { ...residualNs },
      share,
    })),
    latency: { meanNs: latency.meanNs, percentilesNs: percentilesJson(latency.percentilesNs) },
    limit: streamLimit(stream) ?? null,
    lanes: lanes.map(({ lane, busy, held }) => ({ lane, busyShare: busy, heldShare: held })),
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
