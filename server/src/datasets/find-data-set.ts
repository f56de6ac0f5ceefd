import { DataFault } from './array';
import type { DataFolder } from './folder';
import { classFolders, hasClassFolders } from './image-folders';
import { type LabelledData, type Part, pairArrays } from './labelled-data';
import { type Split, nameParts } from './names';
import { type Source, sourcesOf } from './sources';

export interface FindOptions {
  /** Which part of the data set, where there are several; the test part unless said otherwise. */
  readonly split?: Split;
  /** Of the folder, only this file of samples. */
  readonly file?: string;
}

/**
 * The labelled data in a folder: IDX files, `.npy` pairs, an `.npz` archive, PNG images in one folder a class, or PNG
 * sheets (one image a row) with a JSON list of labels. Where there are several parts, one is chosen and named.
 *
 * @throws DataFault with what was looked for where there is none, or where it is damaged
 */
export async function findDataSet(folder: DataFolder, options: FindOptions = {}): Promise<LabelledData> {
  const entries = await folder.entries();
  const wanted = options.split ?? 'test';
  const files = entries.filter((e) => !e.isFolder).map((e) => e.name);
  const folders = entries.filter((e) => e.isFolder).map((e) => e.name);
  const pairs = pairsOf(await sourcesOf(folder, files), options.file);
  if (pairs.length > 0) {
    const chosen = choose(pairs, wanted, options.split !== undefined, folder.path);
    const parts: Part[] = [];
    for (const source of chosen.samples) parts.push(await source.open());
    const { labels } = chosen;
    return pairArrays(parts, { name: labels.name, array: await labels.read() });
  }
  if (await hasClassFolders(folder, folders)) return classFolders(folder, folders);
  for (const split of options.split === undefined ? [wanted, 'validation', 'train'] : [wanted]) {
    const inside = folders.find((name) => nameParts(name).split === split);
    if (inside !== undefined) return findDataSet(folder.folder(inside), {});
  }
  // The data of a package lies one folder deeper.
  const [only, ...others] = folders.filter((name) => nameParts(name).role === 'samples');
  if (only !== undefined && others.length === 0) return findDataSet(folder.folder(only), options);
  throw new DataFault(
    `${folder.path}: no labelled data here. It may hold IDX files (images and labels), .npy files (x and y), one .npz ` +
      'archive with both, or PNG images in one folder a class',
  );
}

interface Pair {
  /** One file, or all the parts of one set that was cut up, in order. */
  readonly samples: readonly Source[];
  readonly labels: Source;
  readonly split: Split | undefined;
}

function nameOf({ samples }: Pair): string {
  const [first, ...more] = samples;
  return `${first?.name ?? ''}${more.length > 0 ? ` … ${more.at(-1)?.file ?? ''}` : ''}`;
}

/** Samples and labels whose names say that they belong together; the only two of a folder belong together anyway. */
function pairsOf(sources: readonly Source[], file: string | undefined): Pair[] {
  const samples = sources.filter((s) => s.role === 'samples' && (file === undefined || s.file === file));
  const labels = sources.filter((s) => s.role === 'labels');
  const [one, ...more] = samples;
  const [label, ...moreLabels] = labels;
  if (one && label && more.length === 0 && moreLabels.length === 0) {
    return [{ samples: [one], labels: label, split: one.parts.split }];
  }
  const pairs = samples.flatMap((s): Pair[] => {
    const partner =
      labels.find((l) => l.parts.key === s.parts.key && l.archive === s.archive) ??
      labels.find((l) => l.parts.key === s.parts.key);
    return partner ? [{ samples: [s], labels: partner, split: s.parts.split }] : [];
  });
  const paired = new Set(pairs.flatMap((p) => [...p.samples, p.labels]));
  const numbered = numberedParts(
    samples.filter((s) => !paired.has(s)),
    labels.filter((l) => !paired.has(l)),
  );
  return [...pairs, ...(file === undefined ? numbered : [])];
}

/** `data_batch_1` to `data_batch_5` and one `train_labels`: parts that differ in a number at the end, labels for all. */
function numberedParts(samples: readonly Source[], labels: readonly Source[]): Pair[] {
  const sets = new Map<string, { readonly part: number; readonly source: Source }[]>();
  for (const source of samples) {
    const [, key = '', part] = /^(.*?) ?(\d+)$/.exec(source.parts.key) ?? [];
    if (part !== undefined) sets.set(key, [...(sets.get(key) ?? []), { part: Number(part), source }]);
  }
  return [...sets].flatMap(([key, found]): Pair[] => {
    const partner =
      labels.find((l) => l.parts.key === key) ??
      (sets.size === 1 && labels.length === 1 ? labels[0] : undefined);
    const [first] = found;
    if (partner === undefined || first === undefined) return [];
    const inOrder = [...found].sort((a, b) => a.part - b.part).map((f) => f.source);
    return [{ samples: inOrder, labels: partner, split: partner.parts.split ?? first.source.parts.split }];
  });
}

function choose(pairs: readonly Pair[], split: Split, asked: boolean, path: string): Pair {
  const found = pairs.filter((p) => p.split === split);
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  const [only, ...rest] = pairs;
  if (found.length === 0 && !asked && only && rest.length === 0) return only;
  const names = (found.length > 0 ? found : pairs).map(nameOf).join(', ');
  throw new DataFault(
    found.length > 0
      ? `${path}: several data sets for \`${split}\`: ${names}; name one of the files as --data`
      : `${path}: no data set for \`${split}\` among ${names}; choose with --split train|validation|test, or name a file`,
  );
}
