/** Hovers on the timeline: schedule, exits, baselines, budgets. */
import { formatMetric } from '../analysis/presentation/metric';
import { type Block, type Case, isSameBlock } from '../../../grammar/src/index';
import type { Analysis, BudgetResult } from '../analysis/analysis';
import { laneText, streamAtLeast, streamLimit } from '../analysis/presentation/stream-text';
import { endsOf } from '../analysis/presentation/report-timeline';
import { judgementOf } from '../analysis/verdict/judgement';
import {
  formatAccuracy,
  formatAsKnown,
  formatAtLeast,
  formatAtMost,
  formatBound,
  formatCount,
  formatNs,
  formatRate,
  formatShare,
  withBetween,
} from '../base/format';
import type { ExitSpec } from '../semantics/design';
import { code, list, paragraphs, plain, prose, table } from './markdown';
import type { Diagnostics } from './figure-text';

export function scheduleHover(analysis: Analysis, diagnostics: Diagnostics): string {
  const { timeline, missing } = analysis;
  if (timeline === undefined) return paragraphs('**No timeline yet**', list(missing.map(prose)));
  const judgement = judgementOf(analysis, diagnostics);
  const { comparison } = analysis;
  const { schedule, atLeast } = timeline;
  const { meanNs, worstNs, percentilesNs: p, policy, batch } = schedule;
  const { loadSpan } = timeline;
  const told = (ns: number, of: (s: typeof schedule) => number): string =>
    withBetween(formatAtLeast(atLeast, formatNs(ns)), ns, loadSpan && endsOf(loadSpan, schedule, of));
  const perBatch = batch > 1 ? ` a batch of ${batch}` : '';
  return paragraphs(
    `**mean ${told(meanNs, (s) => s.meanNs)} · worst ${told(worstNs, (s) => s.worstNs)}**${perBatch} · 50/95/99 % within ${told(p[50], (s) => s.percentilesNs[50])} / ${told(p[95], (s) => s.percentilesNs[95])} / ${told(p[99], (s) => s.percentilesNs[99])}`,
    `Policy ${code(policy)}, one input alone: mean = Σ rate · latency, worst = the whole path.`,
    atLeast
      ? 'Something is not modelled that takes time: all latencies are lower bounds. Waits behind loads are differences of such bounds: what is known of them, not least and not most.'
      : '',
    exitTable(analysis),
    prose(judgement?.text ?? ''),
    comparison
      ? table(
          ['baseline', 'mean', 'worst', 'fits'],
          comparison.baselines.map((b) => [
            b.name,
            formatAtLeast(atLeast, formatNs(b.meanNs)),
            formatAtLeast(atLeast, formatNs(b.worstNs)),
            b.fits ? (b.narrow ? 'may' : 'yes') : b.unknown ? 'not known' : 'no',
          ]),
        )
      : '',
  );
}

function exitTable({ timeline }: Analysis): string {
  if (timeline === undefined) return '';
  const { exits, endRate, endLatencyNs } = timeline.schedule;
  const { atLeast } = timeline;
  return table(
    ['leaves at', 'rate', 'latency', 'staying inputs wait', 'leaving inputs wait'],
    [
      ...exits.map((e) => [
        e.name,
        formatShare(e.rate),
        formatAtLeast(atLeast, formatNs(e.latencyNs)),
        formatAsKnown(atLeast, formatNs(e.exposedNs)),
        formatAsKnown(atLeast, formatNs(e.leavingNs)),
      ]),
      ['the end', formatShare(endRate), formatAtLeast(atLeast, formatNs(endLatencyNs)), '', ''],
    ],
  );
}

/** Hover on batch and arrival: throughput and latency in the long run. */
export function streamHover(analysis: Analysis): string {
  const { timeline } = analysis;
  if (timeline === undefined) return '';
  const { stream, schedule, atLeast } = timeline;
  const least = (ns: number): string => formatAtLeast(atLeast, formatNs(ns));
  const bound = streamAtLeast(timeline);
  if (stream === undefined) return '**Inputs in the long run**: not modelled for so many stages';
  const { arrival } = stream;
  const [low, high] = stream.interval95Ns;
  const simulated = !stream.simulated
    ? ''
    : ` (simulated: a period of ${formatNs(low)} … ${formatNs(high)} with 95 % certainty)`;
  const limit = streamLimit(stream);
  return paragraphs(
    `**${formatAtMost(bound, formatRate(stream.throughputPerSecond))}** back to back${simulated}: one input every ${formatAtLeast(bound, formatNs(stream.periodPerInputNs))}, the port loading ${formatAsKnown(bound, formatShare(stream.portShare))} of the time`,
    list([
      ...(limit === undefined ? [] : [`limited by ${plain(limit)}`]),
      `an input alone: mean ${least(schedule.meanPerInputNs)}, worst ${least(schedule.worstPerInputNs)}${schedule.batch > 1 ? ` per input of a batch of ${schedule.batch}` : ''}`,
      ...(arrival === undefined ? [] : [arrivalText(arrival, bound)]),
    ]),
    table(
      ['lane', 'working', 'held by an input'],
      stream.lanes.map((l) => [laneText(l), formatShare(l.busy), formatShare(l.held)]),
    ),
  );
}

type Stream = NonNullable<NonNullable<Analysis['timeline']>['stream']>;

function arrivalText(arrival: NonNullable<Stream['arrival']>, atLeast: boolean): string {
  const every = formatNs(arrival.everyNs);
  if (!arrival.sustainable) {
    return `every ${every} is too fast: the queue grows without bound below ${formatAtLeast(atLeast, formatNs(arrival.shortestEveryNs))}`;
  }
  return `every ${every}: waits ${formatAtLeast(atLeast, formatNs(arrival.meanWaitNs))}, done after ${formatAtLeast(atLeast, formatNs(arrival.latency.meanNs))} on average`;
}

export function rateHover({ timeline, profile }: Analysis, exit: ExitSpec): string {
  const times = timeline?.schedule.exits.find((e) => e.name === exit.name);
  if (times === undefined)
    return exit.rate ? `**${formatShare(exit.rate.value)}** of all inputs leave at ${code(exit.name)}` : '';
  const written = exit.rate?.value ?? 0;
  const isCounted = profile?.rates?.exits.some((e) => e.name === exit.name) === true;
  const above =
    written - times.rate > 1e-9 ? `, ${formatShare(written)} are written: shares above 100 % are cut` : '';
  const cut = isCounted ? ', as the trace counts; what is written is only compared with it' : above;
  const share = times.rate * times.latencyNs;
  return `**${formatShare(times.rate)}** of all inputs leave at ${code(exit.name)} after ${formatAtLeast(timeline?.atLeast, formatNs(times.latencyNs))}${cut}: ${formatAtLeast(timeline?.atLeast, formatNs(share))} of the mean`;
}

/** Hover on one case of a switch. */
export function caseHover(
  { timeline, profile, missing, design }: Analysis,
  block: Block,
  { name }: Case,
): string {
  const decision = design.switches.find((s) => isSameBlock(s.origin.block, block));
  if (name === undefined || decision === undefined) return '';
  const times = timeline?.schedule.decisions.find((d) => d.name === decision.name);
  const own = times?.cases.find((c) => c.name === name.text);
  if (own === undefined)
    return paragraphs(`**${plain(name.text)}**: its latency is not known yet`, list(missing.map(prose)));
  const isCounted = (profile?.rates?.cases?.get(decision.name)?.length ?? 0) > 0;
  const written = decision.cases.reduce((sum, c) => sum + (c.rate ?? 0), 0);
  const scaled =
    Math.abs(written - 1) > 1e-6
      ? `, scaled: what is written for the cases adds up to ${formatShare(written)}`
      : '';
  const how = isCounted ? ', as the trace counts' : scaled;
  return `**${formatShare(own.rate)}** of all inputs take ${code(own.name)}${how}: ${formatAtLeast(timeline?.atLeast, formatNs(own.meanNs))} on average, ${formatAtLeast(timeline?.atLeast, formatNs(own.worstNs))} at worst`;
}

export function budgetHover(result: BudgetResult): string {
  const { limit, actual, verdict } = result;
  const allowed = formatMetric(limit.metric, limit.value);
  if (actual === undefined)
    return `**${limit.metric}**: not known yet; the limit is ${plain(limit.comparison)} ${allowed}`;
  return `**${limit.metric} ${actualText(result, actual)}** against ${plain(limit.comparison)} ${allowed}: ${verdict}`;
}

/** Hover on the profile: rates and accuracy at the design's thresholds. */
export function profileHover({ profile }: Analysis): string {
  if (profile === undefined) return '';
  if (profile.rates === undefined) return `The trace is not used: ${prose(profile.fault?.message ?? '')}`;
  const { samples, exits, end, accuracy } = profile.rates;
  const rows = [...exits, { name: 'end of the network', ...end }].map((e) => [
    e.name,
    formatShare(e.rate),
    e.accuracy === null ? '–' : formatAccuracy(e.accuracy),
  ]);
  return [
    `**${formatAccuracy(accuracy)} correct** over ${formatCount(samples)} samples, counted one by one at the thresholds of the design`,
    table(['exit', 'leave here', 'of them correct'], rows),
  ].join('\n\n');
}

export function budgetTable({ budgets }: Analysis): string {
  return table(
    ['limit', 'allowed', 'is', ''],
    budgets.map((result) => [
      result.limit.metric,
      `${result.limit.comparison} ${formatMetric(result.limit.metric, result.limit.value)}`,
      result.actual === undefined ? '' : actualText(result, result.actual),
      result.verdict,
    ]),
  );
}

function actualText({ limit, bound }: BudgetResult, actual: number): string {
  return formatBound(bound, formatMetric(limit.metric, actual));
}
