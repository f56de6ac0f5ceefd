/** Readers of files that a design names, and of those that an earlier run has left. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { readMarker } from '../../server/src/cli/export-marker';
import { Refused } from '../../server/src/cli/outcome';
import { PartialTrace } from '../../server/src/cli/partial-trace';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { importModel } from '../../server/src/model/import-model';
import { OnnxError, readModel, tensorNumbers } from '../../server/src/onnx/index';
import { exportMarker } from '../../server/src/base/protocol/export-marker';
import { Documents } from '../../server/src/workspace/documents';
import { chain, pynq, reconfigured } from '../support/designs';
import { memoryFiles } from '../support/memory-files';
import { model, node, valueInfo, weights } from '../support/onnx-writer';
import { analysed } from './language';
import { type Bytes, NothingThrown, type Reader, bytesOf, told } from './reader';
import { calibration, traces } from './text-readers';

const sample = (name: string): Bytes =>
  readFileSync(new URL(`../../samples/models/${name}`, import.meta.url));

/** A file that is named by a design, which is analysed with it. */
const named = (name: string, design: string, seeds: readonly Bytes[]): Reader => ({
  async read(bytes) {
    const documents = new Documents(memoryFiles({ [`file:///design/${name}`]: bytes }));
    const analysis = await analysed(documents, design);
    const diagnostics = diagnose(analysis);
    const fault = diagnostics.map((d) => told(d.message)).find((f) => f !== undefined);
    if (fault !== undefined) return fault;
    const report = JSON.stringify(buildReport(analysis, diagnostics), (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? `number ${value}` : value,
    );
    const odd = /.{0,60}\bnumber (NaN|-?Infinity).{0,20}/.exec(report);
    return odd ? `not a figure in the report: ${odd[0]}` : undefined;
  },
  own: NothingThrown,
  seeds,
});

const exits = `${pynq}
network net {
  input image 1x16x16
  conv c1 kernel 3x3 filters 4
  dense out units 10
}
exit early after c1 { flatten dense b units 10 when softmax >= 0.9 }
`;

/** Named files take an analysis each, models are large: they are read less often than the rest. */
export const slowReaders: Readonly<Record<string, Reader>> = {
  'imported design': named('other.exeunt', `import "other.exeunt"\n${chain}\n`, [
    bytesOf(`${pynq}\nregion rp0 { pblock SLICE_X0Y0:SLICE_X9Y49 }\n`),
    bytesOf('import "main.exeunt"\n'),
  ]),
  'trace of a design': named('t.csv', `profile "t.csv"\n${exits}`, traces),
  'packed trace of a design': named(
    't.csv.gz',
    `profile "t.csv.gz"\n${exits}`,
    traces.map((t) => gzipSync(t)),
  ),
  'calibration of a design': named('main.calibration.json', `${reconfigured}\n`, [
    bytesOf(JSON.stringify(calibration, undefined, 1)),
  ]),
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
};

const line = `${'0123456789abcdef'.repeat(4)}  hls/f/f.cpp\n`;

/** A reader of a path: what is read lies in a folder of its own. */
async function onDisk<T>(name: string, bytes: Bytes, read: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'exeunt-fuzz-'));
  try {
    writeFileSync(join(folder, name), bytes);
    return await read(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const ownReaders: Readonly<Record<string, Reader>> = {
  // The journal of an export that was ended is such a list too.
  'list of an export': {
    async read(bytes) {
      const found = await onDisk(exportMarker, bytes, readMarker);
      const out = [...(found?.files.keys() ?? [])].find(
        (name) => name.startsWith('/') || name.split(/[\\/]/).some((part) => ['', '.', '..'].includes(part)),
      );
      return out === undefined ? undefined : `${JSON.stringify(out)} of the folder`;
    },
    own: NothingThrown,
    seeds: [bytesOf(`exeunt export of lenet\n${line}${line}README.md\n`)],
  },
  'part of a trace': {
    read: (bytes) =>
      onDisk('t.part', bytes, async (folder) => {
        const part = new PartialTrace(join(folder, 't.part'), 'key', 2);
        const samples = await part.samples();
        if (samples > bytes.filter((b) => b === 10).length) return `${samples} samples`;
        await part.begin(samples);
        const lines = (await part.text(samples)).split('\n');
        return lines.length === 2 * samples + 2 ? undefined : `${lines.length} lines of ${samples} samples`;
      }),
    own: Refused,
    seeds: [bytesOf('# key\n0,early,0.5,0.5,1,1,1,1,1\n0,end,0.5,0.5,1,1,1,1,1\n1,early,0.5')],
  },
};
