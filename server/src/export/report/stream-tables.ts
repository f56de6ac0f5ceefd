/** Figures of a stream and of arrivals as rows and tables of text. */
import { formatAsKnown, formatAtLeast, formatBytes, formatNs, formatShare } from '../../base/format';
import type { ReportJson, TimelineJson } from '../../base/protocol/report';
import type { ArrivalJson, StreamJson } from '../../base/protocol/stream';
import { laneText } from '../../analysis/presentation/stream-text';
import type { Table } from './table';

/** Whether periods and waits are lower bounds. */
export function streamAtLeast({ atLeast, stream }: Pick<TimelineJson, 'atLeast' | 'stream'>): boolean {
  return atLeast === true || stream?.atLeast === true;
}

export function streamRows({ stateCount, interval95Ns, limit, inputBufferBytes }: StreamJson): string[][] {
  return [
    ...(stateCount > 0 ? [] : [['period, simulated: 95 % interval', interval95Ns.map(formatNs).join(' … ')]]),
    ...(limit === null ? [] : [['throughput limited by', limit]]),
    ...(inputBufferBytes === null ? [] : [['two buffers of the input', formatBytes(inputBufferBytes)]]),
  ];
}

export function arrivalRows(arrival: ArrivalJson, bound: boolean): string[][] {
  const least = (ns: number): string => formatAtLeast(bound, formatNs(ns));
  const every = formatNs(arrival.everyNs);
  if (arrival.latency === null || arrival.meanWaitNs === null || arrival.meanQueued === null) {
    return [
      [
        `arriving every ${every}`,
        `not sustainable: the shortest interval is ${least(arrival.shortestEveryNs)}`,
      ],
    ];
  }
  return [
    [
      `arriving every ${every}: waiting, on average`,
      `${least(arrival.meanWaitNs)}, ${Number(arrival.meanQueued.toPrecision(3))} in the queue`,
    ],
    [`arriving every ${every}: arrival to departure, on average`, least(arrival.latency.meanNs)],
  ];
}

export function lanes({ timeline }: ReportJson): Table {
  return {
    title: 'Lanes, inputs back to back',
    head: ['lane', 'working', 'held by an input'],
    rows: (timeline?.stream?.lanes ?? []).map((l) => [
      laneText(l),
      formatAsKnown(timeline?.atLeast, formatShare(l.busyShare)),
      formatAsKnown(timeline?.atLeast, formatShare(l.heldShare)),
    ]),
  };
}
