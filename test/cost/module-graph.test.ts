import { describe, expect, it } from 'vitest';
import { layerCost, moduleGraph, writtenParallelism } from '../../server/src/cost';
import { inferShapes, type Inflow } from '../../server/src/network';
import { layers } from '../support/layers';

function bits(text: string, inflow?: Inflow): { in: number[]; out: number[] } {
  const { sources, results } = moduleGraph(
    inferShapes(layers(text), inflow).layers.map((layer) => ({
      layer,
      cost: layerCost(layer, writtenParallelism(layer), { family: '7series' }),
    })),
  );
  return { in: sources.map((s) => s.bits), out: results.map((r) => r.bits) };
}

describe('a value that crosses the border of a module has the type of the layer that makes it', () => {
  it.each([
    ['of the layer itself', 'input 1x8x8 activations int4; conv 3x3 4 activations int12', 4, 12],
    ['not of a relu that is fused into it', 'input 1x8x8; conv 3x3 4 activations int12; relu', 8, 12],
    ['not of a flatten', 'input 1x8x8; conv 3x3 4 activations int12; relu; flatten', 8, 12],
    ['of a relu that nothing takes in', 'input 1x8x8; upsample 1; relu activations int12', 8, 12],
    ['of an operator', 'input 1x8x8; operator activations int12', 8, 12],
  ])('%s', (_, text, into, out) => {
    expect(bits(text)).toEqual({ in: [into], out: [out] });
  });

  it('comes in as the first layer reads it that computes with it', () => {
    const inflow = { c: 4, h: 6, w: 6 };
    expect(bits('flatten from inflow; dense 10 activations int12', inflow)).toEqual({ in: [12], out: [12] });
  });
});
