/** `exeunt explore parts`: the design on every part. */
import { wattsText } from '../analysis/presentation/energy-text';
import { amountJson } from '../analysis/presentation/report-energy';
import { formatNs } from '../base/format';
import { hashOf } from '../base/hash';
import type { ExplorationJson } from '../base/protocol/exploration';
import { editsJson, shownText } from './explore-shown';
import { kindNames } from '../plans/designs/judgement';
import { kinds } from '../plans/designs/structures';
import {
  NO_ENERGY,
  type KindOnPart,
  type PartRow,
  type PartsSearch,
  exploreParts,
  isMet,
} from '../plans/parts/explore-parts';
import { figureOf, leakageSentences, partsSentence, shortText, valueOf } from '../plans/parts/judgement';
import type { PartPower } from '../plans/parts/part-power';
import type { PartDesign } from '../plans/parts/kinds-of';
import { type DesignObjective, designObjectives, timeFor, usualObjective } from '../plans/standing';
import { energyCell, energyCsv, energyCsvHead, energyHead, energyJson, energyNote } from './explore-energy';
import {
  type CandidateOptions,
  applyCandidate,
  candidateOption,
  checkCandidateOption,
  csvField,
  objectiveOption,
  partsOption,
} from './explore-options';
import { type Checked, checkFile } from './files';
import { untilInterrupted } from './interrupt';
import { Refused, exitStatus } from './outcome';
import { print, printJson } from './print';
import { progressOf } from './progress';
import { writeWhole } from './write-file';

interface Options extends CandidateOptions {
  readonly for?: string | undefined;
  readonly among?: string | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: string | undefined;
}

/** `--apply` writes the best design on the smallest part that meets the budgets, or on that of `--candidate`. */
export async function explorePartsOf(file: string, options: Options): Promise<number> {
  checkCandidateOption(options);
  const among = partsOption(options.among);
  const checked = await checkFile(file);
  const objective = objectiveOption(options.for, usualObjective(checked), designObjectives);
  const { checkpoint, end } = untilInterrupted();
  const search = await exploreParts(
    checked,
    { objective, among },
    checkpoint,
    progressOf('parts', 0, options.progress),
  );
  end();
  if ('missing' in search) throw new Refused(`${file}: a comparison of parts needs ${search.missing}`);
  const { rows, complete } = search;
  const chosen = options.candidate === undefined ? smallestOf(search) : candidateOption(options, rows);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(search));
  if (options.json) printJson(jsonOf(checked, search));
  else print(shownText(shownOf(checked, search)));
  if (options.apply) {
    if (chosen?.best === undefined)
      throw new Refused(
        options.candidate === undefined
          ? `${file}: nothing is applied: no part meets the budgets`
          : `${file}: nothing is applied: no design was found on the ${chosen?.part.name ?? 'part'} that may fit`,
      );
    await applyCandidate(checked, chosen.best.edits, complete);
  }
  return complete ? exitStatus.ok : exitStatus.interrupted;
}

function smallestOf({ rows, smallest }: PartsSearch): PartRow | undefined {
  return rows.find((row) => row === smallest.reconfigured || row === smallest.resident);
}

const whatOf = {
  latency: 'mean latency',
  worst: 'worst case',
  throughput: 'time per input',
  energy: 'energy of an input',
} as const satisfies Record<DesignObjective, string>;

function shownOf(checked: Checked, search: PartsSearch): ExplorationJson {
  const { rows, objective, heldFor, complete } = search;
  const what = whatOf[objective];
  return {
    sentences: [[partsSentence(checked, search), ...leakageSentences(search)].join(' ')],
    tables: [
      {
        title: `${checked.path} on ${rows.length === 1 ? 'one part' : `${rows.length} parts`}: ${what} of the best of each kind, or what it is short of`,
        head: ['#', 'part', 'LUT', 'RAMB18', ...kinds, 'best', energyHead, 'leaks less', 'T*'],
        rows: rows.map((row, i) => [String(i + 1), ...cells(row, objective)]),
      },
    ],
    notes: [
      '`*`: a budget is missed. `?`: whether it fits is undecided. The file as it is counts on its own part.',
      heldFor === undefined
        ? 'Searched: foldings and pblocks as `parallel auto` and `pblock auto` choose them; resident, with 1, 2, 3, half of or all layers with weights fetching them from memory, front resident, one region or two by turns, and the file’s own places; every policy.'
        : `Searched: foldings and pblocks as \`parallel auto\` and \`pblock auto\` choose them; the file’s own places, and everything resident; every policy. Other places were not tried: they need ${heldFor}.`,
      'Held: cuts and exits of the file, thresholds, batch, clock, and what is stated of memory, port and shell; what is not stated is the part’s. An engine shared by all layers: not modelled.',
      energyNote(checked),
      'Energy on another part: the same system with what that part leaks instead; on one of another family only where the chip alone is compared. T*: with inputs further apart than this the smaller leakage is worth more than waiting for the loads.',
      ...(complete ? [] : ['Interrupted: the parts above are those looked at.']),
    ],
  };
}

function cells({ part, isOwn, kinds: all, best, power }: PartRow, objective: DesignObjective): string[] {
  return [
    `${part.name}${isOwn ? ' (now)' : ''}`,
    String(part.limits.lut),
    String(2 * part.limits.bram36),
    ...all.map((k) => cell(k, objective)),
    best === undefined ? 'none' : kindNames[best.kind],
    energyCell(power.energy),
    power.savedW ? wattsText(power.savedW) : '',
    power.pays ? formatNs(power.pays.fromNs) : '',
  ];
}

function cell({ best, short, why }: KindOnPart, objective: DesignObjective): string {
  if (best) {
    const doubt = best.fits === 'yes' ? '' : '?';
    return `${figureOf(best, objective)}${doubt}${best.missed.length > 0 ? '*' : ''}`;
  }
  const [worst] = short;
  if (why === NO_ENERGY) return 'not modelled';
  return worst ? shortText(worst) : 'none';
}

function csvOf({ rows, objective }: PartsSearch): string {
  const lines = rows.flatMap(({ part, kinds: all, power }, i) =>
    all.map(({ kind, best, short, why }) =>
      [
        i + 1,
        part.name,
        part.family,
        part.limits.lut,
        kind,
        best?.fits ?? 'no',
        best ? (valueOf(best, objective) ?? '') : '',
        best?.after.analysis.timeline?.schedule.meanNs ?? '',
        best?.after.analysis.timeline?.schedule.worstNs ?? '',
        best?.after.analysis.timeline?.stream?.periodPerInputNs ?? '',
        best ? best.missed.length : '',
        csvField(short.map(shortText).join('; ')),
        csvField(why ?? ''),
        energyCsv(best?.energy()),
        power.savedW?.value ?? '',
        power.pays?.fromNs ?? '',
      ].join(','),
    ),
  );
  const figure = objective === 'energy' ? 'objective_j' : 'objective_ns';
  return `${[`number,part,family,lut,kind,fits,${figure},mean_ns,worst_ns,period_per_input_ns,budgets_missed,short,why,${energyCsvHead},leaks_less_w,t_star_ns`, ...lines].join('\n')}\n`;
}

function jsonOf(before: Checked, search: PartsSearch): object {
  const { path, ...checked } = before;
  const { rows, objective, smallest, heldFor, complete } = search;
  const { analysis } = checked;
  const idOf = (row: PartRow | undefined): number | null => (row ? rows.indexOf(row) + 1 : null);
  return {
    version: 1,
    question: 'parts',
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective,
    samples: analysis.profile?.rates?.samples ?? null,
    searched: {
      parts: rows.map((r) => r.part.name),
      kinds,
      folding: 'auto',
      pblock: 'auto',
      places:
        heldFor === undefined
          ? 'resident, front resident, one region, two by turns, as written'
          : 'as written, resident',
    },
    heldFixed: ['cuts', 'exits', 'thresholds', 'batch', 'clock', 'stated memory, port and shell'],
    excluded: heldFor === undefined ? [] : [{ what: 'other places', why: `they need ${heldFor}` }],
    notModelled: ['an engine shared by all layers'],
    smallest: { reconfigured: idOf(smallest.reconfigured), static: idOf(smallest.resident) },
    best: idOf(smallestOf(search)),
    candidates: Object.fromEntries(rows.map((row, i) => [i + 1, rowJson(before, row, objective)])),
    sentence: [partsSentence({ ...checked }, search), ...leakageSentences(search)].join(' '),
    shown: shownOf(before, search),
    complete,
  };
}

function rowJson(
  before: Checked,
  { part, isOwn, kinds: all, best, power }: PartRow,
  objective: DesignObjective,
): object {
  return {
    part: part.name,
    family: part.family,
    lut: part.limits.lut,
    own: isOwn,
    best: best?.kind ?? null,
    ...powerJson(power),
    kinds: Object.fromEntries(
      all.map(({ kind, best: own, short, why }) => [
        kind,
        { met: isMet({ best: own }), short, why: why ?? null, best: own ? designJson(own, objective) : null },
      ]),
    ),
    edits: best ? editsJson(before, best.edits) : null,
  };
}

function powerJson({ energy, savedW, pays }: PartPower): object {
  return {
    energy: energyJson(energy),
    leaksLessW: savedW ? amountJson(savedW) : null,
    pays: pays
      ? {
          exposedNs: pays.exposedNs,
          fromNs: pays.fromNs,
          betweenNs: pays.between.map((ns) => (ns === Infinity ? null : ns)),
        }
      : null,
  };
}

export function designJson(own: PartDesign, objective: DesignObjective): object {
  const { fits, missed, after, isFrontResident, isAsWritten } = own;
  const { timeline, design, regions, profile } = after.analysis;
  return {
    ...{ fits, missed, asWritten: isAsWritten, frontResident: isFrontResident },
    ...(objective === 'energy'
      ? { objectiveJ: valueOf(own, objective) ?? null }
      : { objectiveNs: timeFor(after, objective) ?? null }),
    energy: energyJson(own.energy()),
    meanNs: timeline?.schedule.meanNs ?? null,
    worstNs: timeline?.schedule.worstNs ?? null,
    periodNs: timeline?.stream?.periodNs ?? null,
    periodExact: timeline?.stream?.exact ?? null,
    accuracy: profile?.rates?.accuracy ?? null,
    policy: timeline?.problem.policy ?? null,
    batch: design.schedule.batch,
    stages: design.stages.map(({ name, place }) => ({
      name,
      place: place.kind === 'region' ? place.region : place.kind,
    })),
    regions: regions.map(({ spec, pblock, bitstreamBytes, loadNs }) => ({
      name: spec.name,
      pblock,
      bytes: bitstreamBytes ?? null,
      loadNs: loadNs ?? null,
    })),
  };
}
