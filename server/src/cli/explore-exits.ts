/** `exeunt explore exits --as-written`: the best of every subset of the exits. */
import { basename } from 'node:path';
import type { CurveModel, ExplorationJson, ExplorationTable } from '../base/protocol/exploration';
import { editsJson, shownText } from './explore-shown';
import { exitsSvg } from '../export/report/explore-pictures';
import { formatAccuracy, formatNs, formatShare, plural } from '../base/format';
import { hashOf } from '../base/hash';
import type { Objective } from '../explore/exits/best-subsets';
import { bestOf, isFree, ranked, sentenceOf } from '../plans/exits/judgement';
import { type Candidate, type ExitSearch, exploreExits, valueOf } from '../plans/exits/explore-exits';
import { energyOf } from '../plans/energy/energy-of';
import { accuracyOption } from './arguments';
import { energyCell, energyCsv, energyCsvHead, energyHead, energyJson, energyNote } from './explore-energy';
import { applyCandidate, candidateOption, checkCandidateOption, csvField } from './explore-options';
import { type Checked, checkFile } from './files';
import { untilInterrupted } from './interrupt';
import { Refused, WrongUse, exitStatus } from './outcome';
import { progressOf } from './progress';
import { writeWhole } from './write-file';
import { print, printJson } from './print';

interface Options {
  readonly for?: string | undefined;
  readonly accuracy?: string | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: string | undefined;
  readonly svg?: string | undefined;
  readonly apply?: boolean | undefined;
  readonly candidate?: string | undefined;
  readonly progress?: boolean | undefined;
}

/** Compares the subsets; `--apply` writes the best one, or `--candidate`. */
export async function exploreExitsOf(file: string, options: Options): Promise<number> {
  checkCandidateOption(options);
  const asked = { objective: objectiveOf(options.for), accuracy: accuracyOption(options.accuracy) };
  const checked = await checkFile(file);
  const { checkpoint, end } = untilInterrupted();
  const bar = progressOf('sets of exits analysed', 0, options.progress);
  const search = await exploreExits(checked, asked, checkpoint, bar);
  end();
  if ('missing' in search) throw new Refused(`${file}: comparing exits needs ${search.missing}`);
  const all = ranked(search);
  const chosen = options.candidate === undefined ? bestOf(search) : candidateOption(options, all);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(checked, all));
  if (options.svg !== undefined) await writeWhole(options.svg, exitsSvg(pictureOf(checked, search)));
  if (options.json) printJson(jsonOf(checked, search));
  else print(shownText(shownOf(checked, search)));
  if (options.apply) {
    if (chosen === undefined) throw new Refused(`${file}: nothing is applied: no subset of the exits fits`);
    await applyCandidate(checked, chosen.edits, search.complete);
  }
  return search.complete ? exitStatus.ok : exitStatus.interrupted;
}

function objectiveOf(text = 'latency'): Objective {
  if (text === 'latency' || text === 'worst' || text === 'energy') return text;
  throw new WrongUse(`--for \`${text}\`: choose from latency, worst, energy`);
}

function shownOf(checked: Checked, search: ExitSearch): ExplorationJson {
  const { analysis } = checked;
  const { exits, required, timed, unconfirmed, curves } = search;
  const all = ranked(search);
  const best = bestOf(search);
  const rows = curves.flatMap(({ byCount }) =>
    byCount.flatMap((c) => (c ? [[String(all.indexOf(c) + 1), ...cells(checked, c)]] : [])),
  );
  const limit =
    required &&
    `Only subsets that are right at least ${formatAccuracy(required.accuracy)} of the time count (${by[required.by]}).`;
  const verdict = best?.after.analysis.comparison?.verdict;
  const prices = best && pricesOf(best, all.indexOf(best) + 1);
  return {
    sentences: [
      sentenceOf(search, analysis.timeline?.atLeast),
      ...(best && verdict !== undefined
        ? [`Number ${all.indexOf(best) + 1} beside static designs: ${verdict}`]
        : []),
    ],
    tables: [
      { title: `${plural(exits.length, 'exit')}: the best of each number`, head: [...head], rows },
      ...(prices && prices.rows.length > 0 ? [prices] : []),
    ],
    notes: [
      ...(prices?.rows.length === 0 ? [`${prices.title}: it has none.`] : []),
      curves.every((c) => c.proved)
        ? `All ${plural(timed, 'design')} were timed, so none is better with these durations; those shown were analysed as edited text.`
        : `All ${plural(timed, 'design')} were timed, and the best few of each number analysed as edited text; one that fits and is not shown may be better.`,
      'As written: cuts, places, folding, thresholds.',
      energyNote(checked),
      ...(limit ? [limit, 'Exits are chosen and judged on the same samples.'] : []),
      ...(unconfirmed > 0
        ? [`${plural(unconfirmed, 'subset')} left out: the analysis of the edited text gives other times.`]
        : []),
      ...(search.complete ? [] : ['Interrupted: this is the best so far.']),
    ],
    picture: { kind: 'curve', model: pictureOf(checked, search) },
  };
}

const by = {
  asked: '`--accuracy`',
  budget: 'the budget',
  'as now': 'as often as the file as written',
} as const;

const head = ['#', 'policy', 'exits', 'mean', 'worst', 'period', energyHead, 'accuracy', 'fits', 'which'];

function cells(
  before: Checked,
  { policy, names, meanNs, worstNs, accuracy, fits, after }: Candidate,
): string[] {
  const stream = after.analysis.timeline?.stream;
  return [
    policy,
    String(names.length),
    formatNs(meanNs),
    formatNs(worstNs),
    stream ? `${stream.exact ? '' : '~'}${formatNs(stream.periodNs)}` : 'not modelled',
    energyCell(energyOf(before, after)),
    accuracy === undefined ? 'not known' : formatAccuracy(accuracy),
    fits,
    names.length === 0 ? 'none' : names.join(' '),
  ];
}

/** What each exit of a candidate hides, costs and saves. */
function pricesOf({ prices, after }: Candidate, number: number): ExplorationTable {
  const times = after.analysis.timeline?.schedule.exits ?? [];
  const rows = prices.flatMap((price) => {
    const time = times.find((t) => t.name === price.name);
    if (time === undefined) return [];
    return [
      [
        price.name,
        formatShare(time.rate),
        formatNs(time.checkNs),
        formatNs(time.hiddenNs),
        formatNs(time.exposedNs),
        signed(price.meanNs),
        signed(price.worstNs),
        isFree(price) ? 'free' : '',
      ],
    ];
  });
  return {
    title: `The exits of number ${number}: what each changes against the same without it`,
    head: ['exit', 'leave', 'check', 'hidden', 'exposed', 'mean', 'worst', ''],
    rows,
  };
}

function signed(ns: number): string {
  return ns > 0 ? `+${formatNs(ns)}` : ns < 0 ? `-${formatNs(-ns)}` : '0';
}

function pictureOf({ path }: Checked, { curves, objective }: ExitSearch): CurveModel {
  return {
    title: `${basename(path)}: the best of each number of exits, with cuts, places and folding as written`,
    measured: { latency: 'mean latency', worst: 'worst case', energy: 'energy of an input' }[objective],
    unit: objective === 'energy' ? 'J' : 's',
    lines: curves.map(({ policy, byCount }) => ({
      name: policy,
      points: byCount.flatMap((c, count) =>
        c
          ? [
              {
                count,
                value: valueOf(c, objective) * (objective === 'energy' ? 1e9 : 1),
                accuracy: c.accuracy,
                fits: c.fits === 'yes',
              },
            ]
          : [],
      ),
    })),
  };
}

function csvOf(before: Checked, all: readonly Candidate[]): string {
  const lines = all.map((c, i) =>
    [
      i + 1,
      c.policy,
      c.names.length,
      c.meanNs,
      c.worstNs,
      c.after.analysis.timeline?.stream?.periodNs ?? '',
      c.accuracy ?? '',
      c.fits,
      csvField(c.names.join(' ')),
      energyCsv(energyOf(before, c.after)),
    ].join(','),
  );
  return `${[`number,policy,exits,mean_ns,worst_ns,period_ns,accuracy,fits,names,${energyCsvHead}`, ...lines].join('\n')}\n`;
}

function jsonOf(checked: Checked, search: ExitSearch): object {
  const { path, analysis } = checked;
  const all = ranked(search);
  const { objective, exits, required, now, curves, timed, unconfirmed } = search;
  const idOf = (c: Candidate | undefined): number | null => (c ? all.indexOf(c) + 1 : null);
  return {
    version: 1,
    question: 'exits',
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective,
    samples: analysis.profile?.rates?.samples ?? null,
    searched: { exits, policy: curves.map((c) => c.policy) },
    heldFixed: ['cuts', 'places', 'folding', 'thresholds', 'batch'],
    required: required ?? null,
    asWritten: {
      policy: now.policy,
      meanNs: now.meanNs,
      worstNs: now.worstNs,
      accuracy: now.accuracy ?? null,
    },
    best: idOf(bestOf(search)),
    kinds: Object.fromEntries(
      curves.map(({ policy, shape, byCount, proved }) => [
        policy,
        {
          shape: shape ?? null,
          proved,
          byCount: byCount.map((c, count) => ({ count, id: idOf(c) })),
        },
      ]),
    ),
    candidates: Object.fromEntries(all.map((c, i) => [i + 1, candidateJson(checked, c)])),
    timed,
    unconfirmed,
    sentence: sentenceOf(search, analysis.timeline?.atLeast),
    verdict: bestOf(search)?.after.analysis.comparison?.verdict ?? null,
    shown: shownOf(checked, search),
    complete: search.complete,
  };
}

function candidateJson(
  before: Checked,
  { policy, names, fits, meanNs, worstNs, accuracy, prices, after, edits }: Candidate,
): object {
  const { timeline } = after.analysis;
  const times = timeline?.schedule.exits ?? [];
  return {
    policy,
    fits,
    meanNs,
    worstNs,
    percentilesNs: timeline?.schedule.percentilesNs ?? null,
    periodNs: timeline?.stream?.periodNs ?? null,
    periodExact: timeline?.stream?.exact ?? null,
    accuracy: accuracy ?? null,
    energy: energyJson(energyOf(before, after)),
    exits: names.flatMap((name) => {
      const time = times.find((t) => t.name === name);
      const price = prices.find((p) => p.name === name);
      if (time === undefined || price === undefined) return [];
      const { rate, latencyNs, checkNs, hiddenNs, exposedNs, leavingNs } = time;
      return [
        {
          ...{ name, rate, latencyNs, checkNs, hiddenNs, exposedNs, leavingNs },
          ...{ priceMeanNs: price.meanNs, priceWorstNs: price.worstNs, free: isFree(price) },
        },
      ];
    }),
    edits: editsJson(before, edits),
  };
}
