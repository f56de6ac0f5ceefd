/** The verdict: one sentence that compares a design with static baselines. */
import { formatAtLeast, formatCount, formatNs, formatNumber, formatShare } from '../../base/format';
import type { Nanoseconds } from '../../base/units';
import type { BreakEven } from './break-even';
import type { Policy } from '../problem/problem';
import { MOST_TIMES_AS_FAST } from './turning-loads';

/** The figures by which designs are compared. */
export interface Contender {
  readonly meanNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
  /** Period per input in steady state. */
  readonly periodNs: Nanoseconds;
}

export interface VerdictInput {
  readonly policy: Policy;
  readonly batch: number;
  readonly exits: number;
  /** Number of regions used by the path. */
  readonly regions: number;
  readonly design: Contender;
  /** Its times are lower bounds, so savings and costs are not stated. */
  readonly atLeast?: boolean;
  /** Tasks of it, or of what it is compared with, may compete for the memory, so that periods are lower bounds. */
  readonly contended?: boolean;
  /** The same design under `serial` and under `overlap`. */
  readonly serial: Contender;
  readonly overlap: Contender;
  /** The best design with everything resident on the same part; absent if there is none to compare with. */
  readonly baseline?: Contender & {
    readonly name: 'static' | 'static-no-exits';
    readonly fits: boolean;
    readonly unknown?: true;
    readonly narrow?: true;
  };
  readonly breakEven?: BreakEven;
  /** For a design that loses at every batch: how many times as fast its loads would have to be; null if more than ten. */
  readonly turningLoads?: number | null;
}

/** The figure to compare: latency for single inputs, period per input for batches. */
export function measureOf(batch: number): (c: Contender) => Nanoseconds {
  return batch === 1 ? (c) => c.meanNs : (c) => c.periodNs;
}

/** Whether no baseline that fits is better; false if one is not fully known. */
export function isAhead({ batch, design, atLeast, baseline }: VerdictInput): boolean {
  const figure = measureOf(batch);
  if (atLeast === true || baseline?.unknown === true) return false;
  return baseline?.fits !== true || figure(design) <= figure(baseline);
}

/** The verdict on a design in one sentence, the same in the editor, the report and the view. */
export function verdict(input: VerdictInput): string {
  const clauses =
    input.regions === 0
      ? [noRegion(input)]
      : [againstStatic(input), ...(input.atLeast === true ? [] : policyClause(input))];
  const memory =
    input.contended === true ? ' Tasks may compete for the memory, which makes periods longer.' : '';
  return `${clauses.join('; ')}.${memory}`;
}

function noRegion(input: VerdictInput): string {
  const { design, exits, batch, atLeast, baseline } = input;
  const worst = formatAtLeast(atLeast, formatNs(design.worstNs));
  const mean = formatAtLeast(atLeast, formatNs(design.meanNs));
  const own = exits === 0 ? `every input takes ${worst}` : `${mean} on average, ${worst} at worst`;
  const better =
    baseline?.fits !== true || atLeast === true || isAhead(input)
      ? ''
      : `; ${whatIs(input).replace('A', 'a')} folded for it takes ${formatNs(measureOf(batch)(baseline))} ${measureText(batch)}`;
  return `Nothing is reconfigured here: ${own}${better}`;
}

function whatIs({ baseline, exits }: VerdictInput): string {
  const bare = baseline?.name === 'static-no-exits' && exits > 0 ? ' without exits' : '';
  return `A static design${bare}${baseline?.narrow ? ' that may not fit' : ''}`;
}

function measureText(batch: number): string {
  return batch === 1 ? 'on average' : `per input in batches of ${formatCount(batch)}`;
}

function againstStatic(input: VerdictInput): string {
  const { design, baseline, batch } = input;
  const figure = measureOf(batch);
  const measure = measureText(batch);
  const own = formatAtLeast(input.atLeast, formatNs(figure(design)));
  if (baseline === undefined || baseline.unknown === true) return `Reconfiguring takes ${own} ${measure}`;
  if (!baseline.fits)
    return `A static design does not fit this part with weights on chip, reconfiguring takes ${own} ${measure}`;
  if (input.atLeast === true) return `Reconfiguring takes ${own} ${measure}`;
  const what = whatIs(input);
  const other = formatNs(figure(baseline));
  const against = `${other} against ${own} ${measure}`;
  if (other === own) return `${what} is as fast here: ${against}${moreInputs(input)}`;
  return figure(baseline) < figure(design)
    ? `${what} is faster here: ${against}${whenItPays(input)}`
    : `${what} is slower here: ${against}${moreInputs(input)}`;
}

/** For a design that loses: the batch from which it wins, or else what would have to change. */
function whenItPays({ batch, breakEven, turningLoads }: VerdictInput): string {
  if (breakEven === undefined) return '';
  const { fromBatch, upToBatch } = breakEven;
  if (fromBatch === null) return `; reconfiguring never pays on this part${turning(turningLoads)}`;
  if (upToBatch !== null) {
    return fromBatch === upToBatch
      ? `; reconfiguring pays only for a batch of ${formatCount(fromBatch)}`
      : `; reconfiguring pays for batches of ${formatCount(fromBatch)} to ${formatCount(upToBatch)}`;
  }
  return fromBatch <= batch
    ? ', but reconfiguring passes more inputs per second'
    : `; reconfiguring pays from a batch of ${formatCount(fromBatch)}`;
}

function turning(times: number | null | undefined): string {
  if (times === undefined) return '';
  return times === null
    ? `, not even with loads ${MOST_TIMES_AS_FAST} times as fast`
    : `: its loads would have to be ${formatNumber(times)} times as fast`;
}

/** For a design that wins on latency: whether the static one has the higher throughput. */
function moreInputs({ design, baseline, batch, breakEven }: VerdictInput): string {
  if (batch > 1 || baseline === undefined || baseline.periodNs >= design.periodNs) return '';
  const fromBatch = breakEven?.fromBatch;
  const until = fromBatch ? ` below a batch of ${formatCount(fromBatch)}` : '';
  return `, but it passes more inputs per second${until}`;
}

function policyClause(input: VerdictInput): string[] {
  const { policy, serial, overlap, design, exits } = input;
  if (policy === 'serial') {
    const gain = compare(serial, overlap, ['would save', 'would cost', 'would gain']);
    return gain === undefined ? [] : [`overlapping ${gain}`];
  }
  const name = policy === 'overlap' ? 'overlapping' : 'speculating';
  const gain = compare(serial, design, ['saves', 'costs', 'gains']);
  if (gain !== undefined) return [`${name} ${gain} against serial`];
  return exits === 0
    ? ['without exits there is no check to hide a load behind']
    : [`${name} changes nothing against serial`];
}

/** Gains and losses from `before` to `now`, as text; undefined if they are the same. */
function compare(
  before: Contender,
  now: Contender,
  [saves, costs, gains]: readonly [string, string, string],
): string | undefined {
  const parts: string[] = [];
  const saved = before.meanNs - now.meanNs;
  if (saved > 0) parts.push(`${saves} ${formatNs(saved)} on latency`);
  if (saved < 0) parts.push(`${costs} ${formatNs(-saved)} on latency`);
  const throughput = before.periodNs / now.periodNs - 1;
  if (throughput < 0) parts.push(`${costs} ${formatShare(-throughput)} of throughput`);
  if (throughput > 0) parts.push(`${gains} ${formatShare(throughput)} of throughput`);
  return parts.length === 0 ? undefined : parts.join(' and ');
}
