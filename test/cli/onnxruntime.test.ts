/** Which onnxruntime a command runs, and how one is fetched. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import lock from '../../server/src/onnxruntime/package-lock.json';
import wanted from '../../server/src/onnxruntime/package.json';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { idx } from '../support/data-files';
import { repository } from '../support/compilers';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const sample = join(repository, 'samples/models/blenet_mnist.onnx');
/** What is made of a runtime's own words. */
const told =
  /onnx: onnxruntime cannot run this model: the fake ran; it has to run in onnxruntime before it can be measured$/;
/** A runtime that says that it was run. */
const fake =
  "module.exports = { InferenceSession: { create: async () => { throw new Error('the fake ran'); } } };\n";

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-runtime-'));
  for (const path of [
    'data',
    'design/node_modules/onnxruntime-node',
    'own/node_modules/onnxruntime-node',
    'bin',
  ])
    await mkdir(join(folder, path), { recursive: true });
  for (const path of ['design', 'own'])
    await writeFile(join(folder, path, 'node_modules/onnxruntime-node/index.js'), fake);
  const imported = await run(cli.path, ['import', sample, '-o', 'design/d.exeunt'], folder);
  expect(imported.status, imported.err).toBe(0);
  await writeFile(
    join(folder, 'd.exeunt'),
    (await readFile(join(folder, 'design/d.exeunt'), 'utf8')).replace(/from "[^"]*"/, `from "${sample}"`),
  );
  await writeFile(join(folder, 'data/images-idx3-ubyte'), idx([1, 28, 28], Array<number>(784).fill(0)));
  await writeFile(join(folder, 'data/labels-idx1-ubyte'), idx([1], [0]));
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

const cache = () => ({ EXEUNT_CACHE: join(folder, 'cache') });

describe('an onnxruntime beside a design', () => {
  it.each(['profile', 'quantise'])('is announced before %s runs it', async (command) => {
    const args = [command, 'design/d.exeunt', '--data', 'data'];
    const { status, err } = await run(cli.path, args, folder, cache());
    const lines = err.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      /^exeunt: runs .*design\/node_modules\/onnxruntime-node\/index\.js, found beside or above the design/,
    );
    expect(status).toBe(2);
    expect(lines[1]).toMatch(told);
  });

  it('is not announced if the user named it', async () => {
    const env = { ...cache(), EXEUNT_ONNXRUNTIME: join(folder, 'own') };
    const { err } = await run(cli.path, ['profile', 'design/d.exeunt', '--data', 'data'], folder, env);
    expect(err.trimEnd().split('\n')).toEqual([expect.stringMatching(told)]);
  });
});

describe('fetching onnxruntime', () => {
  it('names one version and one hash of everything', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(packages.length).toBeGreaterThan(3);
    for (const [path, entry] of packages) {
      expect(entry, path).toMatchObject({
        version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
        integrity: expect.stringMatching(/^sha512-/) as string,
      });
    }
    expect(lock.packages['node_modules/onnxruntime-node'].version).toBe(
      wanted.dependencies['onnxruntime-node'],
    );
  });

  it.skipIf(process.platform === 'win32')('has npm install just that', async () => {
    const npm = join(folder, 'bin/npm');
    const script = `#!/bin/sh
echo "$@" > '${folder}/asked'
cp package.json package-lock.json '${folder}'
mkdir -p node_modules/onnxruntime-node && printf '%s' "${fake.trim().replaceAll("'", "'")}" > node_modules/onnxruntime-node/index.js
`;
    await writeFile(npm, script, { mode: 0o755 });
    const path = `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    const args = ['profile', 'd.exeunt', '--data', 'data', '--fetch-onnxruntime'];
    const { err } = await run(cli.path, args, folder, { ...cache(), PATH: path });
    expect(err.trimEnd().split('\n')).toEqual(['fetching onnxruntime', expect.stringMatching(told)]);
    expect(await readFile(join(folder, 'asked'), 'utf8')).toMatch(/^ci --ignore-scripts /);
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toEqual(wanted);
    expect(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))).toEqual(lock);
  });
});
