/**
 * Kinds of layers and their attributes. A new kind starts in `kinds`: `LayerKind` is derived from it, and each part of the
 * engine has a table `satisfies Record<LayerKind, …>`, so that the compiler reports where the kind is still missing.
 */
import {
  count,
  loopOrders,
  numberType,
  onOff,
  setting,
  share,
  size,
  units,
  weightMemories,
  type SettingSpec,
} from './forms';

/** Attributes of layers; some, such as `filters` and `weights`, may also follow a stage, to make a variant. */
const words = [
  setting('kernel 3x3', 'Height and width of the convolution kernel; for a pool, a synonym of `window`.', [
    size,
  ]),
  setting('filters 16', 'Number of output channels.', [count]),
  setting('units 10', 'Number of outputs of a dense layer.', [count]),
  setting('stride 2', 'Step of the window, for both directions or as `HxW`.', [size]),
  setting(
    'pad same',
    'Zeros added at each edge: a number, `HxW`, `TOPxLEFTxBOTTOMxRIGHT`, or `same` to keep the size.',
    [size, { form: 'word', words: ['same'] }],
  ),
  setting('dilation 2', 'Distance between the taps of the window.', [size]),
  setting('groups 2', 'Channels are split into this many groups, each convolved separately.', [count]),
  setting(
    'window 2x2',
    'Height and width of a pooling window; `parallel` reads all taps of a convolution in the same cycle.',
    [size, { form: 'word', words: ['parallel'] }],
  ),
  setting('scale 2', 'Upsampling factor, for both directions or as `HxW`.', [size]),
  setting('bias off', 'Whether a bias is added to each output; `on` by default.', [onOff]),
  setting('onnx "ConvTranspose"', 'The ONNX operator that computes this layer.', [
    { form: 'text', refers: 'operator' },
  ]),
  setting('macs 1179648', 'Multiply-accumulates of an operator, for one input.', [count]),
  setting('params 2320', 'Parameters of an operator.', [count]),
  setting('weights int4', 'Number type of the weights.', [numberType], { hardware: true }),
  setting('activations int8', 'Number type of the outputs.', [numberType], { hardware: true }),
  setting(
    'parallel pe 4 simd 6',
    'Outputs (`pe`) and inputs (`simd`) processed in parallel; `auto` leaves the choice to the search.',
    [{ form: 'word', words: ['auto'] }],
    { inner: { pe: count, simd: count }, hardware: true },
  ),
  setting('weights-in bram', 'Memory that holds the weights.', [{ form: 'word', words: weightMemories }], {
    hardware: true,
  }),
  setting(
    'order weights',
    'Loop order of weights from memory: `weights` fetches each once an input and uses it for all output positions; `positions`, the default, fetches all of them for each position.',
    [{ form: 'word', words: loopOrders }],
    { hardware: true },
  ),
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

const poolWindow = setting('window 2x2', 'Height and width of the pooling window.', [size]);
const tapsAtOnce = setting(
  'window parallel',
  'The matrix-vector unit gets all taps of the window in the same cycle, not one after the other. Pays with few channels and a `simd` of several taps.',
  [{ form: 'word', words: ['parallel'] }],
  { hardware: true },
);

/** `from a, b`: the layers that a layer takes its input from. */
export const fromSpec: SettingSpec = setting(
  'from conv1',
  'Layers whose outputs this one reads; by default the layer before it.',
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
  own: [poolWindow],
} as const;

/** Syntax of a kind of layer. */
interface KindEntry {
  readonly doc: string;
  /** The shortest usual form: the kind, a name if one is usual, and the required attributes. */
  readonly example: string;
  /** How many layers it reads: `several` are two or more, `any` is one or more. */
  readonly inputs: 'none' | 'one' | 'several' | 'any';
  /** Channels, rows and columns after the name; other kinds take none. */
  readonly shape?: 'required' | 'optional';
  readonly required?: readonly AttributeWord[];
  readonly optional?: readonly AttributeWord[];
  /** The layer before it does its work: folded into the weights, or in the output stage. Without a name it belongs to that layer. */
  readonly fuses?: 'weights' | 'output';
  /** Synonyms of attributes of this kind; only one of the two may be written. */
  readonly synonyms?: Readonly<Partial<Record<AttributeWord, AttributeWord>>>;
  /** Attributes of which this kind takes other values than all kinds together. */
  readonly own?: readonly SettingSpec[];
}

const kinds = {
  input: {
    doc: 'The input image or tensor of the network: channels, height, width.',
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
    optional: [...sliding, 'groups', 'bias', ...weighted, 'order', 'window'],
    own: [tapsAtOnce],
  },
  depthwise: {
    doc: 'Convolution of each channel separately; `filters`, a multiple of the channels, gives several outputs for each.',
    example: 'depthwise depthwise1 kernel 3x3',
    inputs: 'one',
    required: ['kernel'],
    optional: ['filters', ...sliding, 'bias', ...weighted, 'order', 'window'],
    own: [tapsAtOnce],
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
    doc: 'Sets negative values to zero; fuses into the layer before it.',
    example: 'relu',
    inputs: 'one',
    fuses: 'output',
    optional: elementwise,
  },
  batchnorm: {
    doc: 'Scales and shifts each channel; folds into the layer before it, whose number types apply.',
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
    doc: 'Joins its inputs along the channels.',
    example: 'concat concat1 from conv1, conv2',
    inputs: 'several',
    optional: elementwise,
  },
  flatten: {
    doc: 'Reshapes its input to a vector; needs no hardware and leaves the values unchanged.',
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
    doc: 'An operator of a model that no hardware template computes, with its output shape.',
    example: 'operator',
    inputs: 'any',
    shape: 'optional',
    optional: ['onnx', 'macs', 'params', 'activations'],
  },
} as const satisfies Readonly<Record<string, KindEntry>>;

export type LayerKind = keyof typeof kinds;

/** Attributes that some kind requires. */
export type RequiredAttribute = {
  [K in LayerKind]: (typeof kinds)[K] extends { readonly required: readonly (infer W)[] } ? W : never;
}[LayerKind];

/** Vocabulary of a kind of layer. */
export interface LayerSpec {
  readonly word: LayerKind;
  readonly doc: string;
  /** The shortest usual form. */
  readonly example: string;
  /** How many layers it reads: `several` are two or more, `any` is one or more. */
  readonly inputs: 'none' | 'one' | 'several' | 'any';
  /** Whether channels, rows and columns follow the name. */
  readonly shape: 'required' | 'optional' | undefined;
  /** Required attributes. */
  readonly required: readonly RequiredAttribute[];
  /** All attributes that it takes, in the order of `attributes`. */
  readonly attributes: readonly string[];
  /** The same with what may follow each: some mean something else for another kind. */
  readonly settings: readonly SettingSpec[];
  /** Attributes that are synonyms of another one. */
  readonly synonyms: ReadonlyMap<string, string>;
  /** The layer has weights that it multiplies by. */
  readonly weighted: boolean;
  /** Taken over by the layer before it: folded into its weights, or done by its output stage. */
  readonly fuses: 'weights' | 'output' | undefined;
}

/** Every kind of layer, in the order of completion. */
export const layerKinds: readonly LayerSpec[] = Object.entries<KindEntry>(kinds).map(([word, entry]) => {
  const { doc, example, inputs, shape, fuses, required = [], optional = [], synonyms = {}, own = [] } = entry;
  const taken = [...required, ...Object.keys(synonyms), ...optional];
  const settings = attributes
    .filter((a) => taken.includes(a.word))
    .map((a) => own.find(({ word }) => word === a.word) ?? a);
  return {
    word: word as LayerKind,
    doc,
    example,
    inputs,
    shape,
    required: required as readonly RequiredAttribute[],
    attributes: settings.map((a) => a.word),
    settings,
    synonyms: new Map(Object.entries(synonyms)),
    weighted: taken.includes('weights'),
    fuses,
  };
});

/** Names that other tools use for layers and attributes, in lower case, with the words of this language that they mean. */
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
