/** `exeunt explore all`: the designs that no other beats in mean, worst case, time per input, accuracy and area at once. */
import { formatAccuracy, formatNs, formatShare, plural } from '../base/format';
import { hashOf } from '../base/hash';
import { tableText } from '../export/report/text';
import { type AllSearch, type Point, exploreAll } from '../plans/all/explore-all';
import { allSentence } from '../plans/all/judgement';
import { nameOf } from '../plans/designs/judgement';
import { timeObjectives, usualObjective } from '../plans/standing';
import { accuracyOption } from './arguments';
import { energyOf } from '../plans/energy/energy-of';
import { type DesignOptions, candidateJson } from './explore-designs';
import { energyCell, energyCsv, energyCsvHead, energyHead, energyNote } from './explore-energy';
import {
  applyCandidate,
  candidateOption,
  checkCandidateOption,
  csvField,
  objectiveOption,
} from './explore-options';
import { type Checked, checkFile } from './files';
import { untilInterrupted } from './interrupt';
import { Refused, exitStatus } from './outcome';
import { print, printJson } from './print';
import { progressOf } from './progress';
import { writeWhole } from './write-file';

/** `--apply` writes the first design of the table, or `--candidate`. */
export async function exploreAllOf(file: string, options: Omit<DesignOptions, 'svg'>): Promise<number> {
  checkCandidateOption(options);
  const accuracy = accuracyOption(options.accuracy);
  const checked = await checkFile(file);
  const objective = objectiveOption(options.for, usualObjective(checked), timeObjectives);
  const { checkpoint, end } = untilInterrupted();
  const bar = progressOf('kinds searched', 0, options.progress);
  const search = await exploreAll(checked, { objective, accuracy }, checkpoint, bar);
  end();
  if ('missing' in search) throw new Refused(`${file}: a search for everything needs ${search.missing}`);
  const { front, complete } = search;
  const chosen = candidateOption(options, front);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(checked, front));
  if (options.json) printJson(jsonOf(checked, search));
  else print(asText(checked, search));
  if (options.apply) await applyCandidate(checked, chosen?.candidate.edits, complete);
  return complete ? exitStatus.ok : exitStatus.interrupted;
}

const head = [
  '#',
  'design',
  'exits',
  'mean',
  'worst',
  'per input',
  'accuracy',
  'area',
  energyHead,
  'fits',
  'misses',
];

function asText(checked: Checked, search: AllSearch): string {
  const { path } = checked;
  const { front, complete, searches } = search;
  const rows = front.map((point, i) => [String(i + 1), ...cells(checked, point)]);
  const folded = searches.flatMap((s) => s.groups).reduce((n, g) => n + g.tried, 0);
  const parts = [
    allSentence(search),
    tableText({ title: `${path}: no other design beats these in everything`, head, rows }),
    [
      `Searched as \`explore exits\` and \`explore stages\` do, for the mean, the worst case and the time per input: ${plural(folded, 'way was', 'ways were')} folded; the designs shown were analysed as edited text. The front is of what was found; it is not proved.`,
      `Cuts: ${searches[0]?.cuts ?? 'none'}. Held: thresholds, decision units, batch. An engine shared by all layers: not modelled. Energy is told, and no measure of the front.`,
      energyNote(checked),
      ...(complete ? [] : ['Interrupted: this is the best so far.']),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function cells(
  before: Checked,
  { candidate, meanNs, worstNs, periodPerInputNs, accuracy, area }: Point,
): string[] {
  const { structure, exits, fits, missed } = candidate;
  return [
    structure === undefined ? `as written: ${nameOf(candidate)}` : nameOf(candidate),
    String(exits.length),
    formatNs(meanNs),
    formatNs(worstNs),
    periodPerInputNs === undefined ? 'not modelled' : formatNs(periodPerInputNs),
    accuracy === undefined ? 'not known' : formatAccuracy(accuracy),
    formatShare(area),
    energyCell(energyOf(before, candidate.after)),
    fits,
    missed.map((m) => m.limit).join(', '),
  ];
}

function csvOf(before: Checked, front: readonly Point[]): string {
  const lines = front.map(({ candidate, meanNs, worstNs, periodPerInputNs, accuracy, area }, i) => {
    const { kind, structure, exits, fits, missed } = candidate;
    const of = [kind, structure === undefined ? 'yes' : 'no', csvField(exits.join(' '))];
    const figures = [meanNs, worstNs, periodPerInputNs ?? '', accuracy ?? '', area];
    const energy = energyCsv(energyOf(before, candidate.after));
    return [i + 1, ...of, ...figures, energy, fits, missed.length].join(',');
  });
  const columns = `number,kind,as_written,exits,mean_ns,worst_ns,period_per_input_ns,accuracy,area,${energyCsvHead},fits,budgets_missed`;
  return `${[columns, ...lines].join('\n')}\n`;
}

function jsonOf(checked: Checked, search: AllSearch): object {
  const { path, analysis } = checked;
  const { front, asked, compared, complete } = search;
  return {
    version: 1,
    question: 'all',
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective: asked.objective,
    samples: analysis.profile?.rates?.samples ?? null,
    heldFixed: ['thresholds', 'decision units', 'batch'],
    notModelled: ['an engine shared by all layers'],
    compared,
    proved: false,
    best: front.length > 0 ? 1 : null,
    candidates: Object.fromEntries(
      front.map(({ candidate, area }, i) => [i + 1, { ...candidateJson(checked, candidate), area }]),
    ),
    sentence: allSentence(search),
    complete,
  };
}
