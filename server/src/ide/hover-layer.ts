/** Hovers on layers: shapes, cycles and resources, each with its formula, its numbers and its source. */
import type { Analysis, LayerFigures, LayerList } from '../analysis/analysis';
import { headText } from '../analysis/presentation/head-text';
import { formatAtLeast, formatBytes, formatCount, formatNs, formatNumber } from '../base/format';
import { type ResourceKind, isAtLeast, resourceKinds, resourceNames } from '../base/resources';
import { cyclesToNs } from '../base/units';
import {
  checkParallelism,
  disagreements,
  isUnknown,
  type LayerCost,
  orderChoice,
  legalParallelism,
  parallelWords,
  type Process,
  secondOpinions,
  type Term,
  windowChoice,
} from '../cost/index';
import { costOptions } from '../analysis/figures/modules';
import { priceOf, windowPrice } from './window-action';
import { opinionsTable } from './second-opinion';
import { code, list, paragraphs, plain, prose, table } from './markdown';
import { frequencyText, resourcesText, shapeText } from './figure-text';

export function layerHover(analysis: Analysis, owner: LayerList, figures: LayerFigures): string {
  const { cost } = figures;
  return paragraphs(
    answer(analysis, owner, figures),
    facts(figures),
    orderGain(analysis, figures),
    cost ? processTable(cost.processes, cost.cycles) : '',
    cost ? resourceTable(cost.terms.filter((t) => t.of !== 'cycles')) : '',
    cost
      ? list([
          ...cost.notes.map(prose),
          ...disagreements(cost, secondOpinions(figures.shaped, cost)).map(prose),
          ...calibrationNotes(analysis, owner, figures),
        ])
      : '',
  );
}

/** Notes on calibration: only whole modules are measured, not a layer's share. */
function calibrationNotes(analysis: Analysis, owner: LayerList, { shaped }: LayerFigures): string[] {
  const module = analysis.modules.find((m) => m.list === owner && m.layers.includes(shaped.spec.index));
  if (module?.calibration === undefined || module.resources === undefined) return [];
  const { lut, ff } = module.resources;
  const total = `${formatCount(lut)} LUT and ${formatCount(ff)} FF`;
  return [
    module.calibration === 'measured'
      ? `${plain(module.name)} as a whole is measured: ${total}`
      : `${plain(module.name)} as a whole, ${module.calibration}: ${total}`,
  ];
}

/** Like `layerHover`, without tables, for an attribute of the layer. */
export function layerSummary(analysis: Analysis, owner: LayerList, figures: LayerFigures): string {
  return paragraphs(answer(analysis, owner, figures), facts(figures), orderGain(analysis, figures));
}

/** The deciding bound for a layer of a head; empty for stages, which are as fast as their place allows. */
export function headReason({ heads }: Analysis, owner: Pick<LayerList, 'kind' | 'name'>): string {
  const choice = owner.kind === 'network' ? undefined : heads.find((h) => h.name === owner.name);
  return choice ? headText(choice) : '';
}

export function parallelHover(analysis: Analysis, owner: LayerList, figures: LayerFigures): string {
  const { shaped, parallel, cost, chosen } = figures;
  const { pe, simd } = parallel;
  const words = parallelWords(parallel);
  const how = chosen ? ', chosen by the folding search' : '';
  if (cost === undefined) return `${code(words)}${how}: cycles are unknown, because the shape is.`;
  const legal = legalParallelism(shaped);
  const gain = windowGain(analysis, figures);
  const unit = cost.processes.find((p) => p.name === cost.bottleneck);
  const limited = cost.bottleneck === 'none' ? '' : `, limited by its ${processNames[cost.bottleneck]}`;
  const wrong = checkParallelism(shaped, parallel).map(({ factor, value, total, divides }) =>
    divides === 'none'
      ? `${factor} ${value} has no effect on this layer.`
      : `${factor} ${value} does not divide ${divides} = ${formatCount(total)}.`,
  );
  return paragraphs(
    `**${words}**${how}: ${formatCount(pe * simd)} products at once, ${cyclesText(analysis, cost.cycles, cost.cyclesAtLeast)}${limited}`,
    chosen ? headReason(analysis, owner) : '',
    gain === '' &&
      cost.bottleneck !== 'mvu' &&
      unit &&
      pe * simd > 1 &&
      cost.processes.some((p) => p.name === 'mvu')
      ? `More of \`pe\` does not help before the ${processNames[unit.name]} is faster; it goes with \`simd\`.`
      : '',
    gain,
    list(wrong),
    processTable(cost.processes, cost.cycles),
    resourcesText(cost.resources, cost.band, resourceKinds.filter(isCounted(cost))),
    resourceTable(cost.terms.filter((t) => t.of !== 'cycles')),
    list(cost.notes.map(prose)),
    opinionsTable(shaped, cost),
    list([`legal pe: ${values(legal.pe)}`, `legal simd: ${values(legal.simd)}`]),
    `Of ${code(shaped.spec.label)} in ${owner.kind} ${code(owner.name)}.`,
  );
}

/** What `order weights` would gain, or gains. */
function orderGain(analysis: Analysis, { shaped, parallel }: LayerFigures): string {
  const choice = orderChoice(shaped, parallel, costOptions(analysis.target));
  if (choice === undefined) return '';
  const { positions, weights } = choice;
  const text = (which: LayerCost): string =>
    `${formatBytes(which.streamedBytes)} of weights an input, ${cyclesText(analysis, which.cycles, false)}`;
  return parallel.order === undefined
    ? `With ${code('order weights')}: ${text(weights)}, ${priceOf(positions, weights)}.`
    : `Without ${code('order weights')}: ${text(positions)}.`;
}

/** What `window parallel` would gain, or gains. */
function windowGain(analysis: Analysis, { shaped, parallel, cost }: LayerFigures): string {
  if (cost === undefined || (cost.bottleneck !== 'window' && parallel.window === undefined)) return '';
  const choice = windowChoice(shaped, parallel, costOptions(analysis.target));
  if (choice === undefined || choice.atOnce.cycles >= choice.serial.cycles) return '';
  const { serial, atOnce } = choice;
  return parallel.window === undefined
    ? `With ${code('window parallel')}: ${cyclesText(analysis, atOnce.cycles, false)}, ${windowPrice(choice)}.`
    : `Without ${code('window parallel')}: ${cyclesText(analysis, serial.cycles, false)}.`;
}

const processNames: Readonly<Record<Process['name'], string>> = {
  mvu: 'matrix-vector unit',
  window: 'sliding window',
  padding: 'padding',
  memory: 'weights from memory',
  pool: 'pooling',
  elements: 'stream of elements',
};

/** `25,749 cycles (257 µs at 100 MHz)`. */
export function cyclesText({ target }: Analysis, cycles: number, isBound: boolean): string {
  const time = formatNs(cyclesToNs(cycles, target.clockHz));
  return `${formatAtLeast(isBound, formatCount(cycles))} cycles (${time} at ${frequencyText(target.clockHz)})`;
}

function answer(analysis: Analysis, owner: LayerList, { shaped, cost }: LayerFigures): string {
  const name = `**${plain(shaped.spec.label)}**`;
  if (cost === undefined) return `${name}: shape unknown, and so are cycles and resources`;
  const host = shaped.fusedInto === undefined ? undefined : owner.specs[shaped.fusedInto];
  if (host) return `${name}: no cost of its own, computed by ${code(host.label)}`;
  if (isUnknown(cost)) return `${name}: not modelled, neither cycles nor resources`;
  if (cost.cycles === 0 && cost.terms.length === 0) return `${name}: wires only, no cycles and no resources`;
  const resources = resourcesText(cost.resources, cost.band, resourceKinds.filter(isCounted(cost)));
  return `${name}: ${cyclesText(analysis, cost.cycles, cost.cyclesAtLeast)} · ${resources}`;
}

/** Kinds that a layer uses, or whose use is unknown. */
function isCounted({ resources }: LayerCost): (kind: ResourceKind) => boolean {
  return (kind) => resources[kind] > 0 || isAtLeast(resources, kind);
}

function facts({ shaped, parallel, chosen, cost }: LayerFigures): string {
  const { spec, inShape, outShape, macs, params } = shaped;
  const shapes = [inShape, outShape].flatMap((s) => (s ? shapeText(s) : [])).join(' → ');
  const lanes = legalParallelism(shaped);
  const folds = cost !== undefined && lanes.pe.length + lanes.simd.length > 2;
  const parts = [
    code(spec.kind),
    ...(shapes ? [shapes] : []),
    ...(macs ? [`${formatCount(macs)} MACs`] : []),
    ...(params ? [`${formatCount(params)} parameters`] : []),
    ...(macs ? [`weights ${spec.weights.name}`] : []),
    ...(folds ? [`${parallelWords(parallel)}${chosen ? ' (chosen)' : ''}`] : []),
  ];
  return parts.join(' · ');
}

function processTable(processes: readonly Process[], cycles: number): string {
  const rows = processes.flatMap((process) =>
    process.terms.map((term, index) => {
      const slowest = index === 0 && process.cycles === cycles;
      return [slowest ? { marked: `**${plain(term.name)}**` } : term.name, ...termCells(term)];
    }),
  );
  return table(['process', 'cycles', 'formula', 'with the numbers', 'source'], rows);
}

export function resourceTable(terms: readonly Term[]): string {
  const rows = terms.map((term) => [term.name, ...termCells(term)]);
  return table(['part', 'takes', 'formula', 'with the numbers', 'source'], rows);
}

function termCells(term: Term): string[] {
  const unit = term.of === 'cycles' ? '' : ` ${resourceNames[term.of]}`;
  // Omit the substituted formula if it is the same bare number.
  const substituted = term.substituted === term.formula ? '' : term.substituted;
  return [`${formatNumber(term.value)}${unit}`, term.formula, substituted, term.source];
}

/** Most factors that are listed. */
const mostValues = 24;

function values(legal: readonly number[]): string {
  const shown = legal.slice(0, mostValues).map(String).join(', ');
  return legal.length > mostValues ? `${shown}, … ${formatCount(legal.at(-1) ?? 0)}` : shown;
}
