import type { Analysis } from '../../analysis/analysis';
import { leavingRules } from '../../schedule';

/**
 * `profile.csv`: where each sample of the design's trace leaves at its thresholds, as the exit's index in network
 * order (behind the last one is the end), and its class there. The twin holds each image beside its row.
 *
 * @param images as many as there are: the first samples of the trace, in its order
 * @param labels of those images; a trace that was right about other labels is of other images
 * @returns undefined where the trace says nothing of these images, or nothing along a single path
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
