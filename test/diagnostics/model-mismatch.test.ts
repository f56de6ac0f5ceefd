import { describe, expect, it } from 'vitest';
import { type Analysis, analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { checkModels } from '../../server/src/model/model-check';
import { lowerModel } from '../../server/src/model/lower/lower';
import { modelFaults } from '../../server/src/model/numbers/model-faults';
import { openHeader } from '../../server/src/model/open-model';
import { quantisedDesign } from '../../server/src/model/numbers/numbers';
import { OnnxError } from '../../server/src/onnx/index';
import { problemsOf } from '../../server/src/export/hls/check';
import { Documents } from '../../server/src/workspace/documents';
import type { FileSystem } from '../../server/src/workspace/file-system';
import { int8Design, int8Model } from '../support/int8-model';
import { memoryFiles } from '../support/memory-files';
import { graph, model, node, packed, rawTensor, valueInfo, weights } from '../support/onnx-writer';

const uri = 'file:///d/main.exeunt';

async function analysed(text: string, files: FileSystem): Promise<Analysis> {
  const documents = new Documents(files);
  documents.open(uri, 1, text);
  const closure = await documents.closure(uri);
  if (closure === undefined) throw new Error('no design');
  return analyse(closure, neverCancelled, { models: checkModels });
}

/** What is told of the models, as `place message`. */
async function told(text: string, models: Readonly<Record<string, Uint8Array>>): Promise<string[]> {
  const files = Object.entries(models).map(([name, bytes]) => [`file:///d/${name}`, bytes] as const);
  const analysis = await analysed(text, memoryFiles(Object.fromEntries(files)));
  return diagnose(analysis)
    .filter((d) => d.code === 'EX8016')
    .map((d) => `${text.slice(d.start, d.end)} ${d.severity}: ${d.message}`);
}

const whole = int8Model();

const float = model({
  nodes: [
    node('Conv x w1 -> c1', { pads: [1, 1, 1, 1] }),
    node('MaxPool c1 -> m1', { kernel_shape: [2, 2], strides: [2, 2] }),
    node('Flatten m1 -> f1'),
    node('Gemm f1 w2 -> y', { transB: 1 }),
    node('Gemm f1 w3 -> early', { transB: 1 }),
  ],
  initializers: [weights('w1', 4, 1, 3, 3), weights('w2', 10, 64), weights('w3', 10, 64)],
  inputs: [valueInfo('x', [1, 1, 8, 8])],
  outputs: [valueInfo('early', [1, 10]), valueInfo('y', [1, 10])],
});

const wrong: readonly (readonly [string, string, Uint8Array, RegExp])[] = [
  [
    'a layer that the model does not have',
    int8Design.replace('flatten\n  dense d1', 'conv c2 kernel 1x1 filters 4\n  flatten\n  dense d1'),
    whole,
    /^c2 warning: No kernel can be exported from `n\.onnx`: .*the model computes/,
  ],
  [
    'another number of filters',
    int8Design.replace('filters 4', 'filters 8'),
    whole,
    /^c1 warning: .*no layer of the model is a conv of 512 values with these settings; .* conv c1 \(4x8x8\)\.$/,
  ],
  [
    'another number of classes in an exit',
    int8Design.replace('dense e1 units 10', 'dense e1 units 12'),
    whole,
    /^e1 warning: .*dense of 12 values/,
  ],
  [
    'a layer behind which the model goes on',
    int8Design.replace('  flatten\n  dense d1 units 10\n', ''),
    whole,
    /^p1 warning: .*the model goes on behind it/,
  ],
  [
    'weights that are not in the file',
    int8Design,
    int8Model({ without: ['w2'] }),
    /^"n\.onnx" warning: Network n cannot be exported from `n\.onnx`: node d1 \(QLinearMatMul\) reads `w2`, which nothing makes/,
  ],
  [
    'a scale that is not in the file',
    int8Design,
    int8Model({ without: ['p'] }),
    /^"n\.onnx" warning: .*reads `p`, which nothing makes/,
  ],
  [
    'a scale that a pool changes',
    int8Design,
    int8Model({ poolScale: 0.125 }),
    /"n\.onnx" warning: .*it changes the step of/,
  ],
  [
    'no model at all',
    int8Design,
    new TextEncoder().encode('no model, but a text that is no protobuf message'),
    /^"n\.onnx" warning: .*not (a valid|an) ONNX model/,
  ],
];

describe('what exports refuse for the model', () => {
  it('is nothing where it is the network', async () => {
    expect(await told(int8Design, { 'n.onnx': whole })).toEqual([]);
  });

  it.each(wrong)('is reported while typing: %s', async (_, text, bytes, expected) => {
    const [first, ...more] = await told(text, { 'n.onnx': bytes });
    expect(first).toMatch(expected);
    expect(more).toEqual([]);
  });

  it.each(wrong)('is what the export says: %s', async (_, text, bytes) => {
    const analysis = await analysed(text, memoryFiles({ 'file:///d/n.onnx': bytes }));
    const reason = analysis.modelFaults?.[0]?.reason ?? '';
    const [kind] = reason.split(':');
    const made = quantisedDesign(analysis, 'n', { path: 'n.onnx', bytes });
    const refused = await made.then(
      (numbers) => problemsOf(analysis, numbers).map((p) => p.message),
      (error: unknown) => (error instanceof OnnxError ? [error.message] : Promise.reject(error as Error)),
    );
    // Where bytes are damaged, the words depend on where a reader stumbles.
    expect(refused.some((m) => m.includes(kind === 'not a valid ONNX model' ? kind : reason))).toBe(true);
  });

  it('is reported as a step to do where the model is float, and not where its int8 model is beside it', async () => {
    const [only, ...more] = await told(int8Design, { 'n.onnx': float });
    expect(only).toMatch(
      /^"n\.onnx" information: No kernel is exported yet: n\.onnx is a float model; `exeunt quantise/,
    );
    expect(more).toEqual([]);
    expect(await told(int8Design, { 'n.onnx': float, 'n_int8.onnx': whole })).toEqual([]);
    const other = int8Design.replace('filters 4', 'filters 8');
    const [layer] = await told(other, { 'n.onnx': float, 'n_int8.onnx': whole });
    expect(layer).toMatch(/^c1 warning: No kernel can be exported from `n_int8\.onnx`/);
  });

  it('of a float model too, before it is quantised', async () => {
    const [layer] = await told(int8Design.replace('filters 4', 'filters 8'), { 'n.onnx': float });
    expect(layer).toMatch(/^c1 warning: .*conv of 512 values/);
  });

  it.each(['after p1', 'before n'])(
    'is reported at a switch %s: models have no numbers of it',
    async (where) => {
      const text = `${int8Design}
switch s ${where} { flatten dense g units 2 case a case b }
`;
      const messages = await told(text, { 'n.onnx': whole });
      expect(messages.join()).toContain('the model has no numbers for this layer');
    },
  );

  it('is not reported twice: of layers whose shapes are not known, or that have no kernel', async () => {
    const open = int8Design.replace('kernel 3x3', 'kernel 30x30');
    expect(await told(open, { 'n.onnx': whole })).toEqual([]);
    expect(await told(int8Design, {})).toEqual([]);
  });
});

/** A file of which only the ends are in memory: zeros lie between them. */
function withZeros(start: Uint8Array, zeros: number, end: Uint8Array) {
  const size = start.length + zeros + end.length;
  let read = 0;
  const at = (i: number): number =>
    i < start.length ? (start[i] ?? 0) : (end[i - start.length - zeros] ?? 0);
  const files: FileSystem = {
    size: (of) => Promise.resolve(of.endsWith('/n.onnx') ? size : { kind: 'absent' }),
    read: (of, most, range = { start: 0, end: most }) => {
      if (!of.endsWith('/n.onnx')) return Promise.resolve({ kind: 'absent' });
      const to = Math.min(size, range.end);
      read += to - range.start;
      return Promise.resolve(
        Uint8Array.from({ length: to - range.start }, (_unused, i) => at(range.start + i)),
      );
    },
  };
  return { files, read: () => read, size };
}

/** A field of a message, without what it holds. */
const head = (field: number, length: number) => packed([field * 8 + 2, length]);
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

it('of a model of nearly 2 GB, only the header is read', async () => {
  const [units, inputs] = [1024, 640 * 720];
  const raw = units * inputs * 4;
  const tensor = joined(rawTensor('w', 1, [units, inputs], new Uint8Array()).slice(0, -2), head(9, raw));
  const nodes = graph({
    nodes: [node('Flatten x -> f'), node('Gemm f w -> y', { transB: 1 })],
    inputs: [valueInfo('x', [1, 1, 640, 720])],
    outputs: ['y'],
  });
  const whole = tensor.length + raw;
  const field = joined(head(5, whole), tensor);
  const length = nodes.length + field.length + raw;
  // Behind the weights, so that the reader has to skip them.
  const file = withZeros(joined(head(7, length), field), raw, nodes);
  const design = (n: number) => `network n from "n.onnx" {
  input image 1x640x720
  flatten
  dense d units ${n}
}
`;
  expect(file.size).toBeGreaterThan(1.8e9);
  const fitting = await analysed(design(units), file.files);
  expect(fitting.modelFaults).toMatchObject([{ isFloat: true }]);
  const other = await analysed(design(units - 1), file.files);
  expect(other.modelFaults).toMatchObject([{ about: { label: 'd' } }]);
  expect(file.read()).toBeLessThan(5e6);
});

it('says that a model which takes too long to compare is not compared while typing', async () => {
  const files = memoryFiles({ 'file:///d/n.onnx': whole });
  const analysis = await analysed(int8Design, files);
  const [network] = analysis.design.networks;
  if (network === undefined) throw new Error('no network');
  const lowered = lowerModel(await openHeader('file:///d/n.onnx', files), true);
  const modelFaultsFound = modelFaults(analysis, network, lowered, 'n.onnx', 1);
  const found = diagnose({ ...analysis, modelFaults: modelFaultsFound }).filter((d) => d.code === 'EX8016');
  expect(found).toMatchObject([
    {
      severity: 'information',
      message: `While you type, ${network.name} is not compared with \`n.onnx\`: more than 1 layer would have to be tried. An export compares them.`,
    },
  ]);
});
