/** Writes a kernel's source files. */
import { lagOfProcess } from '../../cost/index';
import { type LineSpan, type TextPart, spansOf } from '../line-map';
import { comment, inComment, listed } from './cpp-text';
import type { KernelPlan, Port } from './kernel';

/** Headers of the layer library that every kernel includes. */
const includes = [
  'decision',
  'elements',
  'matrix',
  'pool',
  'rounding',
  'stationary',
  'stream',
  'window',
  'words',
];

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
  const ports = streamsOf(plan);
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
        ...parts.channels.flatMap(({ word, name, depth, slack }) => [
          `  hls::stream<${word}> ${name}("${name}");`,
          `#pragma HLS STREAM variable=${name} depth=${depth}`,
          slack === undefined
            ? `  EXEUNT_DEPTH(${name}, ${depth});`
            : `  EXEUNT_JOIN_DEPTH(${name}, ${depth}, ${slack});`,
        ]),
        '',
      ],
    },
    ...parts.processes.map((p, i) => ({
      lines: [
        `  EXEUNT_PROCESS(${[lagOfProcess(p.modelled?.process), p.name, ...p.arguments, 'inputs'].join(', ')});`,
      ],
      origin: parts.originOf('processes', i),
    })),
    { lines: ['  EXEUNT_JOIN();', '}', ''] },
  ];
}

/** Streams of the top function, in the order of its parameters. */
export function streamsOf({ inputs, outputs, parts }: KernelPlan): string[] {
  return [...inputs, ...outputs, ...parts.weightPorts].map((p) => p.name);
}

export function signature(plan: KernelPlan): string {
  const { top } = plan;
  const parameters = streamsOf(plan).map((name) => `hls::stream<exeunt::beat> &${name}`);
  return `void ${top}(${[...parameters, 'int inputs'].join(', ')})`;
}

function boundary({ module, inputs, outputs, rule, parts }: KernelPlan): string[] {
  const valuesOf = ({ count, bytes }: Port): string =>
    `${count} values of ${bytes === 1 ? '1 byte' : '2 bytes'}`;
  const real = ({ code }: Port): string => `real = ${code.scale} * (value - ${code.zeroPoint})`;
  const said = (port: Port, i: number): string =>
    `${port.name}: ${valuesOf(port)} per input, ${i === 0 ? '' : `of ${labelOf(module, port.layer)}, `}${real(port)}.`;
  const [result] = outputs;
  return [
    `// The ${module.kind} \`${inComment(module.name)}\`. Values stream by rows, then columns, then channels, little-endian; each input`,
    '// begins with a new beat.',
    ...inputs.map((port, i) => comment(said(port, i))),
    ...(rule
      ? [`// out_r: decision and label (two int32), then ${valuesOf(result)}, ${real(result)}.`]
      : outputs.map((port, i) => comment(said(port, i)))),
    ...parts.weightPorts.map((p) =>
      comment(
        `${p.name}: ${p.words.length} bytes per input: weights of ${p.layer}, ${p.repeats === 1 ? 'once' : 'once per output position'}.`,
      ),
    ),
  ];
}

function labelOf({ list }: KernelPlan['module'], layer: number): string {
  return list.specs[layer]?.label ?? 'what it branches from';
}

export function lead(header: readonly string[]): string[] {
  return header.map((line) => `// ${line}`);
}
