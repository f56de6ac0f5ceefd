/** Finds onnxruntime for Node when a model is to be run; it is not one of our dependencies. */
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { numbersOf } from '../inference/profile/element-types';
import type { ModelSession, ModelTensor, OpenSession } from '../inference/profile/session';
import locked from '../onnxruntime/package.json';
import { cacheFolder } from './cache-folder.mjs';

export const packageName = 'onnxruntime-node';
/** The version to fetch; any installed version is used as it is. */
export const fetchedVersion = locked.dependencies[packageName];

interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array | string, options: object): Promise<Session>;
  };
  readonly Tensor: new (type: string, values: unknown, dims: readonly number[]) => RuntimeTensor;
}

interface RuntimeTensor {
  readonly type: string;
  readonly data: ArrayLike<number | bigint>;
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
 * Looks in EXEUNT_ONNXRUNTIME, then in the given folders and their parents, as Node does, then in the cache.
 *
 * @param announce called with the path of a runtime that the user neither named nor fetched, before its code runs
 * @returns undefined if there is none
 * @throws Error if it cannot be loaded
 */
export function findOnnxruntime(
  folders: readonly string[],
  announce: (path: string) => void = () => undefined,
): OpenSession | undefined {
  const named = process.env['EXEUNT_ONNXRUNTIME'];
  for (const folder of [...(named ? [named] : []), ...folders, fetchedFolder()]) {
    const require = createRequire(join(resolve(folder), 'from.js'));
    let path: string;
    try {
      path = require.resolve(packageName);
    } catch {
      continue;
    }
    if (folder !== named && !isBelow(path, fetchedFolder())) announce(path);
    try {
      return opener(require(path) as Runtime);
    } catch (error) {
      throw new Error(`${packageName} in ${folder} cannot be loaded: ${firstLine(error)}`, { cause: error });
    }
  }
  return undefined;
}

export function fetchedFolder(): string {
  return join(cacheFolder(), `${packageName}-${fetchedVersion}`);
}

/** Both paths have links resolved. */
function isBelow(path: string, folder: string): boolean {
  try {
    return path.startsWith(realpathSync(folder) + sep);
  } catch {
    return false;
  }
}

function opener({ InferenceSession, Tensor }: Runtime): OpenSession {
  return async (model, { optimise }): Promise<ModelSession> => {
    const session = await InferenceSession.create(model, {
      graphOptimizationLevel: optimise ? 'all' : 'disabled',
      // Small networks are slower on several threads, and the machine stays responsive.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return {
      inputs: (session.inputMetadata ?? []).map(({ name, type, shape }) => ({ name, type, shape })),
      outputs: session.outputNames,
      run: async (feeds) => {
        const tensors = [...feeds].map(([name, { type, values, dims }]) => [
          name,
          new Tensor(type, values, dims),
        ]);
        const results = await session.run(Object.fromEntries(tensors) as Record<string, RuntimeTensor>);
        return new Map(
          Object.entries(results).map(([name, { type, data, dims }]): [string, ModelTensor] => [
            name,
            { type, values: numbersOf(type, data), dims },
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
