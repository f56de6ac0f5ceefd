/** The command line as a process: what it prints where, its exit status, and the files it writes. */
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';
import { reconfigured } from '../support/designs';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]): Promise<Ran> => run(cli.path, args, folder);
const bad = reconfigured.replace('filters 4', 'filters 4 parallel pe 3');
const badLine = bad.slice(0, bad.indexOf('pe 3')).split('\n').length;

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-cli-'));
  await cp(join(import.meta.dirname, '../../samples'), join(folder, 'samples'), { recursive: true });
  await mkdir(join(folder, 'directory'));
  const files = {
    'good.exeunt': reconfigured,
    'bad.exeunt': bad,
    'empty.exeunt': '',
    'binary.exeunt': '\u0000\u0001\uFFFD\u0000',
    'network.exeunt': 'network n {\n  input i 1x8x8\n  conv c kernel 3x3 filters 4\n}\n',
    'crooked.exeunt': 'device{board pynq-z2   clock 100 MHz}\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

describe('the exit status of the command line', () => {
  it.concurrent.each<[number, string[]]>([
    [0, ['check', 'good.exeunt']],
    [0, ['check', 'empty.exeunt']],
    [1, ['check', 'bad.exeunt']],
    [1, ['check', 'good.exeunt', 'bad.exeunt']],
    [1, ['check', 'binary.exeunt']],
    [2, ['check', 'bad.exeunt', 'not-there.exeunt']],
    [2, ['check', 'directory']],
    [2, ['check']],
    [2, ['check', '--no-such-option', 'good.exeunt']],
    [0, ['report', 'good.exeunt']],
    [1, ['report', 'bad.exeunt']],
    [2, ['report', 'not-there.exeunt']],
    [2, ['report', 'good.exeunt', 'bad.exeunt']],
    [2, ['report', 'good.exeunt', '--policy', 'hope']],
    [2, ['report', 'good.exeunt', '--html', 'directory']],
    [0, ['diff', 'good.exeunt', 'good.exeunt']],
    [0, ['diff', 'bad.exeunt', 'good.exeunt']],
    [1, ['diff', 'good.exeunt', 'bad.exeunt']],
    [2, ['diff', 'good.exeunt']],
    [2, ['diff', 'good.exeunt', 'good.exeunt', 'good.exeunt']],
    [2, ['diff', 'good.exeunt', 'not-there.exeunt']],
    [1, ['format', '--check', 'crooked.exeunt']],
    [2, ['format', 'not-there.exeunt']],
    [2, ['format']],
    [2, ['export']],
    [2, ['export', 'hls', 'good.exeunt']],
    [2, ['export', 'nonsense', 'good.exeunt']],
    [2, ['export', 'report', 'good.exeunt']],
    [2, ['export', 'pblocks', 'network.exeunt']],
    ...['hls', 'vivado', 'runtime', 'all', 'report', 'pblocks'].map((what): [number, string[]] => [
      2,
      ['export', what, 'empty.exeunt', '-o', 'of-nothing'],
    ]),
    [2, ['export', 'hls', 'empty.exeunt', '-o', 'of-nothing', '--random-weights']],
    [2, ['export', 'hls', 'network.exeunt', '-o', 'of-nothing', '--random-weights']],
    [2, ['explore', 'nonsense', 'good.exeunt']],
    [2, ['explore']],
    [2, ['lsp']],
    [2, ['import']],
    [2, ['import', 'not-there.onnx']],
    [2, ['import', 'good.exeunt']],
    [2, ['import', 'samples/models/blenet_mnist.onnx', '--board', 'no-such']],
    [2, ['import', 'samples/models/blenet_mnist.onnx', '--shape', 'big']],
    [2, ['import', 'samples/models/blenet_mnist.onnx', '-o', 'good.exeunt']],
    [2, ['no-such-command']],
    [2, []],
    [0, ['help']],
    [0, ['--version']],
  ])('is %i after %j', async (status, args) => {
    const ran = await exeunt(...args);
    expect(ran.status).toBe(status);
    expect(ran.err).not.toMatch(/\bat .*\.(?:ts|cjs|js):\d+/);
    if (status === 2 && args.length > 0) expect(ran.err).toMatch(/^exeunt: ./m);
  });
});

describe('exeunt import', () => {
  it('writes a design with exits that checks without errors', async () => {
    const model = 'samples/models/vgg10ee_cifar10.onnx';
    const { out, err, status } = await exeunt('import', model, '-o', 'made/vgg.exeunt', '--board', 'zc706');
    expect([out, err, status]).toEqual(['made/vgg.exeunt: 51 layers, 9 early exits\n', '', 0]);
    const text = await readFile(join(folder, 'made/vgg.exeunt'), 'utf8');
    expect(text).toContain('from "../samples/models/vgg10ee_cifar10.onnx" {');
    expect((await exeunt('check', 'made/vgg.exeunt')).status).toBe(0);
    expect((await exeunt('format', '--check', 'made/vgg.exeunt')).status).toBe(0);
  });

  it('prints the design where no file is named', async () => {
    const { out } = await exeunt('import', 'samples/models/blenet_mnist.onnx');
    expect(out).toContain('network blenet_mnist from "samples/models/blenet_mnist.onnx" {');
  });
});

describe('exeunt check', () => {
  it('prints errors as compilers do, on stderr', async () => {
    const { out, err } = await exeunt('check', 'bad.exeunt');
    expect(out).toBe('');
    expect(err).toMatch(new RegExp(`^bad\\.exeunt:${badLine}:\\d+: error EX\\d{4}: .+\n$`));
  });

  it('checks what can be read beside what cannot', async () => {
    const { out, err } = await exeunt('check', 'not-there.exeunt', 'bad.exeunt', '--json');
    expect(err).toBe('exeunt: cannot read not-there.exeunt: there is no such file\n');
    const { files } = JSON.parse(out) as { files: { path: string; diagnostics: unknown[] }[] };
    expect(files.map((f) => [f.path, f.diagnostics.length])).toEqual([['bad.exeunt', 1]]);
  });

  it('prints one document with --json', async () => {
    const { out, err } = await exeunt('check', 'good.exeunt', 'bad.exeunt', '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({
      version: 1,
      files: [
        { path: 'good.exeunt', diagnostics: [] },
        {
          path: 'bad.exeunt',
          diagnostics: [
            {
              code: expect.stringMatching(/^EX\d{4}$/) as string,
              severity: 'error',
              message: expect.stringContaining('4') as string,
              range: {
                start: { line: badLine - 1, character: expect.any(Number) as number },
                end: { line: badLine - 1, character: expect.any(Number) as number },
              },
            },
          ],
        },
      ],
    });
  });
});

describe('exeunt report', () => {
  it('prints one document with every field with --json', async () => {
    const { out, err, status } = await exeunt('report', 'samples/blenet-ping-pong/blenet.exeunt', '--json');
    expect([err, status]).toEqual(['', 0]);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(report).toMatchObject({ version: 1, design: 'blenet', device: { part: 'xc7z020clg400-1' } });
    for (const key of reportFields) expect(report).toHaveProperty(key);
  });

  it('takes the policy that is asked for', async () => {
    const policies = ['serial', 'overlap', 'speculate'];
    const worst: unknown[] = [];
    for (const policy of policies) {
      const { out } = await exeunt('report', 'good.exeunt', '--policy', policy, '--json');
      const { timeline } = JSON.parse(out) as { timeline: { policy: string; worstNs: number } };
      expect(timeline.policy).toBe(policy);
      worst.push(timeline.worstNs);
    }
    expect(worst[0]).toBeGreaterThanOrEqual(worst[1] as number);
  });

  it('writes floorplan and timeline as figures of a width, the same each time', async () => {
    const written = async () => {
      const { status, out } = await exeunt('report', 'good.exeunt', '--svg', 'figures', '--width', '85');
      expect([status, out]).toEqual([0, '']);
      const files = (await readdir(join(folder, 'figures'))).sort();
      expect(files.map((file) => file.replace(/^.*-/, ''))).toEqual(['floorplan.svg', 'timeline.svg']);
      return Promise.all(files.map((file) => readFile(join(folder, 'figures', file), 'utf8')));
    };
    const first = await written();
    for (const svg of first) expect(svg).toContain('width="85mm"');
    expect(await written()).toEqual(first);
    for (const width of ['20', 'wide'])
      expect((await exeunt('report', 'good.exeunt', '--svg', 'x', '--width', width)).status).toBe(2);
    expect((await exeunt('report', 'good.exeunt', '--width', '85')).err).toContain('--svg');
  });

  it('writes HTML and nothing beside it', async () => {
    const { out } = await exeunt('report', 'good.exeunt', '--html', 'pages/good.html');
    expect(out).toBe('');
    expect(await readdir(join(folder, 'pages'))).toEqual(['good.html']);
    expect(await readFile(join(folder, 'pages/good.html'), 'utf8')).toMatch(
      /^<!doctype html>[^]*<\/html>\n$/,
    );
  });
});

describe('exeunt format', () => {
  it('says what it would change, and changes it without --check', async () => {
    const path = join(folder, 'crooked.exeunt');
    const before = await readFile(path, 'utf8');
    expect((await exeunt('format', '--check', 'crooked.exeunt')).err).toContain('crooked.exeunt');
    expect(await readFile(path, 'utf8')).toBe(before);
    expect((await exeunt('format', 'crooked.exeunt')).status).toBe(0);
    expect(await readFile(path, 'utf8')).not.toBe(before);
    expect((await exeunt('format', '--check', 'crooked.exeunt')).status).toBe(0);
  });
});

describe('exeunt export', () => {
  it('writes pblocks', async () => {
    expect((await exeunt('export', 'pblocks', 'good.exeunt', '-o', 'out/p.xdc')).status).toBe(0);
    expect(await readFile(join(folder, 'out/p.xdc'), 'utf8')).toContain('create_pblock pblock_rp0');
  });

  it('replaces its own folder, and refuses any other without --force', async () => {
    const args = ['export', 'report', 'good.exeunt', '-o', 'mine'];
    expect((await exeunt(...args)).status).toBe(0);
    const written = await readdir(join(folder, 'mine'));
    expect(written.sort()).toEqual(['.exeunt-export', 'report.html', 'report.json']);
    expect((await exeunt(...args)).status).toBe(0);

    await writeFile(join(folder, 'directory', 'thesis.tex'), 'years of work');
    const refused = await exeunt('export', 'report', 'good.exeunt', '-o', 'directory');
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('--force')]);
    expect(await readdir(join(folder, 'directory'))).toEqual(['thesis.tex']);
    const foreign = await exeunt('export', 'report', 'good.exeunt', '-o', 'good.exeunt');
    expect(foreign.status).toBe(2);

    expect((await exeunt('export', 'report', 'good.exeunt', '-o', 'directory', '--force')).status).toBe(0);
    expect(await readdir(join(folder, 'directory'))).toContain('report.html');
    const left = (await readdir(folder)).filter((name) => name.startsWith('.'));
    expect(left).toEqual([]);
  });
});

describe('exeunt export vivado', () => {
  it('writes a project, the same again where nothing changed', async () => {
    const args = ['export', 'vivado', 'good.exeunt', '-o', 'hardware'];
    expect((await exeunt(...args)).status).toBe(0);
    const script = join(folder, 'hardware/vivado/build.tcl');
    const first = await readFile(script, 'utf8');
    await writeFile(join(folder, 'hardware/vivado/user/ps.tcl'), '# mine');
    expect((await exeunt(...args)).status).toBe(0);
    expect(await readFile(script, 'utf8')).toBe(first);
    expect(await readFile(join(folder, 'hardware/vivado/user/ps.tcl'), 'utf8')).toBe('# mine');
  });

  it('refuses a design with errors, and reports them', async () => {
    const refused = await exeunt('export', 'vivado', 'bad.exeunt', '-o', 'broken');
    expect([refused.status, refused.err]).toEqual([
      2,
      expect.stringMatching(/error EX\d+.*a design with errors is not exported/s),
    ]);
    expect(await readdir(folder)).not.toContain('broken');
  });
});

describe('explore floorplan', () => {
  it('prints a placement, and writes it with --apply', async () => {
    const path = join(folder, 'auto.exeunt');
    const auto = reconfigured.replace(/pblock [^}]*/, 'pblock auto\n');
    await writeFile(path, `\uFEFF${auto}`);
    const { out, status } = await exeunt('explore', 'floorplan', 'auto.exeunt', '--json', '--apply');
    expect(status).toBe(0);
    const { regions } = JSON.parse(out) as { regions: { name: string; pblock: string[] }[] };
    expect(regions.map((r) => r.name)).toEqual(['rp0']);
    const applied = await readFile(path, 'utf8');
    for (const range of regions[0]?.pblock ?? []) expect(applied).toContain(range);
    expect((await exeunt('check', 'auto.exeunt')).err).not.toMatch(/warning|error/);
  });
});

it('prints its version', async () => {
  expect((await exeunt('--version')).out).toBe(`${manifest.version}\n`);
});

const reportFields = [
  'device.family',
  'device.clockHz',
  'device.port.kind',
  'device.port.bytesPerSecond',
  'device.port.overheadNs',
  ...['lut', 'ff', 'dsp', 'bram18', 'uram'].map((kind) => `device.totals.${kind}`),
  ...['name', 'kind', 'inShape', 'outShape', 'macs', 'params', 'cycles', 'bottleneck', 'band'].map(
    (field) => `layers[0].${field}`,
  ),
  'layers[0].parallel.pe',
  'layers[0].parallel.simd',
  'layers[0].resources.lut',
  ...['name', 'kind', 'place', 'layers', 'intervalCycles', 'fillCycles', 'durationNs', 'resources'].map(
    (field) => `modules[0].${field}`,
  ),
  ...['name', 'pblock', 'available', 'used', 'frames', 'bitstreamBytes', 'loadNs'].map(
    (field) => `regions[0].${field}`,
  ),
  'static.available',
  'static.used',
  ...['policy', 'worstNs', 'meanNs', 'periodNs', 'throughputPerSecond'].map((field) => `timeline.${field}`),
  ...['id', 'kind', 'module', 'lane', 'startNs', 'endNs'].map((field) => `timeline.tasks[0].${field}`),
  ...['name', 'rate', 'latencyNs', 'hiddenNs', 'exposedNs'].map((field) => `timeline.exits[0].${field}`),
  ...['name', 'worstNs', 'meanNs', 'periodNs', 'fits'].map((field) => `baselines[0].${field}`),
  'accuracy',
  'breakEvenBatch',
  'diagnostics',
];
