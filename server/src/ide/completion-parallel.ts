import { type Expectation, isSameBlock, type Layer, kindSpecs, loopOrders } from '../../../grammar/src/index';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import { formatBytes, formatCount } from '../base/format';
import { layerCost, legalParallelism, orderChoice, windowChoice } from '../cost/index';
import type { Draft } from './completion-words';
import { openBlock } from './cursor';
import { costOptions } from '../analysis/figures/modules';
import { layerByNode } from './figures';

/** Legal values after `pe`, `simd` and `window`, each with the resulting cycles of the layer, or of the slowest one in a stage. */
export function parallelItems(analysis: Analysis, { keyword, inner, block, span }: Expectation): Draft[] {
  if (keyword === 'window') return block === 'stage' ? [] : windowItems(analysis, span.start);
  if (keyword === 'order') return block === 'stage' ? [] : orderItems(analysis, span.start);
  if (keyword !== 'parallel' || (inner !== 'pe' && inner !== 'simd')) return [];
  const layers = (
    block === 'stage' ? stageFigures(analysis, span.start) : layerBefore(analysis, span.start)
  ).filter(
    ({ shaped }) =>
      shaped.outShape !== undefined && kindSpecs[shaped.spec.kind].attributes.includes('parallel'),
  );
  const [first, ...others] = layers.map(({ shaped }) => legalParallelism(shaped)[inner]);
  const legal = (first ?? []).filter((value) => others.every((values) => values.includes(value)));
  const options = costOptions(analysis.target);
  return legal.map((value) => {
    const cycles = layers.map(
      ({ shaped, parallel }) => layerCost(shaped, { ...parallel, [inner]: value }, options).cycles,
    );
    const label = String(value);
    const detail = `${formatCount(Math.max(...cycles))} cycles`;
    return { label, kind: 'value', detail, insert: label, snippet: false };
  });
}

/** `parallel` after the `window` of a convolution, with the cycles that it gives. */
function windowItems(analysis: Analysis, offset: number): Draft[] {
  const label = 'parallel';
  return layerBefore(analysis, offset).flatMap(({ shaped, parallel }) => {
    const choice = windowChoice(shaped, parallel, costOptions(analysis.target));
    if (choice === undefined) return [];
    const { serial, atOnce } = choice;
    const detail = `${formatCount(atOnce.cycles)} cycles, ${formatCount(serial.cycles)} without`;
    return { label, kind: 'value', detail, insert: label, snippet: false };
  });
}

/** Both loop orders, with the weights that each fetches for an input. */
function orderItems(analysis: Analysis, offset: number): Draft[] {
  return layerBefore(analysis, offset).flatMap(({ shaped, parallel }) => {
    const choice = orderChoice(shaped, parallel, costOptions(analysis.target));
    if (choice === undefined) return [];
    return loopOrders.map((label): Draft => {
      const { streamedBytes, cycles } = choice[label];
      const detail = `${formatBytes(streamedBytes)} of weights, ${formatCount(cycles)} cycles`;
      return { label, kind: 'value', detail, insert: label, snippet: false };
    });
  });
}

/** Layers, in network order, of the stage at or before an offset. */
export function stageFigures(analysis: Analysis, offset: number): LayerFigures[] {
  const block = openBlock(analysis, offset)?.block;
  const stage = block && analysis.design.stages.find((s) => isSameBlock(s.origin.block, block));
  const network = analysis.design.networks.find((n) => n.name === stage?.network);
  const known = layerByNode(analysis);
  return (stage?.layers ?? []).flatMap((index) => {
    const spec = network?.layers[index];
    return (spec && known.get(spec.node)) ?? [];
  });
}

/** The layer at or before an offset. */
function layerBefore(analysis: Analysis, offset: number): LayerFigures[] {
  const cursor = openBlock(analysis, offset);
  const layers: readonly Layer[] = cursor && 'layers' in cursor.block ? cursor.block.layers : [];
  const at = offset - (cursor?.slot.start ?? 0);
  const layer = layers.findLast((l) => l.span.start <= at);
  const figures = layer && layerByNode(analysis).get(layer);
  return figures ? [figures] : [];
}
