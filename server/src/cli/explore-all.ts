/** `exeunt explore all`: the designs that no other beats in mean, worst case, time per input, accuracy and area at once. */
import { formatAccuracy, formatNs, formatShare, plural } from '../base/format';
import { hashOf } from '../base/hash';
import { tableText } from '../export/report/text';
import { type AllSearch, type Point, exploreAll } from '../plans/all/explore-all';
import { allSentence } from '../plans/all/judgement';
import { nameOf } from '../plans/designs/judgement';
import { usualObjective } from '../plans/standing';
import { accuracyOption } from './arguments';
import { type DesignOptions, candidateJson } from './explore-designs';
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
  const objective = objectiveOption(options.for, usualObjective(checked));
  const { checkpoint, end } = untilInterrupted();
  const bar = progressOf('kinds searched', 0, options.progress);
  const search = await exploreAll(checked, { objective, accuracy }, checkpoint, bar);
  end();
  if ('missing' in search) throw new Refused(`${file}: a search for everything needs ${search.missing}`);
  const { front, complete } = search;
  const chosen = candidateOption(options, front);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(front));
  if (options.json) printJson(jsonOf(checked, search));
  else print(asText(checked, search));
  if (options.apply) await applyCandidate(checked, chosen?.candidate.edits, complete);
  return complete ? exitStatus.ok : exitStatus.interrupted;
}

const head = ['#', 'design', 'exits', 'mean', 'worst', 'per input', 'accuracy', 'area', 'fits', 'misses'];

function asText({ path }: Checked, search: AllSearch): string {
  const { front, complete, searches } = search;
  const rows = front.map((point, i) => [String(i + 1), ...cells(point)]);
  const folded = searches.flatMap((s) => s.groups).reduce((n, g) => n + g.tried, 0);
  const parts = [
    allSentence(search),
    tableText({ title: `${path}: no other design beats these in everything`, head, rows }),
    [
      `Searched as \`explore exits\` and \`explore stages\` do, for the mean, the worst case and the time per input: ${plural(folded, 'way was', 'ways were')} folded; the designs shown were analysed as edited text. The front is of what was found; it is not proved.`,
      `Cuts: ${searches[0]?.cuts ?? 'none'}. Held: thresholds, decision units, batch. An engine shared by all layers, and energy: not modelled.`,
      ...(complete ? [] : ['Interrupted: this is the best so far.']),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function cells({ candidate, meanNs, worstNs, periodPerInputNs, accuracy, area }: Point): string[] {
  const { structure, exits, fits, missed } = candidate;
  return [
    structure === undefined ? `as written: ${nameOf(candidate)}` : nameOf(candidate),
    String(exits.length),
    formatNs(meanNs),
    formatNs(worstNs),
    periodPerInputNs === undefined ? 'not modelled' : formatNs(periodPerInputNs),
    accuracy === undefined ? 'not known' : formatAccuracy(accuracy),
    formatShare(area),
    fits,
    missed.map((m) => m.limit).join(', '),
  ];
}

function csvOf(front: readonly Point[]): string {
  const lines = front.map(({ candidate, meanNs, worstNs, periodPerInputNs, accuracy, area }, i) => {
    const { kind, structure, exits, fits, missed } = candidate;
    const of = [kind, structure === undefined ? 'yes' : 'no', csvField(exits.join(' '))];
    const figures = [meanNs, worstNs, periodPerInputNs ?? '', accuracy ?? '', area];
    return [i + 1, ...of, ...figures, fits, missed.length].join(',');
  });
  return `${['number,kind,as_written,exits,mean_ns,worst_ns,period_per_input_ns,accuracy,area,fits,budgets_missed', ...lines].join('\n')}\n`;
}

function jsonOf({ path, analysis }: Checked, search: AllSearch): object {
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
    notModelled: ['an engine shared by all layers', 'energy'],
    compared,
    proved: false,
    best: front.length > 0 ? 1 : null,
    candidates: Object.fromEntries(
      front.map(({ candidate, area }, i) => [i + 1, { ...candidateJson(candidate), area }]),
    ),
    sentence: allSentence(search),
    complete,
  };
}
