import type { HlsCycles, Span } from '../analysis/figures/measured';
import type { ReadReport } from './report';

/**
 * `csynth.xml` of Vivado HLS and Vitis HLS. Names of resources changed with the versions: `DSP48E` up to 2020.1,
 * `DSP` since; `URAM` came with UltraScale+.
 */
export function readCsynth(text: string): ReadReport {
  if (!/<\/profile>\s*$/.test(text)) return { error: 'it ends before </profile>: the file is cut off' };
  const area = element(text, 'AreaEstimates');
  const used = area === undefined ? undefined : element(area, 'Resources');
  const subject =
    element(text, 'TopModelName') ?? element(element(text, 'UserAssignments') ?? '', 'TopModelName');
  if (used === undefined || subject === undefined)
    return { error: 'it has no AreaEstimates, or no TopModelName' };
  const number = (...names: string[]): number | undefined => {
    const found = names.map((name) => element(used, name)).find((value) => value !== undefined);
    return found !== undefined && /^\d+$/.test(found) ? Number(found) : undefined;
  };
  const [lut, ff] = [number('LUT'), number('FF')];
  if (lut === undefined || ff === undefined) return { error: 'its AreaEstimates have no LUT or FF' };
  const [dsp, bram18, uram] = [number('DSP', 'DSP48E'), number('BRAM_18K'), number('URAM')];
  return {
    kind: 'synthesis',
    subject,
    part: element(text, 'Part') ?? '',
    tool: `HLS ${element(text, 'Version') ?? ''}`.trim(),
    resources: {
      lut,
      ff,
      ...(dsp !== undefined && { dsp }),
      ...(bram18 !== undefined && { bram18 }),
      ...(uram !== undefined && { uram }),
    },
    ...cyclesOf(text),
  };
}

/** Its PerformanceEstimates; `undef` where a loop's count is not known. A dataflow names its interval in one element. */
function cyclesOf(text: string): { cycles?: HlsCycles } {
  const part = element(text, 'PerformanceEstimates') ?? '';
  const overall = element(part, 'SummaryOfOverallLatency') ?? '';
  const latency = spanOf(element(overall, 'Best-caseLatency'), element(overall, 'Worst-caseLatency'));
  const flow = element(overall, 'DataflowPipelineThroughput')?.split(/\s*[~-]\s*/);
  const interval =
    spanOf(element(overall, 'Interval-min'), element(overall, 'Interval-max')) ??
    spanOf(flow?.[0], flow?.at(-1));
  const period = (name: string, within: string) => {
    const value = Number(element(within, name) ?? '');
    return value > 0 ? value : undefined;
  };
  const clockNs = period('EstimatedClockPeriod', part);
  const targetNs = period('TargetClockPeriod', text);
  return hlsCycles({
    ...(latency && { latency }),
    ...(interval && { interval }),
    ...(clockNs !== undefined && { clockNs }),
    ...(targetNs !== undefined && { targetNs }),
  });
}

/** Nothing where only the clock that was asked for is known. */
export function hlsCycles(cycles: HlsCycles): { cycles?: HlsCycles } {
  const { latency, interval, clockNs, slackNs } = cycles;
  return latency || interval || clockNs !== undefined || slackNs !== undefined ? { cycles } : {};
}

export function spanOf(least: string | undefined, most: string | undefined): Span | undefined {
  const [low, high] = [least, most].map((cell) => (/^\d+$/.test(cell ?? '') ? Number(cell) : undefined));
  return low === undefined || high === undefined ? undefined : { least: low, most: high };
}

function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^]*?)</${name}>`).exec(text)?.[1]?.trim();
}
