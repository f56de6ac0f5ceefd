/**
 * Every word of the language, in one place: the parser reads it to know what may follow a word, completion
 * and hover show it, and a test holds the TextMate grammar to it.
 */
import type { Block } from './tree';

export type BlockKind = Block['kind'];

/** What a name refers to. `place` is a region, `static` or `cpu`; `target` is what a case of a switch leads to. */
export type ReferenceKind = 'layer' | 'network' | 'region' | 'place' | 'target' | 'board' | 'part' | 'path';

/** One value, as it may be written. */
export type ValueForm =
  /** A number; with a unit out of `units` unless there are none. */
  | { readonly form: 'number'; readonly units: readonly string[] }
  /** `3x3`, or one number for both sides. */
  | { readonly form: 'size' }
  | { readonly form: 'word'; readonly words: readonly string[] }
  | { readonly form: 'name'; readonly refers: ReferenceKind }
  | { readonly form: 'text'; readonly refers: ReferenceKind }
  /** A range of sites in Vivado's notation. */
  | { readonly form: 'site' };

/** A word and what follows it. */
export interface SettingSpec {
  readonly word: string;
  readonly doc: string;
  /** The whole setting as one would write it. */
  readonly example: string;
  /** Alternatives for the first value; none where only inner words follow. */
  readonly values: readonly ValueForm[];
  /** Words that may follow, each with the value it takes, in any order. */
  readonly inner?: Readonly<Record<string, ValueForm>>;
  /** More values of the same form may follow, with or without commas. */
  readonly repeated?: true;
  /** Belongs to how a layer is built, not to what it computes: the formatter gives it a column of its own. */
  readonly hardware?: true;
}

export interface LayerSpec {
  readonly word: string;
  readonly doc: string;
  readonly attributes: readonly string[];
}

export interface BlockSpec {
  readonly word: BlockKind;
  readonly doc: string;
  /** The header as one would write it. */
  readonly example: string;
  /** Words of the header, such as `after`. */
  readonly header: readonly string[];
  readonly layers: boolean;
  readonly settings: readonly SettingSpec[];
}

export interface MetricSpec {
  readonly word: string;
  readonly doc: string;
  /** Words one of which must follow: `latency worst`. */
  readonly qualifiers: readonly string[];
  readonly units: readonly string[];
  readonly example: string;
}

export const units = {
  frequency: ['MHz', 'GHz', 'kHz', 'Hz'],
  time: ['ns', 'us', 'µs', 'μs', 'ms', 's'],
  memory: ['B', 'KiB', 'MiB', 'GiB', 'KB', 'MB', 'GB'],
  rate: ['MB/s', 'GB/s'],
  share: ['%'],
  throughput: ['/s'],
  bits: ['bits'],
} as const;

/** All units, as they are spelled. */
export const unitWords: ReadonlySet<string> = new Set(Object.values(units).flat());

/** `int2` … `int16`, and the types that are no whole number of bits wide or no integers. */
export const numberTypes: readonly string[] = [
  ...Array.from({ length: 15 }, (_, i) => `int${i + 2}`),
  'binary',
  'ternary',
  'fp16',
  'fp32',
];

export const criteria: readonly string[] = ['softmax', 'entropy', 'margin'];
export const comparisons: readonly string[] = ['>=', '<='];

const count: ValueForm = { form: 'number', units: [] };
const size: ValueForm = { form: 'size' };
const share: ValueForm = { form: 'number', units: units.share };
const onOff: ValueForm = { form: 'word', words: ['on', 'off'] };
const numberType: ValueForm = { form: 'word', words: numberTypes };
const rateOfTransfer: ValueForm = { form: 'number', units: units.rate };
const duration: ValueForm = { form: 'number', units: units.time };
const shares = { lut: share, ff: share, bram: share, bram18: share, dsp: share, uram: share };
const counts = { lut: count, ff: count, bram18: count, dsp: count, uram: count };

const setting = (
  example: string,
  doc: string,
  values: readonly ValueForm[],
  more: Partial<SettingSpec> = {},
): SettingSpec => ({ word: example.split(' ')[0] ?? '', example, doc, values, ...more });

/** Attributes of layers; `filters`, `weights` and their like also stand behind a stage, to make a variant. */
export const attributes: readonly SettingSpec[] = [
  setting('kernel 3x3', 'Height and width of the convolution window.', [size]),
  setting('filters 16', 'Number of output channels.', [count]),
  setting('units 10', 'Number of outputs of a dense layer.', [count]),
  setting('stride 2', 'Step of the window, for both sides or as `HxW`.', [size]),
  setting('pad same', 'Zeros added at each edge: a number, `HxW`, or `same` to keep the size.', [
    size,
    { form: 'word', words: ['same'] },
  ]),
  setting('dilation 2', 'Distance between the taps of the window.', [size]),
  setting('groups 2', 'Channels are split into this many groups, each convolved on its own.', [count]),
  setting('window 2x2', 'Height and width of the pooling window.', [size]),
  setting('scale 2', 'Factor by which the map grows, for both sides or as `HxW`.', [size]),
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
    attributes: ['kernel', 'filters', 'stride', 'pad', 'dilation', 'groups', ...weighted],
  },
  {
    word: 'depthwise',
    doc: 'Convolution of each channel on its own.',
    attributes: ['kernel', 'stride', 'pad', 'dilation', ...weighted],
  },
  { word: 'dense', doc: 'Fully connected layer.', attributes: ['units', ...weighted] },
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
];

const precision = setting(
  'precision int8',
  'Number type of weights and activations where a layer says nothing else.',
  [numberType],
);
const place = setting('on static', 'Where the decision runs: `static`, `cpu` or a region.', [
  { form: 'name', refers: 'place' },
]);
const rate = setting('rate 62%', 'Share of all inputs that leave here; a profile may give it instead.', [
  share,
]);
const when = setting('when softmax >= 0.95', 'Criterion and threshold at which an input leaves.', [
  { form: 'word', words: criteria },
]);
const caseSpec = setting(
  'case easy rate 70% -> shallow',
  'One outcome of the decision, its share, and what runs then.',
  [],
  {
    inner: { rate: share },
  },
);

export const metrics: readonly MetricSpec[] = [
  {
    word: 'latency',
    doc: 'Time of one input, in the worst case or on average over the rates.',
    qualifiers: ['worst', 'mean'],
    units: units.time,
    example: 'latency worst <= 20 ms',
  },
  {
    word: 'throughput',
    doc: 'Inputs per second with inputs back to back.',
    qualifiers: [],
    units: units.throughput,
    example: 'throughput >= 60 /s',
  },
  {
    word: 'accuracy',
    doc: 'Share of inputs classified correctly.',
    qualifiers: [],
    units: units.share,
    example: 'accuracy >= 98%',
  },
  ...['lut', 'ff', 'bram', 'bram18', 'dsp', 'uram'].map((word) => ({
    word,
    doc: `Share of the ${word.toUpperCase()}s of each region, and of the static part, that may be used.`,
    qualifiers: [],
    units: units.share,
    example: `${word} <= 80%`,
  })),
];

const metricSettings = metrics.map((m) => setting(m.example, m.doc, []));

export const blocks: readonly BlockSpec[] = [
  {
    word: 'import',
    doc: 'Takes the named blocks of another file.',
    example: 'import "boards.exeunt"',
    header: [],
    layers: false,
    settings: [],
  },
  {
    word: 'device',
    doc: 'Board or part, clock, configuration port and memory.',
    example: 'device {',
    header: [],
    layers: false,
    settings: [
      setting('board pynq-z2', 'Board; tells the part.', [{ form: 'name', refers: 'board' }]),
      setting('part "xc7z020clg400-1"', 'Part, where no board is named.', [{ form: 'text', refers: 'part' }]),
      setting('clock 100 MHz', 'Clock of the fabric.', [{ form: 'number', units: units.frequency }]),
      setting(
        'port pcap',
        'Configuration port, with its own rate and overhead where they were measured.',
        [{ form: 'word', words: ['pcap', 'icap'] }],
        { inner: { at: rateOfTransfer, overhead: duration } },
      ),
      setting('memory 1.0 GB/s', 'DDR bandwidth that the fabric may use.', [rateOfTransfer]),
      setting('shell lut 4500 ff 6000 bram18 4 dsp 0', 'What the static infrastructure takes.', [], {
        inner: counts,
      }),
    ],
  },
  {
    word: 'network',
    doc: 'Layers in order; `from` binds weights of an ONNX model by node name.',
    example: 'network blenet from "blenet.onnx" {',
    header: ['from'],
    layers: true,
    settings: [precision],
  },
  {
    word: 'exit',
    doc: 'A branch behind a layer through which confident inputs leave early.',
    example: 'exit early after pool1 {',
    header: ['after'],
    layers: true,
    settings: [when, rate, place, precision],
  },
  {
    word: 'switch',
    doc: 'A decision with any number of cases: which network, stage or variant runs next.',
    example: 'switch gate before shallow, deep {',
    header: ['before', 'after'],
    layers: true,
    settings: [when, caseSpec, place, precision],
  },
  {
    word: 'stage',
    doc: 'Consecutive layers that together make one module, and the place that holds it.',
    example: 'stage front in rp0 {',
    header: ['in'],
    layers: false,
    settings: [],
  },
  {
    word: 'region',
    doc: 'A reconfigurable region of the fabric.',
    example: 'region rp0 {',
    header: [],
    layers: false,
    settings: [
      setting(
        'pblock SLICE_X0Y50:SLICE_X31Y99',
        "Site ranges in Vivado's notation, or `auto` to have them found.",
        [{ form: 'word', words: ['auto'] }, { form: 'site' }],
        { repeated: true },
      ),
      setting(
        'reserve lut 20% bram 10%',
        'Share of the region to keep free, in all or by resource.',
        [share],
        { inner: shares },
      ),
      setting('snapping on', 'SNAPPING_MODE: the tool moves illegal edges inwards.', [onOff]),
      setting('reset on', 'RESET_AFTER_RECONFIG: the region is reset after each load.', [onOff]),
      setting('utilisation 80%', 'Share of the region that a module may fill.', [share]),
    ],
  },
  {
    word: 'schedule',
    doc: 'When stages are loaded and how inputs arrive.',
    example: 'schedule {',
    header: [],
    layers: false,
    settings: [
      setting(
        'policy overlap',
        '`serial`: load when needed; `overlap`: load beside the check; `speculate`: compute on too.',
        [{ form: 'word', words: ['serial', 'overlap', 'speculate'] }],
      ),
      setting('batch 1', 'Inputs that pass each stage together.', [count]),
      setting(
        'arrival every 10 ms',
        'Inputs `back-to-back`, or one `every` so long.',
        [{ form: 'word', words: ['back-to-back'] }],
        {
          inner: { every: duration },
        },
      ),
    ],
  },
  {
    word: 'profile',
    doc: 'Traces of samples: rates and accuracy at any threshold.',
    example: 'profile "blenet.trace.csv"',
    header: [],
    layers: false,
    settings: [],
  },
  {
    word: 'budget',
    doc: 'Limits; each is checked and each miss is shown on its line.',
    example: 'budget {',
    header: [],
    layers: false,
    settings: metricSettings,
  },
];
