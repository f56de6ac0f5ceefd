/** What compilers say of generated C++ lands on the design's lines. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BuildProblem,
  buildOutput,
  designPlaceOf,
  type LineMap,
  readLineMap,
} from '../../client/src/features/project/build-output';
import { randomNumbers } from '../../server/src/arithmetic/random-numbers';
import { exported, writeFiles } from '../export/hls/kernels';
import { execute, hasTool, temporaryFolder } from '../support/compilers';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

function problemsOf(output: string): BuildProblem[] {
  const found: BuildProblem[] = [];
  const { line, end } = buildOutput((problem) => found.push(problem));
  output.split('\n').forEach(line);
  end();
  return found;
}

const folder = temporaryFolder();
let map: LineMap;
beforeAll(async () => {
  const { analysis } = await load(reconfigured);
  const { files } = exported(analysis, randomNumbers(analysis.lists, 3));
  writeFiles(folder, files);
  const read = readLineMap(files.get('exeunt-lines.json') ?? '');
  if (read === undefined) throw new Error('no line map');
  map = read;
});

/** The design's text at a place. */
function textAt(problem: BuildProblem | undefined): string | undefined {
  const at = problem && designPlaceOf(map, problem);
  return at && reconfigured.split('\n')[at.line - 1]?.slice(at.column - 1, at.endColumn - 1);
}

/** Compiles a kernel with one text of it replaced. */
function compiled(compiler: string, file: string, from: string | RegExp, to: string): BuildProblem[] {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} holds no ${String(from)}`);
  writeFileSync(path, changed);
  const [, top = ''] = file.split('/');
  const args = ['-std=c++14', '-Wall', '-Wno-unknown-pragmas', '-fsyntax-only', '-Ihls/include'];
  const result = spawnSync(compiler, [...args, `hls/${top}/${top}.cpp`], { cwd: folder, encoding: 'utf8' });
  writeFileSync(path, text);
  expect(result.status, result.stderr).not.toBe(0);
  return problemsOf(result.stderr);
}

describe.each(['g++', 'clang++'].filter(hasTool))('errors of %s', (compiler) => {
  it.each([
    [
      'in the constants of a layer',
      'hls/front/front.cpp',
      'return c1_weights[',
      'return c1_wights[',
      'conv c1',
    ],
    [
      'in the weights of a layer',
      'hls/back/weights.hpp',
      'static const int8_t f1_',
      'static cost int8_t f1_',
      'dense f1',
    ],
    [
      'in the library, at the layer that asks for it',
      'hls/front/front.cpp',
      /struct p1_pool \{[^}]*?rows = \d+;/,
      'struct p1_pool {',
      'maxpool p1',
    ],
    ['in a process', 'hls/early/early.cpp', 'exeunt::find_largest<', 'exeunt::find_lowest<', 'early'],
  ])('%s', (_, file, from, to, expected) => {
    const [problem] = compiled(compiler, file, from, to);
    expect(textAt(problem), JSON.stringify(problem)).toMatch(new RegExp(`^${expected}`));
    // The place in the C++ is still reported.
    expect(problem?.places[0]?.path).toMatch(/\.[ch]pp$/);
  });
});

describe.skipIf(!hasTool('g++'))('a program that stops', () => {
  it('is reported by its sanitizer, at the layer', () => {
    const path = join(folder, 'hls/front/front.cpp');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('return c1_weights[pe]', 'return c1_weights[pe + 99]'));
    const program = join(folder, 'tb');
    const flags = [
      '-std=c++14',
      '-g',
      '-O0',
      '-fsanitize=address,undefined',
      '-fno-sanitize-recover=all',
      '-w',
    ];
    execute(
      'g++',
      [...flags, '-Ihls/include', '-Ihls/front', 'hls/front/tb.cpp', 'hls/front/front.cpp', '-o', program],
      {
        cwd: folder,
      },
    );
    writeFileSync(path, text);
    const { stderr } = spawnSync(program, [], { encoding: 'utf8', cwd: folder });
    expect(textAt(problemsOf(stderr)[0]), stderr).toMatch(/^conv c1/);
  });
});

describe('messages of Vitis HLS', () => {
  const lineOf = (file: string, text: string): number =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  it.each([
    [
      'beside its sources',
      (line: number) => `ERROR: [HLS 207-3776] use of undeclared identifier 'N' (front.cpp:${line}:7)`,
    ],
    [
      'by the whole path',
      (line: number) =>
        `WARNING: [HLS 207-5292] unused parameter 'fold' (/home/me/my out (2)/hls/front/front.cpp:${line}:9)`,
    ],
    [
      'of 2020.1',
      (line: number) =>
        `ERROR: [HLS 207-3640] thread-local storage is not supported: /tmp/hls/front/front.cpp:${line}:10`,
    ],
    [
      'of its C simulation',
      (line: number) => `../../../../front.cpp:${line}:5: error: expected ';' before 'return'`,
    ],
  ])('%s', (_, message) => {
    const [problem] = problemsOf(
      `INFO: [HLS 200-10] Analyzing design file 'front.cpp' ...\n${message(lineOf('hls/front/front.cpp', 'struct c1_unit'))}`,
    );
    expect(textAt(problem), JSON.stringify(problem)).toMatch(/^conv c1/);
  });

  it('without a place in the kernels stay where they are', () => {
    const [problem] = problemsOf('ERROR: [HLS 207-812] no such file (/opt/Xilinx/include/front.cpp:3:10)');
    expect(problem?.severity).toBe('error');
    expect(textAt(problem)).toBeUndefined();
    const [other] = problemsOf('ERROR: [HLS 200-70] Compilation errors found: see the log.');
    expect(textAt(other)).toBeUndefined();
  });
});

describe('messages without file and line', () => {
  it.each([
    [
      'a layer by its function',
      "ERROR: [HLS 200-1471] Stop unrolling loop 'Loop-1' in function 'c1'",
      'conv c1',
    ],
    [
      'a layer by a template that HLS has renamed',
      "WARNING: [HLS 200-880] The II Violation in module 'matrix_vector_f1_unit_signed_char_s' (loop 'VITIS_LOOP_40_1')",
      'dense f1',
    ],
    ['a module', "ERROR: [HLS 200-474] Empty dataflow region in function 'front'", 'front'],
    [
      'a layer by a path of cells',
      'CRITICAL WARNING: [DRC REQP-1] cell system_i/rp0/kernel/inst/f1_U0/mac_muladd_U3 has pins that are not driven',
      'dense f1',
    ],
    [
      'a region by its pblock',
      'ERROR: [Place 30-487] The area of pblock pblock_rp0 holds too few slices',
      'region rp0',
    ],
    [
      'a region by its cell',
      'ERROR: [DRC HDPR-1] cell path system_i/rp0 is not inside of its pblock',
      'region rp0',
    ],
    ['a module by its block design', 'ERROR: [Synth 8-439] module rp0_back_kernel_0 not found', 'back'],
    [
      'the module that was under way',
      "INFO: [HLS 200-10] Creating and opening project '/tmp/out/hls/early/project'.\nERROR: [HLS 200-101] Out of licences",
      'early',
    ],
  ])('land on %s', (_, output, expected) => {
    const problem = problemsOf(output).at(-1);
    const at = problem && designPlaceOf(map, problem);
    const line = reconfigured.split('\n')[(at?.line ?? 0) - 1] ?? '';
    expect(`${line.trim()} | ${textAt(problem) ?? ''}`, JSON.stringify(problem)).toContain(expected);
  });

  it.each([
    ['prose that happens to hold the name of a layer', 'ERROR: [Common 17-1] no c1 in the input'],
    [
      'one behind a list of runs',
      'Launched rp0_front_synth_1, rp0_back_synth_1...\nERROR: [Common 17-1] disk is full',
    ],
    ['what follows from another', 'ERROR: [Common 17-39] launch_runs failed due to earlier errors.'],
    ['one of many warnings', "WARNING: [Synth 8-7129] Port in module 'c1' is unconnected"],
  ])('stay away: %s', (_, output) => {
    const [problem] = problemsOf(output);
    expect(textAt(problem)).toBeUndefined();
  });

  it('are left to the terminal where the export has no names', () => {
    const [problem] = problemsOf("ERROR: [HLS 200-474] Empty dataflow region in function 'front'");
    const { sources, files } = map;
    expect(problem && designPlaceOf({ sources, files }, problem)).toBeUndefined();
  });
});

it('a kernel that computes something else is reported at its module', () => {
  const [problem] = problemsOf('input 0, beat 1: 00 , not 01\nearly: WRONG\nmake: *** [hls.mk:35] Error 1');
  expect(textAt(problem)).toBe('early');
});
