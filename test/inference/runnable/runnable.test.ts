/** QONNX's operators in standard ones, run by onnxruntime and held beside what QONNX says that they compute. */
import { describe, expect, it } from 'vitest';
import { runnableModel } from '../../../server/src/inference/runnable/runnable';
import { readModel } from '../../../server/src/onnx/index';
import { writeModel } from '../../../server/src/onnx/index';
import { type AttributeValue, floats, model, node, valueInfo } from '../../support/onnx-writer';
import { seeded } from '../../support/seed';
import { onnxruntime } from '../../support/trained';

const domain = { domain: 'qonnx.custom_op.general' };

async function run(
  file: Uint8Array,
  values: readonly number[],
  dims: readonly number[],
): Promise<readonly number[]> {
  const written = writeModel(runnableModel(readModel(file)));
  const session = await onnxruntime(written, { optimise: true });
  try {
    const x = { type: 'float32', dims, values: Float32Array.from(values) };
    const results = await session.run(new Map([['x', x]]));
    // A zero has no sign here.
    return Array.from(results.get('y')?.values ?? [], (v) => v + 0);
  } finally {
    await session.release();
  }
}

interface Constant {
  readonly dims?: readonly number[];
  readonly values: readonly number[];
}

function quantiser(
  opType: string,
  constants: Readonly<Record<string, Constant>>,
  attributes: Readonly<Record<string, AttributeValue>>,
  dims: readonly number[],
  opset = 13,
): Uint8Array {
  return model(
    {
      nodes: [node(`${opType} x ${Object.keys(constants).join(' ')} -> y`, attributes, domain)],
      initializers: Object.entries(constants).map(([name, c]) => floats(name, c.dims ?? [], c.values)),
      inputs: [valueInfo('x', dims)],
      outputs: [valueInfo('y', dims)],
    },
    opset,
  );
}

const halfEven = (v: number): number => {
  const floor = Math.floor(v);
  return v - floor === 0.5 ? 2 * Math.round(v / 2) : Math.round(v);
};
/** numpy's, as qonnx has them. */
const modes: Readonly<Record<string, (v: number) => number>> = {
  ROUND: halfEven,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  UP: (v) => Math.sign(v) * Math.ceil(Math.abs(v)),
  DOWN: Math.trunc,
  ROUND_TO_ZERO: Math.trunc,
  HALF_UP: (v) => Math.sign(v) * Math.floor(Math.abs(v) + 0.5),
  HALF_DOWN: (v) => Math.sign(v) * Math.ceil(Math.abs(v) - 0.5),
};

const clamp = (v: number, least: number, most: number) => Math.min(Math.max(v, least), most);
const limits = (bits: number, signed: boolean, narrow: boolean): [number, number] =>
  signed ? [-(2 ** (bits - 1)) + (narrow ? 1 : 0), 2 ** (bits - 1) - 1] : [0, 2 ** bits - (narrow ? 2 : 1)];

const random = seeded(41);
/** Quarters of steps, so that ties come up often; beyond the limits too. */
const quarters = (count: number, scale: number, most: number) =>
  Array.from({ length: count }, () => (Math.round((random() * 2 - 1) * most * 4) / 4) * scale);

describe('Quant', () => {
  const kinds = [true, false].flatMap((signed) =>
    [true, false].flatMap((narrow) => [2, 4, 8].map((bits) => ({ signed, narrow, bits }))),
  );
  for (const [mode, rounded] of Object.entries(modes)) {
    it.each([9, 13])(`rounds by ${mode} in opset %i`, async (opset) => {
      for (const { signed, narrow, bits } of kinds) {
        const scales = [0.5, 0.25, 2];
        const zero = signed ? 0 : 1;
        const values = quarters(3 * 60, 1, 1.5 * 2 ** bits).map((v, i) => v * (scales[i % 3] ?? 1));
        const file = quantiser(
          'Quant',
          {
            s: { dims: [1, 3], values: scales },
            z: { values: [zero] },
            b: { values: [bits] },
          },
          { signed: signed ? 1 : 0, narrow: narrow ? 1 : 0, rounding_mode: mode },
          [60, 3],
          opset,
        );
        const wanted = values.map((v, i) => {
          const s = scales[i % 3] ?? 1;
          return (rounded(clamp(v / s + zero, ...limits(bits, signed, narrow))) - zero) * s;
        });
        expect(await run(file, values, [60, 3]), JSON.stringify({ signed, narrow, bits })).toEqual(
          wanted.map((v) => v + 0),
        );
      }
    });
  }

  it('of one signed bit is a sign', async () => {
    const file = quantiser(
      'Quant',
      { s: { values: [0.5] }, z: { values: [0] }, b: { values: [1] } },
      { signed: 1, narrow: 1 },
      [4],
    );
    expect(await run(file, [-3, -0.1, 0, 0.2], [4])).toEqual([-0.5, -0.5, 0.5, 0.5]);
  });

  it('of bits that are computed, and by a mode that there is none of, is refused by name', () => {
    const constants = { s: { values: [1] }, z: { values: [0] }, b: { values: [4, 8], dims: [2] } };
    expect(() => runnableModel(readModel(quantiser('Quant', constants, {}, [4])))).toThrow(
      'the Quant that makes y: its bit width is not one constant number; give it as an initializer of one value',
    );
    const one = { ...constants, b: { values: [4] } };
    const file = quantiser('Quant', one, { rounding_mode: 'DITHER' }, [4]);
    expect(() => runnableModel(readModel(file))).toThrow(
      /^the Quant that makes y: its rounding_mode is `DITHER`/,
    );
  });
});

it('BipolarQuant is a sign times its scale', async () => {
  const file = quantiser('BipolarQuant', { s: { values: [0.25] } }, {}, [3]);
  expect(await run(file, [-1, 0, 2], [3])).toEqual([-0.25, 0.25, 0.25]);
});

describe('Trunc', () => {
  const values = quarters(200, 0.25, 128);

  it('takes off low bits by the widths of input and output', async () => {
    const constants = { s: { values: [0.25] }, z: { values: [0] }, i: { values: [8] }, o: { values: [5] } };
    const file = quantiser('Trunc', constants, { rounding_mode: 'FLOOR' }, [200]);
    const wanted = values.map((v) => Math.floor(halfEven(v / 0.25) / 8) * 0.25);
    expect(await run(file, values, [200])).toEqual(wanted.map((v) => v + 0));
  });

  it('takes them off by the scales of input and output, and cuts off', async () => {
    const constants = {
      s: { values: [0.25] },
      z: { values: [0] },
      i: { values: [9] },
      os: { values: [1] },
      oz: { values: [0] },
      ob: { values: [4] },
    };
    const file = quantiser('Trunc', constants, { rounding_mode: 'CEIL', signed: 1, narrow: 0 }, [200]);
    const wanted = values.map((v) => Math.ceil(clamp(halfEven(v / 0.25) / 4, -8, 7)));
    expect(await run(file, values, [200])).toEqual(wanted.map((v) => v + 0));
  });
});

it.each([11, 13])('MultiThreshold counts the thresholds that a value reaches (opset %i)', async (opset) => {
  const thresholds = [-1, 0, 1, 0, 2, 4];
  const file = quantiser(
    'MultiThreshold',
    { t: { dims: [2, 3], values: thresholds } },
    { out_scale: { float: 0.5 }, out_bias: { float: -1 }, data_layout: 'NCHW' },
    [1, 2, 2, 2],
    opset,
  );
  const values = [-2, -1, 0.5, 9, -1, 0, 3, 4];
  const wanted = values.map((v, i) => {
    const row = thresholds.slice(i < 4 ? 0 : 3, i < 4 ? 3 : 6);
    return row.filter((t) => v >= t).length * 0.5 - 1;
  });
  expect(await run(file, values, [1, 2, 2, 2])).toEqual(wanted);
});

it('operators of images with their channels last run between transpositions', async () => {
  const weights = Array.from({ length: 2 * 3 * 4 }, () => random() - 0.5);
  const image = Array.from({ length: 5 * 4 * 3 }, () => random());
  const constants = [floats('w', [2, 3, 2, 2], weights)];
  const last = model({
    nodes: [node('Conv x w -> y', { kernel_shape: [2, 2] }, { domain: 'qonnx.custom_op.channels_last' })],
    initializers: constants,
    inputs: [valueInfo('x', [1, 5, 4, 3])],
    outputs: [valueInfo('y', [1, 4, 3, 2])],
  });
  const plain = model({
    nodes: [
      node('Transpose x -> a', { perm: [0, 3, 1, 2] }),
      node('Conv a w -> b', { kernel_shape: [2, 2] }),
      node('Transpose b -> y', { perm: [0, 2, 3, 1] }),
    ],
    initializers: constants,
    inputs: [valueInfo('x', [1, 5, 4, 3])],
    outputs: [valueInfo('y', [1, 4, 3, 2])],
  });
  expect(await run(last, image, [1, 5, 4, 3])).toEqual(await run(plain, image, [1, 5, 4, 3]));
});

it('a model without any of them stays the model that it is', () => {
  const plain = readModel(
    model({ nodes: [node('Relu x -> y')], inputs: [valueInfo('x', [2])], outputs: [valueInfo('y', [2])] }),
  );
  expect(runnableModel(plain)).toBe(plain);
});
