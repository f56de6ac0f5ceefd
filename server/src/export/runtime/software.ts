/** Exports modules that run on the processor. */
import { portBytes, resultBytes } from '../hls/golden';
import type { KernelPlan } from '../hls/kernel';
import { kernelHeader, kernelSource, kernelWeights, lead, streamsOf } from '../hls/kernel-source';
import { table } from '../hls/cpp-text';
import { library } from '../hls/library';
import type { RuntimeTables } from './tables';

const BEAT_BYTES = 8;

/**
 * Files below `runtime/software/`: the unchanged kernels, compiled for the processor, and the table through which the
 * controller calls them. Empty if no step is software.
 */
export function softwareFiles(
  { steps }: RuntimeTables,
  plans: readonly KernelPlan[],
  header: readonly string[],
): ReadonlyMap<string, string> | { readonly error: string } {
  const files = new Map<string, string>();
  const found: (KernelPlan | undefined)[] = [];
  for (const { module } of steps) {
    const plan = module.place.kind === 'cpu' ? plans.find((p) => p.module === module) : undefined;
    if (module.place.kind === 'cpu' && plan === undefined) {
      return {
        error: `${module.kind} ${module.name} runs on the cpu, and its C++ is exported with the kernels: use \`export all\`, or place it on static or in a region`,
      };
    }
    found.push(plan);
  }
  const software = [...new Set(found.flatMap((plan) => plan ?? []))];
  if (software.length === 0) return files;
  const head = lead(header).join('\n');
  for (const [name, text] of Object.entries(library)) files.set(`include/${name}`, `${head}\n${text}`);
  for (const plan of software) {
    const folder = `${plan.top}/`;
    files.set(`${folder}${plan.top}.hpp`, kernelHeader(plan, header));
    files.set(`${folder}${plan.top}.cpp`, kernelSource(plan, header));
    files.set(`${folder}weights.hpp`, kernelWeights(plan, header));
  }
  files.set('exeunt_software.cpp', softwareSource(found, software, header));
  return files;
}

/** `exeunt_software.cpp`: connects buffers in memory to the kernels' streams. */
function softwareSource(
  steps: readonly (KernelPlan | undefined)[],
  software: readonly KernelPlan[],
  header: readonly string[],
): string {
  return [
    ...lead(header),
    '// Modules on the processor: the same kernels as in the fabric, compiled for it.',
    '#include <string.h>',
    '',
    '#include "design.h"',
    ...software.map(({ top }) => `#include "${top}/${top}.hpp"`),
    '',
    'namespace {',
    '',
    '// Eight bytes at a time: memory for DMA may be uncached.',
    'void feed(hls::stream<exeunt::beat> &stream, const unsigned char *data, int beats) {',
    '  for (int i = 0; i < beats; ++i) {',
    '    exeunt::beat b = {0, 0xff, 0xff, static_cast<uint8_t>(i == beats - 1)};',
    `    memcpy(&b.data, data + ${BEAT_BYTES} * i, ${BEAT_BYTES});`,
    '    stream.write(b);',
    '  }',
    '}',
    '',
    'void drain(hls::stream<exeunt::beat> &stream, unsigned char *data, int beats) {',
    '  for (int i = 0; i < beats; ++i) {',
    '    const uint64_t value = stream.read().data;',
    `    memcpy(data + ${BEAT_BYTES} * i, &value, ${BEAT_BYTES});`,
    '  }',
    '}',
    '',
    ...software.flatMap(runner),
    '}  // namespace',
    '',
    `extern "C" const exeunt_software exeunt_the_software[] = {${steps
      .map((plan) => (plan ? `run_${plan.top}` : '0'))
      .join(', ')}};`,
    '',
  ].join('\n');
}

/** Runs one input after the other, so that the streams between layers stay small. */
function runner(plan: KernelPlan): string[] {
  const { top, parts, inputs, outputs } = plan;
  const ports = parts.weightPorts;
  const results = resultBytes(plan);
  const stream = ({ name }: { readonly name: string }): string =>
    `    hls::stream<exeunt::beat> ${name}("${name}");`;
  return [
    ...ports.map(({ name, words }) =>
      table('uint8_t', `${top}_${name}`, [words.length], ([i = 0]) => words[i] ?? 0),
    ),
    `void run_${top}(const void *const *inputs, void *const *outputs, int count) {`,
    '  for (int n = 0; n < count; ++n) {',
    ...[...inputs, ...outputs, ...ports].map(stream),
    ...ports.map(({ name, words }) => `    feed(${name}, ${top}_${name}, ${words.length / BEAT_BYTES});`),
    ...inputs.map((port, i) => {
      const bytes = portBytes(port);
      return `    feed(${port.name}, static_cast<const unsigned char *>(inputs[${i}]) + size_t{${bytes}} * n, ${bytes / BEAT_BYTES});`;
    }),
    `    ${top}(${[...streamsOf(plan), '1'].join(', ')});`,
    ...outputs.map(({ name }, i) => {
      const bytes = results[i] ?? 0;
      return `    drain(${name}, static_cast<unsigned char *>(outputs[${i}]) + size_t{${bytes}} * n, ${bytes / BEAT_BYTES});`;
    }),
    '  }',
    '}',
    '',
  ];
}
