/** `exeunt explore folding`: the folding of every module. */
import { formatNs, formatShare, plural } from '../base/format';
import { hashOf } from '../base/hash';
import type { ExplorationJson } from '../base/protocol/exploration';
import { editsJson, shownText } from './explore-shown';
import {
  type FoldingCandidate,
  type FoldingSearch,
  type RoomFolding,
  exploreFolding,
} from '../plans/folding/explore-folding';
import { foldingSentence, gapText } from '../plans/folding/judgement';
import { timeObjectives, usualObjective } from '../plans/standing';
import {
  type CandidateOptions,
  applyCandidate,
  candidateOption,
  checkCandidateOption,
  csvField,
  objectiveOption,
  timeOption,
} from './explore-options';
import { type Checked, checkFile } from './files';
import { untilInterrupted } from './interrupt';
import { Refused, exitStatus } from './outcome';
import { print, printJson } from './print';
import { progressOf } from './progress';
import { writeWhole } from './write-file';

interface Options extends CandidateOptions {
  readonly for?: string | undefined;
  readonly deadline?: string | undefined;
  readonly interval?: string | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: string | undefined;
}

/** Searches the places of the modules one by one; `--apply` writes the first row of the table, or `--candidate`. */
export async function exploreFoldingOf(file: string, options: Options): Promise<number> {
  checkCandidateOption(options);
  const [deadlineNs, intervalNs] = [
    timeOption('deadline', options.deadline),
    timeOption('interval', options.interval),
  ];
  const checked = await checkFile(file);
  const asked = {
    objective: objectiveOption(options.for, usualObjective(checked), timeObjectives),
    deadlineNs,
    intervalNs,
  };
  const { checkpoint, end } = untilInterrupted();
  const bar = progressOf('places searched', 0, options.progress);
  const search = await exploreFolding(checked, asked, checkpoint, bar);
  end();
  if ('missing' in search) throw new Refused(`${file}: a search for foldings needs ${search.missing}`);
  const { candidates, complete } = search;
  const chosen = candidateOption(options, candidates);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(candidates));
  if (options.json) printJson(jsonOf(checked, search));
  else print(shownText(shownOf(checked, search)));
  if (options.apply) await applyCandidate(checked, chosen?.edits, complete);
  return complete ? exitStatus.ok : exitStatus.interrupted;
}

function shownOf(checked: Checked, search: FoldingSearch): ExplorationJson {
  const { rooms, excluded, candidates, unconfirmed, complete, asked } = search;
  const batch = checked.analysis.design.schedule.batch;
  const modules = rooms.flatMap((outcome) =>
    (outcome.best?.modules ?? []).map(({ module, timeNs, intervalNs }, i) => [
      module.name,
      outcome.room.place,
      module.duration ? formatNs(module.duration.fixedNs + batch * module.duration.perInputNs) : 'not known',
      formatNs(timeNs),
      formatNs(intervalNs),
      i === 0 ? formatShare(outcome.best?.share ?? 0) : '',
      i === 0 ? gapText(outcome) : '',
    ]),
  );
  const limited = asked.deadlineNs !== undefined || asked.intervalNs !== undefined;
  return {
    sentences: [foldingSentence(checked, search)],
    tables: [
      {
        title: limited
          ? 'Each module with the least area within the limit'
          : 'Each module with the least time',
        head: ['module', 'in', 'now', 'time', 'interval', 'of what is allowed', 'how sure'],
        rows: modules,
      },
      { title: 'Designs', head: [...head], rows: candidates.map((c, i) => [String(i + 1), ...cells(c)]) },
    ],
    notes: [
      `${plural(
        rooms.reduce((sum, { tried }) => sum + tried, 0),
        'folding',
      )} were looked at; the designs shown were analysed as edited text.`,
      'Held: cuts, places, pblocks, exits, thresholds, where weights are, policy, batch. Limits: the budget’s and `utilisation`, else 80 % of a place, at the upper end of the band. Energy: not compared; `exeunt report` of a design has it.',
      ...excluded.map(({ what, why }) => `Not searched: '${what}', since ${why}.`),
      ...(unconfirmed > 0
        ? [`${plural(unconfirmed, 'design')} left out: the analysis of the edited text gives other times.`]
        : []),
      ...(complete ? [] : ['Interrupted: this is the best so far.']),
    ],
  };
}

const head = ['#', 'folded anew', 'mean', 'worst', 'per input', 'fits', 'misses'];

function cells({ folded, fits, missed, after }: FoldingCandidate): string[] {
  const { timeline } = after.analysis;
  return [
    folded.map(nameOf).join(', '),
    timeline ? formatNs(timeline.schedule.meanNs) : 'not known',
    timeline ? formatNs(timeline.schedule.worstNs) : 'not known',
    timeline?.stream
      ? `${timeline.stream.exact ? '' : '~'}${formatNs(timeline.stream.periodPerInputNs)}`
      : 'not modelled',
    fits,
    missed.map((m) => m.limit).join(', '),
  ];
}

function nameOf({ modules }: RoomFolding): string {
  return modules.map(({ module, timeNs }) => `${module.name} ${formatNs(timeNs)}`).join(' + ');
}

function csvOf(candidates: readonly FoldingCandidate[]): string {
  const lines = candidates.map(({ folded, fits, after: { analysis } }, i) =>
    [
      i + 1,
      csvField(folded.flatMap((f) => f.modules.map(({ module }) => module.name)).join(' ')),
      folded.flatMap((f) => f.modules.map(({ timeNs }) => timeNs)).join(' '),
      Math.max(...folded.map((f) => f.share)),
      analysis.timeline?.schedule.meanNs ?? '',
      analysis.timeline?.schedule.worstNs ?? '',
      analysis.timeline?.stream?.periodPerInputNs ?? '',
      fits,
    ].join(','),
  );
  return `${['number,modules,times_ns,share,mean_ns,worst_ns,period_per_input_ns,fits', ...lines].join('\n')}\n`;
}

function jsonOf(before: Checked, search: FoldingSearch): object {
  const { path, analysis, ...checked } = before;
  const { asked, rooms, excluded, candidates, unconfirmed, complete } = search;
  return {
    version: 1,
    question: 'folding',
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective: asked.objective,
    limits: { deadlineNs: asked.deadlineNs ?? null, intervalNs: asked.intervalNs ?? null },
    searched: { modules: rooms.flatMap(({ room }) => room.modules.map((m) => m.name)) },
    heldFixed: ['cuts', 'places', 'pblocks', 'exits', 'thresholds', 'weightsIn', 'policy', 'batch'],
    excluded,
    places: rooms.map(({ room, best, bound, gap, proved, tried, front, short }) => ({
      place: room.place,
      modules: best ? foldingJson(best) : null,
      share: best?.share ?? null,
      bound: Number.isFinite(bound) ? bound : null,
      ...{ gap: gap ?? null, proved, tried, short },
      front: front.map((f) => ({ timesNs: f.modules.map((m) => m.timeNs), share: f.share })),
    })),
    best: candidates.length > 0 ? 1 : null,
    candidates: Object.fromEntries(candidates.map((c, i) => [i + 1, candidateJson(before, c)])),
    unconfirmed,
    sentence: foldingSentence({ ...checked, analysis }, search),
    shown: shownOf(before, search),
    complete,
  };
}

function candidateJson(
  before: Checked,
  { folded, fits, missed, after: { analysis }, edits }: FoldingCandidate,
): object {
  const { timeline } = analysis;
  return {
    fits,
    missed,
    modules: folded.flatMap(foldingJson),
    meanNs: timeline?.schedule.meanNs ?? null,
    worstNs: timeline?.schedule.worstNs ?? null,
    percentilesNs: timeline?.schedule.percentilesNs ?? null,
    periodNs: timeline?.stream?.periodNs ?? null,
    periodExact: timeline?.stream?.exact ?? null,
    edits: editsJson(before, edits),
  };
}

function foldingJson({ modules }: RoomFolding): object[] {
  return modules.map(({ module: { name, layers, list }, parallel, timeNs, intervalNs }) => ({
    name,
    timeNs,
    intervalNs,
    layers: layers.flatMap((layer, i) => {
      const [spec, own] = [list.specs[layer], parallel[i]];
      if (spec === undefined || own === undefined) return [];
      const { pe, simd, window, order } = own;
      return [
        {
          name: spec.label,
          pe,
          simd,
          window: window ?? null,
          order: order ?? null,
          weightsIn: spec.weightsIn ?? null,
        },
      ];
    }),
  }));
}
