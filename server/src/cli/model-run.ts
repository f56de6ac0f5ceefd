/** What `profile` and `quantise` share: the design's model, labelled data, the runtime and progress. */
import { fileURLToPath } from 'node:url';
import type { Analysis } from '../analysis/analyse';
import { DataFault } from '../datasets/array';
import { withoutDecisions } from '../model/graph/decisions';
import { withoutSequences } from '../model/graph/sequences';
import { inputShape, withSizes } from '../model/sized-input';
import { OnnxError, type OnnxModel, writeModel } from '../onnx/index';
import { type InputForm, inputForms } from '../inference/profile/input-forms';
import { inPlainWords } from '../inference/profile/refusals';
import type { OpenSession } from '../inference/profile/session';
import { runnableModel } from '../inference/runnable/runnable';
import { widened, withoutKernels } from '../inference/runnable/widened';
import { readRegular } from '../node/file-system';
import { fetchOnnxruntime, onnxruntimeMissing } from '../node/fetch-onnxruntime';
import { findOnnxruntime } from '../node/onnxruntime';
import { isRefused } from '../workspace/file-system';
import { mostBytes, refusalText } from '../workspace/refusal';
import { uriOfPath } from '../workspace/uri';
import { checkFile } from './files';
import { readWithData } from './model-file';
import { Refused, WrongUse } from './outcome';
import { say } from './print';

/** The model that a design names. */
export interface DesignModel {
  readonly analysis: Analysis;
  readonly network: string;
  /** Its path on disk. */
  readonly path: string;
  /** Its path as written in the design. */
  readonly written: string;
  /** The file's content. */
  readonly bytes: Uint8Array;
  /** With external weights loaded, every exit as an output, and open sizes as the design says them. */
  readonly model: OnnxModel;
  /** Its inputs, the network's own first. */
  readonly inputs: readonly [InputForm, ...InputForm[]];
  /** What the runtime opens: the path if the weights are external, otherwise the bytes with all outputs. */
  readonly source: Uint8Array | string;
  /** The same in single precision, as one file. */
  whole(): Uint8Array;
}

/** @throws Refused for a design without a model, or with one that cannot be read */
export async function designModel(design: string): Promise<DesignModel> {
  const { analysis } = await checkFile(design);
  const network = analysis.design.networks.find((n) => n.model !== undefined);
  const written = network?.model?.path;
  if (network === undefined || written === undefined) {
    throw new Refused(
      `${design}: no network is bound to a model; write \`network NAME from "model.onnx" { … }\``,
    );
  }
  const uri = uriOfPath(network.model?.origin.uri ?? analysis.uri, written);
  if (typeof uri !== 'string')
    throw new Refused(`${design}: its model ${written}: ${refusalText(uri, 'model')}`);
  const path = fileURLToPath(uri);
  const bytes = await readRegular(path, mostBytes.model);
  if (isRefused(bytes)) {
    const reason = bytes.kind === 'absent' ? 'there is no such file' : refusalText(bytes, 'model');
    throw new Refused(`${design}: its model ${path} cannot be read: ${reason}`);
  }
  return inWords(path, async () => {
    const read = await readWithData(path, bytes);
    const plain = withoutDecisions(withoutSequences(read.model));
    const runs = runnableModel(widened(plain, withoutKernels));
    const whole = (): Uint8Array => {
      const wide = widened(runs);
      return wide === read.model && !read.outside ? bytes : writeModel(wide);
    };
    const source = runs !== read.model ? writeModel(runs) : read.outside ? path : bytes;
    const model = withSizes(plain, inputShape(analysis, network.name));
    const inputs = inputForms(model);
    return { analysis, network: network.name, path, written, bytes, model, inputs, source, whole };
  });
}

/** Runs work on a model or data; turns its errors into refusals that name the file. */
export async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OnnxError) throw new Refused(`${path}: ${error.message}`);
    if (error instanceof DataFault) throw new Refused(error.message);
    throw error;
  }
}

/** Loads onnxruntime, fetching it first if the user asked for that. */
export async function runtime(folders: readonly string[], fetch: boolean | undefined): Promise<OpenSession> {
  const found = findOnnxruntime(folders, (path) => {
    say(`exeunt: runs ${path}, found beside or above the design: code from that folder`);
  });
  if (found) return inPlainWords(found);
  if (fetch !== true) throw new Refused(onnxruntimeMissing());
  say('fetching onnxruntime');
  await fetchOnnxruntime();
  const fetched = findOnnxruntime(folders);
  if (fetched) return inPlainWords(fetched);
  throw new Refused('onnxruntime was fetched but cannot be found; remove the cache folder and try again');
}

/** A whole number above zero, or undefined if the option is absent. */
export function count(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new WrongUse(`--${option} \`${text}\` is not a number of samples`);
}
