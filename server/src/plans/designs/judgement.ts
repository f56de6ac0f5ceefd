/** What a comparison of designs says, in one paragraph. */
import { formatAccuracy, formatNs, formatNumber, formatShare } from '../../base/format';
import { type ScheduleProblem, residentBounds, scheduleOnce, scheduleStream } from '../../schedule/index';
import { type DesignObjective, formatValue, measured, searchedBy, valueFor } from '../standing';
import type { DesignCandidate, DesignSearch } from './explore-designs';

export const kindNames = {
  static: 'static',
  'static+memory': 'static with weights in memory',
  serial: 'reconfigured, `serial`',
  overlap: 'reconfigured, `overlap`',
  speculate: 'reconfigured, `speculate`',
} as const satisfies Record<DesignCandidate['kind'], string>;

export function isReconfigured({ kind }: Pick<DesignCandidate, 'kind'>): boolean {
  return kind !== 'static' && kind !== 'static+memory';
}

/** Whether a design can be built and keeps every budget. */
export function isSound({ fits, missed }: DesignCandidate): boolean {
  return fits === 'yes' && missed.length === 0;
}

/** Names the winner, by how much, why, and what would turn it. */
export function designSentence(search: DesignSearch): string {
  const { candidates, asked, required } = search;
  const [best] = candidates;
  if (best === undefined) return 'Nothing was found.';
  if (best.fits === 'no')
    return `No design of any kind fits this part. ${search.groups.map((g) => g.best?.trouble ?? g.why ?? '')[0] ?? ''}`.trim();
  const { objective } = asked;
  const what = measured[objective];
  const value = valueFor(best.after, objective);
  const rival = candidates.find((c) => isReconfigured(c) !== isReconfigured(best));
  const own = value === undefined ? 'not known' : formatValue(objective, value);
  const lead = `${capital(nameOf(best))}: ${what} ${own}`;
  const written =
    best.structure === undefined ? ', as the file has it' : against(search.written, objective, 'as written');
  const doubt = best.fits === 'undecided' ? ` Whether it fits is undecided: ${best.trouble ?? ''}` : '';
  const misses = best.missed.map(
    (m) =>
      ` It misses \`${m.limit}\`: ${m.actual}${m.missBy === undefined ? '' : `, ${formatShare(m.missBy)} away`}.`,
  );
  const none =
    best.missed.length > 0 ? ' No design that was found meets every budget; this one comes nearest.' : '';
  const accuracy = required
    ? ` Only exits that are right at least ${formatAccuracy(required.accuracy)} of the time count.`
    : '';
  return `${lead}${written}.${doubt}${misses.join('')}${none} ${rivalText(search, best, rival)}${accuracy}`.trim();
}

function against(other: DesignCandidate, objective: DesignObjective, as: string): string {
  const value = valueFor(other.after, objective);
  return value === undefined
    ? ''
    : `, against ${formatValue(objective, value)} ${as}${other.fits === 'no' ? ' (which does not fit)' : ''}`;
}

function rivalText(
  { asked, groups }: DesignSearch,
  best: DesignCandidate,
  rival: DesignCandidate | undefined,
): string {
  const other = isReconfigured(best) ? 'static' : 'reconfigured';
  if (rival === undefined || rival.fits === 'no') {
    const group = groups.find((g) => isReconfigured(g) !== isReconfigured(best));
    const why = rival?.trouble ?? group?.best?.trouble ?? group?.why;
    return `No ${other} design fits${why === undefined ? '' : `: ${why}`}${why?.endsWith('.') ? '' : '.'}`;
  }
  const [value, theirs] = [best, rival].map((c) => valueFor(c.after, asked.objective));
  const factor = value && theirs ? theirs / value : undefined;
  const by =
    factor === undefined
      ? ''
      : factor >= 1
        ? ` takes ${formatValue(asked.objective, theirs ?? 0)}, ${formatNumber(factor)} times as ${asked.objective === 'energy' ? 'much' : 'long'}`
        : ` takes ${formatValue(asked.objective, theirs ?? 0)}, less, but ${rival.fits === 'undecided' ? 'may not fit' : 'misses more of the budgets'}`;
  const loads = Object.values(
    (isReconfigured(best) ? best : rival).after.analysis.timeline?.problem.loadNs ?? {},
  );
  const load = loads.length > 0 ? ` A load takes ${formatNs(Math.max(...loads))}.` : '';
  return `The best ${other} design (${nameOf(rival)})${by}.${load} ${turnText(best, rival, asked.objective)}`.trim();
}

/** Largest batch, and how many times as fast a port, that are tried. */
const [MOST_BATCH, MOST_FASTER] = [1024, 10];

/** The nearest change with which the rival would be ahead, both with the same hardware as now. */
function turnText(best: DesignCandidate, rival: DesignCandidate, wanted: DesignObjective): string {
  const [own, theirs] = [best.after.analysis.timeline?.problem, rival.after.analysis.timeline?.problem];
  // With arrivals the period hardly changes the energy.
  const isArriving = wanted === 'energy' && own?.arrival !== 'back-to-back';
  if (own === undefined || theirs === undefined || isArriving) return '';
  const objective = searchedBy(wanted);
  const turns: string[] = [];
  const batch = turningBatch(own, theirs);
  if (batch !== undefined) turns.push(`in batches of ${batch} the other takes less time per input`);
  const timeOf = (problem: ScheduleProblem, faster: number): number => {
    const loadNs = Object.fromEntries(
      Object.entries(problem.loadNs).map(([r, ns]) => [r, Math.round(ns / faster)]),
    );
    const changed = { ...problem, loadNs };
    if (objective === 'throughput') return scheduleStream(changed).periodPerInputNs;
    const once = scheduleOnce(changed);
    return objective === 'latency' ? once.meanNs : once.worstNs;
  };
  for (let faster = 1; faster <= MOST_FASTER; faster++) {
    if (timeOf(theirs, faster) >= timeOf(own, faster)) continue;
    if (faster > 1) turns.push(`with loads ${faster} times as fast the other is ahead`);
    break;
  }
  const held = 'with the hardware of both as it is';
  return turns.length === 0
    ? `Neither batches up to ${formatNumber(MOST_BATCH)} nor loads ${MOST_FASTER} times as fast turn this, ${held}.`
    : `What turns it, ${held}: ${turns.join('; ')}.`;
}

/** The smallest batch by doubling with which the rival takes less time per input; fixed times spread, so it stays ahead up to the largest. */
function turningBatch(own: ScheduleProblem, theirs: ScheduleProblem): number | undefined {
  const turns = (batch: number): boolean => isFaster({ ...theirs, batch }, { ...own, batch });
  const batches: number[] = [];
  for (let batch = 2 * own.batch; batch <= MOST_BATCH; batch *= 2) batches.push(batch);
  let [low, high] = [0, batches.length - 1];
  if (high < 0 || !turns(batches[high] ?? 1)) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (turns(batches[middle] ?? 1)) high = middle;
    else low = middle + 1;
  }
  return batches[low];
}

/** Whether the period of one is shorter than that of the other. Bounds of a resident design decide where they can: it has many states. */
function isFaster(one: ScheduleProblem, other: ScheduleProblem): boolean {
  const [a, b] = [periodBounds(one), periodBounds(other)];
  if (Math.round(a.most) < Math.round(b.least)) return true;
  if (Math.round(a.least) >= Math.round(b.most)) return false;
  return scheduleStream(one).periodNs < scheduleStream(other).periodNs;
}

function periodBounds(problem: ScheduleProblem): { readonly least: number; readonly most: number } {
  if (Object.keys(problem.loadNs).length === 0) return residentBounds(problem);
  const { periodNs } = scheduleStream(problem);
  return { least: periodNs, most: periodNs };
}

export function nameOf({ kind, isFrontResident, structure }: DesignCandidate): string {
  const front = isFrontResident ? ', front resident' : '';
  const stages = structure
    ? ` in ${structure.cuts.length + 1} stage${structure.cuts.length === 0 ? '' : 's'}`
    : '';
  return `${kindNames[kind]}${stages}${front}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
