/** What `profile` and `quantise` share: the design's model, labelled data, the runtime and progress. */
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Analysis } from '../analysis/analyse';
import type { Checkpoint } from '../base/checkpoint';
import { DataFault } from '../datasets/array';
import { findDataSet } from '../datasets/find-data-set';
import type { LabelledData } from '../datasets/labelled-data';
import type { Split } from '../datasets/names';
import { readNormalisation } from '../datasets/normalisation';
import { type Normalisation, preparation } from '../datasets/preprocess';
import { withoutDecisions } from '../model/graph/decisions';
import { OnnxError, type OnnxModel, writeModel } from '../onnx/index';
import type { Feed } from '../inference/profile/feed';
import type { OpenSession } from '../inference/profile/session';
import { nodeDataFolder } from '../node/data-folder';
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

export interface RunValues {
  readonly data?: string | undefined;
  readonly split?: string | undefined;
  readonly samples?: string | undefined;
  readonly scale?: string | undefined;
  readonly mean?: string | undefined;
  readonly std?: string | undefined;
  readonly 'fetch-onnxruntime'?: boolean | undefined;
}

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
  /** With external weights loaded, and every exit as an output. */
  readonly model: OnnxModel;
  /** What the runtime opens: the path if the weights are external, otherwise the bytes with all outputs. */
  readonly source: Uint8Array | string;
  /** The model as one file. */
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
    const model = withoutDecisions(read.model);
    const whole = (): Uint8Array => (model === read.model && !read.outside ? bytes : writeModel(model));
    const source = model === read.model && read.outside ? path : whole();
    return { analysis, network: network.name, path, written, bytes, model, source, whole };
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
  if (found) return found;
  if (fetch !== true) throw new Refused(onnxruntimeMissing());
  say('fetching onnxruntime');
  await fetchOnnxruntime();
  const fetched = findOnnxruntime(folders);
  if (fetched) return fetched;
  throw new Refused('onnxruntime was fetched but cannot be found; remove the cache folder and try again');
}

export interface LabelledRun {
  readonly data: LabelledData;
  readonly normalisation: Normalisation;
}

const splits: readonly Split[] = ['train', 'validation', 'test'];

/** Opens the labelled data that the command line names. */
export async function openData(values: RunValues, otherwise?: Split): Promise<LabelledRun> {
  const { data: path } = values;
  if (path === undefined) throw new WrongUse('name the labelled data with --data DIR');
  const split = splits.find((s) => s === values.split);
  if (values.split !== undefined && split === undefined) {
    throw new WrongUse(`--split takes ${splits.join(', ')}, not \`${values.split}\``);
  }
  const own = written(values);
  const isFile = (await stat(path).catch(() => undefined))?.isFile() === true;
  const folder = nodeDataFolder(isFile ? dirname(resolve(path)) : path);
  const wanted = split ?? otherwise;
  const data = await findDataSet(folder, {
    ...(wanted && { split: wanted }),
    ...(isFile && { file: basename(path) }),
  });
  return { data, normalisation: { ...(await readNormalisation(folder)), ...own } };
}

function written({ scale, mean, std }: RunValues): Normalisation {
  return {
    ...(scale !== undefined && { scale: numbers('scale', scale)[0] ?? 1 }),
    ...(mean !== undefined && { mean: numbers('mean', mean) }),
    ...(std !== undefined && { std: numbers('std', std) }),
  };
}

function numbers(option: string, text: string): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (values.every(Number.isFinite)) return values;
  throw new WrongUse(`--${option} \`${text}\` is not a list of numbers such as 0.49,0.48,0.45`);
}

/** A whole number above zero, or undefined if the option is absent. */
export function count(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new WrongUse(`--${option} \`${text}\` is not a number of samples`);
}

export function feedFor(
  { data, normalisation }: LabelledRun,
  shape: readonly number[],
  samples: readonly number[],
  checkpoint: Checkpoint,
): Feed {
  return { data, shape, samples, checkpoint, prepare: preparation(data, shape, normalisation) };
}

/** Least time between two lines of progress. */
const QUIET_MS = 200;

/** Prints progress on a terminal, or line by line with `--progress`; none in a pipe. */
export function progressOf(
  what: string,
  total: number,
  asLines: boolean | undefined,
): (done: number) => void {
  const terminal = process.stderr.isTTY && asLines !== true;
  if (!terminal && asLines !== true) return () => undefined;
  let last = 0;
  return (done) => {
    const now = performance.now();
    if (done < total && now - last < QUIET_MS) return;
    last = now;
    if (asLines === true) process.stderr.write(`progress ${done} ${total} ${what}\n`);
    else process.stderr.write(`\r${what}: ${done} of ${total}${done >= total ? '\n' : ''}`);
  };
}
