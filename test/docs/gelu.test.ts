/** `docs/how-to/gelu.patch`, which adds a kind of layer, is tried: on a copy, with the compiler and the command line. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const patch = join(root, 'docs/how-to/gelu.patch');
const vocabulary = 'grammar/src/vocabulary/layers.ts';

/** The tables that have an entry for each kind of layer. */
const tables = [
  'server/src/arithmetic/kinds.ts',
  'server/src/cost/kinds.ts',
  'server/src/export/hls/kernel-kinds.ts',
  'server/src/model/numbers/bind-layers.ts',
  'server/src/network/kinds.ts',
];

const design = `device { board pynq-z2 clock 100 MHz }
network n {
  input image 1x28x28
  conv c kernel 3x3 filters 8 pad 1
  gelu g
  flatten
  dense d units 10
}
`;

let copy = '';
let bare: ts.Program | undefined;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'exeunt-gelu-'));
  for (const part of ['grammar', 'server', 'webview/src', 'scripts', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

function apply(...options: string[]): void {
  execFileSync('git', ['apply', ...options, patch], { cwd: copy });
}

/** The product in the copy; what an earlier program has read of the same files is not read again. */
function program(old?: ts.Program): ts.Program {
  const read = ts.readConfigFile(join(copy, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const json = { ...(read.config as object), include: ['grammar/src', 'server/src'] };
  const { options, fileNames } = ts.parseJsonConfigFileContent(json, ts.sys, copy);
  const host = ts.createCompilerHost(options);
  const texts = new Map(old?.getSourceFiles().map((file) => [file.fileName, file]));
  const getSourceFile: typeof host.getSourceFile = (path, ...rest) => {
    const before = texts.get(path);
    if (before !== undefined && host.readFile(path) === before.text) return before;
    return host.getSourceFile.call(undefined, path, ...rest);
  };
  return ts.createProgram(fileNames, options, { ...host, getSourceFile }, old);
}

/** What the compiler reports, by file in the copy. */
function faults(diagnostics: readonly ts.Diagnostic[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { file, messageText } of diagnostics) {
    const path = file === undefined ? '' : relative(copy, file.fileName).replaceAll('\\', '/');
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    found.set(path, [...(found.get(path) ?? []), message]);
  }
  return found;
}

it('with the word alone, the compiler asks for an entry in every table, and for nothing else', () => {
  apply(`--include=${vocabulary}`);
  bare = program();
  const found = faults(bare.getSemanticDiagnostics());
  expect([...found.keys()].sort()).toEqual(tables);
  for (const [file, messages] of found)
    expect(messages.join('\n'), file).toMatch(/Property 'gelu' is missing/);
}, 600_000);

it('with the whole patch it compiles, and a design with a gelu layer is priced or says what is not modelled', () => {
  apply(`--exclude=${vocabulary}`);
  const whole = program(bare);
  // All other files were found without a fault, and see the tables as they saw them.
  for (const path of [vocabulary, ...tables]) {
    const file = whole.getSourceFile(join(copy, path).replaceAll('\\', '/'));
    expect(file, path).toBeDefined();
    expect(faults(whole.getSemanticDiagnostics(file))).toEqual(new Map());
  }
  execFileSync(process.execPath, ['scripts/bundle.mjs', 'cli', 'programs'], { cwd: copy });
  writeFileSync(join(copy, 'gelu.exeunt'), design);
  const [file] = (run('check') as { files: readonly { diagnostics: readonly Found[] }[] }).files;
  const codes = file?.diagnostics.map(({ code, message }) => `${code} ${message}`);
  expect(codes?.filter((text) => text.includes('gelu'))).toEqual([
    expect.stringMatching(/^EX4006 The table of a gelu layer is not modelled\./),
    expect.stringMatching(/^EX8013 .*the template has no gelu/),
  ]);
  const gelu = (run('report') as { layers: readonly Priced[] }).layers.find(({ kind }) => kind === 'gelu');
  expect(gelu?.cycles).toBe(8 * 28 * 28);
  expect(gelu?.resources.lut).toBeGreaterThan(0);
  expect(gelu?.resources.atLeast).toBe(true);
}, 600_000);

function run(command: string): unknown {
  const args = ['dist/cli.mjs', command, '--json', 'gelu.exeunt'];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8' }));
}

interface Found {
  readonly code: string;
  readonly message: string;
}

interface Priced {
  readonly kind: string;
  readonly cycles: number;
  readonly resources: { readonly lut: number; readonly atLeast?: true };
}
