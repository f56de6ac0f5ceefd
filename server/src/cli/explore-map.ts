/** `exeunt explore map`: which kind of design is ahead, by batch and part. */
import { basename } from 'node:path';
import { formatNumber, plural } from '../base/format';
import { hashOf } from '../base/hash';
import type { ExplorationJson, MapModel } from '../base/protocol/exploration';
import { editsJson, shownText } from './explore-shown';
import { mapSvg } from '../export/report/explore-pictures';
import { kinds } from '../plans/designs/structures';
import { type MapObjective, type MapSearch, exploreMap } from '../plans/map/explore-map';
import { isRegional } from '../plans/parts/explore-parts';
import type { CellDesign, MapCell, MapColumn, Pays } from '../plans/map/cells';
import { columnName, payingLetters } from '../plans/map/energy-judgement';
import { formatValue } from '../plans/standing';
import { energyNote } from './explore-energy';
import { mapSentence } from '../plans/map/judgement';
import { partsOption } from './explore-options';
import { designJson } from './explore-parts';
import { type Checked, checkFile } from './files';
import { untilInterrupted } from './interrupt';
import { Refused, WrongUse, exitStatus } from './outcome';
import { print, printJson } from './print';
import { progressOf } from './progress';
import { writeWhole } from './write-file';

interface Options {
  readonly for?: string | undefined;
  readonly axes?: string | undefined;
  readonly among?: string | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: string | undefined;
  readonly svg?: string | undefined;
  readonly progress?: boolean | undefined;
}

const BATCHES: readonly MapColumn[] = Array.from({ length: 11 }, (_, i) => ({ batch: 2 ** i }));
/** From faster than any design to once in ten seconds. */
const ARRIVALS: readonly MapColumn[] = [
  { arrival: 'back-to-back' },
  ...[1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9, 1e10].map((everyNs) => ({ arrival: { everyNs } })),
];

export async function exploreMapOf(file: string, options: Options): Promise<number> {
  const objective = objectiveOf(options.for);
  const columns = columnsOption(options.axes, objective);
  const among = partsOption(options.among);
  const checked = await checkFile(file);
  const { checkpoint, end } = untilInterrupted();
  const asked = { objective, columns, among };
  const search = await exploreMap(checked, asked, checkpoint, progressOf('parts', 0, options.progress));
  end();
  if ('missing' in search) throw new Refused(`${file}: a map needs ${search.missing}`);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(search));
  if (options.svg !== undefined) await writeWhole(options.svg, mapSvg(modelOf(checked, search)));
  if (options.json) printJson(jsonOf(checked, search));
  else print(shownText(shownOf(checked, search)));
  return search.complete ? exitStatus.ok : exitStatus.interrupted;
}

function objectiveOf(text = 'throughput'): MapObjective {
  if (text === 'latency' || text === 'throughput' || text === 'energy') return text;
  throw new WrongUse(`--for \`${text}\`: choose from latency, throughput, energy`);
}

function columnsOption(text = 'batch,part', objective: MapObjective): readonly MapColumn[] {
  const axes = text.split(',').map((axis) => axis.trim());
  if (axes.toSorted().join() === 'batch,part') return BATCHES;
  if (axes.includes('regions'))
    throw new WrongUse(
      '--axes with `regions` is not supported: `explore stages` compares designs with none, one and two regions',
    );
  if (axes.toSorted().join() === 'arrival,part') {
    if (objective === 'energy') return ARRIVALS;
    throw new WrongUse(
      '--axes `arrival,part` is of energy: add `--for energy`; no time of the map depends on arrivals: write `arrival` into `schedule`, and `exeunt report` says whether the design keeps up, and how long inputs wait',
    );
  }
  throw new WrongUse(`--axes \`${text}\`: the axes are \`batch,part\` or \`arrival,part\``);
}

const whatOf = {
  throughput: 'time per input',
  latency: 'mean latency of a batch',
  energy: 'energy of an input',
} as const satisfies Record<MapObjective, string>;

function isOfBatches(columns: readonly MapColumn[]): boolean {
  return columns.some((c) => c.batch !== undefined);
}

function axisOf(columns: readonly MapColumn[]): string {
  return isOfBatches(columns) ? 'batch' : 'an input every';
}

function everyOf(arrival: MapColumn['arrival']): number | undefined {
  return arrival === undefined || arrival === 'back-to-back' ? undefined : arrival.everyNs;
}

function columnCsv({ batch, arrival }: MapColumn): number | string {
  return batch ?? everyOf(arrival) ?? '';
}

function chosenText({ columns, objective }: MapSearch['asked']): string {
  const batches = isOfBatches(columns)
    ? 'with what is open chosen for batches of 1 and 64'
    : 'with the batch of the file';
  return objective === 'energy' ? `${batches}, with its exits and without` : batches;
}

function shownOf(checked: Checked, search: MapSearch): ExplorationJson {
  const { asked, parts, built, unconfirmed, complete } = search;
  const { objective, columns } = asked;
  const isOfEnergy = objective === 'energy';
  const what = whatOf[objective];
  const head = ['part', ...columns.map(columnName)];
  const rowsOf = (text: (cell: MapCell) => string): string[][] =>
    parts.map((part) => [part.name, ...search.cells.filter((c) => c.part === part).map(text)]);
  const { idOf } = candidatesOf(search);
  const candidates = rowsOf(({ winner }) => idOf(winner));
  return {
    sentences: [mapSentence(checked, search)],
    tables: [
      {
        title: `${checked.path}: which kind is ahead, and how many times as ${isOfEnergy ? 'much' : 'long'} the best of the other side takes, by part and ${axisOf(columns)}`,
        head,
        rows: rowsOf(winnerText),
        candidates: candidates.map((row) => row.map((id, i) => (i === 0 || id === '' ? null : id))),
      },
      {
        title: `The ${what} of the winner`,
        head,
        rows: rowsOf(({ winner }) => (winner ? formatValue(objective, winner.value) : '')),
      },
      ...(isOfEnergy
        ? [
            {
              title: 'What surely pays: R reconfiguring, E exits, P this part instead of that of the file',
              head,
              rows: rowsOf((cell) => (cell.winner ? payingLetters(cell) || '-' : '')),
            },
          ]
        : []),
    ],
    notes: [
      '`?`: the lead lies within the bands of the estimates. `only`: nothing of the other side fits. The two sides are resident and reconfigured designs.',
      `Searched: ${plural(built, 'design')} built as \`explore parts\` does, ${chosenText(asked)}; each cell has the best of them under every policy, analysed as edited text.`,
      'Held: cuts and exits of the file, thresholds, clock, and what is stated of memory, port and shell. An engine shared by all layers: not modelled.',
      ...(isOfEnergy
        ? [
            energyNote(checked),
            'A cell without a figure: nothing fits, or nothing keeps up with the arrivals.',
          ]
        : []),
      ...(unconfirmed > 0
        ? [`${plural(unconfirmed, 'time')} left out: the analysis of the edited text gives another.`]
        : []),
      ...(complete ? [] : ['Interrupted: the parts above are those looked at.']),
    ],
    picture: { kind: 'map', model: modelOf(checked, search) },
  };
}

/** Both sides of every cell, and their numbers from 1. */
function candidatesOf({ cells }: MapSearch) {
  const all = cells.flatMap((c) => [c.winner, c.runnerUp]).flatMap((d) => d ?? []);
  return {
    all,
    idOf: (design: CellDesign | undefined): string => (design ? String(all.indexOf(design) + 1) : ''),
  };
}

function winnerText({ winner, factor, undecided, notModelled }: MapCell): string {
  if (notModelled) return 'not modelled';
  if (winner === undefined) return 'none';
  return `${winner.kind} ${factor === undefined ? 'only' : formatNumber(factor)}${undecided ? '?' : ''}`;
}

function modelOf({ path }: Checked, { asked, parts, cells }: MapSearch): MapModel {
  const { objective, columns } = asked;
  const isOfEnergy = objective === 'energy';
  const most = Math.max(...cells.map((c) => c.winner?.value ?? 0));
  const least = Math.min(...cells.map((c) => c.winner?.value ?? Infinity));
  return {
    title: `${basename(path)}: ${whatOf[objective]}, and how many times as ${isOfEnergy ? 'much' : 'long'} the other side takes`,
    columns: { name: axisOf(columns), values: columns.map(columnName) },
    rows: { name: 'part', values: parts.map((p) => p.name) },
    cells: parts.map((part) =>
      cells
        .filter((c) => c.part === part)
        .map((cell) => ({ ...cell, letters: payingLetters(cell) }))
        .map(({ winner, factor, undecided, notModelled, letters }) => ({
          winner: winner?.kind,
          isReconfigured: winner !== undefined && isRegional(winner),
          factor,
          undecided,
          text: winner ? formatValue(objective, winner.value) : '',
          ...(notModelled && { notModelled }),
          ...(isOfEnergy &&
            winner && {
              pays: letters,
              // By the logarithm: periods span five powers of ten.
              strength: most > least ? Math.log(winner.value / least) / Math.log(most / least) : 0,
            }),
        })),
    ),
  };
}

function csvOf({ cells, asked }: MapSearch): string {
  const { objective } = asked;
  const lines = cells.map(({ part, column, winner, runnerUp, factor, undecided, pays, notModelled }) =>
    [
      part.name,
      part.limits.lut,
      columnCsv(column),
      winner?.kind ?? '',
      winner?.value ?? '',
      winner?.low ?? '',
      winner?.high ?? '',
      runnerUp?.kind ?? '',
      runnerUp?.value ?? '',
      factor ?? '',
      undecided ? 'yes' : 'no',
      ...(objective === 'energy'
        ? [pays?.reconfiguring, pays?.exits, pays?.smaller, notModelled ? 'yes' : 'no']
        : []),
    ].join(','),
  );
  const axis = asked.columns[0]?.batch === undefined ? 'every_ns' : 'batch';
  const head =
    objective === 'energy'
      ? `part,lut,${axis},winner,j,low_j,high_j,runner_up,runner_up_j,factor,undecided,reconfiguring_pays,exits_pay,smaller_part_pays,not_modelled`
      : `part,lut,${axis},winner,ns,low_ns,high_ns,runner_up,runner_up_ns,factor,undecided`;
  return `${[head, ...lines].join('\n')}\n`;
}

function jsonOf(before: Checked, search: MapSearch): object {
  const { path, ...checked } = before;
  const { asked, parts, cells, built, unconfirmed, complete } = search;
  const { analysis } = checked;
  const { all } = candidatesOf(search);
  const idOf = (design: CellDesign | undefined): number | null => (design ? all.indexOf(design) + 1 : null);
  return {
    version: 1,
    question: 'map',
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective: asked.objective,
    samples: analysis.profile?.rates?.samples ?? null,
    searched: {
      kinds,
      folding: 'auto',
      pblock: 'auto',
      ...(isOfBatches(asked.columns) && { chosenForBatches: [1, 64] }),
      built,
    },
    heldFixed: ['cuts', 'exits', 'thresholds', 'clock', 'stated memory, port and shell'],
    notModelled: ['an engine shared by all layers'],
    axes: [
      { name: 'part', values: parts.map((p) => p.name) },
      isOfBatches(asked.columns)
        ? { name: 'batch', values: asked.columns.map((c) => c.batch) }
        : { name: 'arrival', values: asked.columns.map(({ arrival }) => everyOf(arrival) ?? null) },
    ],
    cells: cells.map(({ part, column, winner, runnerUp, factor, undecided, pays, notModelled }) => ({
      part: part.name,
      ...(column.batch === undefined
        ? { everyNs: everyOf(column.arrival) ?? null }
        : { batch: column.batch }),
      winner: winner?.kind ?? null,
      ...figuresOf(asked.objective, winner, runnerUp),
      runnerUp: runnerUp?.kind ?? null,
      factor: factor ?? null,
      undecided,
      ...(asked.objective === 'energy' && {
        notModelled: notModelled ?? false,
        pays: Object.fromEntries(
          Object.entries(pays ?? {}).map(([what, found]) => [what, (found as Pays | undefined) ?? null]),
        ),
      }),
      id: idOf(winner),
      runnerUpId: idOf(runnerUp),
    })),
    candidates: Object.fromEntries(all.map((c, i) => [i + 1, candidateJson(before, c, asked.objective)])),
    unconfirmed,
    sentence: mapSentence(checked, search),
    shown: shownOf(before, search),
    complete,
  };
}

function figuresOf(
  objective: MapObjective,
  winner: CellDesign | undefined,
  runnerUp: CellDesign | undefined,
): object {
  const [own, other] = [winner?.value ?? null, runnerUp?.value ?? null];
  return objective === 'energy' ? { j: own, runnerUpJ: other } : { ns: own, runnerUpNs: other };
}

function candidateJson(
  before: Checked,
  { kind, low, high, design }: CellDesign,
  objective: MapObjective,
): object {
  const edits = editsJson(before, design.edits);
  return {
    kind,
    ...designJson(design, objective),
    ...(objective !== 'energy' && { lowNs: low, highNs: high }),
    edits,
  };
}
