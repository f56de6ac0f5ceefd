import {
  count,
  numberType,
  onOff,
  setting,
  share,
  size,
  units,
  type LayerSpec,
  type SettingSpec,
} from './forms';

/** Attributes of layers; `filters`, `weights` and their like also stand behind a stage, to make a variant. */
export const attributes: readonly SettingSpec[] = [
  setting('kernel 3x3', 'Height and width of the convolution window.', [size]),
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
  setting(
    'weights-in bram',
    'Memory that holds the weights.',
    [{ form: 'word', words: ['bram', 'lutram', 'uram', 'ddr'] }],
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
];

/** `from a, b`: the layers that a layer takes its input from. */
export const fromSpec: SettingSpec = setting(
  'from conv1',
  'Layers whose outputs this one takes; the layer before where left out.',
  [{ form: 'name', refers: 'layer' }],
  { repeated: true },
);

const number = ['weights', 'activations'];
const weighted = [...number, 'parallel', 'weights-in', 'sparsity', 'codebook', 'rank'];
const pooling = ['window', 'stride', 'pad', 'parallel', 'activations'];

export const layerKinds: readonly LayerSpec[] = [
  {
    word: 'input',
    doc: 'The image or tensor that the network starts from: channels, height, width.',
    attributes: ['activations'],
  },
  {
    word: 'conv',
    doc: 'Convolution over all input channels.',
    attributes: ['kernel', 'filters', 'stride', 'pad', 'dilation', 'groups', 'bias', ...weighted],
  },
  {
    word: 'depthwise',
    doc: 'Convolution of each channel on its own.',
    attributes: ['kernel', 'stride', 'pad', 'dilation', 'bias', ...weighted],
  },
  { word: 'dense', doc: 'Fully connected layer.', attributes: ['units', 'bias', ...weighted] },
  { word: 'maxpool', doc: 'Largest value of each window.', attributes: pooling },
  { word: 'avgpool', doc: 'Mean of each window.', attributes: pooling },
  { word: 'globalpool', doc: 'Mean of each whole channel.', attributes: ['parallel', 'activations'] },
  {
    word: 'relu',
    doc: 'Negative values become zero; fuses into the layer before it.',
    attributes: ['activations'],
  },
  {
    word: 'batchnorm',
    doc: 'Scale and shift of each channel; folds into the layer before it.',
    attributes: [],
  },
  { word: 'add', doc: 'Sum of its inputs, element by element.', attributes: ['parallel', 'activations'] },
  {
    word: 'concat',
    doc: 'Its inputs side by side, channel after channel.',
    attributes: ['parallel', 'activations'],
  },
  { word: 'flatten', doc: 'One long vector; costs nothing in hardware.', attributes: [] },
  { word: 'softmax', doc: 'Probabilities of the classes.', attributes: [] },
  {
    word: 'upsample',
    doc: 'Enlarges each channel by repeating values.',
    attributes: ['scale', 'parallel', 'activations'],
  },
  {
    word: 'operator',
    doc: 'What no hardware template computes: an operator of a model, with the shape that it puts out.',
    attributes: ['onnx', 'macs', 'params', 'activations'],
  },
];

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
