/** Energy of the design and its rivals as tables of text. */
import { energyRows } from '../../analysis/presentation/energy-text';
import type { ReportJson } from '../../base/protocol/report';
import type { Table } from './table';

export function energyTable({ energy }: ReportJson): Table {
  return {
    title: 'Energy',
    head: ['figure', 'value'],
    rows: energy ? energyRows(energy) : [],
  };
}
