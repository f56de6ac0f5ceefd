/** Every command with its operands and options: what is parsed, what the help says, and what is offered for a typo. */

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: true;
  readonly needed?: true;
  /** What stands behind it. */
  readonly value?: string;
  readonly does: string;
}

export interface CommandSpec {
  /** Behind the command's name. */
  readonly operands: string;
  readonly does: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}

const json = { type: 'boolean', does: 'prints one JSON document' } as const;
const force = { type: 'boolean', does: 'writes into a folder that holds other files too' } as const;
const folder = {
  type: 'string',
  short: 'o',
  value: 'DIR',
  needed: true,
  does: 'the folder to write',
} as const;

/** What is said of kernels may stay where a part of a project is exported that has none. */
const ofKernels = {
  'random-weights': { type: 'boolean', does: 'changes nothing here: no kernels are made' },
  images: { type: 'string', value: 'IDX', does: 'changes nothing here' },
  labels: { type: 'string', value: 'IDX', does: 'changes nothing here' },
} as const;

/** Of every command that runs a model over data. */
const runOptions = {
  data: {
    type: 'string',
    value: 'DIR',
    needed: true,
    does: 'the labelled data: IDX, .npy, .npz, or PNG in one folder a class',
  },
  split: { type: 'string', value: 'train|validation|test', does: 'the part of it to take' },
  samples: { type: 'string', value: 'N', does: 'at most so many samples' },
  scale: { type: 'string', value: '255', does: 'divides the values first' },
  mean: { type: 'string', value: 'M,…', does: 'then takes off a mean, one for each channel' },
  std: {
    type: 'string',
    value: 'S,…',
    does: 'then divides by a deviation (all three may stand in DIR/preprocess.json)',
  },
  'fetch-onnxruntime': { type: 'boolean', does: 'has npm fetch the runtime if there is none, 290 MB' },
  progress: { type: 'boolean', does: 'prints progress line by line, for programs' },
  json,
} as const;

export const commandTable = {
  check: {
    operands: 'FILE...',
    does: 'diagnostics; status 1 if there is an error',
    options: { json },
  },
  report: {
    operands: 'FILE',
    does: 'every figure',
    options: {
      json,
      html: { type: 'string', value: 'OUT', does: 'writes one self-contained file' },
      policy: { type: 'string', value: 'serial|overlap|speculate', does: 'instead of the design’s own' },
      'second-opinion': { type: 'boolean', does: 'adds what other tools estimate' },
    },
  },
  diff: {
    operands: 'OLD NEW',
    does: 'what changed in the figures between two design files; status 1 if a budget got worse or there are more errors',
    options: { json },
  },
  format: {
    operands: 'FILE...',
    does: 'the formatter',
    options: { check: { type: 'boolean', does: 'changes nothing; status 1 if it would' } },
  },
  'explore floorplan': {
    operands: 'FILE',
    does: 'the placement with the fewest bytes',
    options: { json, apply: { type: 'boolean', does: 'writes it into the design' } },
  },
  'explore thresholds': {
    operands: 'FILE',
    does: 'the thresholds with the least mean latency that are right often enough',
    options: {
      accuracy: { type: 'string', value: '98%', does: 'how often; the design’s budget otherwise' },
      trace: {
        type: 'string',
        value: 'VALIDATION.csv',
        does: 'a trace to choose them on, instead of the design’s',
      },
      json,
      apply: { type: 'boolean', does: 'writes them into the design' },
    },
  },
  import: {
    operands: 'MODEL.onnx',
    does: 'a design from an ONNX model',
    options: {
      output: { type: 'string', short: 'o', value: 'FILE', does: 'writes it there, and checks it' },
      board: { type: 'string', value: 'NAME', does: 'the board it is for' },
      part: { type: 'string', value: 'NAME', does: 'or the part' },
      force: { type: 'boolean', does: 'replaces a file that is there' },
      shape: {
        type: 'string',
        multiple: true,
        value: '[INPUT=]1x3x32x32',
        does: 'sizes that the model leaves open',
      },
      dim: { type: 'string', multiple: true, value: 'NAME=N', does: 'or one of them by its name' },
    },
  },
  'export pblocks': {
    operands: 'FILE',
    does: 'Vivado constraints of the regions',
    options: {
      output: { type: 'string', short: 'o', value: 'OUT', does: 'the file to write, pblocks.xdc otherwise' },
    },
  },
  'export hls': {
    operands: 'FILE',
    does:
      'an HLS project for each module, and a software twin of them that runs the images, or those beside the profile; ' +
      'also of a design that does not fit its regions or its device yet',
    options: {
      output: folder,
      force,
      'random-weights': { type: 'boolean', does: 'builds without a model' },
      images: { type: 'string', value: 'IDX', does: 'images for the twin' },
      labels: { type: 'string', value: 'IDX', does: 'their labels' },
    },
  },
  'export vivado': {
    operands: 'FILE',
    does: 'a Vivado project with DFX: scripts, constraints, Makefile',
    options: { output: folder, force, ...ofKernels },
  },
  'export runtime': {
    operands: 'FILE',
    does: 'the program for the board: Linux, PYNQ, bare metal',
    options: { output: folder, force, ...ofKernels },
  },
  'export all': {
    operands: 'FILE',
    does: 'all of it, with one Makefile and README',
    options: {
      output: folder,
      force,
      'random-weights': { type: 'boolean', does: 'builds without a model' },
      images: { type: 'string', value: 'IDX', does: 'images for the twin' },
      labels: { type: 'string', value: 'IDX', does: 'their labels' },
    },
  },
  'export report': {
    operands: 'FILE',
    does: 'report.html and report.json in a folder',
    options: { output: folder, force },
  },
  profile: {
    operands: 'FILE',
    does: 'runs the model over labelled data and writes the trace of every exit',
    options: {
      ...runOptions,
      output: {
        type: 'string',
        short: 'o',
        value: 'TRACE.csv',
        does: 'the trace, also .csv.gz; FILE.trace.csv otherwise',
      },
      restart: { type: 'boolean', does: 'begins anew where an earlier run was stopped' },
    },
  },
  quantise: {
    operands: 'FILE',
    does: 'an int8 model of the float one, with the accuracy of both',
    options: {
      ...runOptions,
      output: { type: 'string', short: 'o', value: 'MODEL_int8.onnx', does: 'the model to write' },
      'test-samples': { type: 'string', value: 'N', does: 'at most so many samples for the accuracy' },
      apply: { type: 'boolean', does: 'binds the design to it' },
    },
  },
  calibrate: {
    operands: 'FILE REPORT...',
    does: 'measured figures beside the estimates, used from then on',
    options: { json },
  },
  doctor: {
    operands: '[FILE]',
    does: 'which outside tools are there, and what each export lacks',
    options: {
      json,
      tool: { type: 'string', multiple: true, value: 'NAME=PATH', does: 'where one is' },
      'no-run': { type: 'boolean', does: 'looks for tools without starting them' },
      report: {
        type: 'boolean',
        does: 'prints what an issue needs, as Markdown: versions, counts and codes, no names',
      },
    },
  },
  explain: {
    operands: 'CODE',
    does: 'what the code of a diagnostic means, and what to do',
    options: {},
  },
  lsp: {
    operands: '',
    does: 'the language server for any editor',
    options: { stdio: { type: 'boolean', needed: true, does: 'over standard input and output' } },
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export type CommandName = keyof typeof commandTable;

/** `check`, `explore`, …: the first word of each, once. */
export const commandWords: readonly string[] = [
  ...new Set(Object.keys(commandTable).map((name) => name.split(' ')[0] ?? '')),
];

/** A command's rows: one, or one for each of its second words. */
export function rowsOf(word: string): readonly (readonly [string, CommandSpec])[] {
  return Object.entries(commandTable).filter(([name]) => name === word || name.startsWith(`${word} `));
}
