/** Models of half and double precision, quantised as those of single precision are. */
import { expect, it } from 'vitest';
import { toHalf } from '../../../server/src/inference/profile/element-types';
import { widened } from '../../../server/src/inference/runnable/widened';
import { readModel } from '../../../server/src/onnx/index';
import { model, node, rawTensor, valueInfo } from '../../support/onnx-writer';
import { int8Distance, randomRun } from '../../support/random-run';
import { seeded } from '../../support/seed';

const HALF = 10;
const DOUBLE = 11;
const random = seeded(43);
const signed = () => random() * 2 - 1;

function tensor(type: number, name: string, dims: readonly number[]): Uint8Array {
  const values = Array.from({ length: dims.reduce((a, b) => a * b, 1) }, signed);
  const raw = type === HALF ? Uint16Array.from(values, toHalf) : Float64Array.from(values);
  return rawTensor(name, type, dims, new Uint8Array(raw.buffer));
}

/** @param inside type of the values inside; in and out are cast, or of it too */
function network(inside: number, isCast: boolean): Uint8Array {
  const outer = isCast ? 1 : inside;
  return model({
    nodes: [
      ...(isCast ? [node('Cast x -> xi', { to: inside })] : []),
      node(`Conv ${isCast ? 'xi' : 'x'} w1 b1 -> c`),
      node('Relu c -> r'),
      node('Flatten r -> f'),
      node(`Gemm f w2 -> ${isCast ? 'g' : 'y'}`, { transB: 1 }),
      ...(isCast ? [node('Cast g -> y', { to: 1 })] : []),
    ],
    initializers: [
      tensor(inside, 'w1', [4, 1, 3, 3]),
      tensor(inside, 'b1', [4]),
      tensor(inside, 'w2', [3, 64]),
    ],
    inputs: [valueInfo('x', [1, 1, 6, 6], outer)],
    outputs: [valueInfo('y', [1, 3], outer)],
  });
}

it.each([
  ['half precision', HALF, false],
  ['half precision inside', HALF, true],
  ['double precision', DOUBLE, false],
  ['double precision inside', DOUBLE, true],
] as const)('a model of %s', async (_name, inside, isCast) => {
  const run = randomRun([1, 6, 6], 40, 44);
  expect(await int8Distance(network(inside, isCast), run, 'y')).toBeLessThan(0.03);
});

it('a model of single precision stays the model that it is', () => {
  const plain = readModel(
    model({ nodes: [node('Relu x -> y')], inputs: [valueInfo('x', [2])], outputs: [valueInfo('y', [2])] }),
  );
  expect(widened(plain)).toBe(plain);
});
