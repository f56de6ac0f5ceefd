/** Writes a kernel's testbench and its golden data. */
import type { Golden } from './golden';
import { portBytes, resultBytes } from './golden';
import type { KernelPlan, Port } from './kernel';
import { lead, streamsOf } from './kernel-source';

/** `golden/golden.hpp`: inputs and expected outputs, from the integer reference. */
export function goldenHeader(plan: KernelPlan, golden: readonly Golden[], header: readonly string[]): string {
  const beats = (name: string, all: readonly Uint8Array[]): string => {
    const [first = new Uint8Array(0)] = all;
    const rows = all.map((bytes) => `  {${beatTexts(bytes).join(', ')}}`);
    return `const uint64_t ${name}[${all.length}][${first.length / 8}] = {\n${rows.map(broken).join(',\n')}};`;
  };
  const results = resultBytes(plan);
  return [
    ...lead(header),
    '#include <stdint.h>',
    '',
    '// By input, in beats of eight bytes.',
    `const int golden_count = ${golden.length};`,
    '// Inputs of the longest run: the golden ones again and again, so that pipelines fill.',
    `const int golden_run = ${longestRun(plan, golden.length)};`,
    ...plan.inputs.map((p, i) => `const int ${beatsOf(p, i, 'input')} = ${portBytes(p) / 8};`),
    ...plan.outputs.map((p, i) => `const int ${beatsOf(p, i, 'output')} = ${(results[i] ?? 0) / 8};`),
    ...plan.inputs.map((p, i) =>
      beats(
        goldenOf(p, i, 'input'),
        golden.map((g) => g.inputs[i] ?? new Uint8Array(0)),
      ),
    ),
    ...plan.outputs.map((p, i) =>
      beats(
        goldenOf(p, i, 'output'),
        golden.map((g) => g.outputs[i] ?? new Uint8Array(0)),
      ),
    ),
    ...plan.parts.weightPorts.map((port) => beats(`${port.name}_golden`, [port.words])),
    '',
    "// Iterations of the processes' loops for one input, by the cost model.",
    'struct modelled_cycles {',
    '  const char *process;',
    '  long long cycles;',
    '};',
    ...modelRows(plan),
    '',
  ].join('\n');
}

/** Each beat as a C++ number. In halves: BigInt would take most of the time of an export. */
function beatTexts(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 8 }, (_, i) => {
    const low = view.getUint32(8 * i, true).toString(16);
    const high = view.getUint32(8 * i + 4, true);
    return high === 0 ? `0x${low}ull` : `0x${high.toString(16)}${low.padStart(8, '0')}ull`;
  });
}

/** Small inputs are as many as are in flight; of large ones, a few are. */
function longestRun(plan: KernelPlan, count: number): number {
  const beats = Math.max(...[...plan.inputs, ...plan.outputs].map(portBytes)) / 8;
  const times = Math.min(MOST_REPEATS, Math.ceil(LONG_RUN_BEATS / (beats * count)));
  return count * Math.max(1, times);
}

const LONG_RUN_BEATS = 256;
const MOST_REPEATS = 16;

function modelRows({ parts }: KernelPlan): string[] {
  const rows = parts.processes.flatMap((p) =>
    p.modelled ? [`    {"${p.name}", ${p.modelled.cycles}},`] : [],
  );
  return ['const modelled_cycles model[] = {', ...rows, '    {0, 0}};'];
}

/** Names of a stream's golden data; those of the first each way are the same in all kernels. */
function goldenOf({ name }: Port, index: number, way: 'input' | 'output'): string {
  return index === 0 ? `golden_${way}` : `${name}_golden`;
}

function beatsOf({ name }: Port, index: number, way: 'input' | 'output'): string {
  return index === 0 ? `${way}_beats` : `${name}_beats`;
}

/** The testbench's name of a stream. */
function local({ name }: Pick<Port, 'name'>): string {
  return name === 'in_r' ? 'in' : name === 'out_r' ? 'out' : name;
}

/** Lines of at most about 110 columns. */
function broken(row: string): string {
  return row.replace(/(.{90,108}?, )/g, '$1\n   ').replace(/ +\n/g, '\n');
}

/** `tb.cpp`: runs the golden inputs one by one and all together, and compares every beat. */
export function testbench(plan: KernelPlan, header: readonly string[]): string {
  const { top } = plan;
  return [
    ...lead(header),
    `#include "${top}.hpp"`,
    '',
    '#include <stdio.h>',
    '#include <string.h>',
    '',
    '#include "golden/golden.hpp"',
    '',
    'static int wrong = 0;',
    '',
    'static void check(int first, int count) {',
    '  hls::stream<exeunt::beat> in("in_r"), out("out_r");',
    ...[...plan.inputs.slice(1), ...plan.outputs.slice(1), ...plan.parts.weightPorts].map(
      (p) => `  hls::stream<exeunt::beat> ${p.name}("${p.name}");`,
    ),
    '  for (int n = first; n < first + count; ++n) {',
    '    exeunt::beat b;',
    '    b.keep = 0xff;',
    '    b.strb = 0xff;',
    ...plan.inputs.flatMap((p, i) => [
      `    for (int i = 0; i < ${beatsOf(p, i, 'input')}; ++i) {`,
      `      b.data = ${goldenOf(p, i, 'input')}[n % golden_count][i];`,
      `      b.last = n == first + count - 1 && i == ${beatsOf(p, i, 'input')} - 1;`,
      `      ${local(p)}.write(b);`,
      '    }',
    ]),
    ...plan.parts.weightPorts.flatMap((p) => [
      `    for (int i = 0; i < ${p.words.length / 8}; ++i) {`,
      `      b.data = ${p.name}_golden[0][i];`,
      `      b.last = n == first + count - 1 && i == ${p.words.length / 8 - 1};`,
      `      ${p.name}.write(b);`,
      '    }',
    ]),
    '  }',
    `  ${top}(${[...streamsOf(plan).map((name) => local({ name })), 'count'].join(', ')});`,
    '  for (int n = first; n < first + count; ++n) {',
    ...plan.outputs.flatMap((p, i) => [
      `    for (int i = 0; i < ${beatsOf(p, i, 'output')}; ++i) {`,
      `      const exeunt::beat b = ${local(p)}.read();`,
      `      const bool last = n == first + count - 1 && i == ${beatsOf(p, i, 'output')} - 1;`,
      '      const uint64_t value = b.data;',
      `      if (value == ${goldenOf(p, i, 'output')}[n % golden_count][i] && (b.last != 0) == last) continue;`,
      '      if (++wrong <= 10) {',
      `        printf("${i === 0 ? '' : `${p.name}, `}input %d, beat %d: %016llx, not %016llx%s\\n", n, i, static_cast<unsigned long long>(value),`,
      `               static_cast<unsigned long long>(${goldenOf(p, i, 'output')}[n % golden_count][i]), (b.last != 0) == last ? "" : ", TLAST");`,
      '      }',
      '    }',
    ]),
    '  }',
    '}',
    '',
    'int main(int argc, char **argv) {',
    '#if defined(EXEUNT_CONCURRENT)',
    '  exeunt::simulation::read_options(argc, argv);',
    '  exeunt::simulation::cycles().clear();',
    '#else',
    '  (void)argc;',
    '  (void)argv;',
    '#endif',
    '  check(0, 1);',
    '#if defined(EXEUNT_CONCURRENT)',
    '  for (const modelled_cycles *m = model; m->process; ++m) {',
    '    const long long counted = exeunt::simulation::cycles()[m->process];',
    '    const bool same = counted == m->cycles;',
    '    if (!same) ++wrong;',
    '    if (same && !exeunt::simulation::options().cycles) continue;',
    '    printf("%-32s %10lld cycles, %10lld by the model%s\\n", m->process, counted, m->cycles, same ? "" : " WRONG");',
    '  }',
    '#endif',
    '  check(0, golden_run);',
    `  printf("${top}: %s\\n", wrong ? "WRONG" : "every value is right");`,
    '  return wrong ? 1 : 0;',
    '}',
    '',
  ].join('\n');
}
