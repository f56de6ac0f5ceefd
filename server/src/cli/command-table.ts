/** Every command with its operands and options: what is parsed, what the help says, and what is offered for a typo. */
import type { CommandSpec } from './command-spec';
import { exploreCommands } from './explore-commands';

export type { CommandSpec, OptionSpec } from './command-spec';

const json = { type: 'boolean', does: 'prints one JSON document' } as const;
const force = { type: 'boolean', does: 'writes even if the folder holds other files' } as const;
const folder = {
  type: 'string',
  short: 'o',
  value: 'DIR',
  needed: true,
  does: 'the folder to write',
} as const;

/** Options about kernels, accepted without effect by exports that make none. */
const ofKernels = {
  'random-weights': { type: 'boolean', does: 'has no effect here: no kernels are made' },
  images: { type: 'string', value: 'IDX', does: 'has no effect here' },
  labels: { type: 'string', value: 'IDX', does: 'has no effect here' },
} as const;

/** Options shared by every command that runs a model over data. */
const runOptions = {
  data: {
    type: 'string',
    value: 'DIR',
    needed: true,
    does: 'labelled data: IDX, .npy, .npz, or PNG in one folder per class',
  },
  split: { type: 'string', value: 'train|validation|test', does: 'which part of the data to use' },
  samples: { type: 'string', value: 'N', does: 'uses at most N samples' },
  scale: { type: 'string', value: '255', does: 'divides the values by this first' },
  mean: { type: 'string', value: 'M,…', does: 'then subtracts a mean, one per channel' },
  std: {
    type: 'string',
    value: 'S,…',
    does: 'then divides by a standard deviation (DIR/preprocess.json may set all three)',
  },
  'fetch-onnxruntime': { type: 'boolean', does: 'lets npm fetch the runtime (290 MB) if it is missing' },
  progress: { type: 'boolean', does: 'prints progress line by line, for programs' },
  json,
} as const;

export const commandTable = {
  check: {
    operands: 'FILE|DIR|-...',
    does: 'diagnostics of designs, of all below a folder, or of standard input; status 1 if there is an error',
    options: {
      json,
      format: {
        type: 'string',
        value: 'text|json|sarif|junit|github',
        does: 'prints for code scanning (SARIF), test reports (JUnit) or pull requests (GitHub)',
      },
      'stdin-path': {
        type: 'string',
        value: 'FILE',
        does: 'the file that standard input will be: its imports, models and name',
      },
    },
  },
  report: {
    operands: 'FILE',
    does: 'all figures of the design',
    options: {
      json,
      html: { type: 'string', value: 'OUT', does: 'writes one self-contained file' },
      svg: { type: 'string', value: 'DIR', does: 'writes floorplan and timeline as figures into a folder' },
      width: { type: 'string', value: 'MM', does: 'width of the figures of --svg (180)' },
      policy: { type: 'string', value: 'serial|overlap|speculate', does: 'overrides the design’s policy' },
      explain: { type: 'boolean', does: 'adds every line of what each module takes' },
      'second-opinion': { type: 'boolean', does: 'adds the estimates of other tools' },
    },
  },
  diff: {
    operands: 'OLD NEW',
    does: 'what changed in the figures between two design files; status 1 if a budget got worse or there are more errors',
    options: { json },
  },
  compare: {
    operands: 'FILE|DIR...',
    does: 'designs side by side, and published systems with what their papers say; then every published figure beside the modelled one',
    options: { json },
  },
  format: {
    operands: 'FILE...',
    does: 'the formatter',
    options: { check: { type: 'boolean', does: 'writes nothing; status 1 if a file is not formatted' } },
  },
  ...exploreCommands,
  import: {
    operands: 'MODEL.onnx|FILE.xdc',
    does: 'a design from an ONNX model, or the regions of Vivado constraints',
    options: {
      output: { type: 'string', short: 'o', value: 'FILE', does: 'writes the design to FILE and checks it' },
      board: { type: 'string', value: 'NAME', does: 'the target board' },
      part: { type: 'string', value: 'NAME', does: 'the target part, instead of a board' },
      force: { type: 'boolean', does: 'overwrites an existing file' },
      shape: {
        type: 'string',
        multiple: true,
        value: '[INPUT=]1x3x32x32',
        does: 'sizes that the model does not fix',
      },
      dim: { type: 'string', multiple: true, value: 'NAME=N', does: 'one such size, by name' },
      batch: { type: 'string', value: '1', does: 'the first dimension of the input is none of samples' },
    },
  },
  'export pblocks': {
    operands: 'FILE',
    does: 'Vivado constraints for the regions',
    options: {
      output: { type: 'string', short: 'o', value: 'OUT', does: 'the file to write; default: pblocks.xdc' },
    },
  },
  'export hls': {
    operands: 'FILE',
    does:
      'an HLS project per module, and a software twin that runs the given images or those beside the profile; ' +
      'works even if the design does not fit its regions or its device yet',
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
    does: 'all of these, with one Makefile and README',
    options: {
      output: folder,
      force,
      'random-weights': { type: 'boolean', does: 'builds without a model' },
      images: { type: 'string', value: 'IDX', does: 'images for the twin' },
      labels: { type: 'string', value: 'IDX', does: 'their labels' },
    },
  },
  'export kria': {
    operands: 'FILE',
    does: 'the same with a firmware package for `xmutil loadapp`, for a Kria board',
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
        does: 'the trace to write, .csv or .csv.gz; default: FILE.trace.csv',
      },
      restart: { type: 'boolean', does: 'starts over instead of resuming a stopped run' },
    },
  },
  quantise: {
    operands: 'FILE',
    does: 'an int8 model made from the float one, and the accuracy of both',
    options: {
      ...runOptions,
      output: { type: 'string', short: 'o', value: 'MODEL_int8.onnx', does: 'the model to write' },
      'test-samples': { type: 'string', value: 'N', does: 'measures the accuracy on at most N samples' },
      apply: { type: 'boolean', does: 'binds the design to the int8 model' },
      retune: {
        type: 'boolean',
        does: 'writes thresholds with which as many inputs leave the int8 model at each exit as leave the float one',
      },
    },
  },
  calibrate: {
    operands: 'FILE REPORT|FOLDER...',
    does: 'records measured figures, shown beside the estimates and used from then on',
    options: { json },
  },
  doctor: {
    operands: '[FILE]',
    does: 'which external tools are installed, and what each export still needs',
    options: {
      json,
      tool: { type: 'string', multiple: true, value: 'NAME=PATH', does: 'where a tool is' },
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

/** A command's rows: one, or one per subcommand. */
export function rowsOf(word: string): readonly (readonly [string, CommandSpec])[] {
  return Object.entries(commandTable).filter(([name]) => name === word || name.startsWith(`${word} `));
}
