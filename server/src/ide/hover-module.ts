/** Hovers on stages and exits: time, fabric, and for an exit how much of its check is hidden. */
import { resourceNames } from '../base/resources';
import { type Block, isSameBlock, kindSpecs, type Setting } from '../../../grammar/src/index';
import type { Analysis, LayerList, ModuleFigures } from '../analysis/analysis';
import { checkText } from '../analysis/presentation/check-text';
import { bufferBytes } from '../analysis/presentation/stream-text';
import {
  formatAsKnown,
  formatAtLeast,
  formatBytes,
  formatCount,
  formatNs,
  formatShare,
} from '../base/format';
import { combine, noResources, resourceKinds, type Resources } from '../base/resources';
import { slackText } from '../cost/index';
import { cpuOf } from '../device/index';
import { loadOf } from './figures';
import { cyclesText, headReason, resourceTable } from './hover-layer';
import { linesTable } from './hover-lines';
import { code, list, paragraphs, plain, prose, table } from './markdown';
import { amountCell, loadFormula, placeText, resourcesText, timeText } from './figure-text';

export function moduleHover(analysis: Analysis, module: ModuleFigures): string {
  const { cost, name, place } = module;
  if (place.kind === 'cpu') return cpuHover(analysis, module);
  const where = `In ${plain(placeText(place))}.`;
  if (cost === undefined)
    return paragraphs(`**${plain(name)}**: its layers are unknown, and so are its figures`, where);
  const resources = resourcesText(module.resources ?? cost.resources, module.band, resourceKinds);
  const figures = `${cyclesText(analysis, cost.intervalCycles, cost.cyclesAtLeast)} per input · ${resources}`;
  const check = branchText(analysis, module);
  return paragraphs(
    `**${plain(name)}**: ${check || figures}`,
    check && figures,
    headReason(analysis, module.list),
    list([...timeLines(analysis, module), where]),
    layerTable(module),
    list(joinLines(module)),
    resourceTable(cost.terms.filter((t) => t.of === 'cycles')),
    linesTable(module),
    list(cost.notes.map(prose)),
  );
}

function cpuHover(analysis: Analysis, module: ModuleFigures): string {
  const { duration, name } = module;
  const { part, board, cpuOpsPerSecond } = analysis.target;
  if (duration === undefined || part === undefined)
    return `**${plain(name)}**: on the CPU; its time is not known without a device and shapes`;
  const operations = (duration.perInputNs * cpuOpsPerSecond) / 1e9;
  const cpu = cpuOf(part, board?.psClock);
  const figures = `${timeText(module)} on the ${cpu.name}, no fabric`;
  const check = branchText(analysis, module);
  return paragraphs(
    `**${plain(name)}**: ${check || figures}`,
    check && figures,
    list([
      `${formatNs(duration.fixedNs)} call + ${formatCount(operations)} operations ÷ ${formatCount(cpuOpsPerSecond / 1e6)} million per second`,
      prose(cpu.source),
    ]),
  );
}

/** Rate, latency, hidden and exposed time of an exit, or of a switch with its cases. */
export function branchText({ timeline }: Analysis, module: ModuleFigures): string {
  if (timeline === undefined || module.kind === 'stage') return '';
  const { atLeast } = timeline;
  const { exits, decisions } = timeline.schedule;
  const least = (ns: number): string => formatAtLeast(atLeast, formatNs(ns));
  const lines: string[] = [];
  const times = exits.find((e) => e.name === module.name);
  if (times) {
    lines.push(
      plain(checkText(times, '', atLeast)),
      `${formatShare(times.rate)} of all inputs leave here, after ${least(times.latencyNs)}`,
    );
    if (times.vainLoadNs > 0)
      lines.push(
        `${formatAsKnown(atLeast, formatNs(times.vainLoadNs))} of loads are wasted when an input leaves here`,
      );
  }
  const decision = decisions.find((d) => d.name === module.name);
  if (decision) {
    lines.push(plain(checkText(decision, '', atLeast)));
    for (const c of decision.cases) {
      const latency = `${least(c.meanNs)} on average, ${least(c.worstNs)} at worst`;
      lines.push(`${formatShare(c.rate)} of all inputs take ${code(c.name)}: ${latency}`);
    }
  }
  return lines.length === 0 ? '' : `${lines.join('; ')} (policy ${code(timeline.schedule.policy)})`;
}

/** Hover on a setting after a stage's braces: the layers that it applies to, in this stage only. */
export function variantHover(analysis: Analysis, block: Block, { keyword }: Setting): string {
  const stage = analysis.design.stages.find((s) => isSameBlock(s.origin.block, block));
  const network = analysis.design.networks.find((n) => n.name === stage?.network);
  if (stage === undefined || network === undefined) return '';
  const layers = stage.layers.flatMap((index) => network.layers[index] ?? []);
  const takers = layers.filter(({ kind }) => kindSpecs[kind].attributes.includes(keyword.text));
  if (takers.length === 0)
    return `No layer of **${plain(stage.name)}** takes ${code(keyword.text)}: it changes nothing`;
  const names = takers.map(({ label }) => code(label)).join(', ');
  return `**${plain(stage.name)}** runs ${names} with this in place of their own ${code(keyword.text)}; other stages of the same layers do not`;
}

function timeLines(analysis: Analysis, module: ModuleFigures): string[] {
  const { cost, duration, place } = module;
  const lines: string[] = [];
  if (cost && duration) {
    const fillNs = Math.ceil((cost.fillCycles * 1e9) / analysis.target.clockHz);
    const call = Math.max(0, duration.fixedNs - fillNs);
    lines.push(
      `one input alone ${timeText(module)}: call ${formatNs(call)} + fill ${formatCount(cost.fillCycles)} cycles + interval ${formatCount(cost.intervalCycles)} cycles`,
      `interval set by ${bottleneckText(module)}`,
    );
  }
  const buffers = bufferBytes(analysis, module);
  if (buffers !== undefined) lines.push(`two buffers for its results: ${formatBytes(buffers)} of memory`);
  const load = loadOf(analysis, place);
  const region = analysis.regions.find((r) => place.kind === 'region' && r.spec.name === place.region);
  const { port } = analysis.target;
  if (load !== undefined && region?.bitstreamBytes !== undefined && port) {
    lines.push(`load ${formatNs(load)} = ${loadFormula(region.bitstreamBytes, port)}`);
  }
  return lines;
}

function bottleneckText({ cost, layers, list: owner }: ModuleFigures): string {
  const { bottleneck } = cost ?? { bottleneck: 'none' };
  if (bottleneck === 'memory') return 'the transfer of inputs, outputs and streamed weights';
  if (typeof bottleneck !== 'number') return bottleneck === 'decision' ? 'the decision' : 'nothing';
  const spec = owner.specs[layers[bottleneck] ?? -1];
  return spec ? code(spec.label) : 'a layer';
}

/** Most layers that are listed; longer modules show their slowest. */
const mostLayers = 20;

function layerTable({ list: owner, layers, cost }: ModuleFigures): string {
  const all = layers.flatMap((index) => {
    const figures = owner.layers[index];
    return figures?.cost && figures.cost.terms.length > 0
      ? [{ label: figures.shaped.spec.label, ...figures.cost }]
      : [];
  });
  const shown =
    all.length > mostLayers ? [...all].sort((a, b) => b.cycles - a.cycles).slice(0, mostLayers) : all;
  const rows = shown.map(({ label, cycles, cyclesAtLeast, resources }) => [
    label,
    formatAtLeast(cyclesAtLeast, formatCount(cycles)),
    ...(['lut', 'dsp', 'bram18'] as const).map((kind) => amountCell(resources, kind)),
  ]);
  const rest = cost && restOf(cost.resources, owner, layers);
  if (rest)
    rows.push([
      'FIFOs, control, decision',
      '',
      formatCount(rest.lut),
      formatCount(rest.dsp),
      formatCount(rest.bram18),
    ]);
  const head = all.length > mostLayers ? `slowest ${mostLayers} of ${all.length} layers` : 'layer';
  return table(
    [head, 'cycles', ...(['lut', 'dsp', 'bram18'] as const).map((kind) => resourceNames[kind])],
    rows,
  );
}

/** Most FIFOs at joins that are listed: the deepest. */
const mostJoins = 5;

function joinLines({ cost, layers, list: owner }: ModuleFigures): string[] {
  const joins = (cost?.fifos ?? []).filter((f) => f.rejoins).sort((a, b) => b.depth - a.depth);
  return joins.slice(0, mostJoins).map((fifo) => {
    const label = owner.specs[layers[fifo.reader] ?? -1]?.label ?? '';
    return `FIFO in front of ${code(label)}: ${slackText(fifo)}`;
  });
}

function restOf(whole: Resources, owner: LayerList, layers: readonly number[]): Resources {
  const inside = layers.map((i) => owner.layers[i]?.cost?.resources ?? noResources);
  return inside.reduce((rest, layer) => combine(rest, layer, (a, b) => Math.max(0, a - b)), whole);
}
