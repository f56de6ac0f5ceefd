/** The design's profile for the software twin. */
import type { Analysis } from '../../analysis/analysis';
import { leavingRules } from '../../schedule';

/**
 * `profile.csv`: the exit at which each sample of the design's trace leaves with the design's thresholds, as an index
 * in network order (the end comes after the last exit), and its class there. The twin compares each image with its row.
 *
 * @param images number of images: the first samples of the trace, in order
 * @param labels of those images; a trace that was correct about other labels is from other images
 * @returns undefined if the trace is from other images, or the design has several paths
 */
export function profileRows(
  { profile }: Analysis,
  images: number,
  labels: ArrayLike<number> | undefined,
): string | undefined {
  if (profile?.counted === undefined) return undefined;
  const { trace, rules, end } = profile.counted;
  const { sampleCount, predicted, correct } = trace;
  if (images > sampleCount) return undefined;
  const lines = ['sample_id,exit,pred'];
  const leaving = leavingRules(trace, rules);
  for (let sample = 0; sample < images; sample++) {
    const rule = leaving[sample] ?? rules.length;
    const cell = (rules[rule]?.column ?? end) * sampleCount + sample;
    const pred = predicted[cell] ?? -1;
    if (pred < 0) return undefined;
    if (labels && (pred === labels[sample]) !== (correct[cell] === 1)) return undefined;
    lines.push(`${sample},${rule},${pred}`);
  }
  return `${lines.join('\n')}\n`;
}
