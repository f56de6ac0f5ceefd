/** What reports and logs of power leave in the calibration, and what they say on the way. */
import type { MeasuredPower, MeteredBoard, PowerFigures } from '../analysis/figures/measured';
import { formatCount, formatJoules, formatNs, formatWatts } from '../base/format';

/** One for each configuration of a project: a child run has a report of its own. */
export function measuredPower(file: string, source: string, report: PowerFigures): MeasuredPower {
  const { totalW, dynamicW, staticW, confidence, clockHz, junctionC, parts } = report;
  const configuration = /(?:^|[/_.])((?:child_\d+_)?impl_\d+)(?:[/_.]|$)/.exec(file)?.[1];
  return {
    source,
    totalW,
    ...(dynamicW !== undefined && { dynamicW }),
    ...(staticW !== undefined && { staticW }),
    ...(confidence !== undefined && { confidence }),
    ...(clockHz !== undefined && { clockHz }),
    ...(junctionC !== undefined && { junctionC }),
    ...(parts && { parts }),
    ...(configuration !== undefined && { configuration }),
  };
}

export function powerWarnings(
  { confidence, configuration, source }: MeasuredPower,
  earlier: MeasuredPower | undefined,
): string[] {
  return [
    ...(confidence === 'Low'
      ? [`${source}: its confidence is low: the activity of the data is Vivado's default, not the design's`]
      : []),
    ...(earlier !== undefined && earlier.source !== source
      ? [`${source}: replaces ${earlier.source} of the same configuration, ${configuration ?? ''}`]
      : []),
  ];
}

/** What the meter read, and what a load takes beyond idle power. */
export function boardLines(board: MeteredBoard, samples: number): string[] {
  const { source, idleW, runW, loadW, loadS = 0, loads = 0 } = board;
  const told = [
    ...(idleW === undefined ? [] : [`idle ${formatWatts(idleW)}`]),
    ...(runW === undefined ? [] : [`running ${formatWatts(runW)}`]),
    ...(loadW === undefined ? [] : [`loading ${formatWatts(loadW)}`]),
  ];
  const lines = [`board ${told.join(', ')}: means of ${formatCount(samples)} samples (${source})`];
  if (loadW !== undefined && idleW !== undefined && loads > 0) {
    const each = loadS / loads;
    const beyond = (loadW - idleW) * each;
    lines.push(
      `a load takes ${beyond < 0 ? 'nothing' : formatJoules(beyond)} beyond idle power, in ${formatNs(each * 1e9)}: mean of ${formatCount(loads)} (${source})`,
    );
  }
  return lines;
}
