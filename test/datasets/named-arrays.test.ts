/** Data of models with several inputs. */
import { describe, expect, it } from 'vitest';
import type { DataFolder } from '../../server/src/datasets/folder';
import { namedArrays } from '../../server/src/datasets/named-arrays';
import { npy, npz } from '../support/data-files';

const folder = (files: Readonly<Record<string, Uint8Array>>): DataFolder => ({
  path: 'data',
  entries: () => Promise.resolve(Object.keys(files).map((name) => ({ name, isFolder: false }))),
  read: (name) => Promise.resolve(files[name]),
  folder: () => folder({}),
});
const bytes = (shape: readonly number[], from = 0) =>
  npy(
    shape,
    '|u1',
    Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + from),
  );
const archive = (count: number, more: Readonly<Record<string, Uint8Array>> = {}) =>
  npz(
    {
      'ids.npy': bytes([count, 3]),
      'mask.npy': bytes([count, 3], 100),
      'labels.npy': bytes([count]),
      ...more,
    },
    true,
  );

const inputs = ['ids', 'mask'];

describe('an .npz with an array named as each input', () => {
  it('is taken whole, the labels beside them', async () => {
    const data = await namedArrays(folder({ 'd.npz': archive(2) }), inputs);
    expect([data.name, data.count, data.shape, [...data.labels]]).toEqual(['data/d.npz', 2, [3], [0, 1]]);
    expect([...(await data.sample(1))]).toEqual([3, 4, 5]);
    expect([...(data.inputs?.get('mask')?.values ?? [])]).toEqual([100, 101, 102, 103, 104, 105]);
  });

  it('of several parts, the one that is asked for; the test part otherwise', async () => {
    const files = folder({ 'train.npz': archive(4), 'test.npz': archive(2) });
    expect((await namedArrays(files, inputs)).count).toBe(2);
    expect((await namedArrays(files, inputs, { split: 'train' })).count).toBe(4);
    expect((await namedArrays(files, inputs, { file: 'train.npz' })).count).toBe(4);
    await expect(namedArrays(files, inputs, { split: 'validation' })).rejects.toThrow(
      /^data: the model has 2/,
    );
  });

  it('may spell names with signs that files do not have as underscores', async () => {
    const files = folder({
      'd.npz': npz({ 'in_0.npy': bytes([2, 3]), 'b.npy': bytes([2]), 'y.npy': bytes([2]) }, false),
    });
    expect((await namedArrays(files, ['in:0', 'b'])).inputs?.size).toBe(2);
  });
});

describe('what lacks is said', () => {
  it.each([
    [
      'no archive',
      {},
      "data: the model has 2 inputs: its data are an .npz archive with an array named as each of the model's inputs (ids, mask) and one of labels; there is no .npz here",
    ],
    [
      'an archive of other names',
      { 'd.npz': npz({ 'x.npy': bytes([2, 3]), 'y.npy': bytes([2]) }, false) },
      /; data\/d\.npz has x, y$/,
    ],
    [
      'several arrays that may be labels',
      {
        'd.npz': npz(
          { 'ids.npy': bytes([2, 3]), 'mask.npy': bytes([2, 3]), 'a.npy': bytes([2]), 'b.npy': bytes([2]) },
          false,
        ),
      },
      'data/d.npz: which of its arrays are the labels is not clear; name it `labels`',
    ],
    [
      'fewer samples of one input',
      { 'd.npz': archive(2, { 'mask.npy': bytes([1, 3]) }) },
      'data/d.npz: mask has 1 samples, ids has 2: they do not belong together',
    ],
  ])('%s', async (_what, files, message) => {
    await expect(namedArrays(folder(files), inputs)).rejects.toThrow(message);
  });
});
