import type { Expectation, Layer } from '../../../grammar/src/index';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import { formatCount } from '../base/format';
import { layerCost, legalParallelism } from '../cost/index';
import type { Draft } from './completion-words';
import { openBlock } from './cursor';
import { costOptions, layerByNode } from './figures';

/** Legal values behind `pe` and `simd`, each with the cycles that the layer then takes. */
export function parallelItems(analysis: Analysis, text: string, expected: Expectation): Draft[] {
  if (expected.keyword !== 'parallel') return [];
  const before = text.slice(0, expected.span.start);
  const factor = /\s(pe|simd)\s+$/.exec(before)?.[1];
  if (factor !== 'pe' && factor !== 'simd') return [];
  const figures = layerBefore(analysis, expected.span.start);
  if (figures?.shaped.outShape === undefined) return [];
  const options = costOptions(analysis.target);
  return legalParallelism(figures.shaped)[factor].map((value) => {
    const { cycles } = layerCost(figures.shaped, { ...figures.parallel, [factor]: value }, options);
    const label = String(value);
    return { label, kind: 'value', detail: `${formatCount(cycles)} cycles`, insert: label, snippet: false };
  });
}

/** The layer that an offset behind it, or in it, goes on with. */
function layerBefore(analysis: Analysis, offset: number): LayerFigures | undefined {
  const cursor = openBlock(analysis, offset);
  const layers: readonly Layer[] = cursor && 'layers' in cursor.block ? cursor.block.layers : [];
  const at = offset - (cursor?.slot.start ?? 0);
  const layer = layers.findLast((l) => l.span.start <= at);
  return layer && layerByNode(analysis).get(layer);
}
