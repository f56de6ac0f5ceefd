/** Exported C and C++ pass clang-tidy: runtimes, twin and the kernels of a sample, with their headers. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { execute, hasTool, repository, temporaryFolder } from '../support/compilers';

const stubs = join(import.meta.dirname, 'runtime/stubs');

describe.skipIf(!hasTool('clang-tidy'))('exported code passes clang-tidy', () => {
  const folder = temporaryFolder();
  const sources = (below: string, name: RegExp) =>
    readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' })
      .filter((path) => name.test(path))
      .map((path) => join(folder, below, path));
  const headers = ['controller', 'fabric', 'linux', 'baremetal', 'sim', 'design', '.'].map(
    (room) => `-I${join(folder, 'runtime', room)}`,
  );
  const tidy = (files: readonly string[], flags: readonly string[]) => {
    expect(files).not.toEqual([]);
    execute('clang-tidy', [
      '--quiet',
      `--config-file=${join(repository, '.clang-tidy')}`,
      ...files,
      '--',
      ...flags,
    ]);
  };

  beforeAll(async () => {
    const cli = await bundled('command-line');
    const sample = join(repository, 'samples/blenet-ping-pong/blenet.exeunt');
    const ran = await run(cli.path, ['export', 'all', sample, '--output', folder], repository);
    await cli.remove();
    expect(ran).toMatchObject({ status: 0 });
  });

  it('controller, fabric and Linux', () => {
    tidy(sources('runtime', /^(controller|fabric|linux)[\\/].*\.c$/), ['-std=gnu11', ...headers]);
  });

  it.each([
    ['classic', []],
    ['sdt', ['-DSDT', '-DEXEUNT_ULTRASCALE']],
  ])('bare metal, %s %j', (flow, own) => {
    const flags = ['-std=gnu11', ...own, `-I${stubs}`, `-I${join(stubs, flow)}`, ...headers];
    tidy(sources('runtime/baremetal', /\.c$/), flags);
  });

  it('the software twin', () => {
    const cpp = ['-std=c++14', '-Wno-unknown-pragmas', `-I${join(folder, 'hls/include')}`, ...headers];
    tidy(sources('runtime/sim', /^exeunt.*\.c$/), ['-std=gnu11', ...headers]);
    tidy(sources('runtime/sim', /^twin\.cpp$/), cpp);
  });

  it('kernels and their tests', () => {
    tidy(sources('hls', /^(mid|early)[\\/](?!weights).*\.cpp$/), ['-std=c++14', '-Wno-unknown-pragmas']);
  });
});
