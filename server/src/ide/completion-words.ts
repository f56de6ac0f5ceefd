/** Completion items of the vocabulary: blocks, layers, settings and values, with placeholders. */
import {
  attributeSpec,
  type BlockKind,
  blockSpec,
  comparisons,
  type Expectation,
  fromSpec,
  type LayerSpec,
  layerSpec,
  metricSpec,
  settingsOf,
  type SettingSpec,
  unitWords,
} from '../../../grammar/src/index';
import { meanings } from './figure-text';

export interface Draft {
  readonly label: string;
  readonly kind: 'keyword' | 'property' | 'value' | 'reference' | 'file' | 'folder' | 'snippet';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly insert: string;
  /** `insert` contains placeholders in the protocol's snippet syntax. */
  readonly snippet: boolean;
  /** Lower ranks come first; default 0. */
  readonly rank?: number;
}

const blockBodies: Readonly<Record<BlockKind, string>> = {
  import: 'import "$1.exeunt"',
  device: 'device {\n\tboard ${1:pynq-z2}\n\tclock ${2:100} MHz\n}',
  network: 'network ${1:net} {\n\tinput image ${2:1x28x28}\n\t$0\n}',
  exit: 'exit ${1:early} after $2 {\n\tflatten\n\tdense units ${3:10}\n\twhen softmax >= ${4:0.95}\n\trate ${5:50}%\n\ton static\n}',
  switch:
    'switch ${1:gate} ${2|before,after|} $3 {\n\tglobalpool\n\tdense units 2\n\tcase ${4:easy} rate ${5:50}% -> $6\n\tcase ${7:hard} rate ${8:50}% -> $9\n\ton static\n}',
  stage: 'stage ${1:front} in ${2:static} { $3 .. $4 }',
  region: 'region ${1:rp0} {\n\tpblock ${2:auto}\n}',
  schedule: 'schedule {\n\tpolicy ${1|overlap,serial,speculate|}\n\tbatch ${2:1}\n}',
  profile: 'profile "$1.csv"',
  budget: 'budget {\n\tlatency worst <= ${1:20} ms\n\t$0\n}',
  paper:
    'paper {\n\ttitle "$1"\n\tyear ${2:2016}\n\tid "$3"\n\tkind ${4|reproduces,shape-of,idea-of|}\n\t$0\n}',
};

export function blockItem(word: string): Draft | undefined {
  const spec = blockSpec(word);
  if (spec === undefined) return undefined;
  return { label: word, kind: 'keyword', detail: spec.doc, insert: blockBodies[spec.word], snippet: true };
}

/** Words of a block's header, such as `after`. */
export function headerItem(block: BlockKind | 'top', word: string): Draft[] {
  if (block === 'network')
    return [
      {
        label: word,
        kind: 'keyword',
        detail: 'from "model.onnx"',
        documentation: 'The ONNX model that the weights come from, bound by the names of its nodes.',
        insert: `${word} "\${1:model}.onnx"`,
        snippet: true,
      },
    ];
  return [valueItem(word)];
}

export function layerItem(
  block: BlockKind | 'top',
  word: string,
  taken: ReadonlySet<string>,
): Draft | undefined {
  const spec = layerSpec(word);
  if (spec === undefined || block === 'top' || blockSpec(block)?.layers !== true) return undefined;
  return { label: word, kind: 'keyword', detail: spec.doc, ...layerSnippet(spec, taken) };
}

/** The example of a layer kind, with an unused name and its values as placeholders. */
function layerSnippet(spec: LayerSpec, taken: ReadonlySet<string>): Pick<Draft, 'insert' | 'snippet'> {
  const [word = '', name, ...rest] = spec.example.split(/,? /);
  if (name === undefined) return { insert: word, snippet: false };
  const own = spec.inputs === 'none' ? name : freshName(word, taken);
  let stop = 1;
  const pieces = rest.flatMap((piece) => {
    if (piece === fromSpec.word) return [piece, `$${++stop}`];
    if (rest.includes(fromSpec.word)) return [];
    return attributeSpec(piece) ? [piece] : [`\${${++stop}:${piece}}`];
  });
  return { insert: [word, `\${1:${own}}`, ...pieces].join(' '), snippet: true };
}

/** `conv3` if the design has `conv1` and `conv2`. */
function freshName(kind: string, taken: ReadonlySet<string>): string {
  const stem = kind.replace(/^(max|avg|global)pool$/, 'pool').replace(/^dense$/, 'fc');
  let number = 1;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** A setting of the block, or an attribute of a layer or a variant. */
export function settingItem(
  block: BlockKind | 'top',
  word: string,
  attribute: boolean,
  layerKind?: string,
): Draft | undefined {
  const spec = attribute
    ? attributeSpec(word, layerKind)
    : block === 'top'
      ? undefined
      : settingsOf(block).get(word);
  if (spec === undefined) return undefined;
  return {
    label: word,
    kind: 'property',
    detail: spec.example,
    documentation: metricSpec(word)?.doc ?? spec.doc,
    insert: exampleSnippet(spec),
    snippet: true,
  };
}

/** The example of a setting, with its values as placeholders. */
function exampleSnippet(spec: SettingSpec): string {
  const [word = '', ...rest] = spec.example.split(' ');
  let stop = 0;
  const pieces = rest.map((piece) => {
    if (unitWords.has(piece) || piece === '->' || Object.hasOwn(spec.inner ?? {}, piece)) return piece;
    const qualifiers = metricSpec(word)?.qualifiers ?? [];
    if (qualifiers.includes(piece)) return choice(++stop, piece, qualifiers);
    if (comparisons.includes(piece)) return spec.word === 'when' ? choice(++stop, piece, comparisons) : piece;
    const words = spec.values.flatMap((form) => (form.form === 'word' ? form.words : []));
    if (words.includes(piece) && spec.values.length === 1) return choice(++stop, piece, words);
    const [, open = '', value = piece, close = ''] = /^("?)(.*?)(%|")?$/.exec(piece) ?? [];
    return `${open}\${${++stop}:${value}}${close}`;
  });
  return [word, ...pieces].join(' ');
}

/** The example's word comes first, as it is the default. */
function choice(stop: number, first: string, words: readonly string[]): string {
  return `\${${stop}|${[first, ...words.filter((w) => w !== first)].join(',')}|}`;
}

export function valueItem(word: string): Draft {
  const detail = meanings[word];
  return {
    label: word,
    kind: comparisons.includes(word) ? 'keyword' : 'value',
    ...(detail && { detail }),
    insert: word,
    snippet: false,
  };
}

/** Common values for settings that accept any. */
const usual: Readonly<Record<string, readonly string[]>> = {
  kernel: ['3x3', '5x5', '1x1', '7x7'],
  window: ['2x2', '3x3'],
  stride: ['2', '1'],
  pad: ['1', '2'],
};

export function usualValues({ keyword, words }: Expectation): Draft[] {
  const isFirst = keyword === 'pad' ? words.length === 1 : words.length === 0;
  return isFirst ? (usual[keyword ?? ''] ?? []).map(valueItem) : [];
}
