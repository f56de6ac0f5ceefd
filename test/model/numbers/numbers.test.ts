import { describe, expect, test } from 'vitest';
import type { Analysis, LayerList } from '../../../server/src/analysis/analysis';
import { runList } from '../../../server/src/arithmetic';
import type { QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import { quantisedDesign } from '../../../server/src/model/numbers/numbers';
import { feed, rowOf } from '../../../server/src/inference/profile/feed';
import { measuredTrace, rightIn } from '../../../server/src/inference/profile/measured-trace';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel } from '../../../server/src/onnx/index';
import { defaultNumberType, numberType } from '../../../server/src/semantics/number-type';
import { spread } from '../../../server/src/inference/quantise/calibrate';
import { entryCode } from '../../support/entry';
import { quantisedFile } from '../../support/quantised';
import {
  type Trained,
  analysisOf,
  blenet,
  dataOf,
  feedOf,
  onnxruntime,
  readBytes,
  vgg10,
} from '../../support/trained';

/** Integers of every output for one stored image, exits first, as the exported kernels are to compute them. */
function integersOf(analysis: Analysis, numbers: QuantisedDesign, pixels: Int32Array) {
  const shaped = (list: LayerList) => list.layers.map((l) => l.shaped);
  const listOf = (list: LayerList) => {
    const found = numbers.lists.find((l) => l.kind === list.kind && l.name === list.name);
    if (found === undefined) throw new Error(`${list.name} has no numbers`);
    return found;
  };
  const last = (list: LayerList, values: readonly Int32Array[]) => {
    const codes = [...listOf(list).layers.values()].at(-1)?.output;
    return { codes, integers: values.at(-1) ?? new Int32Array() };
  };
  const [trunk, ...others] = analysis.lists;
  if (trunk === undefined) throw new Error('no network');
  const values = runList(shaped(trunk), listOf(trunk), pixels);
  const exits = others.map((list) => {
    const after = 'after' in list.spec ? list.spec.after : undefined;
    const start = values[after?.layer ?? 0] ?? new Int32Array();
    return last(list, runList(shaped(list), listOf(list), start));
  });
  return [...exits, last(trunk, values)];
}

/** Stored pixels as the integers of the input, channels fastest. */
function pixelsOf(
  numbers: QuantisedDesign,
  stored: ArrayLike<number>,
  channels: number,
  channelsLast: boolean,
) {
  const area = stored.length / channels;
  const result = new Int32Array(stored.length);
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < channels; c++) {
      const byte = stored[channelsLast ? p * channels + c : c * area + p] ?? 0;
      result[p * channels + c] = numbers.pixels?.[c]?.[byte] ?? 0;
    }
  }
  return result;
}

const typeOf = (name: string) => numberType(name) ?? defaultNumberType;

async function differences(trained: Trained, file: Uint8Array, images: number) {
  const analysis = await analysisOf(trained);
  const network = analysis.design.networks[0]?.name ?? '';
  const numbers = await quantisedDesign(analysis, network, {
    path: trained.model,
    bytes: file,
    normalisation: { scale: 255, ...trained.normalisation },
  });
  const data = await dataOf(trained);
  const samples = spread(data.count, images);
  const session = await onnxruntime(file, { optimise: false });
  const stored = new Map<number, ArrayLike<number>>();
  for (const sample of samples) stored.set(sample, await data.sample(sample));
  let compared = 0;
  let different = 0;
  await feed(session, feedOf(trained, data, samples), (sample, row, rows, results) => {
    const [channels = 1] = trained.shape;
    const pixels = pixelsOf(numbers, stored.get(sample) ?? [], channels, channels > 1);
    const ours = integersOf(analysis, numbers, pixels);
    session.outputs.forEach((name, output) => {
      const tensor = results.get(name);
      const { codes, integers = [] } = ours[output] ?? {};
      if (tensor === undefined || codes === undefined) throw new Error(`no ${name}`);
      rowOf(tensor, row, rows).forEach((theirs, i) => {
        compared++;
        if (((integers[i] ?? 0) - codes.zeroPoint) * codes.scale !== theirs) different++;
      });
    });
  });
  await session.release();
  return { compared, different };
}

describe('the integers of a written QOperator model equal our own arithmetic on every output', () => {
  test('B-LeNet', async () => {
    const file = await quantisedFile(blenet, 256);
    expect(await differences(blenet, file, 200)).toEqual({ compared: 6000, different: 0 });
  });

  test('VGG-10 with ten exits', async () => {
    const file = await quantisedFile(vgg10, 64);
    expect(await differences(vgg10, file, 20)).toEqual({ compared: 2000, different: 0 });
  });

  test.each([
    ['int4', 'int6'],
    ['int2', 'int4'],
    ['ternary', 'int8'],
    ['binary', 'int8'],
  ])('B-LeNet with weights %s and activations %s, as the design says', async (weights, activations) => {
    const types = { weights: typeOf(weights), activations: typeOf(activations) };
    const file = await quantisedFile(blenet, 64, { input: types.activations, of: () => types });
    expect(await differences(blenet, file, 20)).toEqual({ compared: 600, different: 0 });
    const codes = lowerModel(readModel(file)).ops.flatMap((op) =>
      'matrix' in op ? Array.from(op.matrix.codes?.weights ?? []) : [],
    );
    const most = weights.startsWith('int') ? 2 ** (Number(weights.slice(3)) - 1) - 1 : 1;
    expect(Math.max(...codes.map(Math.abs))).toBe(most);
    if (weights === 'binary') expect(codes).not.toContain(0);
  });
});

describe('the int8 models beside the samples are right as often as the float ones, to 0.3 points', () => {
  test.each([
    ['B-LeNet', blenet, [0.9837, 0.9886, 0.9913]],
    ['VGG-10', vgg10, [0.6394, 0.7116, 0.7568, 0.772, 0.8031, 0.811, 0.8189, 0.8276, 0.8267, 0.8285]],
  ] as const)('at every exit of %s, over all 10,000 test images', async (_, trained, float) => {
    const session = await onnxruntime(readBytes(trained.model.replace('.onnx', '_int8.onnx')), {
      optimise: false,
    });
    const data = await dataOf(trained);
    const exits = session.outputs.map((output) => ({ name: output, output, scores: 'logits' as const }));
    const trace = await measuredTrace(session, exits, feedOf(trained, data, spread(data.count, data.count)));
    await session.release();
    const right = exits.map(({ name }) => rightIn(trace, trace.exits.indexOf(name)));
    const lost = float.map((share, i) => share - (right[i] ?? 0) / data.count);
    expect(Math.max(...lost.map(Math.abs))).toBeLessThanOrEqual(0.003);
  });
});

describe('quantisedDesign', () => {
  test('a float model says how it becomes an int8 one', async () => {
    const analysis = await analysisOf(blenet);
    const file = { path: 'x.onnx', bytes: readBytes(blenet.model) };
    await expect(quantisedDesign(analysis, 'blenet', file)).rejects.toThrow(
      /is a float model; `exeunt quantise/,
    );
  });

  test('a model of another network names the first layer that differs', async () => {
    const analysis = await analysisOf(vgg10);
    const bytes = await quantisedFile(blenet, 8);
    await expect(quantisedDesign(analysis, 'vgg10', { path: 'x.onnx', bytes })).rejects.toThrow(
      /network vgg10, layer convs.0: no layer of the model is a conv of 16384 values/,
    );
  });

  test('reports its file, and the integers of each byte of a picture', async () => {
    const analysis = await analysisOf(blenet);
    const bytes = await quantisedFile(blenet, 64);
    const numbers = await quantisedDesign(analysis, 'blenet', {
      path: 'x.onnx',
      bytes,
    });
    const { source, pixels, lists } = numbers;
    const input = entryCode(numbers);
    expect(source).toMatchObject({ kind: 'model', path: 'x.onnx' });
    expect(input.scale).toBe(2 ** Math.round(Math.log2(input.scale)));
    // The white of MNIST fills the range of the integers.
    const codes = Array.from(pixels?.[0] ?? []);
    expect(codes.map((code, p) => Math.abs(code - (p * 127) / 255) <= 1)).toEqual(codes.map(() => true));
    expect(lists.map((l) => l.name)).toEqual(['blenet', 'early', 'late']);
    const dense = lists[2]?.layers.get(1)?.matrix;
    expect(dense?.weights).toHaveLength(10 * 400);
  });
});
