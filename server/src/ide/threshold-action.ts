/** The code action that sets better thresholds. */
import type { Analysis } from '../analysis/analysis';
import { type ThresholdTuning, thresholdTuning } from '../analysis/proposals/threshold-tuning';
import { formatAccuracy, formatNs } from '../base/format';
import { absolute } from '../analysis/offsets';
import { ownFile } from './cursor';
import type { FileEdit } from './navigation';

/** A rewrite offered without a problem. */
export interface Refactoring {
  readonly title: string;
  readonly edits: readonly FileEdit[];
}

/** Whether a range touches a `when` of this file. */
export function asksForThresholds(analysis: Analysis, from: number, to: number): boolean {
  return whens(analysis).some(({ start, end }) => start <= to && from <= end);
}

/** On a `when`: the thresholds of all exits with the lowest mean latency at the required accuracy. */
export function thresholdAction(analysis: Analysis, from: number, to: number): Refactoring | undefined {
  if (!asksForThresholds(analysis, from, to)) return undefined;
  const tuning = thresholdTuning(analysis);
  if ('missing' in tuning) return undefined;
  const { best, exits, now, required } = tuning;
  if (best === undefined || (best.meanNs >= now.meanNs && now.accuracy >= required.accuracy))
    return undefined;
  const edits = thresholdEdits(analysis, exits, best.thresholds);
  return edits && { title: titleOf(tuning, best), edits };
}

/** Writes thresholds into the `when` of each exit; undefined if one is in an imported file. */
export function thresholdEdits(
  analysis: Analysis,
  exits: readonly string[],
  thresholds: readonly number[],
): readonly FileEdit[] | undefined {
  const places = whens(analysis);
  const uri = ownFile(analysis)?.uri ?? analysis.uri;
  const edits = exits.flatMap((exit, i): FileEdit[] => {
    const place = places.find((p) => p.exit === exit);
    const value = thresholds[i];
    if (place === undefined || value === undefined) return [];
    const text = place.percent ? `${Number((value * 100).toPrecision(12))}%` : String(value);
    return [{ uri, ...place.threshold, text }];
  });
  return edits.length === exits.length ? edits : undefined;
}

function titleOf(
  { now, required, exits }: ThresholdTuning,
  best: NonNullable<ThresholdTuning['best']>,
): string {
  const least = required.by === 'budget' ? 'the accuracy budget' : 'the current accuracy';
  const change = `mean ${formatNs(now.meanNs)} → ${formatNs(best.meanNs)}, ${formatAccuracy(now.accuracy)} → ${formatAccuracy(best.accuracy)} right`;
  const which = exits.length === 1 ? 'the threshold' : 'all thresholds';
  const aim = best.gap === 0 ? 'the lowest' : 'a lower';
  return `Set ${which} for ${aim} mean latency within ${least} (${change})`;
}

interface Place {
  readonly exit: string;
  readonly start: number;
  readonly end: number;
  readonly threshold: { readonly start: number; readonly end: number };
  readonly percent: boolean;
}

function whens(analysis: Analysis): Place[] {
  const file = ownFile(analysis);
  return analysis.design.exits.flatMap(({ name, when, origin }): Place[] => {
    const node = when?.node;
    if (origin.uri !== file?.uri || node?.threshold === undefined) return [];
    const at = absolute(analysis, { ...origin, span: node.span });
    const threshold = absolute(analysis, { ...origin, span: node.threshold.span });
    if (at === undefined || threshold === undefined) return [];
    const { start, end } = at;
    return [{ exit: name, start, end, threshold, percent: node.threshold.unit?.text === '%' }];
  });
}
