/** Exported kernels, built and run: many of them in one program, since starting the compiler takes longest. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Analysis } from '../../../server/src/analysis/analysis';
import type { QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import { type HlsExport, hlsExport } from '../../../server/src/export/hls/hls-export';
import { library } from '../../../server/src/export/hls/library';
import { exportOrigin } from '../../../server/src/export/origin';
import { execute } from '../../support/compilers';

/** The export of a design that nothing stands against. */
export function exported(analysis: Analysis, numbers: QuantisedDesign): HlsExport {
  const result = hlsExport(analysis, numbers, exportOrigin(analysis, '{}'));
  if ('problems' in result) throw new Error(result.problems.map((p) => p.message).join('\n'));
  return result;
}

export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** As the exported Makefile builds. */
export const strict = ['-std=c++14', '-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas'];

/** Without what the other sanitizers find as well: a null is an address, too, and compiling the checks takes longest. */
export const sanitized = [
  '-O0',
  '-fsanitize=address,undefined',
  '-fno-sanitize=null,object-size,vptr',
  '-fno-sanitize-recover=all',
];
/** Loops counted, and processes side by side. */
export const counted = ['-O0', '-DEXEUNT_CONCURRENT'];

/**
 * One program of the testbenches of several exports; each kernel stands in a namespace of its own.
 *
 * @returns the program's path; it prints what the testbenches print, and fails where one of them does
 */
export function buildTestbenches(
  folder: string,
  name: string,
  exports: readonly HlsExport[],
  flags: readonly string[],
  compiler = 'g++',
): string {
  const mains: string[] = [];
  const parts = exports.flatMap((each, i) => {
    writeFiles(join(folder, `${name}${i}`), each.files);
    return each.plans.map(({ top }) => {
      const space = `n${i}_${top}`;
      mains.push(space);
      const path = join(folder, `${name}${i}`, 'hls', top);
      return [
        `namespace ${space} {`,
        ...['tb.cpp', `${top}.cpp`].map((file) => `#include "${join(path, file)}"`),
        '}',
        ...[`EXEUNT_KERNEL_${top.toUpperCase()}_HPP`, `EXEUNT_WEIGHTS_${top.toUpperCase()}_HPP`].map(
          (g) => `#undef ${g}`,
        ),
      ].join('\n');
    });
  });
  const source = [
    '#include <stdio.h>',
    '#include <string.h>',
    // In front of the namespaces; the stand-ins for streams come with the first of them.
    ...Object.keys(library).flatMap((file) =>
      /simulation|concurrent/.test(file) ? [] : [`#include "${file}"`],
    ),
    '#define main testbench_main',
    ...parts,
    '#undef main',
    'int main(int argc, char **argv) {',
    '  int wrong = 0;',
    ...mains.map((space) => `  wrong += ${space}::testbench_main(argc, argv);`),
    '  return wrong;',
    '}',
    '',
  ].join('\n');
  const path = join(folder, `${name}.cpp`);
  const program = join(folder, name);
  writeFileSync(path, source);
  execute(compiler, [
    ...strict,
    ...flags,
    `-I${join(folder, `${name}0`, 'hls/include')}`,
    path,
    '-o',
    program,
  ]);
  return program;
}

/**
 * Runs a program of `counted` testbenches as `make cycles fifos` does, and at random lags.
 *
 * @returns what it prints of cycles
 */
export function runCounted(program: string, seeds: readonly number[] = [1]): string {
  execute(program, ['lag=0']);
  execute(program, ['lag=100']);
  for (const each of seeds) execute(program, ['lag=100', `seed=${each}`]);
  return execute(program, ['cycles']);
}
