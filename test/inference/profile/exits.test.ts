/** Traces of exits as people train them, by onnxruntime itself. */
import { describe, expect, test } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { profiledExits } from '../../../server/src/inference/profile/exits';
import { type Feed, feed, rowOf } from '../../../server/src/inference/profile/feed';
import { measuredTrace } from '../../../server/src/inference/profile/measured-trace';
import { withoutSequences } from '../../../server/src/model/graph/sequences';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel, writeModel } from '../../../server/src/onnx/index';
import { calibrate } from '../../../server/src/inference/quantise/calibrate';
import { quantiseModel } from '../../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../../server/src/inference/quantise/write-qoperator';
import { exitModels } from '../../support/exit-models';
import { load } from '../../support/fixture';
import { imported } from '../../support/imported';
import { seeded } from '../../support/random-weights';
import { onnxruntime } from '../../support/trained';

const samples = 24;
const random = seeded(3);
const data = Array.from({ length: samples }, () => Float32Array.from({ length: 36 }, () => random() + 0.5));
const run: Feed = {
  data: {
    name: 'random',
    count: samples,
    shape: [1, 6, 6],
    labels: new Int32Array(samples),
    most: undefined,
    sample: (i) => Promise.resolve(data[i] ?? new Float32Array()),
  },
  prepare: (stored, values) => values.set(stored),
  shape: [1, 6, 6],
  samples: data.map((_, i) => i),
  checkpoint: neverCancelled,
};

type Name = keyof typeof exitModels;

async function profiled(name: Name) {
  const { analysis } = await imported(exitModels[name]);
  const model = withoutSequences(readModel(exitModels[name]));
  const exits = profiledExits(analysis, 'm', model);
  const session = await onnxruntime(writeModel(model), { optimise: true });
  const trace = await measuredTrace(session, exits, run);
  await session.release();
  return { exits, trace, model };
}

/** What a model gives for each sample, by output. */
async function outputs(bytes: Uint8Array): Promise<ReadonlyMap<string, readonly Float32Array[]>> {
  const session = await onnxruntime(bytes, { optimise: false });
  const found = new Map<string, Float32Array[]>();
  await feed(session, run, (_, row, rows, results) => {
    for (const [name, tensor] of results)
      found.set(name, [...(found.get(name) ?? []), Float32Array.from(rowOf(tensor, row, rows))]);
  });
  await session.release();
  return found;
}

describe('which output is which exit', () => {
  test.each([
    ['sequence', ['e1 e1', 'end last']],
    ['cascade', ['first first', 'end last']],
    ['ensemble', ['first first', 'end last']],
    ['onInput', ['zero zero', 'end last']],
    ['learned', ['first first', 'end last']],
    // Its layers cannot be followed, and its end is listed first.
    ['swapped', ['aux aux', 'end main']],
  ] as const)('of a %s', async (name, expected) => {
    const { exits } = await profiled(name);
    expect(exits.map((e) => `${e.name} ${e.output}`)).toEqual(expected);
  });

  test('is said by `output` where an exit has another name', async () => {
    const { text } = await imported(exitModels.swapped);
    const model = readModel(exitModels.swapped);
    const renamed = text.replace('exit aux', 'exit quick');
    const analysed = async (design: string) => (await load(design)).analysis;
    await expect(async () => profiledExits(await analysed(renamed), 'm', model)).rejects.toThrow(
      /no output of the model is called as exit quick: say which one it is, as in `output "main"`; the model's outputs are main, aux/,
    );
    const said = renamed.replace('  on ', '  output "aux"\n  on ');
    const exits = profiledExits(await analysed(said), 'm', model);
    expect(exits.map((e) => `${e.name} ${e.output}`)).toEqual(['quick aux', 'end main']);
  });

  test('over an image is none, with a way out', async () => {
    const { analysis } = await imported(exitModels.image);
    expect(() => profiledExits(analysis, 'm', readModel(exitModels.image))).toThrow(
      /exit first decides by mean confidence: labels of positions are not read/,
    );
  });
});

describe('what a trace holds', () => {
  test('of a trained confidence is its sigmoid, and so it is called', async () => {
    const { trace } = await profiled('learned');
    const expected = (await outputs(exitModels.learned)).get('sure') ?? [];
    expect(trace.measures).toEqual(['learned', 'softmax']);
    expected.forEach(([value = NaN], s) => expect(trace.confidence[s]).toBeCloseTo(value, 5));
  });

  test('of one sigmoid is that of two classes', async () => {
    const { trace } = await profiled('binary');
    const expected = (await outputs(exitModels.binary)).get('first') ?? [];
    expect(expected).toHaveLength(samples);
    expected.forEach(([p = NaN], s) => {
      expect(trace.confidence[s]).toBeCloseTo(Math.max(p, 1 - p), 5);
      expect(trace.predicted[s]).toBe(p > 0.5 ? 1 : 0);
    });
  });
});

describe('integers', () => {
  test.each([
    'sequence',
    'cascade',
    'onlyScores',
    'ensemble',
    'onInput',
    'learned',
    'binary',
    'sigmoids',
  ] as const)('of a model with exits (%s) give what it gives', async (name) => {
    const model = withoutSequences(readModel(exitModels[name]));
    const float = writeModel(model);
    const lowered = lowerModel(model);
    const counted = await calibrate(onnxruntime, float, lowered, run);
    const whole = await outputs(writeQOperator(quantiseModel(lowered, counted), { batch: 1 }, new Map()));
    for (const [output, rows] of await outputs(float)) {
      const ours = whole.get(output) ?? [];
      let [error, size] = [0, 0];
      rows.forEach((values, s) =>
        values.forEach((v, k) => {
          error += (v - (ours[s]?.[k] ?? NaN)) ** 2;
          size += v ** 2;
        }),
      );
      expect(Math.sqrt(error / size), output).toBeLessThan(0.06);
    }
  });
});
