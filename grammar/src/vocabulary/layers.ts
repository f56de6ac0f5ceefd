/**
 * Kinds of layers and their attributes. `kinds` is where a kind begins: `LayerKind` is derived from it, and each layer
 * of the engine has one table `satisfies Record<LayerKind, …>`, so that the compiler names what a new kind still lacks.
 */
import {
  count,
  numberType,
  onOff,
  setting,
  share,
  size,
  units,
  weightMemories,
  type SettingSpec,
} from './forms';

/** Attributes of layers; `filters`, `weights` and their like also stand behind a stage, to make a variant. */
const words = [
  setting(
    'kernel 3x3',
    'Height and width of the window of a convolution; for a pool, another word for `window`.',
    [size],
  ),
  setting('filters 16', 'Number of output channels.', [count]),
  setting('units 10', 'Number of outputs of a dense layer.', [count]),
  setting('stride 2', 'Step of the window, for both sides or as `HxW`.', [size]),
  setting(
    'pad same',
    'Zeros added at each edge: a number, `HxW`, `TOPxLEFTxBOTTOMxRIGHT`, or `same` to keep the size.',
    [size, { form: 'word', words: ['same'] }],
  ),
  setting('dilation 2', 'Distance between the taps of the window.', [size]),
  setting('groups 2', 'Channels are split into this many groups, each convolved on its own.', [count]),
  setting('window 2x2', 'Height and width of the pooling window.', [size]),
  setting('scale 2', 'Factor by which the map grows, for both sides or as `HxW`.', [size]),
  setting('bias off', 'Whether a bias is added to each output; `on` where left out.', [onOff]),
  setting('onnx "ConvTranspose"', 'The ONNX operator that computes this layer.', [
    { form: 'text', refers: 'operator' },
  ]),
  setting('macs 1179648', 'Multiply-accumulates of an operator, for one input.', [count]),
  setting('params 2320', 'Parameters of an operator.', [count]),
  setting('weights int4', 'Number type of the weights.', [numberType], { hardware: true }),
  setting('activations int8', 'Number type of the outputs.', [numberType], { hardware: true }),
  setting(
    'parallel pe 4 simd 6',
    'Outputs (`pe`) and inputs (`simd`) handled at once; `auto` lets the search choose.',
    [{ form: 'word', words: ['auto'] }],
    { inner: { pe: count, simd: count }, hardware: true },
  ),
  setting('weights-in bram', 'Memory that holds the weights.', [{ form: 'word', words: weightMemories }], {
    hardware: true,
  }),
  setting('sparsity 90%', 'Share of the weights that are zero and left out.', [share], { hardware: true }),
  setting(
    'codebook 4 bits',
    'Weights are indices of this width into a table.',
    [{ form: 'number', units: units.bits }],
    {
      hardware: true,
    },
  ),
  setting('rank 8', 'Rank of a low-rank factorisation of the weights.', [count], { hardware: true }),
] as const satisfies readonly SettingSpec[];

export type AttributeWord = (typeof words)[number]['word'];

export const attributes: readonly SettingSpec[] = words;

/** `from a, b`: the layers that a layer takes its input from. */
export const fromSpec: SettingSpec = setting(
  'from conv1',
  'Layers whose outputs this one takes; the layer before where left out.',
  [{ form: 'name', refers: 'layer' }],
  { repeated: true },
);

const weighted = [
  'weights',
  'activations',
  'parallel',
  'weights-in',
  'sparsity',
  'codebook',
  'rank',
] as const satisfies readonly AttributeWord[];
const sliding = ['stride', 'pad', 'dilation'] as const satisfies readonly AttributeWord[];
const elementwise = ['parallel', 'activations'] as const satisfies readonly AttributeWord[];
const pooling = {
  inputs: 'one',
  required: ['window'],
  optional: ['stride', 'pad', ...elementwise],
  synonyms: { kernel: 'window' },
} as const;

/** What a kind of layer is written as. */
interface KindEntry {
  readonly doc: string;
  /** The least that one would write: the kind, a name where it is usual to give one, and what it cannot do without. */
  readonly example: string;
  /** How many layers it reads: `several` are two or more, `any` is one or more. */
  readonly inputs: 'none' | 'one' | 'several' | 'any';
  /** Channels, rows and columns behind the name; no other kind takes them. */
  readonly shape?: 'required' | 'optional';
  readonly required?: readonly AttributeWord[];
  readonly optional?: readonly AttributeWord[];
  /** Taken over by the layer before it: folded into its weights, or done by its output stage. Without a name it belongs to it. */
  readonly fuses?: 'weights' | 'output';
  /** Other words for an attribute of this kind; one of the two is written. */
  readonly synonyms?: Readonly<Partial<Record<AttributeWord, AttributeWord>>>;
}

const kinds = {
  input: {
    doc: 'The image or tensor that the network starts from: channels, height, width.',
    example: 'input image 1x28x28',
    inputs: 'none',
    shape: 'required',
    optional: ['activations'],
  },
  conv: {
    doc: 'Convolution over all input channels.',
    example: 'conv conv1 kernel 3x3 filters 16',
    inputs: 'one',
    required: ['kernel', 'filters'],
    optional: [...sliding, 'groups', 'bias', ...weighted],
  },
  depthwise: {
    doc: 'Convolution of each channel on its own; `filters`, a multiple of the channels, makes several of each.',
    example: 'depthwise depthwise1 kernel 3x3',
    inputs: 'one',
    required: ['kernel'],
    optional: ['filters', ...sliding, 'bias', ...weighted],
  },
  dense: {
    doc: 'Fully connected layer.',
    example: 'dense fc1 units 10',
    inputs: 'one',
    required: ['units'],
    optional: ['bias', ...weighted],
  },
  maxpool: { doc: 'Largest value of each window.', example: 'maxpool pool1 window 2x2', ...pooling },
  avgpool: { doc: 'Mean of each window.', example: 'avgpool pool1 window 2x2', ...pooling },
  globalpool: {
    doc: 'Mean of each whole channel.',
    example: 'globalpool pool1',
    inputs: 'one',
    optional: elementwise,
  },
  relu: {
    doc: 'Negative values become zero; fuses into the layer before it.',
    example: 'relu',
    inputs: 'one',
    fuses: 'output',
    optional: elementwise,
  },
  batchnorm: {
    doc: 'Scale and shift of each channel; folds into the layer before it, whose number types count.',
    example: 'batchnorm',
    inputs: 'one',
    fuses: 'weights',
  },
  add: {
    doc: 'Sum of its inputs, element by element.',
    example: 'add add1 from conv1, conv2',
    inputs: 'several',
    optional: elementwise,
  },
  concat: {
    doc: 'Its inputs side by side, channel after channel.',
    example: 'concat concat1 from conv1, conv2',
    inputs: 'several',
    optional: elementwise,
  },
  flatten: {
    doc: 'One long vector; costs nothing in hardware, and its values stay what they are.',
    example: 'flatten',
    inputs: 'one',
  },
  softmax: {
    doc: 'Probabilities of the classes.',
    example: 'softmax',
    inputs: 'one',
    optional: ['activations'],
  },
  upsample: {
    doc: 'Enlarges each channel by repeating values.',
    example: 'upsample upsample1 scale 2',
    inputs: 'one',
    required: ['scale'],
    optional: elementwise,
  },
  operator: {
    doc: 'What no hardware template computes: an operator of a model, with the shape that it puts out.',
    example: 'operator',
    inputs: 'any',
    shape: 'optional',
    optional: ['onnx', 'macs', 'params', 'activations'],
  },
} as const satisfies Readonly<Record<string, KindEntry>>;

export type LayerKind = keyof typeof kinds;

/** Attributes that some kind cannot do without. */
export type RequiredAttribute = {
  [K in LayerKind]: (typeof kinds)[K] extends { readonly required: readonly (infer W)[] } ? W : never;
}[LayerKind];

/** A kind of layer, as far as words go. */
export interface LayerSpec {
  readonly word: LayerKind;
  readonly doc: string;
  /** The least that one would write. */
  readonly example: string;
  /** How many layers it reads: `several` are two or more, `any` is one or more. */
  readonly inputs: 'none' | 'one' | 'several' | 'any';
  /** Whether channels, rows and columns stand behind the name. */
  readonly shape: 'required' | 'optional' | undefined;
  /** Attributes that it cannot do without. */
  readonly required: readonly RequiredAttribute[];
  /** All that it takes, in the order of `attributes`. */
  readonly attributes: readonly string[];
  /** Attributes that are another word for one of the others. */
  readonly synonyms: ReadonlyMap<string, string>;
  /** It multiplies by weights of its own. */
  readonly weighted: boolean;
  /** Taken over by the layer before it: folded into its weights, or done by its output stage. */
  readonly fuses: 'weights' | 'output' | undefined;
}

/** Every kind of layer, in the order in which they are offered. */
export const layerKinds: readonly LayerSpec[] = Object.entries<KindEntry>(kinds).map(([word, entry]) => {
  const { doc, example, inputs, shape, fuses, required = [], optional = [], synonyms = {} } = entry;
  const taken = [...required, ...Object.keys(synonyms), ...optional];
  return {
    word: word as LayerKind,
    doc,
    example,
    inputs,
    shape,
    required: required as readonly RequiredAttribute[],
    attributes: attributes.map((a) => a.word).filter((a) => taken.includes(a)),
    synonyms: new Map(Object.entries(synonyms)),
    weighted: taken.includes('weights'),
    fuses,
  };
});

/** What other tools call these layers and their attributes, in small letters, and which of ours are meant. */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  convolution: ['conv'],
  dwconv: ['depthwise'],
  depthwiseconv2d: ['depthwise'],
  depthwise_conv2d: ['depthwise'],
  linear: ['dense'],
  fc: ['dense'],
  gemm: ['dense'],
  matmul: ['dense'],
  fullyconnected: ['dense'],
  fully_connected: ['dense'],
  pool: ['maxpool', 'avgpool'],
  averagepool: ['avgpool'],
  gap: ['globalpool'],
  globalaveragepool: ['globalpool'],
  global_average_pool: ['globalpool'],
  adaptiveavgpool2d: ['globalpool'],
  bn: ['batchnorm'],
  batchnorm2d: ['batchnorm'],
  batchnormalization: ['batchnorm'],
  sum: ['add'],
  shortcut: ['add'],
  cat: ['concat'],
  concatenate: ['concat'],
  reshape: ['flatten'],
  resize: ['upsample'],
  interpolate: ['upsample'],
  channels: ['filters'],
  out_channels: ['filters'],
  features: ['units'],
  out_features: ['units'],
  kernel_size: ['kernel'],
  pool_size: ['window'],
  padding: ['pad'],
  quant: ['weights', 'activations'],
  precision: ['weights', 'activations'],
};
