/** Cycles and clock of HLS, held beside the model's. */
import type { ModuleFigures } from '../analysis/analysis';
import { hlsText } from '../analysis/figures/calibration';
import type { HlsCycles, MeasuredCycles } from '../analysis/figures/measured';

export function cyclesOf(
  { kind, name, cost }: ModuleFigures,
  cycles: HlsCycles,
  source: string,
): MeasuredCycles | undefined {
  if (cost === undefined) return undefined;
  const { latencyCycles: latency, intervalCycles: interval } = cost;
  return { ...cycles, kind, name, source, estimated: { latency, interval } };
}

/** What HLS says, what the model says, and whether the clock is met by the estimate. */
export function cyclesLines(measured: MeasuredCycles): string[] {
  const { name, source, latency, interval, clockNs, targetNs, slackNs } = measured;
  const isMissed =
    (slackNs ?? (clockNs !== undefined && targetNs !== undefined ? targetNs - clockNs : 0)) < 0;
  return [
    `${name}: ${hlsText(measured)} (${source})`,
    ...(latency === undefined && interval === undefined
      ? [
          `${name}: HLS tells no cycles, since the number of inputs is an argument of the kernel; \`make cosim\` or the board measures them`,
        ]
      : []),
    ...(isMissed ? [`${name}: HLS expects that the clock is not met (${source})`] : []),
  ];
}
