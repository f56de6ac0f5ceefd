/** The tables of a comparison: systems side by side, and every published figure beside the modelled one. */
import type { ComparisonJson } from '../../analysis/presentation/comparison';
import { paperTitle, publishedHead, publishedRow } from '../../analysis/presentation/published-text';
import {
  formatAtLeast,
  formatAtMost,
  formatCount,
  formatNs,
  formatNumber,
  formatRate,
} from '../../base/format';
import { resourceKinds, resourceNames } from '../../base/resources';
import type { Table } from './table';

const unknown = '–';
const shown = (value: number | null, format: (value: number) => string): string =>
  value === null ? unknown : format(value);

export function comparisonTable(rows: readonly ComparisonJson[]): Table {
  return {
    title: 'Systems side by side',
    head: [
      'system',
      'on',
      'multipliers',
      'MACs per multiplier and cycle',
      'bytes per MAC',
      'mean latency',
      'throughput',
      'area',
      'longest load',
    ],
    rows: rows.map((row) => [
      systemName(row),
      row.on ?? unknown,
      shown(row.multipliers, formatCount),
      shown(row.macsPerMultiplierAndCycle, formatNumber),
      shown(row.bytesPerMac, formatNumber),
      shown(row.latencyNs, (ns) => formatAtLeast(row.isBound, formatNs(ns))),
      shown(row.throughputPerSecond, (rate) => formatAtMost(row.isBound, formatRate(rate))),
      areaText(row),
      shown(row.loadNs, formatNs),
    ]),
  };
}

/** The last two parts of a path say which sample it is. */
export function systemName({ path, title }: Pick<ComparisonJson, 'path' | 'title'>): string {
  return (
    title ??
    path
      .split(/[\\/]/)
      .slice(-2)
      .join('/')
      .replace(/\.exeunt$/, '')
  );
}

function areaText({ area, published }: ComparisonJson): string {
  if (published) return unknown;
  if (area === null) return 'not known';
  const amounts = resourceKinds.flatMap((kind) =>
    kind in area
      ? (area[kind] ?? 0) > 0
        ? `${formatCount(area[kind] ?? 0)} ${resourceNames[kind]}`
        : []
      : `${resourceNames[kind]} not modelled`,
  );
  return amounts.join(', ');
}

export function publishedTable(rows: readonly ComparisonJson[]): Table {
  return {
    title: 'Published and modelled',
    head: ['system', 'paper', 'kind', ...publishedHead],
    rows: rows
      .filter(({ published }) => published !== true)
      .flatMap((row) =>
        row.papers.flatMap((paper) => {
          const told = [systemName(row), paperTitle(paper), paper.kind ?? ''];
          const note = paper.note === null ? [] : [['', '', '', '', paper.note]];
          const figures = [...paper.figures.map(publishedRow), ...note];
          // What has neither figures nor a note has a row all the same.
          const rows = figures.length > 0 ? figures : [publishedHead.map(() => '')];
          return rows.map((figure, i) => [...(i === 0 ? told : told.map(() => '')), ...figure]);
        }),
      ),
  };
}
