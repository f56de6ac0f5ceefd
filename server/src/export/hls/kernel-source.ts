/** Writes a kernel's source files. */
import { type LineSpan, type TextPart, spansOf } from '../line-map';
import { comment, inComment, listed } from './cpp-text';
import type { KernelPlan } from './kernel';

/** Headers of the layer library that every kernel includes. */
const includes = ['decision', 'elements', 'matrix', 'pool', 'rounding', 'stream', 'window', 'words'];

/** `<module>.hpp`: the top function and its interface. */
export function kernelHeader(plan: KernelPlan, header: readonly string[]): string {
  const guard = `EXEUNT_KERNEL_${plan.top.toUpperCase()}_HPP`;
  return [
    ...lead(header),
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include "../include/exeunt_stream.hpp"',
    '',
    ...boundary(plan),
    `${signature(plan)};`,
    '',
    '#endif',
    '',
  ].join('\n');
}

/** `weights.hpp`: every table of the kernel. */
export function kernelWeights(plan: KernelPlan, header: readonly string[]): string {
  return textOf(weightsParts(plan, header));
}

function weightsParts(plan: KernelPlan, header: readonly string[]): TextPart[] {
  const guard = `EXEUNT_WEIGHTS_${plan.top.toUpperCase()}_HPP`;
  const { parts } = plan;
  const head = [
    ...lead(header),
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <stdint.h>',
    '',
    '// Weights are [pe][word][lane]; values per filter are [pe][fold], of filter fold * PE + pe.',
    'namespace {',
    '',
  ];
  return [
    { lines: head },
    ...parts.tables.map((t, i) => ({ lines: [t, ''], origin: parts.originOf('tables', i) })),
    { lines: ['}  // namespace', '', '#endif', ''] },
  ];
}

/** `<module>.cpp`: shapes, processes, and their dataflow. */
export function kernelSource(plan: KernelPlan, header: readonly string[]): string {
  return textOf(sourceParts(plan, header));
}

/** Maps the lines of a kernel's files to the design, by path in its folder. */
export function kernelLines(plan: KernelPlan, header: readonly string[]): ReadonlyMap<string, LineSpan[]> {
  return new Map([
    [`${plan.top}.cpp`, spansOf(sourceParts(plan, header))],
    ['weights.hpp', spansOf(weightsParts(plan, header))],
    [`${plan.top}.hpp`, []],
    ['tb.cpp', []],
  ]);
}

function textOf(parts: readonly TextPart[]): string {
  return parts.flatMap((p) => p.lines).join('\n');
}

function sourceParts(plan: KernelPlan, header: readonly string[]): TextPart[] {
  const { parts, top } = plan;
  const ports = ['in_r', 'out_r', ...parts.weightPorts.map((p) => p.name)];
  return [
    {
      lines: [
        ...lead(header),
        `#include "${top}.hpp"`,
        '',
        ...includes.map((name) => `#include "../include/exeunt_${name}.hpp"`),
        '#include "weights.hpp"',
        '',
        'namespace {',
        '',
      ],
    },
    ...parts.structs.map((s, i) => ({ lines: [s, ''], origin: parts.originOf('structs', i) })),
    ...parts.processes.map((p, i) => {
      const streams = p.parameters.map(([word, name]) => `hls::stream<${word}> &${name}`);
      const lines = [
        ...p.comment,
        ...listed(`void ${p.name}(`, [...streams, 'int inputs'], ') {'),
        ...p.pragmas,
        ...p.body.map((line) => (line.startsWith('#') ? line : `  ${line}`)),
        '}',
        '',
      ];
      return { lines, origin: parts.originOf('processes', i) };
    }),
    {
      lines: [
        '}  // namespace',
        '',
        `${signature(plan)} {`,
        ...ports.map((port) => `#pragma HLS INTERFACE axis port=${port}`),
        '#pragma HLS INTERFACE s_axilite port=inputs bundle=control',
        '#pragma HLS INTERFACE s_axilite port=return bundle=control',
        '#pragma HLS DATAFLOW',
        ...parts.channels.flatMap(({ word, name, depth, joins }) => [
          `  hls::stream<${word}> ${name}("${name}");`,
          `#pragma HLS STREAM variable=${name} depth=${depth}`,
          `  ${joins ? 'EXEUNT_JOIN_DEPTH' : 'EXEUNT_DEPTH'}(${name}, ${depth});`,
        ]),
        '',
      ],
    },
    ...parts.processes.map((p, i) => ({
      lines: [`  EXEUNT_PROCESS(${[p.name, ...p.arguments, 'inputs'].join(', ')});`],
      origin: parts.originOf('processes', i),
    })),
    { lines: ['  EXEUNT_JOIN();', '}', ''] },
  ];
}

export function signature({ top, parts }: KernelPlan): string {
  const streams = ['in_r', 'out_r', ...parts.weightPorts.map((p) => p.name)];
  const parameters = streams.map((name) => `hls::stream<exeunt::beat> &${name}`);
  return `void ${top}(${[...parameters, 'int inputs'].join(', ')})`;
}

function boundary({ module, input, output, rule, parts }: KernelPlan): string[] {
  const each = (count: number, bytes: number): string =>
    `${count} values of ${bytes === 1 ? '1 byte' : '2 bytes'}`;
  return [
    `// The ${module.kind} \`${inComment(module.name)}\`. Values stream by rows, then columns, then channels, little-endian; each input`,
    '// begins with a new beat.',
    `// in_r: ${each(input.count, input.bytes)} per input, real = ${input.code.scale} * (value - ${input.code.zeroPoint}).`,
    rule
      ? `// out_r: decision and label (two int32), then ${each(output.count, output.bytes)}, real = ${output.code.scale} * (value - ${output.code.zeroPoint}).`
      : `// out_r: ${each(output.count, output.bytes)} per input, real = ${output.code.scale} * (value - ${output.code.zeroPoint}).`,
    ...parts.weightPorts.map((p) =>
      comment(
        `${p.name}: ${p.words.length} bytes per input: weights of ${p.layer}, once per output position.`,
      ),
    ),
  ];
}

export function lead(header: readonly string[]): string[] {
  return header.map((line) => `// ${line}`);
}
