import { DataFault } from './array';
import type { DataFolder } from './folder';
import { classFolders, hasClassFolders } from './image-folders';
import type { LabelledData } from './labelled-data';
import { pairArrays } from './labelled-data';
import { type NameParts, type Split, nameParts } from './names';
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
    const [images, labels] = await Promise.all([chosen.samples.read(), chosen.labels.read()]);
    return pairArrays(
      chosen.samples.name,
      { name: chosen.samples.name, array: images },
      { name: chosen.labels.name, array: labels },
    );
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
  readonly samples: Source;
  readonly labels: Source;
  readonly parts: NameParts;
}

/** Samples and labels whose names say that they belong together; the only two of a folder belong together anyway. */
function pairsOf(sources: readonly Source[], file: string | undefined): Pair[] {
  const samples = sources.filter((s) => s.role === 'samples' && (file === undefined || s.file === file));
  const labels = sources.filter((s) => s.role === 'labels');
  const [one, ...more] = samples;
  const [label, ...moreLabels] = labels;
  if (one && label && more.length === 0 && moreLabels.length === 0) {
    return [{ samples: one, labels: label, parts: one.parts }];
  }
  return samples.flatMap((s) => {
    const partner =
      labels.find((l) => l.parts.key === s.parts.key && l.archive === s.archive) ??
      labels.find((l) => l.parts.key === s.parts.key);
    return partner ? [{ samples: s, labels: partner, parts: s.parts }] : [];
  });
}

function choose(pairs: readonly Pair[], split: Split, asked: boolean, path: string): Pair {
  const found = pairs.filter((p) => p.parts.split === split);
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  const [only, ...rest] = pairs;
  if (found.length === 0 && !asked && only && rest.length === 0) return only;
  const names = (found.length > 0 ? found : pairs).map((p) => p.samples.name).join(', ');
  throw new DataFault(
    found.length > 0
      ? `${path}: several data sets for \`${split}\`: ${names}; name one of the files as --data`
      : `${path}: no data set for \`${split}\` among ${names}; choose with --split train|validation|test, or name a file`,
  );
}
