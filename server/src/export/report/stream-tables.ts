/** Figures of a stream and of arrivals as rows and tables of text. */
import { formatAsKnown, formatBytes, formatNs, formatShare } from '../../base/format';
import type { ReportJson } from '../../base/protocol/report';
import type { ArrivalJson, StreamJson } from '../../base/protocol/stream';
import { laneText } from '../../analysis/presentation/stream-text';
import type { Table } from './table';

export function streamRows({ exact, interval95Ns, limit, inputBufferBytes }: StreamJson): string[][] {
  return [
    ...(exact ? [] : [['period, simulated: 95 % interval', interval95Ns.map(formatNs).join(' … ')]]),
    ...(limit === null ? [] : [['throughput limited by', limit]]),
    ...(inputBufferBytes === null ? [] : [['two buffers of the input', formatBytes(inputBufferBytes)]]),
  ];
}

export function arrivalRows(arrival: ArrivalJson): string[][] {
  const every = formatNs(arrival.everyNs);
  if (arrival.latency === null || arrival.meanWaitNs === null || arrival.meanQueued === null) {
    return [
      [
        `arriving every ${every}`,
        `not sustainable: the shortest interval is ${formatNs(arrival.shortestEveryNs)}`,
      ],
    ];
  }
  return [
    [
      `arriving every ${every}: waiting, on average`,
      `${formatNs(arrival.meanWaitNs)}, ${Number(arrival.meanQueued.toPrecision(3))} in the queue`,
    ],
    [`arriving every ${every}: arrival to departure, on average`, formatNs(arrival.latency.meanNs)],
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
