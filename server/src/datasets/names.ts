/** What a file's or array's name says of it: samples or labels, and of which part of the data set. */
export interface NameParts {
  readonly role: 'samples' | 'labels' | undefined;
  /** What is left without the words that say the role: equal for samples and labels that belong together. */
  readonly key: string;
  readonly split: Split | undefined;
}

export type Split = 'train' | 'validation' | 'test';

const labelWords: ReadonlySet<string> = new Set(
  // `lables` is how one package of CIFAR-10 spells it.
  ['labels', 'label', 'lables', 'y', 'targets', 'target', 'classes', 'class', 'idx1'],
);
const sampleWords: ReadonlySet<string> = new Set([
  'images',
  'image',
  'imgs',
  'img',
  'samples',
  'x',
  'data',
  'inputs',
  'input',
  'features',
  'pixels',
  'idx2',
  'idx3',
  'idx4',
]);
/** Neither here nor there. */
const emptyWords: ReadonlySet<string> = new Set(['ubyte', 'idx', 'batch', 'npy', 'npz', 'png', 'json', 'gz']);

const splits: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  tr: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  te: 'test',
  t10k: 'test',
};

export function nameParts(name: string): NameParts {
  // `xte`, `ytrain`: the role is the first letter.
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) =>
      /^[xy](?=.)/.test(word) && splits[word.slice(1)] ? [word.slice(0, 1), word.slice(1)] : [word],
    )
    .filter((word) => word !== '' && !emptyWords.has(word));
  const isLabel = words.some((w) => labelWords.has(w));
  const isSample = words.some((w) => sampleWords.has(w));
  const rest = words.filter((w) => !labelWords.has(w) && !sampleWords.has(w));
  return {
    role: isLabel ? 'labels' : isSample ? 'samples' : undefined,
    key: rest.map((w) => splits[w] ?? w).join(' '),
    split: words.map((w) => splits[w]).find((s) => s !== undefined),
  };
}
