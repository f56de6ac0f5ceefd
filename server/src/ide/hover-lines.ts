/** The part of a module's hover that explains its LUTs, flip-flops, DSP blocks and block RAM line by line. */
import type { ModuleFigures } from '../analysis/analysis';
import { type MergedLine, mergedLines, moduleLines, sumOf } from '../analysis/presentation/module-lines';
import { formatBand, formatTenths } from '../base/format';
import { resourceKinds, resourceNames } from '../base/resources';
import { plain, table } from './markdown';

/** Layers that a line names; of more it says how many they are. */
const mostOwners = 3;

export function linesTable(module: ModuleFigures): string {
  const lines = mergedLines(moduleLines(module));
  const rows = resourceKinds.flatMap((kind) => {
    const own = lines.filter((line) => line.of === kind);
    if (own.length === 0) return [];
    const { value, least, most } = sumOf(own);
    const name = resourceNames[kind];
    const total = [
      { marked: `**${name}**` },
      { marked: `**${formatTenths(value)}**` },
      bandCell(value, least, most),
      '',
      '',
      '',
    ];
    return [total, ...own.map((line) => lineCells(line, name))];
  });
  return table(['of what', 'takes', 'band', 'in', 'with the numbers', 'source'], rows);
}

function lineCells({ term, value, least, most, owners }: MergedLine, name: string) {
  const where =
    owners.length > mostOwners
      ? `${owners.length} layers`
      : { marked: owners.map((owner) => plain(owner)).join(', ') };
  return [
    term.name,
    value === 0 ? '' : `${formatTenths(value)} ${name}`,
    value === 0
      ? `${formatTenths(least)} … ${most > 0 ? '+' : ''}${formatTenths(most)} ${name}`
      : bandCell(value, least, most),
    where,
    term.substituted,
    term.source,
  ];
}

function bandCell(value: number, least: number, most: number): string {
  return value > 0 ? formatBand({ low: 1 - least / value, high: most / value - 1 }) : '';
}
