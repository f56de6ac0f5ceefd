/** Hovers: the meaning of the word under the cursor, and its figures. The first line is the answer. */
import {
  attributeSpec,
  type Block,
  blockSpec,
  isSameBlock,
  type Layer,
  layerSpec,
  metricSpec,
  type Node,
  publishedSpec,
  type Setting,
  settingSpec,
} from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { formatCount } from '../base/format';
import type { DesignSymbol } from '../semantics/symbols';
import { isEnergyMetric } from '../analysis/figures/energy-budgets';
import { placed } from '../analysis/offsets';
import { type Cursor, cursorAt } from './cursor';
import { layerByNode, listOf, moduleOf, regionOf } from './figures';
import { clockHover, memoryHover, partHover, portHover, regionHover, shellHover } from './hover-device';
import { baseHover, energyHover, sleepHover } from './hover-energy';
import { layerHover, layerSummary, parallelHover } from './hover-layer';
import { paperHover, publishedHover } from './hover-paper';
import { branchText, moduleHover, variantHover } from './hover-module';
import {
  budgetHover,
  budgetTable,
  caseHover,
  profileHover,
  rateHover,
  scheduleHover,
  streamHover,
} from './hover-schedule';
import { code, paragraphs, plain, prose } from './markdown';
import { symbolAt } from './navigation';
import { type Diagnostics, meanings } from './figure-text';

export interface Hover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** @param diagnostics problems of the design, which affect its verdict */
export function hover(analysis: Analysis, offset: number, diagnostics: Diagnostics = []): Hover | undefined {
  const named = symbolAt(analysis, offset);
  if (named) {
    const markdown = paragraphs(symbolHover(analysis, named.symbol));
    if (markdown !== '') return { markdown, start: named.at.start, end: named.at.end };
  }
  const cursor = cursorAt(analysis, offset);
  const node = cursor?.path.at(-1);
  // A hit on a whole block or layer is a blank between its parts: no hover.
  if (cursor === undefined || node === undefined || 'keyword' in node || node.kind === 'layer')
    return undefined;
  const markdown = nodeHover(analysis, { ...cursor, diagnostics }, node);
  return markdown === '' ? undefined : { markdown, ...placed(cursor.slot, node.span) };
}

interface Asked extends Cursor {
  readonly diagnostics: Diagnostics;
}

/** Figures of a declared symbol, in any file. */
function symbolHover(analysis: Analysis, symbol: DesignSymbol): string {
  const { block } = symbol.origin;
  switch (symbol.kind) {
    case 'layer': {
      const list = listOf(analysis, block);
      const figures = list?.layers[symbol.index ?? -1];
      return list && figures ? layerHover(analysis, list, figures) : '';
    }
    case 'stage':
    case 'exit':
    case 'switch': {
      const module = moduleOf(analysis, block);
      return module ? moduleHover(analysis, module) : '';
    }
    case 'region': {
      const region = regionOf(analysis, block);
      return region ? regionHover(analysis, region) : '';
    }
    case 'network':
      return networkHover(analysis, block);
  }
}

function networkHover(analysis: Analysis, block: Block): string {
  const list = listOf(analysis, block);
  if (list === undefined || list.layers.length === 0) return '';
  const shapes = list.layers.map((l) => l.shaped);
  const unknown = shapes.filter((s) => s.outShape === undefined).length;
  if (unknown > 0)
    return `**${plain(list.name)}**: ${unknown} of ${shapes.length} layers have no known shape`;
  const macs = shapes.reduce((sum, s) => sum + (s.macs ?? 0), 0);
  const params = shapes.reduce((sum, s) => sum + (s.params ?? 0), 0);
  return `**${plain(list.name)}**: ${shapes.length} layers · ${formatCount(macs)} MACs · ${formatCount(params)} parameters`;
}

/** Hover on a node without a name, by its layer, setting or statement. */
function nodeHover(analysis: Analysis, cursor: Asked, node: Node): string {
  const { block, path } = cursor;
  const setting = path.find((n): n is Setting => n.kind === 'setting');
  const layer = path.find((n): n is Layer => n.kind === 'layer');
  if (layer) return layerNodeHover(analysis, cursor, layer, setting, node);
  if (setting)
    return paragraphs(settingFigures(analysis, cursor, setting), settingDoc(cursor, setting, node));
  const parent = path.at(-2);
  if (parent?.kind === 'limit') {
    const result = analysis.budgets.find(
      (b) => b.limit.origin.block === block && b.limit.origin.span === parent.span,
    );
    const metric = metricSpec(parent.metric[0]?.text ?? '');
    const isEnergy = result !== undefined && isEnergyMetric(result.limit.metric);
    return paragraphs(
      result ? budgetHover(result) : '',
      isEnergy ? energyHover(analysis) : '',
      metric?.doc ?? '',
    );
  }
  const figure = path.find((n) => n.kind === 'published');
  if (figure)
    return paragraphs(
      publishedHover(analysis, block, figure),
      publishedSpec(figure.figure[0]?.text ?? '')?.doc ?? '',
    );
  if (parent?.kind === 'when') {
    const word = node.kind === 'word' ? meanings[node.text] : undefined;
    const spec = settingSpec(block.kind, 'when');
    return paragraphs(
      word && node.kind === 'word' ? `${code(node.text)}: ${word}` : '',
      spec ? docText(spec.example, spec.doc) : '',
    );
  }
  if (parent?.kind === 'case') {
    const spec = settingSpec('switch', 'case');
    const module = moduleOf(analysis, block);
    return paragraphs(
      caseHover(analysis, block, parent),
      module ? `${code(module.name)}: ${branchText(analysis, module)}` : '',
      spec ? docText(spec.example, spec.doc) : '',
    );
  }
  return node === block.keyword ? blockHover(analysis, cursor) : '';
}

function layerNodeHover(
  analysis: Analysis,
  { block }: Cursor,
  layer: Layer,
  setting: Setting | undefined,
  node: Node,
): string {
  const list = listOf(analysis, block);
  const figures = layerByNode(analysis).get(layer);
  if (setting === undefined) {
    const doc = layerSpec(layer.layerKind.text)?.doc ?? '';
    return paragraphs(
      list && figures ? layerHover(analysis, list, figures) : '',
      doc && `${code(layer.layerKind.text)}: ${doc}`,
    );
  }
  const spec = attributeSpec(setting.keyword.text, layer.layerKind.text);
  if (spec === undefined) return '';
  const doc = docText(spec.example, spec.doc);
  const meaning = meaningOf(node);
  if (list === undefined || figures === undefined) return paragraphs(meaning, doc);
  if (spec.word === 'parallel' || spec.example === 'window parallel')
    return paragraphs(parallelHover(analysis, list, figures), doc);
  const notes = figures.cost?.notes.filter((note) => note.toLowerCase().includes(spec.word)) ?? [];
  return paragraphs(
    meaning || doc,
    meaning && doc,
    ...notes.map(prose),
    layerSummary(analysis, list, figures),
  );
}

function settingFigures(analysis: Analysis, { block, diagnostics }: Asked, setting: Setting): string {
  const region = regionOf(analysis, block);
  const exit = analysis.design.exits.find((e) => isSameBlock(e.origin.block, block));
  const isOwn = block.kind !== 'device' || analysis.design.device?.origin.block === block;
  if (block.kind === 'stage') return variantHover(analysis, block, setting);
  switch (isOwn ? `${block.kind} ${setting.keyword.text}` : '') {
    case 'device part':
    case 'device board':
      return partHover(analysis);
    case 'device port':
      return portHover(analysis);
    case 'device clock':
      return clockHover(analysis);
    case 'device memory':
      return memoryHover(analysis);
    case 'device idle':
    case 'device ambient':
      return baseHover(analysis);
    case 'device sleep':
    case 'device wake':
      return sleepHover(analysis);
    case 'device shell':
      return shellHover(analysis);
    case 'region pblock':
    case 'region reserve':
    case 'region utilisation':
    case 'region snapping':
    case 'region reset':
      return region ? regionHover(analysis, region) : '';
    case 'exit rate':
      return exit ? rateHover(analysis, exit) : '';
    case 'exit on':
    case 'switch on': {
      const module = moduleOf(analysis, block);
      return module ? moduleHover(analysis, module) : '';
    }
    case 'schedule policy':
      return scheduleHover(analysis, diagnostics);
    case 'schedule batch':
    case 'schedule arrival':
      return paragraphs(streamHover(analysis), energyHover(analysis));
    default:
      return '';
  }
}

function settingDoc({ block }: Cursor, setting: Setting, node: Node): string {
  const spec = settingSpec(block.kind, setting.keyword.text);
  return paragraphs(meaningOf(node), spec ? docText(spec.example, spec.doc) : '');
}

function blockHover(analysis: Analysis, { block, diagnostics }: Asked): string {
  const spec = blockSpec(block.kind);
  const doc = spec ? docText(spec.example.replace(/ \{$/, ' { … }'), spec.doc) : '';
  switch (block.kind) {
    case 'device':
      return paragraphs(partHover(analysis), doc);
    case 'schedule':
      return paragraphs(scheduleHover(analysis, diagnostics), energyHover(analysis), doc);
    case 'network':
      return paragraphs(networkHover(analysis, block), doc);
    case 'budget':
      return paragraphs(doc, budgetTable(analysis));
    case 'profile':
      return paragraphs(profileHover(analysis), doc);
    case 'exit':
    case 'switch':
    case 'stage': {
      const module = moduleOf(analysis, block);
      return paragraphs(module ? moduleHover(analysis, module) : '', doc);
    }
    case 'region': {
      const region = regionOf(analysis, block);
      return paragraphs(region ? regionHover(analysis, region) : '', doc);
    }
    case 'paper':
      return paragraphs(paperHover(analysis, block), doc);
    case 'import':
      return doc;
  }
}

function meaningOf(node: Node): string {
  const text = node.kind === 'word' || node.kind === 'name' ? node.text : '';
  const meaning = meanings[text];
  return meaning ? `${code(text)}: ${meaning}` : '';
}

function docText(example: string, doc: string): string {
  return `${code(example)} — ${doc}`;
}
