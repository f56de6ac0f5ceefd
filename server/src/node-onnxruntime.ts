/** onnxruntime for Node: no dependency of ours, looked for when a model is to be run. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ModelSession, ModelTensor, OpenSession } from './import/profile/session';

const packageName = 'onnxruntime-node';
/** The version that is fetched; any other that is found is taken as it is. */
const fetchedVersion = '1.22.0';

/** What is said where it is missing: what for, how to get it, how large it is. */
export const onnxruntimeMissing =
  `running a model needs onnxruntime, which is not installed; either add \`--fetch-onnxruntime\` (npm fetches ` +
  `${packageName} ${fetchedVersion}, about 290 MB, into ${cacheFolder()}), or run \`npm install ${packageName}\` in the ` +
  `design's folder, or name a folder that has it in EXEUNT_ONNXRUNTIME`;

interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<Session>;
  };
  readonly Tensor: new (type: string, values: unknown, dims: readonly number[]) => RuntimeTensor;
}

interface RuntimeTensor {
  readonly type: string;
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata?: readonly { name: string; type: string; shape: readonly (number | string)[] }[];
  run(feeds: Record<string, RuntimeTensor>): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/**
 * Looks in the given folders and above, as Node does, then where EXEUNT_ONNXRUNTIME says, then in the cache.
 *
 * @returns undefined where it is nowhere
 * @throws Error where it is there and cannot be loaded
 */
export function findOnnxruntime(folders: readonly string[]): OpenSession | undefined {
  const named = process.env['EXEUNT_ONNXRUNTIME'];
  for (const folder of [...(named ? [named] : []), ...folders, fetchedFolder()]) {
    const require = createRequire(join(resolve(folder), 'from.js'));
    let path: string;
    try {
      path = require.resolve(packageName);
    } catch {
      continue;
    }
    try {
      return opener(require(path) as Runtime);
    } catch (error) {
      throw new Error(`${packageName} in ${folder} cannot be loaded: ${firstLine(error)}`, { cause: error });
    }
  }
  return undefined;
}

/** Asks npm for it, without running any script of a package. Nothing half fetched stays. */
export async function fetchOnnxruntime(): Promise<void> {
  const target = fetchedFolder();
  if (existsSync(target)) return;
  const temporary = `${target}.part-${process.pid}`;
  await mkdir(temporary, { recursive: true });
  try {
    await writeFile(join(temporary, 'package.json'), '{ "private": true }\n');
    await npmInstall(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Somebody else was faster: theirs is as good.
    if (!existsSync(target)) throw error;
  }
}

function npmInstall(folder: string): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${packageName}@${fetchedVersion}`];
  return new Promise((done, failed) => {
    const windows = process.platform === 'win32';
    const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: windows,
    });
    let errors = '';
    child.stderr.on('data', (data) => (errors += String(data)));
    child.on('error', (error) => failed(new Error(`npm cannot be run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) done();
      else failed(new Error(`npm could not fetch ${packageName}: ${errors.trim().split('\n')[0] ?? ''}`));
    });
  });
}

/** Shared with every clone and version; `EXEUNT_CACHE` moves it. */
function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return process.env['EXEUNT_CACHE'] ?? join(base, 'exeunt');
}

function fetchedFolder(): string {
  return join(cacheFolder(), `${packageName}-${fetchedVersion}`);
}

function opener({ InferenceSession, Tensor }: Runtime): OpenSession {
  return async (model, { optimise }): Promise<ModelSession> => {
    const session = await InferenceSession.create(model, {
      graphOptimizationLevel: optimise ? 'all' : 'disabled',
      // Small networks are slower on several threads; the machine is left to the user.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return {
      inputs: (session.inputMetadata ?? []).map(({ name, type, shape }) => ({ name, type, shape })),
      outputs: session.outputNames,
      run: async (feeds) => {
        const tensors = [...feeds].map(([name, { type, values, dims }]) => [name, new Tensor(type, values, dims)]);
        const results = await session.run(Object.fromEntries(tensors) as Record<string, RuntimeTensor>);
        return new Map(
          Object.entries(results).map(([name, { type, data, dims }]): [string, ModelTensor] => [
            name,
            { type, values: data, dims },
          ]),
        );
      },
      release: () => session.release(),
    };
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
