import { describe, expect, test } from 'vitest';
import { findDataSet } from '../../server/src/datasets/find-data-set';
import type { DataFolder } from '../../server/src/datasets/folder';
import { withSamples } from '../../server/src/datasets/labelled-data';
import { readNormalisation } from '../../server/src/datasets/normalisation';
import { idx, npy, npz, png } from '../support/data-files';

interface Tree {
  readonly [name: string]: Uint8Array | Tree;
}

function folder(tree: Tree, path = 'data'): DataFolder {
  const at = (name: string) => tree[name];
  return {
    path,
    entries: () =>
      Promise.resolve(
        Object.entries(tree).map(([name, c]) => ({ name, isFolder: !(c instanceof Uint8Array) })),
      ),
    read: (name) => {
      const content = at(name);
      return Promise.resolve(content instanceof Uint8Array ? content : undefined);
    },
    folder: (name) => {
      const content = at(name);
      return folder(content === undefined || content instanceof Uint8Array ? {} : content, `${path}/${name}`);
    },
  };
}

const images = (count: number) =>
  idx(
    [count, 2, 2],
    Array.from({ length: count * 4 }, (_, i) => i),
  );
const labels = (count: number) =>
  idx(
    [count],
    Array.from({ length: count }, (_, i) => i % 2),
  );
const u1 = (shape: readonly number[]) =>
  npy(
    shape,
    '|u1',
    Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
  );
const dot = (value: number) => png({ width: 1, height: 1, type: 0 }, [value]);
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const mnist: Tree = {
  't10k-images-idx3-ubyte': images(3),
  't10k-labels-idx1-ubyte': labels(3),
  'train-images-idx3-ubyte': images(5),
  'train-labels-idx1-ubyte': labels(5),
  'README.md': json('nothing'),
};

describe('findDataSet', () => {
  test.each<[string, Tree, object, number, number[]]>([
    ['the test part of several', mnist, {}, 3, [0, 1, 0]],
    ['another part', mnist, { split: 'train' }, 5, [0, 1, 0, 1, 0]],
    ['one file', mnist, { file: 'train-images-idx3-ubyte', split: 'train' }, 5, [0, 1, 0, 1, 0]],
    ['the only pair', { 'a.npy': u1([2, 3]), 'b.npy': u1([2]) }, {}, 2, [0, 1]],
    [
      'x and y',
      { 'x_test.npy': u1([2, 3]), 'y_test.npy': u1([2, 1]), 'x_val.npy': u1([1, 3]), 'y_val.npy': u1([1]) },
      {},
      2,
      [0, 1],
    ],
    [
      'an archive',
      {
        'all.npz': npz(
          { 'xte.npy': u1([2, 3]), 'yte.npy': u1([2]), 'xtr.npy': u1([4, 3]), 'ytr.npy': u1([4]) },
          true,
        ),
      },
      {},
      2,
      [0, 1],
    ],
    [
      'an archive for each part',
      {
        'test.npz': npz({ 'x.npy': u1([2, 3]), 'y.npy': u1([2]) }, false),
        'train.npz': npz({ 'x.npy': u1([4, 3]), 'y.npy': u1([4]) }, false),
      },
      {},
      2,
      [0, 1],
    ],
    [
      'columns of classes',
      { 'x.npy': u1([2, 3]), 'y.npy': npy([2, 3], '|u1', Uint8Array.of(0, 0, 1, 1, 0, 0)) },
      {},
      2,
      [2, 0],
    ],
    [
      'folders of classes',
      { cat: { 'b.png': dot(1), 'a.png': dot(2) }, dog: { 'c.png': dot(3) } },
      {},
      3,
      [0, 0, 1],
    ],
    ['numbered folders', { 10: { 'b.png': dot(1) }, 9: { 'c.png': dot(3) } }, {}, 2, [9, 10]],
    [
      'folders of parts',
      { train: { 0: { 'b.png': dot(1) } }, test: { 0: { 'b.png': dot(1) }, 1: { 'c.png': dot(3) } } },
      {},
      2,
      [0, 1],
    ],
    [
      'a sheet with labels',
      {
        'test_batch.png': png({ width: 4, height: 2, type: 0 }, [1, 2, 3, 4, 5, 6, 7, 8]),
        'test_labels.json': json([4, 5]),
        'train_labels.json': json([1]),
      },
      {},
      2,
      [4, 5],
    ],
    [
      'numbered sheets with labels for all',
      {
        ...Object.fromEntries(
          [10, 9, 1].map((part) => [
            `data_batch_${part}.png`,
            png({ width: 4, height: 1, type: 0 }, [part, 2, 3, 4]),
          ]),
        ),
        'train_labels.json': json([1, 9, 10]),
        'test_batch.png': png({ width: 4, height: 1, type: 0 }, [1, 2, 3, 4]),
        'test_labels.json': json([5]),
      },
      { split: 'train' },
      3,
      [1, 9, 10],
    ],
  ])('%s', async (_, tree, options, count, expected) => {
    const data = await findDataSet(folder(tree), options);
    expect(data.count).toBe(count);
    expect(Array.from(data.labels)).toEqual(expected);
    for (let i = 0; i < count; i++)
      expect((await data.sample(i)).length).toBe(data.shape.reduce((a, b) => a * b, 1));
  });

  test.each<[string, Tree, object, RegExp]>([
    ['nothing', {}, {}, /data: no labelled data here/],
    [
      'labels that do not match',
      { 'x.npy': u1([3, 2]), 'y.npy': u1([2]) },
      {},
      /data\/y.npy: 2 labels for the 3 samples of data\/x.npy/,
    ],
    [
      'labels that are no classes',
      { 'x.npy': u1([2, 2]), 'y.npy': npy([2], '<f4', new Uint8Array(Float32Array.of(0.5, 1).buffer)) },
      {},
      /label 0.5 of sample 0 is no class/,
    ],
    [
      'a folder without images',
      { a: { 'x.png': dot(1) }, b: {} },
      {},
      /data\/b: the folder of a class holds no .png images/,
    ],
    [
      'a part that is not there',
      { 'x_train.npy': u1([2, 2]), 'y_train.npy': u1([2]) },
      { split: 'test' },
      /no data set for `test` among data\/x_train.npy/,
    ],
    [
      'two of one part',
      {
        'x_test_a.npy': u1([2, 2]),
        'y_test_a.npy': u1([2]),
        'x_test_b.npy': u1([2, 2]),
        'y_test_b.npy': u1([2]),
      },
      {},
      /several data sets for `test`/,
    ],
    [
      'a part of another shape',
      { 'x_1.npy': u1([2, 2]), 'x_2.npy': u1([2, 3]), 'y.npy': u1([4]) },
      {},
      /x_2.npy: samples of 3 \(uint8\), those of data\/x_1.npy are 2 \(uint8\)/,
    ],
    [
      'a damaged file',
      { 'x.npy': u1([200, 2]).subarray(0, 90), 'y.npy': u1([200]) },
      {},
      /data\/x.npy: .* truncated/,
    ],
  ])('%s is reported', async (_, tree, options, reason) => {
    await expect(findDataSet(folder(tree), options)).rejects.toThrow(reason);
  });

  test('parts stand in the order of their numbers', async () => {
    const parts = Object.fromEntries(
      [10, 9, 1].map((n) => [`x_${n}.npy`, npy([1, 1], '|u1', Uint8Array.of(n))]),
    );
    const data = await findDataSet(folder({ ...parts, 'y.npy': u1([3]) }));
    const values = await Promise.all([0, 1, 2].map((i) => data.sample(i)));
    expect(values.map((v) => v[0])).toEqual([1, 9, 10]);
  });

  test('images of another size are reported by name', async () => {
    const tree = { 0: { 'a.png': dot(1), 'b.png': png({ width: 2, height: 1, type: 0 }, [1, 2]) } };
    const data = await findDataSet(folder(tree));
    await expect(data.sample(1)).rejects.toThrow(/data\/0\/b.png: 1x2 pixels, the first image has 1x1/);
  });
});

describe('readNormalisation', () => {
  test.each([
    [
      { scale: 127, mean: 0.5, std: [1, 2, 3] },
      { scale: 127, mean: [0.5], std: [1, 2, 3] },
    ],
    [{}, {}],
  ])('%j', async (written, read) => {
    expect(await readNormalisation(folder({ 'preprocess.json': json(written) }))).toEqual(read);
  });

  test('what is no number is reported', async () => {
    await expect(readNormalisation(folder({ 'preprocess.json': json({ mean: 'x' }) }))).rejects.toThrow(
      /`mean` is no number/,
    );
    await expect(readNormalisation(folder({ 'preprocess.json': Uint8Array.of(1) }))).rejects.toThrow(
      /no JSON/,
    );
    expect(await readNormalisation(folder({}))).toBeUndefined();
  });

  test('sheets are read when they are asked for, each once, and a damaged one is named then', async () => {
    const sheets = {
      'train_1.png': png({ width: 4, height: 2, type: 0 }, [1, 2, 3, 4, 5, 6, 7, 8]),
      'train_2.png': png({ width: 4, height: 2, type: 0 }, [9, 10, 11, 12, 13, 14, 15, 16]),
      'train_3.png': png({ width: 4, height: 1, type: 0 }, [17, 18, 19, 20]).subarray(0, 40),
      'train_labels.json': json([0, 1, 2, 3, 4]),
    };
    const whole: string[] = [];
    const inner = folder(sheets);
    const counted: DataFolder = {
      ...inner,
      read: async (name, first) => {
        const bytes = await inner.read(name);
        if (first === undefined && name.endsWith('.png')) whole.push(name);
        return first === undefined ? bytes : bytes?.subarray(0, first);
      },
    };
    const data = await findDataSet(counted, { split: 'train' });
    expect([data.count, data.shape, data.most]).toEqual([5, [4, 1], 255]);
    expect(whole).toEqual([]);
    const kept = await withSamples(data, [3, 0, 2, 1]);
    expect(whole).toEqual(['train_1.png', 'train_2.png']);
    expect(await Promise.all([0, 3].map((i) => kept.sample(i)))).toEqual([
      Uint8Array.of(1, 2, 3, 4),
      Uint8Array.of(13, 14, 15, 16),
    ]);
    await expect(data.sample(4)).rejects.toThrow(/data\/train_3.png: the file is truncated/);
  });
});
