/** Inputs in the element types that models have, and several of them. */
import { expect, it, test } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { toHalf } from '../../../server/src/inference/profile/element-types';
import { type Feed, feed, rowOf } from '../../../server/src/inference/profile/feed';
import { minifloats } from '../../../server/src/onnx/index';
import { model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

const values = [0, 1, 2.5, 250];
const one: Feed = {
  data: {
    name: 'x',
    count: 1,
    shape: [4],
    labels: Int32Array.of(0),
    most: undefined,
    sample: () => Promise.resolve(Float32Array.from(values)),
  },
  prepare: (stored, into) => {
    into.set(stored);
  },
  shape: [4],
  samples: [0],
  checkpoint: neverCancelled,
};

async function scores(file: Uint8Array, run: Feed): Promise<number[]> {
  const session = await onnxruntime(file, { optimise: true });
  const found: number[] = [];
  await feed(session, run, (_sample, row, rows, results) => {
    const y = results.get('y');
    if (y) found.push(...rowOf(y, row, rows));
  });
  await session.release();
  return found;
}

/** Types by their numbers in onnx.proto. */
it.each([
  ['float', 1, values],
  ['uint8', 2, [0, 1, 3, 250]],
  ['int32', 6, [0, 1, 3, 250]],
  ['int64', 7, [0, 1, 3, 250]],
  ['float16', 10, values],
  ['double', 11, values],
])('an input of %s is fed as such', async (_name, type, wanted) => {
  const file = model({
    nodes: [node('Cast x -> y', { to: 1 })],
    inputs: [valueInfo('x', ['N', 4], type)],
    outputs: [valueInfo('y', ['N', 4])],
  });
  expect(await scores(file, one)).toEqual(wanted);
});

it.each([
  ['float16', 10],
  ['double', 11],
  ['int64', 7],
])('an output of %s is read as numbers', async (_name, type) => {
  const file = model({
    nodes: [node('Cast x -> y', { to: type })],
    inputs: [valueInfo('x', ['N', 4])],
    outputs: [valueInfo('y', ['N', 4], type)],
  });
  expect(await scores(file, one)).toEqual(type === 7 ? [0, 1, 2, 250] : values);
});

test('several inputs, each with its own values; without them, the one that lacks is named', async () => {
  const file = model({
    nodes: [node('Cast m -> f', { to: 1 }), node('Mul x f -> y')],
    inputs: [valueInfo('x', ['N', 4]), valueInfo('m', ['N', 4], 7)],
    outputs: [valueInfo('y', ['N', 4])],
  });
  const mask = [1, 0, 2, 1];
  const fill = (_sample: number, into: Float32Array | Float64Array) => {
    into.set(mask);
  };
  expect(await scores(file, { ...one, sides: [{ name: 'm', shape: [4], fill }] })).toEqual([0, 0, 5, 250]);
  await expect(scores(file, one)).rejects.toThrow("there is no data for the model's input m");
});

test('halves are the nearest ones, ties to even', () => {
  const halves = minifloats(10);
  for (let code = 0; code < 0x7c00; code++) {
    const [low, high] = [halves?.[code] ?? NaN, halves?.[code + 1] ?? NaN];
    expect(toHalf(low)).toBe(code);
    if (code === 0x7bff) continue;
    expect(toHalf((low + high) / 2)).toBe(code % 2 === 0 ? code : code + 1);
    expect(toHalf(-low)).toBe(0x8000 | code);
  }
  expect([toHalf(65_519), toHalf(65_520), toHalf(Infinity), toHalf(NaN)]).toEqual([
    0x7bff, 0x7c00, 0x7c00, 0x7e00,
  ]);
});
