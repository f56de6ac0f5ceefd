/** Models in the forms that people have them, through `import`, `profile` and `quantise` as processes. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { idx, npy, npz } from '../support/data-files';
import { floats, model, node, rawTensor, valueInfo } from '../support/onnx-writer';
import { seeded } from '../support/seed';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]) => run(cli.path, args, folder);
const random = seeded(47);
const tensor = (name: string, dims: readonly number[]) =>
  floats(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.5),
  );
const SAMPLES = 24;
const bytes = (count: number, most: number) =>
  Array.from({ length: count }, () => Math.floor(random() * most));

interface Form {
  readonly input: Uint8Array;
  /** From `x` to `image`, N x 3 x 8 x 8. */
  readonly before: readonly Uint8Array[];
  readonly constants?: readonly Uint8Array[];
}

/** The same small network behind what stands before it. */
const network = ({ input, before, constants = [] }: Form): Uint8Array =>
  model({
    nodes: [
      ...before,
      node('Conv image w1 -> c', { kernel_shape: [3, 3] }),
      node('Relu c -> r'),
      node('GlobalAveragePool r -> g'),
      node('Flatten g -> f'),
      node('Gemm f w2 -> y', { transB: 1 }),
    ],
    initializers: [...constants, tensor('w1', [6, 3, 3, 3]), tensor('w2', [4, 6])],
    inputs: [input],
    outputs: [valueInfo('y', ['N', 4])],
  });

const domain = { domain: 'qonnx.custom_op.general' };
const forms: Readonly<Record<string, Form>> = {
  last: {
    input: valueInfo('x', ['N', 8, 8, 3]),
    before: [node('Transpose x -> image', { perm: [0, 3, 1, 2] })],
  },
  flat: {
    input: valueInfo('x', ['N', 192]),
    before: [node('Reshape x shape -> image')],
    constants: [rawTensor('shape', 7, [4], new Uint8Array(BigInt64Array.of(-1n, 3n, 8n, 8n).buffer))],
  },
  open: { input: valueInfo('x', ['N', 3, 'H', 'W']), before: [node('Identity x -> image')] },
  bytes: { input: valueInfo('x', ['N', 3, 8, 8], 2), before: [node('Cast x -> image', { to: 1 })] },
  qonnx: {
    input: valueInfo('x', ['N', 3, 8, 8]),
    before: [node('Quant x s z b -> image', { signed: 0, narrow: 0, rounding_mode: 'FLOOR' }, domain)],
    constants: [floats('s', [], [1 / 16]), floats('z', [], [0]), floats('b', [], [4])],
  },
};

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-forms-'));
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/test-images.idx'), idx([SAMPLES, 8, 8, 3], bytes(SAMPLES * 192, 256)));
  await writeFile(join(folder, 'data/test-labels.idx'), idx([SAMPLES], bytes(SAMPLES, 4)));
  for (const [name, form] of Object.entries(forms)) {
    await writeFile(join(folder, `${name}.onnx`), network(form));
  }
  for (const name of ['last', 'flat', 'bytes', 'qonnx']) {
    const { status, err } = await exeunt('import', `${name}.onnx`, '-o', `${name}.exeunt`);
    expect(status, err).toBe(0);
  }
  await exeunt('import', 'open.onnx', '-o', 'open.exeunt', '--shape', '1x3x8x8');
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

describe('profile and quantise take', () => {
  it.each([
    ['channels that come last', 'last'],
    ['an input that the model makes an image of itself', 'flat'],
    ['sizes that were given at import', 'open'],
    ['bytes that the model scales itself', 'bytes'],
  ])('%s', async (_what, name) => {
    const profiled = await exeunt('profile', `${name}.exeunt`, '--data', 'data', '--json');
    expect(profiled.status, profiled.err).toBe(0);
    const quantised = await exeunt('quantise', `${name}.exeunt`, '--data', 'data', '--json');
    expect(quantised.status, quantised.err).toBe(0);
    const trace = JSON.parse(profiled.out) as { exits: { accuracy: number }[] };
    const { exits } = JSON.parse(quantised.out) as { exits: { fp32: number; int8: number }[] };
    expect(exits[0]?.fp32).toBe(trace.exits[0]?.accuracy);
    expect(Math.abs((exits[0]?.fp32 ?? NaN) - (exits[0]?.int8 ?? NaN))).toBeLessThan(0.2);
  });

  it('sizes that were given at import, in checks too', async () => {
    // No int8 model stands beside this one.
    await copyFile(join(folder, 'open.onnx'), join(folder, 'opened.onnx'));
    await exeunt('import', 'opened.onnx', '-o', 'opened.exeunt', '--shape', '1x3x8x8');
    const { status, out, err } = await exeunt('check', 'opened.exeunt', '--json');
    expect(status, err).toBe(0);
    expect(out).toContain('opened.onnx is a float model');
    expect(out).not.toContain('known at run time');
  });

  it('QONNX: what Brevitas writes is profiled', async () => {
    const { status, err } = await exeunt('profile', 'qonnx.exeunt', '--data', 'data');
    expect(status, err).toBe(0);
    const trace = await readFile(join(folder, 'qonnx.trace.csv'), 'utf8');
    expect(trace.trimEnd().split('\n')).toHaveLength(SAMPLES + 1);
  });
});

describe('values that a model takes as they are stored', () => {
  it('are not scaled by an option', async () => {
    const { status, err } = await exeunt('profile', 'bytes.exeunt', '--data', 'data', '--mean', '0.5');
    expect(status).toBe(2);
    expect(err).toContain(
      "the model's input x is uint8: it takes values as they are stored and scales them itself; leave --mean out",
    );
  });
});

describe('a model with two inputs', () => {
  beforeAll(async () => {
    const file = model({
      nodes: [
        node('Cast ids -> f', { to: 1 }),
        node('Mul f mask -> m'),
        node('Gemm m w -> y', { transB: 1 }),
      ],
      initializers: [tensor('w', [3, 5])],
      inputs: [valueInfo('ids', ['N', 5], 7), valueInfo('mask', ['N', 5])],
      outputs: [valueInfo('y', ['N', 3])],
    });
    await writeFile(join(folder, 'two.onnx'), file);
    const design = 'network n from "two.onnx" {\n  input ids 5\n  dense fc 3\n}\n';
    await writeFile(join(folder, 'two.exeunt'), design);
    const u1 = (shape: readonly number[], values: readonly number[]) =>
      npy(shape, '|u1', Uint8Array.from(values));
    await writeFile(
      join(folder, 'two.npz'),
      npz(
        {
          'ids.npy': u1([4, 5], bytes(20, 90)),
          'mask.npy': u1([4, 5], Array<number>(20).fill(255)),
          'labels.npy': u1([4], [0, 1, 2, 0]),
        },
        true,
      ),
    );
  });

  it('is profiled over an .npz with an array named as each', async () => {
    const { status, err } = await exeunt('profile', 'two.exeunt', '--data', 'two.npz', '-o', 'two.csv');
    expect(status, err).toBe(0);
    const trace = await readFile(join(folder, 'two.csv'), 'utf8');
    expect(trace.trimEnd().split('\n')).toHaveLength(5);
  });

  it('is told what data it needs, and why it is not quantised', async () => {
    const profiled = await exeunt('profile', 'two.exeunt', '--data', 'data');
    expect(profiled.err).toContain(
      "its data are an .npz archive with an array named as each of the model's inputs (ids, mask) and one of labels",
    );
    const quantised = await exeunt('quantise', 'two.exeunt', '--data', 'two.npz');
    expect(quantised.status).toBe(2);
    expect(quantised.err).toContain(
      'the model has 2 inputs, and the integer kernels take one (ids): make mask constant in the model',
    );
  });
});
