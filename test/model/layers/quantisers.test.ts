/** What QONNX's quantisers mean where a node leaves things out: one rule for kernels and for what is run. */
import { describe, expect, test } from 'vitest';
import { runnableModel } from '../../../server/src/inference/runnable/runnable';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel, writeModel } from '../../../server/src/onnx/index';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

const domain = { domain: 'qonnx.custom_op.general' };
const real = [-9, -1, -0.4, 0, 0.4, 9];

/** One unit whose weights a quantiser of so many bits and step 1 rounds, with the attributes given. */
function quantised(bits: number, attributes: Readonly<Record<string, number>>): Uint8Array {
  return model({
    nodes: [node('Quant w one zero bits -> q', attributes, domain), node('Gemm x q -> y', { transB: 1 })],
    initializers: [
      floats('w', [1, real.length], real),
      floats('one', [], [1]),
      floats('zero', [], [0]),
      floats('bits', [], [bits]),
    ],
    inputs: [valueInfo('x', [1, real.length])],
    outputs: [valueInfo('y', [1, 1])],
  });
}

async function weightsRun(bytes: Uint8Array): Promise<number[]> {
  const session = await onnxruntime(writeModel(runnableModel(readModel(bytes))), { optimise: false });
  const found: number[] = [];
  for (const place of real.keys()) {
    const values = Float32Array.from(real, (_, i) => (i === place ? 1 : 0));
    const { y } = Object.fromEntries(
      await session.run(new Map([['x', { type: 'float32', values, dims: [1, real.length] }]])),
    );
    found.push(y?.values[0] ?? Number.NaN);
  }
  await session.release();
  return found;
}

describe('weights of QONNX', () => {
  test.each([
    ['leave the least integer out unless the node says otherwise', 4, {}, [-7, -1, 0, 0, 0, 7]],
    ['keep it where it says so', 4, { narrow: 0 }, [-8, -1, 0, 0, 0, 7]],
    ['of one signed bit are signs', 1, {}, [-1, -1, -1, 1, 1, 1]],
    ['of one bit without a sign are 0 and 1', 1, { signed: 0, narrow: 0 }, [0, 0, 0, 0, 0, 1]],
  ])('%s', async (_, bits, attributes, expected) => {
    const bytes = quantised(bits, attributes);
    const [op] = lowerModel(readModel(bytes)).ops;
    const codes = op && 'matrix' in op ? Array.from(op.matrix.codes?.weights ?? []) : [];
    expect(codes.map((c) => c + 0)).toEqual(expected);
    expect((await weightsRun(bytes)).map((c) => c + 0)).toEqual(expected);
  });
});
