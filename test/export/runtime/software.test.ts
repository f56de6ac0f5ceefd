/** Modules on the processor: built as exported, held to the integer reference value by value. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic/random-numbers';
import { goldenInputs, goldenOf, valuesOf } from '../../../server/src/export/hls/golden';
import { exportOrigin } from '../../../server/src/export/origin';
import { runtimeExport } from '../../../server/src/export/runtime/files';
import { planHardware } from '../../../server/src/export/vivado/hardware';
import { reconfigured } from '../../support/designs';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { load } from '../../support/fixture';
import { exported, writeFiles } from '../hls/kernels';

const design = reconfigured.replace('  rate 60%', '  rate 60%\n  on cpu');

async function exportedRuntime(folder: string) {
  const { analysis } = await load(design);
  const numbers = randomNumbers(analysis.lists, 5);
  const { plans } = exported(analysis, numbers);
  const result = runtimeExport(analysis, exportOrigin(analysis, ''), planHardware(analysis), plans);
  if ('error' in result) throw new Error(result.error);
  writeFiles(folder, result.files);
  const plan = plans.find((p) => p.module.kind === 'exit');
  if (plan === undefined) throw new Error('no exit');
  const golden = goldenInputs(analysis, numbers, 6).map((input) =>
    goldenOf(plan, valuesOf(analysis, numbers, input)),
  );
  return { files: result.files, golden };
}

describe.skipIf(!hasTool('g++'))('modules on the processor', () => {
  const root = temporaryFolder();

  it('build for Linux and PYNQ with the rest', async () => {
    const folder = join(root, 'board ü');
    await exportedRuntime(folder);
    for (const backend of ['linux', 'pynq'])
      execute('make', ['-s', '-C', join(folder, 'runtime', backend), 'CFLAGS=-O0 -Wall -Wextra -Werror']);
    expect(execute(join(folder, 'runtime/linux/exeunt'), ['--sizes'])).toMatch(/^64 bytes an input/);
  });

  it('make of a batch what the integer reference makes of each input', async () => {
    const folder = join(root, 'golden');
    const { golden } = await exportedRuntime(folder);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'in.bin'), Buffer.concat(golden.flatMap((g) => g.inputs)));
    writeFileSync(join(folder, 'out.bin'), Buffer.concat(golden.flatMap((g) => g.outputs)));
    const sizes = [golden[0]?.inputs[0]?.length ?? 0, golden[0]?.outputs[0]?.length ?? 0];
    writeFileSync(
      join(folder, 'main.cpp'),
      `#include <stdio.h>
#include <string.h>
#include "design.h"
static unsigned char in[1 << 16], out[1 << 16], wanted[1 << 16];
int main(int, char **argv) {
  const int n = ${golden.length};
  FILE *a = fopen(argv[1], "rb"), *b = fopen(argv[2], "rb");
  if (!a || !b || fread(in, ${sizes[0]}, n, a) != size_t(n) || fread(wanted, ${sizes[1]}, n, b) != size_t(n)) return 2;
  if (exeunt_the_hardware.software[0] || exeunt_the_hardware.software[2]) return 3;
  const void *const inputs[] = {in};
  void *const outputs[] = {out};
  exeunt_the_hardware.software[1](inputs, outputs, n);
  return memcmp(out, wanted, n * ${sizes[1]}) != 0;
}
`,
    );
    const runtime = join(folder, 'runtime');
    const includes = ['', 'fabric', 'controller', 'software', 'software/include'];
    const program = join(folder, 'program');
    execute('g++', [
      ...['-std=c++14', '-g', '-fsanitize=address,undefined', '-Wno-unknown-pragmas'],
      ...includes.map((f) => `-I${join(runtime, f)}`),
      ...['software/exeunt_software.cpp', 'software/early/early.cpp'].map((f) => join(runtime, f)),
      ...['-x', 'c++', join(runtime, 'design.c'), join(folder, 'main.cpp'), '-o', program],
    ]);
    execute(
      program,
      ['in.bin', 'out.bin'].map((f) => join(folder, f)),
    );
  });

  it('need their kernels: the runtime alone has no C++ for them', async () => {
    const { analysis } = await load(design);
    expect(runtimeExport(analysis, exportOrigin(analysis, ''))).toEqual({
      error:
        'exit early runs on the cpu, and its C++ is exported with the kernels: use \`export all\`, or place it on static or in a region',
    });
  });
});
