/** The exported kernels against onnxruntime itself, over real images: every logit, every exit, every decision. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runExport } from '../../server/src/cli/export';
import { feed, rowOf } from '../../server/src/import/profile/feed';
import { spread } from '../../server/src/import/quantise/calibrate';
import type { Criterion } from '../../server/src/semantics/design';
import { execute, hasTool, temporaryFolder } from '../support/compilers';
import { idx } from '../support/data-files';
import {
  type Trained,
  analysisOf,
  blenet,
  dataOf,
  feedOf,
  onnxruntime,
  readBytes,
  vgg10,
} from '../support/trained';

const images = Number(process.env['EXEUNT_TWIN_IMAGES'] ?? 1000);

interface Row {
  readonly leaves: boolean;
  readonly pred: number;
  readonly logits: readonly number[];
}

/** Rows of the twin's file, by sample and exit. Nine digits are those of one float32 only. */
function rowsOf(path: string): ReadonlyMap<string, Row> {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const [sample, exit, leaves, pred, ...logits] = line.split(',');
      return [
        `${sample},${exit}`,
        { leaves: leaves === '1', pred: Number(pred), logits: logits.map((z) => Math.fround(Number(z))) },
      ];
    }),
  );
}

/** Largest share of the softmax, of real numbers. */
function confidence(logits: readonly number[]): number {
  const most = Math.max(...logits);
  return 1 / logits.reduce((sum, z) => sum + Math.exp(z - most), 0);
}

/** Further from its threshold than the tables of the decision are exact. */
const clear = 1e-5;

describe.skipIf(!hasTool('g++') || !hasTool('make'))('the software twin', () => {
  const folder = temporaryFolder();

  /** Exports a sample with images of its test set, and runs both; what differs, if anything does. */
  async function compared(trained: Trained, name: string) {
    const data = await dataOf(trained);
    const samples = spread(data.count, images);
    const stored = await Promise.all(samples.map((sample) => data.sample(sample)));
    const [channels = 1, height = 1, width = 1] = trained.shape;
    const pictures = join(folder, `${name}-images.idx`);
    const labels = join(folder, `${name}-labels.idx`);
    const head = idx([images, height, width, channels], []);
    writeFileSync(pictures, Buffer.concat([head, ...stored.map((pixels) => Uint8Array.from(pixels))]));
    writeFileSync(
      labels,
      idx(
        [images],
        samples.map((sample) => data.labels[sample] ?? 0),
      ),
    );
    const out = join(folder, name);
    await runExport(['hls', trained.design, '-o', out, '--images', pictures, '--labels', labels]);
    const made = join(folder, `${name}.csv`);
    // The optimiser takes most of the time.
    const make = ['-s', '-j2', '-C', out, 'sim', 'SIM_OPTIMISE=-O1'];
    execute('make', [...make, `SIM_ARGUMENTS=--logits ${made}`]);
    const rows = rowsOf(made);

    const { design } = await analysisOf(trained);
    const session = await onnxruntime(readBytes(trained.model.replace('.onnx', '_int8.onnx')), {
      optimise: false,
    });
    const result = { logits: 0, different: 0, decisions: 0, otherwise: 0 };
    const theirs = new Map<number, string>();
    const numbers = new Map(samples.map((sample, i) => [sample, i]));
    await feed(session, feedOf(trained, data, samples), (sample, row, count, outputs) => {
      const at = numbers.get(sample) ?? -1;
      session.outputs.forEach((output, i) => {
        const exit = design.exits[i];
        const tensor = outputs.get(output);
        const ours = rows.get(`${at},${exit?.name ?? 'end'}`);
        if (tensor === undefined || ours === undefined) throw new Error(`no ${output} of image ${at}`);
        const logits = Array.from(rowOf(tensor, row, count));
        expect(ours.logits).toHaveLength(logits.length);
        logits.forEach((logit, k) => {
          result.logits++;
          if (logit !== ours.logits[k]) result.different++;
        });
        if (ours.pred !== logits.indexOf(Math.max(...logits))) result.otherwise++;
        const leaves = exit !== undefined && leavesAt(exit.when, logits);
        if (leaves !== undefined && leaves !== ours.leaves) result.otherwise++;
        result.decisions++;
        if (!theirs.has(at) && (exit === undefined || ours.leaves))
          theirs.set(at, `${exit?.name ?? 'end'},${ours.pred}`);
      });
    });
    await session.release();
    return { result, theirs, out };
  }

  /** Undefined at the threshold itself. */
  function leavesAt(
    when: { criterion: Criterion; comparison: '>=' | '<='; threshold: number } | undefined,
    logits: readonly number[],
  ): boolean | undefined {
    if (when?.criterion !== 'softmax') throw new Error('the samples decide by softmax');
    const over = confidence(logits) - when.threshold;
    return Math.abs(over) < clear ? undefined : over > 0 === (when.comparison === '>=');
  }

  test('of B-LeNet is onnxruntime with the int8 model, and leaves where that would', async () => {
    const { result, theirs, out } = await compared(blenet, 'blenet');
    expect(result).toEqual({ logits: 30 * images, different: 0, decisions: 3 * images, otherwise: 0 });
    const predictions = join(folder, 'predictions.csv');
    const printed = execute(join(out, 'build/sim/twin'), [
      ...['--images', join(out, 'runtime/sim/images.idx'), '--labels', join(out, 'runtime/sim/labels.idx')],
      ...['--predictions', predictions],
    ]);
    expect(printed).toContain('equal to the nanosecond');
    expect(printed).toMatch(/^accuracy 9[89]\.\d+ % \(predicted/m);
    const rows = readFileSync(predictions, 'utf8').trim().split('\n').slice(1);
    const left = rows.map((row) => row.split(',').slice(1, 3).join());
    expect(left).toEqual(Array.from({ length: images }, (_, i) => theirs.get(i)));
  });

  test('of VGG-10 with ten exits too', async () => {
    const { result } = await compared(vgg10, 'vgg10');
    expect(result).toEqual({ logits: 100 * images, different: 0, decisions: 10 * images, otherwise: 0 });
  });
});
