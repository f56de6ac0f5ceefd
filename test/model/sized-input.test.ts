import { describe, expect, it } from 'vitest';
import { withSizes } from '../../server/src/model/sized-input';
import { readModel } from '../../server/src/onnx/index';
import { model, node, valueInfo } from '../support/onnx-writer';

type Dims = readonly (number | string)[];

const inputs = (of: Readonly<Record<string, Dims>>, nodes = [node('Relu x -> y')]) =>
  readModel(
    model({
      nodes,
      inputs: Object.entries(of).map(([name, dims]) => valueInfo(name, dims)),
      outputs: ['y'],
    }),
  );
const sized = (of: Readonly<Record<string, Dims>>, shape: readonly number[], nodes?: Uint8Array[]) =>
  withSizes(inputs(of, nodes), shape).graph.inputs.map((i) => i.dims);

describe("sizes that a model leaves open are those of the design's input", () => {
  it.each<[string, Dims, readonly number[], Dims]>([
    ['rows and columns', ['N', 3, 'H', 'W'], [3, 20, 30], ['N', 3, 20, 30]],
    ['a length', ['N', 2, 'T'], [2, 1, 64], ['N', 2, 64]],
    ['features', ['batch', 'F'], [144], ['batch', 144]],
    ['one size of an image that the model gets flat', [1, 'F'], [1, 12, 12], [1, 144]],
  ])('%s', (_what, dims, shape, wanted) => {
    expect(sized({ x: dims }, shape)).toEqual([wanted]);
  });

  it('with the channels last, where the model has them so', () => {
    const nodes = [node('Transpose x -> a', { perm: [0, 3, 1, 2] }), node('Relu a -> y')];
    expect(sized({ x: ['N', 'H', 'W', 3] }, [3, 20, 30], nodes)).toEqual([['N', 20, 30, 3]]);
  });

  it('of the same name in other inputs too, and never of the batch', () => {
    expect(sized({ ids: ['N', 'T'], mask: ['N', 'T'] }, [12])).toEqual([
      ['N', 12],
      ['N', 12],
    ]);
  });

  it('but not where the shape does not fit, or nothing is open', () => {
    expect(sized({ x: ['N', 3, 'H', 'W'] }, [4, 20, 30])).toEqual([['N', 3, 'H', 'W']]);
    const fixed = inputs({ x: [1, 3, 8, 8] });
    expect(withSizes(fixed, [3, 9, 9])).toBe(fixed);
  });
});
