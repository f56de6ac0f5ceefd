/** Readers of labelled data: arrays, archives, pictures, and folders of them. */
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type DataArray, DataFault } from '../../server/src/datasets/array';
import { findDataSet } from '../../server/src/datasets/find-data-set';
import type { DataFolder } from '../../server/src/datasets/folder';
import { readIdx } from '../../server/src/datasets/idx';
import { readNormalisation } from '../../server/src/datasets/normalisation';
import { readNpy } from '../../server/src/datasets/npy';
import { zipEntries } from '../../server/src/datasets/npz';
import { readPng } from '../../server/src/datasets/png';
import { preparation } from '../../server/src/datasets/preprocess';
import { metadataKeys, normalisationIn } from '../../server/src/model/numbers/metadata';
import { OnnxError } from '../../server/src/onnx/index';
import { idx, npy, npz, png } from '../support/data-files';
import { type Bytes, type Reader, bytesOf, oddNumber, told } from './reader';

const labels = gunzipSync(
  readFileSync(new URL('../../samples/models/blenet_mnist_test-labels.idx.gz', import.meta.url)),
).subarray(0, 400);

const pixels = Array.from({ length: 48 }, (_, i) => (i * 37) % 256);
const images = idx([3, 4, 4], pixels);
const imageArray = npy([3, 4, 4], '|u1', Uint8Array.from(pixels));
const labelArray = npy([3], '<i8', new Uint8Array(BigInt64Array.of(1n, 0n, 2n).buffer));
const archive = (packed: boolean): Bytes =>
  npz({ 'x_test.npy': imageArray, 'y_test.npy': labelArray }, packed);
const pictures = [
  png({ width: 4, height: 4, type: 2, filter: 4 }, pixels),
  png({ width: 4, height: 12, type: 0, filter: 3 }, pixels),
  png({ width: 8, height: 3, type: 3, depth: 4, palette: pixels }, pixels.slice(0, 12)),
  png({ width: 8, height: 8, type: 0, depth: 1 }, pixels.slice(0, 8)),
];
const normalisation = bytesOf('{ "scale": 255, "mean": [0.5, 0.25], "std": [0.5] }');

/** Numbers as many as the shape says, in whole dimensions. */
function wrongArray({ shape, values }: DataArray): string | undefined {
  const count = shape.reduce((product, n) => product * n, 1);
  const isWhole = shape.every((n) => Number.isSafeInteger(n) && n >= 0);
  return isWhole && count === values.length
    ? undefined
    : `${values.length} numbers of shape ${shape.join('x')}`;
}

const none: DataFolder['entries'] = () => Promise.resolve([]);

function folderOf(files: Readonly<Record<string, Bytes>>, path = 'data'): DataFolder {
  const names = new Set(Object.keys(files).map((name) => name.split('/')[0] ?? ''));
  return {
    path,
    entries: () => Promise.resolve([...names].map((name) => ({ name, isFolder: files[name] === undefined }))),
    read: (name) => Promise.resolve(files[name]),
    folder: (name) => {
      const inside = Object.entries(files).filter(([file]) => file.startsWith(`${name}/`));
      const kept = inside.map(([file, bytes]) => [file.slice(name.length + 1), bytes]);
      return kept.length > 0
        ? folderOf(Object.fromEntries(kept) as Record<string, Bytes>, `${path}/${name}`)
        : { path, entries: none, read: () => Promise.resolve(undefined), folder: () => folderOf({}) };
    },
  };
}

/** A folder in which one file is the one that is read, all others are sound. */
const inFolder = (name: string, seed: Bytes, others: Readonly<Record<string, Bytes>>): Reader => ({
  async read(bytes) {
    const data = await findDataSet(folderOf({ ...others, [name]: bytes }));
    if (data.labels.length !== data.count) return `${data.labels.length} labels of ${data.count} samples`;
    const size = data.shape.reduce((product, n) => product * n, 1);
    const sample = await data.sample(data.count - 1);
    return sample.length === size ? undefined : `a sample of ${sample.length} values, not ${size}`;
  },
  own: DataFault,
  seeds: [seed],
});

export const dataReaders: Readonly<Record<string, Reader>> = {
  IDX: {
    read: (bytes) => wrongArray(readIdx('labels.idx', bytes)),
    own: DataFault,
    seeds: [labels, images],
  },
  NPY: {
    read: (bytes) => wrongArray(readNpy('x.npy', bytes)),
    own: DataFault,
    seeds: [
      imageArray,
      labelArray,
      npy([2, 3], '<f4', new Uint8Array(24), true),
      npy([2, 2, 2], '>f2', new Uint8Array(16)),
    ],
  },
  NPZ: {
    async read(bytes) {
      for (const { name, unpack } of zipEntries('x.npz', bytes)) {
        const content = await unpack();
        const fault = name.endsWith('.npy') ? wrongArray(readNpy(name, content)) : undefined;
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
    own: DataFault,
    seeds: [archive(true), archive(false)],
  },
  PNG: {
    async read(bytes) {
      const picture = await readPng('x.png', bytes);
      const channels = picture.shape.at(-1) ?? 0;
      return [1, 3].includes(channels) ? wrongArray(picture) : `${channels} channels`;
    },
    own: DataFault,
    seeds: pictures,
  },
  'packed images': inFolder('test-images.idx.gz', gzipSync(images), {
    'test-labels.idx': idx([3], [0, 1, 2]),
  }),
  'packed labels': inFolder('test-labels.idx.gz', gzipSync(idx([3], [0, 1, 2])), {
    'test-images.idx': images,
  }),
  'archive of data': inFolder('test.npz', archive(true), {}),
  'list of labels': inFolder('test-labels.json', bytesOf('[0, 1, 2]'), { 'test-images.npy': imageArray }),
  'picture of a class': inFolder('1/a.png', pictures[0] ?? images, { '0/b.png': pictures[0] ?? images }),
  'preprocess.json': {
    async read(bytes) {
      const how = await readNormalisation(folderOf({ 'preprocess.json': bytes }));
      return how && prepared(how);
    },
    own: DataFault,
    seeds: [normalisation],
  },
  'normalisation in a model': {
    read: (bytes) =>
      prepared(normalisationIn(new Map([[metadataKeys.normalisation, new TextDecoder().decode(bytes)]]))),
    own: OnnxError,
    seeds: [normalisation],
  },
};

/** What is prepared by it are numbers. */
function prepared(how: Parameters<typeof preparation>[2]): string | undefined {
  const into = new Float32Array(2);
  try {
    preparation({ shape: [2, 1, 1], most: 255 }, [2, 1, 1], how)(Uint8Array.of(0, 255), into);
  } catch (error) {
    if (!(error instanceof DataFault)) throw error;
    return told(error.message);
  }
  const odd = oddNumber([...into]);
  return odd === undefined ? undefined : `${odd} of ${JSON.stringify(how)}`;
}
