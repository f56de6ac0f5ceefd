/** Converts a layer to a process of the row simulation. */
import { channels, isImage, type ShapedLayer } from '../../network';
import type { Parallelism } from '../../semantics/design';
import { kindCost } from '../kinds';
import { readLanes } from '../read-lanes';
import type { LayerCost } from '../layer-cost';
import { type RowSource, vectorRows, wholeInput } from './row-input';
import type { RowInput, RowProcess } from './row-simulation';
import { windowDepth } from '../units/window';
import { weightStationary, type WeightStationary } from '../units/weight-stationary';

/** A layer as a process of the row simulation. `sources` are in the order of the layer's inputs. */
export function rowProcess(layer: ShapedLayer, cost: LayerCost, sources: readonly RowSource[]): RowProcess {
  const rows = layer.outShape !== undefined && isImage(layer.outShape) ? layer.outShape.h : 1;
  const stationary = weightStationary(layer, cost.parallel);
  if (stationary) return stationaryProcess(stationary, cost, rows, sources);
  const fillCycles = windowFill(layer, cost);
  const waiting = cost.bottleneck === 'window' ? fillCycles : 0;
  return {
    rows,
    fillCycles,
    rowCycles: (cost.cycles - waiting) / rows,
    inputs: sources.map((source) => rowInput(layer, cost.parallel, source)),
  };
}

/** The whole input arrives before the first product, and all rows leave behind the last. */
function stationaryProcess(
  at: WeightStationary,
  cost: LayerCost,
  rows: number,
  sources: readonly RowSource[],
): RowProcess {
  const results = at.positions * at.folds;
  return {
    rows,
    fillCycles: at.mapWords,
    aheadCycles: cost.cycles - at.mapWords - results,
    rowCycles: results / rows,
    inputs: sources.map(wholeInput),
  };
}

/** Cycles until a sliding window has its first position, at one word per cycle. */
function windowFill(layer: ShapedLayer, cost: LayerCost): number {
  const { window, inShape, outShape } = layer;
  if (window === undefined || inShape === undefined || outShape === undefined || !isImage(outShape)) return 0;
  if (!cost.processes.some(({ name }) => name === 'window')) return 0;
  const lanes = readLanes(layer, cost.parallel, channels(inShape));
  return windowDepth({ window, channels: channels(inShape), lanes, out: outShape, activationBits: 0 });
}

function rowInput(layer: ShapedLayer, parallel: Parallelism, source: RowSource): RowInput {
  const { spec, inShape } = layer;
  const isVector = inShape === undefined || !isImage(inShape);
  return (isVector ? vectorRows : kindCost(spec.kind).rows)(layer, parallel, source);
}
