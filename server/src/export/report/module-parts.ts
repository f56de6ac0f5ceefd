/** Every line of what modules take, as tables. */
import { formatTenths } from '../../base/format';
import type { ReportJson } from '../../base/protocol/report';
import { resourceNames } from '../../base/resources';
import type { Table } from './table';

/** One table for each module of a report that has lines. */
export function moduleParts({ modules: list }: ReportJson): Table[] {
  return list.map(({ name, lines = [] }) => ({
    title: `What ${name} takes`,
    head: ['part', 'in', 'takes', 'at least', 'at most', 'with the numbers', 'source'],
    rows: lines.map((line) => [
      line.part,
      line.in,
      `${formatTenths(line.amount)} ${resourceNames[line.of]}`,
      formatTenths(line.least),
      formatTenths(line.most),
      line.numbers,
      line.source,
    ]),
  }));
}
