/** What other tools estimate at the same parallelism. */
import { formatAtLeast, formatCount } from '../../base/format';
import type { ReportJson } from '../../base/protocol/report';
import { resourceNames } from '../../base/resources';
import { resourceCell } from './resource-cells';
import type { Table } from './table';

/** Only on request. */
export function opinions({ layers: list }: ReportJson): Table {
  const figure = (value: number | null): string => (value === null ? '–' : formatCount(value));
  return {
    title: 'Second opinion',
    head: [
      'layer',
      'by',
      'cycles',
      resourceNames.lut,
      resourceNames.dsp,
      resourceNames.bram18,
      'of what',
      'more than a factor of two apart',
    ],
    rows: list.flatMap((l) => {
      if (!l.secondOpinions || l.secondOpinions.length === 0) return [];
      const name = l.in === 'network' ? l.name : `${l.owner}: ${l.name}`;
      return [
        [
          name,
          'this tool',
          l.cycles === null ? '–' : formatAtLeast(l.cyclesAtLeast, formatCount(l.cycles)),
          ...(['lut', 'dsp', 'bram18'] as const).map((kind) => resourceCell(l.resources, kind)),
          'the whole layer',
          '',
        ],
        ...l.secondOpinions.map((o) => [
          '',
          o.tool,
          ...[o.cycles, o.lut, o.dsp, o.bram18].map(figure),
          o.note,
          o.differs ?? '',
        ]),
      ];
    }),
  };
}
