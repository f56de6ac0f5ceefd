/** The exported runtime builds: for Linux, PYNQ and bare metal, of every sample that has hardware. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planHardware } from '../../../server/src/export/vivado/hardware';
import { exportOrigin } from '../../../server/src/export/origin';
import { runtimeExport } from '../../../server/src/export/runtime/files';
import { samples } from '../../support/samples';
import { exported as exportedKernels, writeFiles } from '../hls/kernels';
import { randomNumbers } from '../../../server/src/arithmetic/random-numbers';
import { exitAfterPool, pynq, reconfigured } from '../../support/designs';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { load } from '../../support/fixture';
import { sampleAnalysis } from '../vivado/checked';

const stubs = join(import.meta.dirname, 'stubs');
const root = temporaryFolder();

async function exported(name: string): Promise<string> {
  const analysis = name === 'small' ? (await load(reconfigured)).analysis : await sampleAnalysis(name);
  const result = runtimeExport(analysis, exportOrigin(analysis, ''));
  if ('error' in result) throw new Error(result.error);
  const folder = join(root, `${name} ü`);
  for (const [path, content] of result.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return join(folder, 'runtime');
}

const strict = ['-std=c99', '-Wall', '-Wextra', '-Werror'];

describe.skipIf(!hasTool('gcc'))('the exported runtime', () => {
  it.each(['blenet-ping-pong', 'blenet-static', 'model-selection', 'vgg10-ten-exits'])(
    'builds for Linux: %s',
    async (name) => {
      const folder = await exported(name);
      execute('make', ['-s', '-C', join(folder, 'linux'), `CFLAGS=-O0 -Wall -Wextra -Werror`]);
      const told = execute(join(folder, 'linux', 'exeunt'), ['--sizes']);
      // One byte a value: 1x28x28 or 3x32x32.
      expect(told).toMatch(name.startsWith('vgg10') ? /^3072 bytes/ : /^784 bytes an input, 1/);
    },
  );

  it('builds with weights that stream from memory, which come with the kernels', async () => {
    const text = reconfigured.replace('filters 8', 'filters 8 weights-in ddr');
    const { analysis } = await load(text);
    const alone = runtimeExport(analysis, exportOrigin(analysis, ''));
    expect(alone).toHaveProperty(
      'error',
      expect.stringMatching(/stage back streams its weights .*export all/),
    );
    const { plans } = exportedKernels(analysis, randomNumbers(analysis.lists, 3));
    const made = runtimeExport(analysis, exportOrigin(analysis, ''), planHardware(analysis), plans);
    if ('error' in made) throw new Error(made.error);
    const folder = join(root, 'streams');
    writeFiles(folder, made.files);
    execute('make', ['-s', '-C', join(folder, 'runtime/linux'), `CFLAGS=-O0 -Wall -Wextra -Werror`]);
    // 2x2 positions of a matrix of 8 filters by 4 channels by 2x2.
    expect(made.files.get('runtime/weights.c')).toContain('{2, 0, weights_0, 128, 4},');
    expect(made.files.get('runtime/design.c')).toMatch(/EXEUNT_RP0_DECOUPLER, 1, weights_0\}/);
  });

  it('sends weights that are fetched once an input once', async () => {
    const text = reconfigured.replace('filters 8', 'filters 8 weights-in ddr order weights');
    const { analysis } = await load(text);
    const { plans } = exportedKernels(analysis, randomNumbers(analysis.lists, 3));
    const made = runtimeExport(analysis, exportOrigin(analysis, ''), planHardware(analysis), plans);
    if ('error' in made) throw new Error(made.error);
    expect(made.files.get('runtime/weights.c')).toContain('{2, 0, weights_0, 128, 1},');
  });

  it('builds on bare metal, for both processors', async () => {
    const folder = await exported('blenet-ping-pong');
    const sources = ['main.c', 'exeunt_baremetal.c'].map((f) => join(folder, 'baremetal', f));
    const includes = [
      stubs,
      folder,
      ...['fabric', 'controller', 'baremetal'].map((f) => join(folder, f)),
    ].map((f) => `-I${f}`);
    for (const family of [[], ['-DEXEUNT_ULTRASCALE']]) {
      for (const source of sources)
        execute('gcc', [...strict, '-std=gnu11', ...family, ...includes, '-c', source, '-o', '/dev/null']);
    }
  });

  it.skipIf(!hasTool('python3'))(
    'runs on PYNQ: loads .bit files in the background, and says what each input is',
    async () => {
      const folder = await exported('small');
      execute('make', ['-s', '-C', join(folder, 'pynq')]);
      const bitstreams = join(folder, '../vivado/bitstreams');
      mkdirSync(bitstreams, { recursive: true });
      for (const name of ['system.bit', 'rp0_front.bit', 'rp0_back.bit'])
        writeFileSync(join(bitstreams, name), 'bits');
      writeFileSync(join(folder, 'inputs.bin'), Buffer.alloc(128));
      const python = (env: Record<string, string>) =>
        spawnSync('python3', [join(folder, 'pynq/exeunt.py'), join(folder, 'inputs.bin')], {
          encoding: 'utf8',
          env: { ...process.env, PYTHONPATH: stubs, PYTHONDONTWRITEBYTECODE: '1', ...env },
        });
      const { stdout, stderr } = python({});
      expect(stdout).toMatch(/^input=0 label=0 exit=end ms=[\d.]+\ninput=1 /);
      expect(stderr).toMatch(/^exeunt load module=back bytes=4 ms=/m);
      expect(stderr).toMatch(/^exeunt load module=front bytes=4 ms=/m);
      expect(python({ FAKE_FAILS: '1' }).stderr).toMatch(/back: a module could not be loaded, twice/);
    },
  );

  it.skipIf(!hasTool('dtc'))('brings device-tree overlays that compile', async () => {
    const folder = join(await exported('blenet-ping-pong'), 'linux');
    const names = readdirSync(join(folder, 'overlay'));
    expect(names.sort()).toEqual([
      'buffer.dts',
      'regions.dts',
      'rp0_back.dts',
      'rp0_front.dts',
      'rp1_mid.dts',
    ]);
    execute('make', ['-s', '-C', folder, 'overlays']);
    const back = execute('dtc', ['-I', 'dtb', '-O', 'dts', join(folder, 'overlay/rp0_back.dtbo')]);
    expect(back).toContain('firmware-name = "rp0_back.bin"');
    expect(back).toMatch(/__fixups__ \{\s+rp0_region/);
  });
});

describe('no runtime', () => {
  it('of a module on the processor: it says which', async () => {
    const { analysis } = await load(
      reconfigured.replace(exitAfterPool, exitAfterPool.replace('rate 60%', 'rate 60%\n  on cpu')),
    );
    expect(runtimeExport(analysis, exportOrigin(analysis, ''))).toHaveProperty(
      'error',
      expect.stringContaining('exit early runs on the cpu'),
    );
  });

  it('of a batch through a switch: it says what to write, and so does the twin', async () => {
    const sample = readFileSync(samples.find((s) => s.name === 'model-selection')?.path ?? '', 'utf8');
    const said = (text: string) =>
      load(text).then(({ analysis }) => {
        const runtime = runtimeExport(analysis, exportOrigin(analysis, ''));
        const { notes } = exportedKernels(analysis, randomNumbers(analysis.lists, 3));
        return { runtime: 'error' in runtime ? runtime.error : '', twin: notes.join('\n') };
      });
    const parted = await said(sample.replace('policy overlap', 'policy overlap batch 4'));
    expect(parted.runtime).toMatch(/through a switch one by one: write `batch 1`/);
    expect(parted.twin).toMatch(/make sim\) is left out: .* write `batch 1`/);
    const single = await said(sample);
    expect(single.runtime).toBe('');
    expect(single.twin).not.toContain('left out');
  });

  it('without a network', async () => {
    const { analysis } = await load(pynq);
    expect(runtimeExport(analysis, exportOrigin(analysis, ''))).toHaveProperty(
      'error',
      expect.stringContaining('no network'),
    );
  });
});
