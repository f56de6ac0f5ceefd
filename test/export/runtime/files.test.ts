/** The exported runtime builds: for Linux, PYNQ and bare metal, of every sample that has hardware. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planHardware } from '../../../server/src/export/vivado/hardware';
import { exportOrigin } from '../../../server/src/export/origin';
import { vivadoExport } from '../../../server/src/export/vivado/files';
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

const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

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

  it('builds on bare metal, for both processors, in the classic and the unified Vitis', async () => {
    const folder = await exported('blenet-ping-pong');
    const sources = [
      'baremetal/main.c',
      'baremetal/exeunt_baremetal.c',
      ...readdirSync(join(folder, 'fabric'))
        .filter((f) => f.endsWith('.c'))
        .map((f) => `fabric/${f}`),
    ].map((f) => join(folder, f));
    for (const flow of ['classic', 'sdt']) {
      const includes = [
        stubs,
        join(stubs, flow),
        folder,
        ...['fabric', 'controller', 'baremetal'].map((f) => join(folder, f)),
      ].map((f) => `-I${f}`);
      const own = flow === 'sdt' ? ['-DSDT'] : [];
      for (const family of [[], ['-DEXEUNT_ULTRASCALE']]) {
        for (const source of sources)
          execute('gcc', [
            ...strict,
            '-std=gnu11',
            ...own,
            ...family,
            ...includes,
            '-c',
            source,
            '-o',
            '/dev/null',
          ]);
      }
    }
  });

  it.skipIf(!hasTool('python3'))(
    'runs on PYNQ: the kernel loads .bin files that were given to it once, and refuses other builds',
    async () => {
      const folder = await exported('small');
      execute('make', ['-s', '-C', join(folder, 'pynq'), 'CFLAGS=-O0 -Wall -Wextra -Werror']);
      const bitstreams = join(folder, '../vivado/bitstreams');
      const manager = join(folder, 'manager');
      const firmware = join(folder, 'firmware');
      for (const path of [bitstreams, manager, firmware]) mkdirSync(path, { recursive: true });
      for (const name of ['system.bit', 'rp0_front.bin', 'rp0_back.bin'])
        writeFileSync(join(bitstreams, name), Buffer.from([1, 0, 0, 0, 2, 0, 0, 0]));
      const [, numbers = ''] = /EXEUNT_IDENTITY_NUMBERS (\w+)u/.exec(text(folder, 'design.h')) ?? [];
      const [, design = ''] =
        /exeunt_the_system = \{0, 100000000u, 2, EXEUNT_IDENTITY_NUMBERS, (\w+)u, 16777216u\}/.exec(
          text(folder, 'design.c'),
        ) ?? [];
      // Sums of the words 1 and 2: 3, and 1 + 3.
      const files = ['rp0_front.bin', 'rp0_back.bin'].map((f) => `file ${f} 8 0x3 0x4\n`).join('');
      writeFileSync(join(bitstreams, 'exeunt_build.txt'), `build 0xB0000001\ndesign ${design}\n${files}`);
      writeFileSync(join(manager, 'state'), 'operating\n');
      writeFileSync(join(folder, 'inputs.bin'), Buffer.alloc(128));
      const python = (env: Record<string, string> = {}) =>
        spawnSync('python3', [join(folder, 'pynq/exeunt.py'), join(folder, 'inputs.bin')], {
          encoding: 'utf8',
          env: {
            ...process.env,
            PYTHONPATH: stubs,
            PYTHONDONTWRITEBYTECODE: '1',
            EXEUNT_MANAGER: manager,
            EXEUNT_FIRMWARE: firmware,
            FAKE_NUMBERS: numbers,
            FAKE_DESIGN: design,
            ...env,
          },
        });
      const { stdout, stderr } = python();
      expect(stdout, stderr).toMatch(/^input=0 label=0 exit=end ms=[\d.]+\ninput=1 /);
      expect(stderr).toMatch(/^exeunt load module=back bytes=8 ms=/m);
      expect(stderr).toMatch(/^exeunt load module=front bytes=8 ms=/m);
      expect(['flags', 'firmware'].map((name) => readFileSync(join(manager, name), 'utf8'))).toEqual([
        '1',
        expect.stringMatching(/^rp0_(front|back)\.bin$/),
      ]);
      expect(readdirSync(firmware).sort()).toEqual(['rp0_back.bin', 'rp0_front.bin']);
      expect(python({ FAKE_BUILD: '0xB0000002' }).stderr).toMatch(/fabric holds build 0xB0000002/);
      expect(python({ FAKE_DESIGN: '0xD0000002' }).stderr).toMatch(/fabric holds another design/);
      writeFileSync(join(manager, 'state'), 'write error\n');
      const failed = python().stderr;
      expect(failed).toMatch(/rp0_back\.bin: it ended in state "write error"/);
      expect(failed).toMatch(/back: a module could not be loaded, twice/);
      writeFileSync(join(bitstreams, 'rp0_back.bin'), Buffer.alloc(8));
      expect(python().stderr).toMatch(/rp0_back\.bin is not the file of this build/);
    },
  );

  it.skipIf(!hasTool('dtc'))('brings a device-tree overlay that compiles', async () => {
    const folder = join(await exported('blenet-ping-pong'), 'linux');
    expect(readdirSync(join(folder, 'overlay'))).toEqual(['buffer.dts']);
    execute('make', ['-s', '-C', folder, 'overlays']);
    const buffer = execute('dtc', ['-I', 'dtb', '-O', 'dts', join(folder, 'overlay/buffer.dtbo')]);
    expect(buffer).toContain('compatible = "ikwzm,u-dma-buf"');
  });

  it('has the number of the design: comments and spaces change nothing, anything else does', async () => {
    const numberOf = async (source: string): Promise<string> => {
      const { analysis } = await load(source);
      const made = runtimeExport(analysis, exportOrigin(analysis, ''));
      if ('error' in made) throw new Error(made.error);
      return (
        /exeunt_the_system = .* (0x\w+)u, \d+u\}/.exec(made.files.get('runtime/design.c') ?? '')?.[1] ?? ''
      );
    };
    const own = await numberOf(reconfigured);
    expect(own).toMatch(/^0x[0-9A-F]{8}$/);
    expect(await numberOf(`// A comment.\n${reconfigured.replaceAll('\n', '\n  ')}`)).toBe(own);
    expect(await numberOf(reconfigured.replace('filters 4', 'filters 6'))).not.toBe(own);
    const { analysis } = await load(reconfigured);
    const project = vivadoExport(analysis, exportOrigin(analysis, ''));
    expect('files' in project && project.files.get('vivado/build.tcl')).toContain(`set design ${own}\n`);
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

  it('of a batch that parts at a switch under `speculate`: it says what to write, and so does the twin', async () => {
    const sample = readFileSync(samples.find((s) => s.name === 'model-selection')?.path ?? '', 'utf8');
    const said = (text: string) =>
      load(text).then(({ analysis }) => {
        const runtime = runtimeExport(analysis, exportOrigin(analysis, ''));
        const { notes } = exportedKernels(analysis, randomNumbers(analysis.lists, 3));
        return { runtime: 'error' in runtime ? runtime.error : '', twin: notes.join('\n') };
      });
    const parted = await said(sample.replace('policy overlap', 'policy speculate batch 4'));
    expect(parted.runtime).toMatch(
      /under `speculate` .* through a switch one by one: write `batch 1`, or `policy overlap`/,
    );
    expect(parted.twin).toMatch(/make sim\) is left out: .* write `batch 1`/);
    for (const way of [
      'policy overlap',
      'policy overlap batch 4',
      'policy serial batch 4',
      'policy speculate',
    ]) {
      const other = await said(sample.replace('policy overlap', way));
      expect(other.runtime, way).toBe('');
      expect(other.twin, way).not.toContain('left out');
    }
  });

  it('without a network', async () => {
    const { analysis } = await load(pynq);
    expect(runtimeExport(analysis, exportOrigin(analysis, ''))).toHaveProperty(
      'error',
      expect.stringContaining('no network'),
    );
  });
});
