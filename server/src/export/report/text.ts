/** The report as text. */
import type { ReportJson } from '../../base/protocol/report';
import { visible } from '../../base/protocol/visible';
import type { Table } from './table';
import { notesTitle, reportTables } from './tables';

/** The report for a terminal, without diagnostics, which go to stderr. */
export function reportText(report: ReportJson, missing: readonly string[]): string {
  const parts = [`${report.design}${report.device ? ` on ${report.device.part}` : ''}`];
  if (report.verdict !== null) parts.push(report.verdict);
  parts.push(...missing.map((m) => `Not shown: ${m}.`));
  const tables = reportTables(report).filter((t) => t.title !== notesTitle);
  return `${[...parts, ...tables.map(tableText)].join('\n\n')}\n`;
}

/** Wider columns hold sentences and are left-aligned. */
const widestFigure = 40;

export function tableText({ title, head, rows }: Table): string {
  const all = [head, ...rows].map((row) => row.map(visible));
  const widths = head.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const isText = (column: number) => column === 0 || (widths[column] ?? 0) > widestFigure;
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [title, ...all.map((row) => `  ${line(row)}`)].join('\n');
}
