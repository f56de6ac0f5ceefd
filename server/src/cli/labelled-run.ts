/** The labelled data that a command line names, as the inputs of a model take it. */
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Checkpoint } from '../base/checkpoint';
import { findDataSet } from '../datasets/find-data-set';
import { type LabelledData, largest } from '../datasets/labelled-data';
import { namedArrays } from '../datasets/named-arrays';
import type { Split } from '../datasets/names';
import { normalisationFile, readNormalisation } from '../datasets/normalisation';
import { type Normalisation, type Prepare, preparation } from '../datasets/preprocess';
import { isWholeType } from '../inference/profile/element-types';
import type { Feed, SideInput } from '../inference/profile/feed';
import type { InputForm } from '../inference/profile/input-forms';
import { nodeDataFolder } from '../node/data-folder';
import { WrongUse } from './outcome';
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

export type Inputs = readonly [InputForm, ...InputForm[]];

export interface LabelledRun {
  readonly data: LabelledData;
  /** Of the network's own input. */
  readonly normalisation: Normalisation;
}

const splits: readonly Split[] = ['train', 'validation', 'test'];

/**
 * Opens the labelled data that the command line names.
 *
 * @param otherwise the part of it that is taken where none is named
 */
export async function openData(values: RunValues, inputs: Inputs, otherwise?: Split): Promise<LabelledRun> {
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
  const options = { ...(wanted && { split: wanted }), ...(isFile && { file: basename(path) }) };
  const [main, ...sides] = inputs;
  const data =
    sides.length > 0
      ? await namedArrays(
          folder,
          inputs.map((i) => i.name),
          options,
        )
      : await findDataSet(folder, options);
  const beside = await readNormalisation(folder);
  return { data, normalisation: normalisationFor(main, own, beside) };
}

/** Whole numbers go into a model as they are: it scales them itself. */
function normalisationFor(
  { name, type }: InputForm,
  own: Normalisation,
  beside: Normalisation | undefined,
): Normalisation {
  if (!isWholeType(type)) return { ...beside, ...own };
  const [option] = Object.keys(own);
  if (option !== undefined) {
    throw new WrongUse(
      `the model's input ${name} is ${type}: it takes values as they are stored and scales them itself; leave --${option} out`,
    );
  }
  if (beside !== undefined)
    say(
      `exeunt: the model's input ${name} is ${type} and takes values as they are stored: ${normalisationFile} is not used`,
    );
  return { scale: 1 };
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

/** How samples become the inputs of a model. */
export function feedFor(
  { data, normalisation }: LabelledRun,
  [main, ...others]: Inputs,
  samples: readonly number[],
  checkpoint: Checkpoint,
): Feed {
  const { shape } = main;
  const sides = others.map((input) => sideOf(data, input));
  return { data, shape, sides, samples, checkpoint, prepare: preparation(data, shape, normalisation) };
}

function sideOf({ inputs }: LabelledData, { name, type, shape }: InputForm): SideInput {
  const array = inputs?.get(name);
  const [, ...own] = array?.shape ?? [];
  const values = array?.values ?? new Float32Array();
  const size = own.reduce((product, n) => product * n, 1);
  const prepare: Prepare = preparation(
    { shape: own, most: largest(values) },
    shape,
    isWholeType(type) ? { scale: 1 } : {},
  );
  return {
    name,
    shape,
    fill: (sample, into) => {
      prepare(values.subarray(sample * size, (sample + 1) * size), into);
    },
  };
}
