/** Labelled data of a model with several inputs: an `.npz` archive with an array named as each. */
import { type DataArray, DataFault } from './array';
import type { DataFolder } from './folder';
import { type LabelledData, pairArrays, partOf } from './labelled-data';
import { type Split, nameParts } from './names';
import { readNpy } from './npy';
import { type ZipEntry, zipEntries } from './npz';

interface Archive {
  readonly path: string;
  readonly split: Split | undefined;
  /** By the arrays' names. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

/**
 * @param inputs names of the model's inputs, the network's own first
 * @param file only this archive of the folder
 * @throws DataFault that says what is asked for where no archive has all of them
 */
export async function namedArrays(
  folder: DataFolder,
  inputs: readonly string[],
  { split, file }: { readonly split?: Split | undefined; readonly file?: string | undefined } = {},
): Promise<LabelledData> {
  const names = (await folder.entries()).filter((e) => !e.isFolder && /\.npz$/i.test(e.name));
  const archives: Archive[] = [];
  for (const { name } of names) {
    if (file !== undefined && name !== file) continue;
    const bytes = await folder.read(name);
    if (bytes === undefined) continue;
    const path = `${folder.path}/${name}`;
    const entries = zipEntries(path, bytes).map((e) => [e.name.replace(/\.npy$/, ''), e] as const);
    archives.push({ path, split: nameParts(name).split, entries: new Map(entries) });
  }
  const asked = `an .npz archive with an array named as each of the model's inputs (${inputs.join(', ')}) and one of labels`;
  const whole = archives.filter(({ entries }) =>
    inputs.every((name) => entryOf(entries, name) !== undefined),
  );
  const wanted = split ?? 'test';
  const fitting = whole.filter((a) => a.split === wanted);
  const [chosen, ...others] =
    fitting.length > 0 || (split !== undefined && whole.some((a) => a.split !== undefined)) ? fitting : whole;
  if (chosen === undefined || others.length > 0) {
    const there = (whole.length > 0 ? whole : archives).map(
      (a) => `${a.path} has ${[...a.entries.keys()].join(', ')}`,
    );
    throw new DataFault(
      `${folder.path}: the model has ${inputs.length} inputs: its data are ${asked}; ${there.length > 0 ? there.join('; ') : 'there is no .npz here'}`,
    );
  }
  const arrays = new Map<string, DataArray>();
  for (const name of inputs) arrays.set(name, await arrayOf(chosen, name, entryOf(chosen.entries, name)));
  const labels = labelsOf(chosen, inputs);
  if (labels === undefined)
    throw new DataFault(
      `${chosen.path}: which of its arrays are the labels is not clear; name it \`labels\``,
    );
  const [first = ''] = inputs;
  const main = arrays.get(first) ?? { shape: [], values: new Float32Array() };
  const data = pairArrays([partOf({ name: chosen.path, array: main })], {
    name: `${chosen.path}, ${labels}`,
    array: await arrayOf(chosen, labels, chosen.entries.get(labels)),
  });
  for (const [name, { shape }] of arrays) {
    if (shape[0] !== data.count)
      throw new DataFault(
        `${chosen.path}: ${name} has ${shape[0] ?? 0} samples, ${first} has ${data.count}: they do not belong together`,
      );
  }
  return { ...data, inputs: arrays };
}

/** Names of tensors may have signs that no file name has. */
function entryOf(entries: ReadonlyMap<string, ZipEntry>, input: string): ZipEntry | undefined {
  return entries.get(input) ?? entries.get(input.replace(/[^A-Za-z0-9_.-]/g, '_'));
}

function labelsOf({ entries }: Archive, inputs: readonly string[]): string | undefined {
  const taken = new Set(inputs.map((name) => entryOf(entries, name)));
  const left = [...entries].filter(([, e]) => !taken.has(e)).map(([name]) => name);
  const named = left.filter((name) => nameParts(name).role === 'labels');
  const [only, ...more] = named.length > 0 ? named : left;
  return more.length === 0 ? only : undefined;
}

async function arrayOf({ path }: Archive, name: string, entry: ZipEntry | undefined): Promise<DataArray> {
  if (entry === undefined) throw new DataFault(`${path}: it has no array ${name}`);
  return readNpy(`${path}, ${name}`, await entry.unpack());
}
