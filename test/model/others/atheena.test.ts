/**
 * Networks in the form of the public models of ATHEENA (branchy LeNet, AlexNet and TripleWins, and their backbones):
 * exits behind `If`, and LeNet's pools in front of their relus. From the file to the twin of the exported kernels.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runExport } from '../../../server/src/cli/export';
import { runImport } from '../../../server/src/cli/import';
import { runQuantise } from '../../../server/src/cli/quantise';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { idx } from '../../support/data-files';
import { onnxText } from '../../support/onnx-text';
import { numbered } from '../../support/seed';
import { onnxruntime } from '../../support/trained';

interface Form {
  readonly shape: readonly [number, number, number];
  /** From `x` to `shared`. */
  readonly start: string;
  /** From `shared` to `early`, and its threshold. */
  readonly exit?: readonly [string, number];
  /** From `shared` to `late`. */
  readonly rest: string;
}

const poolThenRelu = (from: string, to: string): string =>
  `MaxPool ${from} -> ${to}_p kernel_shape=2,2 strides=2,2\nRelu ${to}_p -> ${to}`;
const reluThenPool = (from: string, to: string): string =>
  `Relu ${from} -> ${to}_r\nMaxPool ${to}_r -> ${to} kernel_shape=2,2 strides=2,2`;

const lenet: Form = {
  shape: [1, 20, 20],
  start: `Conv x ~5,1,5,5 ~5 -> c1 kernel_shape=5,5 pads=2,2,2,2\n${poolThenRelu('c1', 'shared')}`,
  exit: [
    `Conv shared ~4,5,3,3 ~4 -> e1 kernel_shape=3,3 pads=1,1,1,1\n${poolThenRelu('e1', 'e2')}\nFlatten e2 -> e3\nGemm e3 ~10,100 ~10 -> early transB=1`,
    0.4,
  ],
  rest: `Conv shared ~8,5,5,5 ~8 -> c2 kernel_shape=5,5 pads=2,2,2,2\n${poolThenRelu('c2', 'p2')}
    Conv p2 ~12,8,3,3 ~12 -> c3 kernel_shape=3,3 pads=1,1,1,1\n${poolThenRelu('c3', 'p3')}
    Flatten p3 -> f\nGemm f ~16,48 ~16 -> d1 transB=1\nGemm d1 ~10,16 ~10 -> late transB=1`,
};

const alexnet: Form = {
  shape: [3, 16, 16],
  start: `Conv x ~8,3,5,5 ~8 -> c1 kernel_shape=5,5 pads=2,2,2,2\n${reluThenPool('c1', 'shared')}`,
  exit: [
    `Conv shared ~6,8,3,3 ~6 -> e1 kernel_shape=3,3 pads=1,1,1,1\n${reluThenPool('e1', 'e2')}\nFlatten e2 -> e3\nGemm e3 ~10,96 ~10 -> early transB=1`,
    0.4,
  ],
  rest: `Conv shared ~8,8,3,3 ~8 -> c2 kernel_shape=3,3 pads=1,1,1,1\nRelu c2 -> r2
    Conv r2 ~8,8,3,3 ~8 -> c3 kernel_shape=3,3 pads=1,1,1,1\n${reluThenPool('c3', 'p3')}
    Flatten p3 -> f\nGemm f ~16,128 ~16 -> d1 transB=1\nRelu d1 -> d2\nGemm d2 ~10,16 ~10 -> late transB=1`,
};

const tripleWins: Form = {
  shape: [1, 14, 14],
  start: `Conv x ~6,1,3,3 ~6 -> c1 kernel_shape=3,3 pads=1,1,1,1 strides=2,2\nRelu c1 -> shared`,
  exit: ['Flatten shared -> e1\nGemm e1 ~10,294 ~10 -> early transB=1', 0.4],
  rest: `Conv shared ~8,6,3,3 ~8 -> c2 kernel_shape=3,3 pads=1,1,1,1\n${reluThenPool('c2', 'p2')}
    Conv p2 ~8,8,3,3 ~8 -> c3 kernel_shape=3,3 pads=1,1,1,1\nRelu c3 -> r3
    Flatten r3 -> f\nGemm f ~10,72 ~10 -> late transB=1`,
};

/** Kernels give all channels of a pixel at once, the model all pixels of a channel. */
const image: Form = {
  shape: [1, 6, 6],
  start: `Conv x ~4,1,3,3 ~4 -> c1 kernel_shape=3,3 pads=1,1,1,1 strides=2,2\nRelu c1 -> shared`,
  rest: 'Conv shared ~5,4,1,1 ~5 -> late',
};
const flattened: Form = { ...image, rest: 'Conv shared ~5,4,1,1 ~5 -> c2\nFlatten c2 -> late' };

function branchy({ shape, start, exit, rest }: Form): Uint8Array {
  const [head, threshold] = exit ?? ['', 0];
  return onnxText(
    `x: 1,${shape.join()}\n${start}\n${head}
    Softmax early -> share axis=1\nReduceMax share -> most keepdims=0\nGreater most ${threshold} -> leaves
    If leaves -> scores then_branch={leave} else_branch={go_on}
    -> scores`,
    { graphs: { leave: 'Identity early -> left\n-> left:1,10', go_on: `${rest}\n-> late:1,10` } },
  );
}

function backbone({ shape, start, rest }: Form): Uint8Array {
  return onnxText(`x: 1,${shape.join()}\n${start}\n${rest}\n-> late`);
}

const IMAGES = 24;

/** Waves of differing length and direction. */
function picture([c, h, w]: Form['shape'], sample: number): Uint8Array {
  const random = numbered(sample);
  const [a, b, level] = [random() * 2, random() * 2, 80 + 100 * random()];
  return Uint8Array.from({ length: c * h * w }, (_, i) => {
    const [x, y] = [Math.floor(i / c) % w, Math.floor(i / c / w)];
    return Math.min(Math.max(level + 70 * Math.sin(a * x + b * y) + 40 * (random() - 0.5), 0), 255);
  });
}

describe.skipIf(!hasTool('g++') || !hasTool('make'))('from import to `make sim`', () => {
  const folder = temporaryFolder();

  test.each<[string, Form, boolean]>([
    ['branchy_lenet', lenet, true],
    ['lenet_backbone', lenet, false],
    ['branchy_alexnet', alexnet, true],
    ['alexnet_backbone', alexnet, false],
    ['triplewins', tripleWins, true],
    ['triplewins_backbone', tripleWins, false],
    ['ends_in_an_image', image, false],
    ['ends_in_a_flattened_image', flattened, false],
  ])('%s', { timeout: 300_000 }, async (name, form, hasExit) => {
    const home = join(folder, name);
    const data = join(home, 'data');
    mkdirSync(data, { recursive: true });
    const design = join(home, `${name}.exeunt`);
    const file = join(home, `${name}.onnx`);
    const bytes = hasExit ? branchy(form) : backbone(form);
    writeFileSync(file, bytes);
    const pictures = Array.from({ length: IMAGES }, (_, i) => picture(form.shape, i));
    const [c, h, w] = form.shape;
    writeFileSync(join(data, 'test-images.idx'), Buffer.concat([idx([IMAGES, h, w, c], []), ...pictures]));
    const labels = await classesOf(bytes, form.shape, pictures);
    writeFileSync(join(data, 'test-labels.idx'), idx([IMAGES], labels));

    await runImport([file, '-o', design, '--board', 'zc706']);
    expect(/when\s+softmax\s+>=?\s+0\.4\b/.test(readFileSync(design, 'utf8'))).toBe(hasExit);
    const int8 = join(home, 'int8.onnx');
    await runQuantise([design, '--data', data, '--apply', '-o', int8]);
    const out = join(home, 'out');
    await runExport([
      'hls',
      design,
      '-o',
      out,
      '--images',
      join(data, 'test-images.idx'),
      '--labels',
      join(data, 'test-labels.idx'),
    ]);
    const logits = join(home, 'logits.csv');
    execute('make', ['-s', '-j2', '-C', out, 'sim', 'SIM_OPTIMISE=-O0', `SIM_ARGUMENTS=--logits ${logits}`]);
    const rows = readFileSync(logits, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows).toHaveLength(IMAGES * (hasExit ? 2 : 1));
    const truth = await scoresOf(readFileSync(int8), form.shape, pictures);
    for (const [sample = '', exit, , label, ...scores] of rows) {
      const theirs = truth[Number(sample)];
      const output = [...(theirs?.keys() ?? [])].at(exit === 'end' ? -1 : 0) ?? '';
      expect(
        scores.map((s) => Math.fround(Number(s))),
        `image ${sample}, ${exit ?? ''}`,
      ).toEqual(theirs?.get(output));
      if (exit !== 'end') continue;
      const [all = []] = [theirs?.get(output)];
      expect(Number(label), `image ${sample}`).toBe(all.indexOf(Math.max(...all)));
    }
    // Of the board's own controller, which knows the end's values alone.
    if (hasExit) return;
    const predictions = join(home, 'predictions.csv');
    execute('make', [
      '-s',
      '-C',
      out,
      'sim',
      'SIM_OPTIMISE=-O0',
      `SIM_ARGUMENTS=--predictions ${predictions}`,
    ]);
    const labelled = readFileSync(predictions, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(labelled.map(([, , label]) => Number(label))).toEqual(
      truth.map((row) => {
        const [all = []] = row.values();
        return all.indexOf(Math.max(...all));
      }),
    );
  });
});

async function scoresOf(
  bytes: Uint8Array,
  [c, h, w]: Form['shape'],
  pictures: readonly Uint8Array[],
): Promise<ReadonlyMap<string, readonly number[]>[]> {
  const session = await onnxruntime(new Uint8Array(bytes), { optimise: false });
  const rows: Map<string, readonly number[]>[] = [];
  for (const pixels of pictures) {
    const area = h * w;
    const values = Float32Array.from(
      pixels,
      (_, i) => (pixels[(i % area) * c + Math.floor(i / area)] ?? 0) / 255,
    );
    const results = await session.run(new Map([['x', { type: 'float32', values, dims: [1, c, h, w] }]]));
    rows.push(new Map([...results].map(([name, { values: scores }]) => [name, Array.from(scores)])));
  }
  await session.release();
  return rows;
}

async function classesOf(
  bytes: Uint8Array,
  shape: Form['shape'],
  pictures: readonly Uint8Array[],
): Promise<number[]> {
  const rows = await scoresOf(bytes, shape, pictures);
  return rows.map((row) => {
    const [scores = []] = row.values();
    return scores.indexOf(Math.max(...scores));
  });
}
