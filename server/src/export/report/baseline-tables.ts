/** The designs that a design is compared with. */
import { joulesText, ofWhat } from '../../analysis/presentation/energy-text';
import { formatAtLeast, formatNs } from '../../base/format';
import type { ReportJson } from '../../base/protocol/report';
import type { Table } from './table';

export function baselines({ baselines: list, energy }: ReportJson): Table {
  const joules = energy?.perInputJ ? [`energy of an input ${ofWhat(energy)}`] : [];
  return {
    title: 'Baselines: the same network on the same part',
    head: ['design', 'mean', 'worst', 'period', ...joules, 'fits'],
    rows: list.map((b) => [
      b.name,
      formatAtLeast(b.atLeast, formatNs(b.meanNs)),
      formatAtLeast(b.atLeast, formatNs(b.worstNs)),
      b.periodNs === null ? '–' : formatAtLeast(b.atLeast, formatNs(b.periodNs)),
      ...joules.map(() => (b.energyJ ? formatAtLeast(b.atLeast, joulesText(b.energyJ)) : 'cannot keep up')),
      b.unknown ? 'not known' : b.fits ? (b.narrow ? 'may' : 'yes') : 'no',
    ]),
  };
}

/** What the design that the verdict compares with is made of. */
export function rivalTable({ baselines: list }: ReportJson): Table {
  const rival = list.find((b) => b.isRival);
  return {
    title: rival ? `The best static design: ${rival.name}, \`${rival.policy}\`` : '',
    head: ['module', 'folding'],
    rows: (rival?.modules ?? []).map((m) => [m.name, m.folding.join(', ')]),
  };
}
