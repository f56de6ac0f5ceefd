import { kinds, type Kind } from './module';
import type { Measurement } from './measurements';
import type { Estimate } from './model';

export interface Case {
  readonly row: Measurement;
  readonly estimate: Estimate;
}

export interface Errors {
  readonly cases: number;
  /** Absolute errors as shares of what was measured. */
  readonly median: number;
  readonly mean: number;
  /** Share of cases that are met exactly, and that lie in the band. */
  readonly exact: number;
  readonly covered: number;
}

export interface Line {
  readonly component: string;
  readonly kind: Kind;
  readonly ours: Errors;
  /** FINN's own estimate of the same rows, where it makes one. */
  readonly finn?: Errors;
}

/** By component and resource. */
export function errorTable(cases: readonly Case[]): Line[] {
  const components = [...new Set(cases.map(({ row }) => row.module.component))];
  return components.flatMap((component) => {
    const own = cases.filter(({ row }) => row.module.component === component);
    return kinds.flatMap((kind): Line[] => {
      const some = own.filter(({ row }) => row.measured[kind] !== undefined);
      if (some.length === 0) return [];
      const ours = errorsOf(some, kind, ({ estimate }) => [estimate.values[kind], estimate.band[kind]]);
      const told = some.filter(({ row }) => row.module.finn[kind] !== undefined);
      const finn = errorsOf(told, kind, ({ row }) => [row.module.finn[kind] ?? 0, 0]);
      return [{ component, kind, ours, ...(told.length > 0 && { finn }) }];
    });
  });
}

function errorsOf(
  cases: readonly Case[],
  kind: Kind,
  guess: (each: Case) => readonly [value: number, band: number],
): Errors {
  let exact = 0;
  let covered = 0;
  const errors = cases
    .map((each) => {
      const is = each.row.measured[kind] ?? 0;
      const [value, band] = guess(each);
      if (value === is) exact++;
      if (Math.abs(value - is) <= band * value) covered++;
      // Something where there is nothing, or the reverse, is all wrong.
      return is === 0 ? (value === 0 ? 0 : 1) : Math.abs(value - is) / is;
    })
    .sort((a, b) => a - b);
  const middle = errors.length >> 1;
  const median =
    errors.length % 2 === 1 ? (errors[middle] ?? 0) : ((errors[middle - 1] ?? 0) + (errors[middle] ?? 0)) / 2;
  const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length);
  const share = (part: number): number => part / Math.max(1, cases.length);
  return { cases: cases.length, median, mean, exact: share(exact), covered: share(covered) };
}

const head = [
  'component',
  '',
  'cases',
  'median error',
  'mean',
  'exact',
  'in the band',
  "FINN's median",
  'mean',
  'exact',
];

/** The table as markdown, which reads well in a terminal too. */
export function markdown(lines: readonly Line[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = lines.map(({ component, kind, ours, finn }) => [
    names[component] ?? component,
    kind === 'bram18' ? 'BRAM' : kind.toUpperCase(),
    String(ours.cases),
    percent(ours.median),
    percent(ours.mean),
    percent(ours.exact),
    kind === 'lut' || kind === 'ff' ? percent(ours.covered) : '',
    finn ? percent(finn.median) : '–',
    finn ? percent(finn.mean) : '–',
    finn ? percent(finn.exact) : '–',
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const text = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [text(head), rule, ...rows.map(text)].join('\n');
}

const names: Readonly<Record<string, string>> = {
  mvu: 'matrix-vector unit',
  window: 'sliding window',
  padding: 'padding',
  thresholds: 'thresholding',
  largest: 'largest of a list',
  fifo: 'FIFO',
};
