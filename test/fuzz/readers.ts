/** Files of others, damaged: an answer, or one clear error of the reader's own, in bounded time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readCalibration } from '../../server/src/analysis/read-calibration';
import { decodeText } from '../../server/src/base/decode-text';
import { DataFault } from '../../server/src/import/data/array';
import { readIdx } from '../../server/src/import/data/idx';
import { importModel } from '../../server/src/import/import-model';
import { OnnxError, readModel, tensorNumbers } from '../../server/src/import/onnx/index';
import { readReport } from '../../server/src/import/reports/read-report';
import { parseSparseTrace, parseTrace } from '../../server/src/schedule/index';
import {
  csynth2019,
  csynth2023,
  csynthSummary,
  csynthText,
  hierarchy,
  timing,
  utilisation7,
  utilisationOfPblock,
  utilisationPlus,
} from '../import/reports/samples';
import { model, node, valueInfo, weights } from '../support/onnx-writer';
import type { Random } from '../support/seed';
import { type Kind, below, pick, without } from './kind';

type Bytes = Uint8Array;

interface Reader {
  /** What is wrong with its answer, if anything. */
  readonly read: (bytes: Bytes) => string | undefined;
  readonly own: abstract new (...args: never[]) => Error;
  readonly seeds: readonly Bytes[];
}

/** For readers that return their errors. */
class NothingThrown extends Error {}

interface Case {
  readonly reader: string;
  readonly bytes: Bytes;
}

/** Of the processor, for files of a few thousand bytes. */
const MOST_CPU_MS = 5000;

const used = { lut: 2710, ff: 3115, dsp: 34, bram: 9 };
const models = fileURLToPath(new URL('../../samples/models/', import.meta.url));
const sample = (name: string): Bytes => readFileSync(join(models, name));
const text = (written: string): Bytes => new TextEncoder().encode(written);

const header = 'sample_id,exit,confidence,entropy,margin,softmax2,pred,label,correct\n';
const rows = (names: readonly string[]): string =>
  Array.from({ length: 6 }, (_, sampleId) =>
    names.map(
      (name, i) => `${sampleId},${name},0.${i + 5},0.5,1.5,0.7,${sampleId},3,${sampleId === 3 ? 1 : 0}\n`,
    ),
  )
    .flat()
    .join('');
const traces = [
  header + rows(['0', '1']),
  header + rows(['early', '"a, ""b"', 'end']),
  header + rows(['gate', 'early', 'end']),
].map(text);

const trace = (
  read: (bytes: Bytes) => ReturnType<typeof parseTrace> | ReturnType<typeof parseSparseTrace>,
) => ({
  read(bytes: Bytes) {
    const { trace: found, error } = read(bytes);
    if (found === undefined) return told(error?.message);
    return found.sampleCount > 0 ? undefined : 'a trace without samples';
  },
  own: NothingThrown,
  seeds: traces,
});

const calibration = {
  version: 1,
  part: 'xc7z020clg400-1',
  reports: ['a.rpt'],
  modules: ['stage', 'exit', 'switch'].map((kind) => ({
    kind,
    name: 's',
    source: 'a.rpt',
    measured: { lut: 2 },
    estimated: { lut: 1, ff: 1, dsp: 1, bram18: 1, uram: 0 },
  })),
  loads: [{ module: 's', bytes: 857740, ns: 6912000 }],
  slackNs: { 'a.rpt': -0.4 },
};

const every: Readonly<Record<string, Reader>> = {
  trace: trace(parseTrace),
  'trace with switches': trace((bytes) => parseSparseTrace(bytes, new Set(['gate']))),
  calibration: {
    read(bytes) {
      const found = readCalibration(decodeText(bytes));
      return found.calibration ? undefined : told(found.fault);
    },
    own: NothingThrown,
    seeds: [text(JSON.stringify(calibration, undefined, 1))],
  },
  report: {
    read(bytes) {
      const found = readReport(decodeText(bytes).text);
      if ('error' in found) return told(found.error);
      const odd = oddNumber(found);
      return odd === undefined ? undefined : `${odd} in what was read`;
    },
    own: NothingThrown,
    seeds: [
      csynth2019('front', used),
      csynth2023('front', used),
      csynthText('front', used, '2023.2'),
      csynthSummary('front', used),
      utilisation7('rp0_front', used),
      utilisationPlus('rp0_front', used),
      utilisationOfPblock('rp0_front', used),
      hierarchy([[0, 'system_wrapper', '(top)', used]], {}),
      timing('-0.412'),
      'exeunt load module=back bytes=857740 ms=6.912 MB/s=124.09\n',
    ].map(text),
  },
  model: {
    read(bytes) {
      const read = readModel(bytes);
      for (const tensor of read.graph.initializers.values()) tensorNumbers(tensor);
      const { text: design } = importModel(read, { model: 'm.onnx', device: 'board zc706' });
      const odd = /\b(NaN|-?Infinity|undefined)\b/.exec(design);
      return odd && !Buffer.from(bytes).includes(odd[0]) ? `${odd[0]} in the design:\n${design}` : undefined;
    },
    own: OnnxError,
    seeds: [
      sample('blenet_mnist.onnx'),
      sample('blenet_mnist_int8.onnx'),
      model({
        nodes: [
          node('Conv x w -> y', { pads: [1, 1, 1, 1], strides: [2, 2] }, { name: 'c1' }),
          node('Relu y -> z'),
          node('MaxPool z -> p', { kernel_shape: [2, 2], strides: [2, 2] }),
          node('Flatten p -> f'),
          node('Gemm f g -> out', { transB: 1 }),
        ],
        inputs: [valueInfo('x', [1, 4, 8, 8])],
        outputs: ['out'],
        initializers: [weights('w', 6, 4, 3, 3), weights('g', 10, 24)],
      }),
    ],
  },
  'label file': {
    read(bytes) {
      readIdx('labels.idx', bytes);
      return undefined;
    },
    own: DataFault,
    seeds: [gunzipSync(sample('blenet_mnist_test-labels.idx.gz')).subarray(0, 400)],
  },
};

export const readers: Kind<Case> = {
  name: 'readers',
  make(random) {
    // Models are large and told apart by much: they are read one time in ten.
    const reader =
      random() < 0.1
        ? 'model'
        : pick(
            random,
            Object.keys(every).filter((r) => r !== 'model'),
          );
    return { reader, bytes: damaged(random, pick(random, every[reader]?.seeds ?? [])) };
  },
  check({ reader, bytes }) {
    const { read, own } = every[reader] ?? {};
    if (read === undefined || own === undefined) throw new Error(`no reader ${reader}`);
    const before = process.cpuUsage();
    let fault: string | undefined;
    try {
      fault = read(bytes);
    } catch (error) {
      if (!(error instanceof own)) throw error;
      fault = told(error.message);
    }
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    if (ms > MOST_CPU_MS) fault ??= `it took ${Math.round(ms)} ms`;
    return Promise.resolve(fault === undefined ? undefined : `${reader}: ${fault}`);
  },
  *smaller({ reader, bytes }) {
    for (const lines of without(
      Buffer.from(bytes)
        .toString('latin1')
        .split(/(?<=\n)/),
    ))
      yield { reader, bytes: Buffer.from(lines.join(''), 'latin1') };
  },
  show: ({ reader, bytes }) =>
    `${reader}, latin1: ${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 4000))}`,
};

/** A clear error is one sentence about the file, not about the reader. */
function told(message: string | undefined): string | undefined {
  if (message === undefined || message.trim() === '') return 'an error that says nothing';
  const slip =
    /undefined|\[object|is not a function|Cannot read prop|Maximum call|Invalid (array|typed)/.exec(message);
  return slip ? `an error that says: ${message}` : undefined;
}

function oddNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value)
    .map(oddNumber)
    .find((n) => n !== undefined);
}

const odd = [
  '-1',
  '0',
  '1e999',
  '99999999999999999999',
  'NaN',
  'null',
  '""',
  '{}',
  '[]',
  '\0',
  '\ufeff',
  'é',
  '"',
  ',',
  '|',
  '<',
];

function damaged(random: Random, bytes: Bytes): Bytes {
  let result: Bytes = bytes;
  for (let count = 1 + below(random, 4); count > 0; count--) result = damagedOnce(random, result);
  return result;
}

function damagedOnce(random: Random, bytes: Bytes): Bytes {
  const kind = random();
  const at = below(random, bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + below(random, random() < 0.5 ? 8 : 80));
  if (kind < 0.1) return bytes.subarray(0, at);
  if (kind < 0.25) {
    const changed = bytes.slice();
    changed[at] = below(random, 256);
    return changed;
  }
  if (kind < 0.4) return joined(bytes.subarray(0, at), bytes.subarray(end));
  if (kind < 0.5) return joined(bytes.subarray(0, end), bytes.subarray(at));
  const number = anyNumber(random, bytes);
  if (kind < 0.85 && number)
    return joined(bytes.subarray(0, number.at), text(pick(random, odd)), bytes.subarray(number.end));
  return joined(bytes.subarray(0, at), text(pick(random, odd)), bytes.subarray(at));
}

/** Digits, or a word where there are none. */
function anyNumber(random: Random, bytes: Bytes): { at: number; end: number } | undefined {
  if (bytes.length > 20_000) return undefined;
  const found = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/\d[\d.]*|[A-Za-z_]+/g),
  ];
  if (found.length === 0) return undefined;
  const match = pick(random, found);
  return { at: match.index, end: match.index + match[0].length };
}

function joined(...parts: readonly Bytes[]): Bytes {
  return Buffer.concat(parts);
}
