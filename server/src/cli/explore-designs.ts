/** `exeunt explore stages`, and `explore exits` with everything free: each kind of design with its best cuts, places and foldings. */
import { basename } from 'node:path';
import { formatAccuracy, formatNs, formatNumber, formatShare, plural } from '../base/format';
import { hashOf } from '../base/hash';
import type { CurveModel, ExplorationJson } from '../base/protocol/exploration';
import { editsJson, shownText } from './explore-shown';
import { exitsSvg } from '../export/report/explore-pictures';
import {
  type DesignCandidate,
  type DesignGroup,
  type DesignSearch,
  type FirstAnswer,
  exploreDesigns,
} from '../plans/designs/explore-designs';
import { designSentence, isSound, kindNames, nameOf } from '../plans/designs/judgement';
import { kinds } from '../plans/designs/structures';
import {
  type DesignObjective,
  designObjectives,
  measured,
  searchedBy,
  timeFor,
  usualObjective,
  valueFor,
} from '../plans/standing';
import { energyOf } from '../plans/energy/energy-of';
import { accuracyOption } from './arguments';
import { energyCell, energyCsv, energyCsvHead, energyHead, energyJson, energyNote } from './explore-energy';
import {
  type CandidateOptions,
  applyCandidate,
  candidateOption,
  checkCandidateOption,
  csvField,
  objectiveOption,
} from './explore-options';
import { type Checked, checkFile } from './files';
import { untilInterrupted } from './interrupt';
import { Refused, exitStatus } from './outcome';
import { print, printJson, say } from './print';
import { progressOf } from './progress';
import { writeWhole } from './write-file';

export interface DesignOptions extends CandidateOptions {
  readonly for?: string | undefined;
  readonly accuracy?: string | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: string | undefined;
  readonly svg?: string | undefined;
}

/** `--apply` writes the first design of the table that is not the file itself, or `--candidate`. */
export async function exploreDesignsOf(
  question: 'stages' | 'exits',
  file: string,
  options: DesignOptions,
): Promise<number> {
  checkCandidateOption(options);
  const accuracy = accuracyOption(options.accuracy);
  const checked = await checkFile(file);
  const asked = {
    objective: objectiveOption(options.for, usualObjective(checked), designObjectives),
    exits: question === 'exits' ? ('free' as const) : ('kept' as const),
    accuracy,
  };
  const { checkpoint, end } = untilInterrupted();
  const bar = progressOf('kinds searched', 0, options.progress);
  const search = await exploreDesigns(checked, asked, checkpoint, bar, (first) => {
    sayFirst(checked, asked.objective, first);
  });
  end();
  if ('missing' in search) throw new Refused(`${file}: a search for ${question} needs ${search.missing}`);
  const { candidates, complete } = search;
  const chosen = candidateOption(options, candidates);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(checked, candidates));
  if (options.svg !== undefined) await writeWhole(options.svg, exitsSvg(pictureOf(checked, search)));
  if (options.json) printJson(jsonOf(question, checked, search));
  else print(shownText(shownOf(question, checked, search)));
  if (options.apply) {
    if (chosen?.fits === 'no' && options.candidate === undefined)
      throw new Refused(`${file}: nothing is applied: no design fits`);
    await applyCandidate(checked, chosen?.edits, complete);
  }
  return complete ? exitStatus.ok : exitStatus.interrupted;
}

/** A search through many sets of exits takes a while: says what is known at once. */
function sayFirst(written: Checked, objective: DesignObjective, { sets, best }: FirstAnswer): void {
  if (sets < LONG) return;
  const now = timeFor(written, searchedBy(objective));
  const found =
    best === undefined
      ? 'no static design was found that fits'
      : `static in ${plural(best.structure.cuts.length + 1, 'stage')} takes ${formatNs(best.timeNs)}`;
  const asIs = now === undefined ? 'not known' : formatNs(now);
  say(
    `First answer: ${found}, the design as written ${asIs}. Searching ${formatNumber(sets)} sets of exits.`,
  );
}

/** Sets of exits that take longer than a moment. */
const LONG = 256;

function shownOf(question: 'stages' | 'exits', checked: Checked, search: DesignSearch): ExplorationJson {
  const { path } = checked;
  const { candidates, groups, cuts, complete } = search;
  const rows = candidates.map((c, i) => [
    String(i + 1),
    ...cells(
      checked,
      c,
      groups.find((g) => g.best === c),
    ),
  ]);
  const failed = groups.filter((g) => g.best === undefined);
  const [first] = candidates;
  const verdict = first?.after.analysis.comparison?.verdict;
  return {
    sentences: [
      designSentence(search),
      ...(verdict === undefined ? [] : [`Number 1 beside static designs: ${verdict}`]),
    ],
    tables: [{ title: `${path}: the best of each kind`, head: [...head], rows }],
    notes: [
      ...failed.map(
        (g) =>
          `None: ${kindNames[g.kind]}${question === 'exits' ? ` with ${plural(g.count, 'exit')}` : ''}: ${g.why ?? 'nothing fits'}`,
      ),
      `${plural(
        groups.reduce((n, g) => n + g.structures, 0),
        'way',
      )} to cut and place the network, of which ${plural(
        groups.reduce((n, g) => n + g.tried, 0),
        'way was',
        'ways were',
      )} folded, in the order of what their latency is at least; the designs shown were analysed as edited text.`,
      `Searched: ${cuts}; resident front, end or single stages; one region or two by turns; \`parallel\`, pblocks${question === 'exits' ? '; every set of exits' : ''}.`,
      `Held: ${question === 'exits' ? '' : 'exits, '}thresholds, decision units, batch. An engine shared by all layers: not modelled.`,
      energyNote(checked),
      ...(complete ? [] : ['Interrupted: this is the best so far.']),
    ],
    picture: { kind: 'curve', model: pictureOf(checked, search) },
  };
}

const head = [
  '#',
  'design',
  'exits',
  'mean',
  'worst',
  'per input',
  energyHead,
  'accuracy',
  'fits',
  'misses',
  'how sure',
  'stages',
];

function cells(before: Checked, candidate: DesignCandidate, group: DesignGroup | undefined): string[] {
  const { exits, fits, missed, after, structure } = candidate;
  const { timeline, profile, design } = after.analysis;
  const accuracy = profile?.rates?.accuracy;
  return [
    structure === undefined ? `as written: ${nameOf(candidate)}` : nameOf(candidate),
    String(exits.length),
    timeline ? formatNs(timeline.schedule.meanNs) : 'not known',
    timeline ? formatNs(timeline.schedule.worstNs) : 'not known',
    timeline?.stream
      ? `${timeline.stream.exact ? '' : '~'}${formatNs(timeline.stream.periodPerInputNs)}`
      : 'not modelled',
    energyCell(energyOf(before, after)),
    accuracy === undefined ? 'not known' : formatAccuracy(accuracy),
    fits,
    missed.map((m) => m.limit).join(', '),
    group === undefined ? '' : gapOf(group),
    design.stages
      .map((s) => `${s.name}@${s.place.kind === 'region' ? s.place.region : s.place.kind}`)
      .join(' '),
  ];
}

function gapOf({ gap, bound }: DesignGroup): string {
  if (bound === undefined) return 'no bound';
  if (gap === undefined) return `not known: none that fits for sure is below ${formatNs(bound)}`;
  return gap === 0 ? 'proved' : `none below ${formatNs(bound)}, gap ${formatShare(gap)}`;
}

/** Of the best design of each kind with each number of exits. */
function pictureOf({ path }: Checked, { groups, asked }: DesignSearch): CurveModel {
  return {
    title: `${basename(path)}: the best of each kind for each number of exits`,
    measured: measured[asked.objective],
    unit: asked.objective === 'energy' ? 'J' : 's',
    lines: kinds.map((kind) => ({
      name: kind,
      points: groups.flatMap(({ kind: own, best, count }) => {
        const value = own === kind && best ? valueFor(best.after, asked.objective) : undefined;
        if (best === undefined || value === undefined) return [];
        const accuracy = best.after.analysis.profile?.rates?.accuracy;
        return [
          {
            count,
            value: asked.objective === 'energy' ? value * 1e9 : value,
            accuracy,
            fits: best.fits === 'yes',
          },
        ];
      }),
    })),
  };
}

function csvOf(before: Checked, candidates: readonly DesignCandidate[]): string {
  const lines = candidates.map((c, i) => {
    const { timeline, profile } = c.after.analysis;
    return [
      i + 1,
      c.kind,
      c.structure === undefined ? 'yes' : 'no',
      csvField(c.exits.join(' ')),
      timeline?.schedule.meanNs ?? '',
      timeline?.schedule.worstNs ?? '',
      timeline?.stream?.periodPerInputNs ?? '',
      profile?.rates?.accuracy ?? '',
      c.fits,
      energyCsv(energyOf(before, c.after)),
    ].join(',');
  });
  return `${[`number,kind,as_written,exits,mean_ns,worst_ns,period_per_input_ns,accuracy,fits,${energyCsvHead}`, ...lines].join('\n')}\n`;
}

function jsonOf(question: 'stages' | 'exits', checked: Checked, search: DesignSearch): object {
  const { path, analysis } = checked;
  const { asked, candidates, groups, cuts, required, exits, complete } = search;
  const idOf = (c: DesignCandidate | undefined): number | null => (c ? candidates.indexOf(c) + 1 : null);
  const [first] = candidates;
  return {
    version: 1,
    question,
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective: asked.objective,
    samples: analysis.profile?.rates?.samples ?? null,
    searched: {
      cuts,
      ...(question === 'exits' && { exits }),
      folding: ['pe', 'simd', 'window', 'order'],
      pblock: 'sizes for a common time of the stages of a region',
      kinds: groups.map((g) => g.kind),
    },
    heldFixed: [...(question === 'exits' ? [] : ['exits']), 'thresholds', 'decision units', 'batch'],
    notModelled: ['an engine shared by all layers'],
    required: required ?? null,
    budgets: (first?.missed ?? []).map(({ limit, missBy }) => ({ limit, missBy: missBy ?? null })),
    best: first && first.fits !== 'no' ? 1 : null,
    asWritten: idOf(search.written),
    groups: groups.map((g) => ({
      kind: g.kind,
      exits: g.count,
      id: idOf(g.best),
      boundNs: g.bound ?? null,
      gap: g.gap ?? null,
      proved: g.gap === 0,
      structures: g.structures,
      tried: g.tried,
      why: g.why ?? null,
    })),
    candidates: Object.fromEntries(candidates.map((c, i) => [i + 1, candidateJson(checked, c)])),
    sentence: designSentence(search),
    shown: shownOf(question, checked, search),
    complete,
  };
}

export function candidateJson(before: Checked, candidate: DesignCandidate): object {
  const { kind, exits, fits, missed, trouble, after, edits, structure } = candidate;
  const { timeline, profile, design, regions, modules } = after.analysis;
  return {
    kind,
    asWritten: structure === undefined,
    frontResident: candidate.isFrontResident,
    fits,
    sound: isSound(candidate),
    missed,
    trouble: trouble ?? null,
    exits,
    stages: design.stages.map(({ name, place }) => {
      const duration = modules.find((m) => m.kind === 'stage' && m.name === name)?.duration;
      const timeNs = duration && duration.fixedNs + design.schedule.batch * duration.perInputNs;
      return { name, place: place.kind === 'region' ? place.region : place.kind, timeNs: timeNs ?? null };
    }),
    regions: regions.map(({ spec, pblock, bitstreamBytes, loadNs }) => ({
      name: spec.name,
      pblock,
      bytes: bitstreamBytes ?? null,
      loadNs: loadNs ?? null,
    })),
    policy: timeline?.problem.policy ?? null,
    batch: design.schedule.batch,
    meanNs: timeline?.schedule.meanNs ?? null,
    worstNs: timeline?.schedule.worstNs ?? null,
    percentilesNs: timeline?.schedule.percentilesNs ?? null,
    periodNs: timeline?.stream?.periodNs ?? null,
    periodExact: timeline?.stream?.exact ?? null,
    accuracy: profile?.rates?.accuracy ?? null,
    energy: energyJson(energyOf(before, after)),
    edits: editsJson(before, edits),
  };
}
