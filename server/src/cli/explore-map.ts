/** `exeunt explore map`: which kind of design is ahead, by batch and part. */
import { basename } from 'node:path';
import { formatNs, formatNumber, plural } from '../base/format';
import { hashOf } from '../base/hash';
import { type MapModel, mapSvg } from '../export/report/explore-pictures';
import { tableText } from '../export/report/text';
import { kinds } from '../plans/designs/structures';
import {
  type CellDesign,
  type MapCell,
  type MapObjective,
  type MapSearch,
  exploreMap,
} from '../plans/map/explore-map';
import { isRegional } from '../plans/parts/explore-parts';
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

const BATCHES: readonly number[] = Array.from({ length: 11 }, (_, i) => 2 ** i);

export async function exploreMapOf(file: string, options: Options): Promise<number> {
  const objective = objectiveOf(options.for);
  checkAxes(options.axes);
  const among = partsOption(options.among);
  const checked = await checkFile(file);
  const { checkpoint, end } = untilInterrupted();
  const asked = { objective, batches: BATCHES, among };
  const search = await exploreMap(checked, asked, checkpoint, progressOf('parts', 0, options.progress));
  end();
  if ('missing' in search) throw new Refused(`${file}: a map needs ${search.missing}`);
  if (options.csv !== undefined) await writeWhole(options.csv, csvOf(search));
  if (options.svg !== undefined) await writeWhole(options.svg, mapSvg(modelOf(checked, search)));
  if (options.json) printJson(jsonOf(checked, search));
  else print(asText(checked, search));
  return search.complete ? exitStatus.ok : exitStatus.interrupted;
}

function objectiveOf(text = 'throughput'): MapObjective {
  if (text === 'latency' || text === 'throughput') return text;
  throw new WrongUse(`--for \`${text}\`: choose from latency, throughput`);
}

function checkAxes(text = 'batch,part'): void {
  const axes = text.split(',').map((axis) => axis.trim());
  if (axes.toSorted().join() === 'batch,part') return;
  if (axes.includes('regions'))
    throw new WrongUse(
      '--axes with `regions` is not supported: `explore stages` compares designs with none, one and two regions',
    );
  if (axes.includes('arrival'))
    throw new WrongUse(
      '--axes with `arrival` is not supported: write `arrival` into `schedule`, and the map is of inputs that come so',
    );
  throw new WrongUse(`--axes \`${text}\`: the axes are \`batch,part\``);
}

function asText(checked: Checked, search: MapSearch): string {
  const { asked, parts, built, unconfirmed, complete } = search;
  const what = asked.objective === 'throughput' ? 'time per input' : 'mean latency';
  const head = ['part', ...asked.batches.map(String)];
  const rowsOf = (text: (cell: MapCell) => string): string[][] =>
    parts.map((part) => [part.name, ...search.cells.filter((c) => c.part === part).map(text)]);
  const texts = [
    mapSentence(checked, search),
    tableText({
      title: `${checked.path}: which kind is ahead, and how many times as long the best of the other side takes, by part and batch`,
      head,
      rows: rowsOf(winnerText),
    }),
    tableText({
      title: `The ${what} of the winner`,
      head,
      rows: rowsOf(({ winner }) => (winner ? formatNs(winner.ns) : '')),
    }),
    [
      '`?`: the lead lies within the bands of the estimates. `only`: nothing of the other side fits. The two sides are resident and reconfigured designs.',
      `Searched: ${plural(built, 'design')} built as \`explore parts\` does, with what is open chosen for batches of 1 and 64; each cell has the best of them under every policy, analysed as edited text.`,
      'Held: cuts and exits of the file, thresholds, clock, and what is stated of memory, port and shell. An engine shared by all layers, and energy: not modelled.',
      ...(unconfirmed > 0
        ? [`${plural(unconfirmed, 'time')} left out: the analysis of the edited text gives another.`]
        : []),
      ...(complete ? [] : ['Interrupted: the parts above are those looked at.']),
    ].join('\n'),
  ];
  return `${texts.join('\n\n')}\n`;
}

function winnerText({ winner, factor, undecided }: MapCell): string {
  if (winner === undefined) return 'none';
  return `${winner.kind} ${factor === undefined ? 'only' : formatNumber(factor)}${undecided ? '?' : ''}`;
}

function modelOf({ path }: Checked, { asked, parts, cells }: MapSearch): MapModel {
  const what = asked.objective === 'throughput' ? 'time per input' : 'mean latency of a batch';
  return {
    title: `${basename(path)}: ${what}, and how many times as long the other side takes`,
    columns: { name: 'batch', values: asked.batches.map(String) },
    rows: { name: 'part', values: parts.map((p) => p.name) },
    cells: parts.map((part) =>
      cells
        .filter((c) => c.part === part)
        .map(({ winner, factor, undecided }) => ({
          winner: winner?.kind,
          isReconfigured: winner !== undefined && isRegional(winner),
          factor,
          undecided,
          text: winner ? formatNs(winner.ns) : '',
        })),
    ),
  };
}

function csvOf({ cells }: MapSearch): string {
  const lines = cells.map(({ part, batch, winner, runnerUp, factor, undecided }) =>
    [
      part.name,
      part.limits.lut,
      batch,
      winner?.kind ?? '',
      winner?.ns ?? '',
      winner?.low ?? '',
      winner?.high ?? '',
      runnerUp?.kind ?? '',
      runnerUp?.ns ?? '',
      factor ?? '',
      undecided ? 'yes' : 'no',
    ].join(','),
  );
  return `${['part,lut,batch,winner,ns,low_ns,high_ns,runner_up,runner_up_ns,factor,undecided', ...lines].join('\n')}\n`;
}

function jsonOf({ path, ...checked }: Checked, search: MapSearch): object {
  const { asked, parts, cells, built, unconfirmed, complete } = search;
  const { analysis } = checked;
  const all = cells.flatMap((c) => [c.winner, c.runnerUp]).flatMap((d) => d ?? []);
  const idOf = (design: CellDesign | undefined): number | null => (design ? all.indexOf(design) + 1 : null);
  return {
    version: 1,
    question: 'map',
    design: path,
    designHash: hashOf(analysis.files[0]?.text ?? ''),
    part: analysis.target.part?.name ?? null,
    objective: asked.objective,
    samples: analysis.profile?.rates?.samples ?? null,
    searched: { kinds, folding: 'auto', pblock: 'auto', chosenForBatches: [1, 64], built },
    heldFixed: ['cuts', 'exits', 'thresholds', 'clock', 'stated memory, port and shell'],
    notModelled: ['an engine shared by all layers', 'energy'],
    axes: [
      { name: 'part', values: parts.map((p) => p.name) },
      { name: 'batch', values: asked.batches },
    ],
    cells: cells.map(({ part, batch, winner, runnerUp, factor, undecided }) => ({
      part: part.name,
      batch,
      winner: winner?.kind ?? null,
      ns: winner?.ns ?? null,
      runnerUp: runnerUp?.kind ?? null,
      runnerUpNs: runnerUp?.ns ?? null,
      factor: factor ?? null,
      undecided,
      id: idOf(winner),
      runnerUpId: idOf(runnerUp),
    })),
    candidates: Object.fromEntries(all.map((c, i) => [i + 1, candidateJson(c, asked.objective)])),
    unconfirmed,
    sentence: mapSentence(checked, search),
    complete,
  };
}

function candidateJson({ kind, low, high, design }: CellDesign, objective: MapObjective): object {
  const edits = design.edits.map(({ start, end, text }) => ({ start, end, text }));
  return { kind, ...designJson(design, objective), lowNs: low, highNs: high, edits };
}
