/** The software twin's data. */
import type { QuantisedDesign } from '../../arithmetic/index';
import type { Analysis } from '../../analysis/analysis';
import { valuesOf } from '../../analysis/refusals/build-refusals';
import type { StepTree } from '../../analysis/refusals/step-tree';
import { elements, isImage } from '../../network';
import {
  type Duration,
  mapModules,
  type PathProgram,
  type ScheduledPath,
  type ScheduledTask,
  scheduleOnce,
  type ScheduleProblem,
} from '../../schedule';
import { table } from '../hls/cpp-text';
import { bytesOf, portBytes, resultBytes, verdictBytes } from '../hls/golden';
import type { KernelPlan } from '../hls/kernel';
import { lead, streamsOf } from '../hls/kernel-source';
import { cText } from './c-text';
import { partsAtSwitch } from './buffers';
import type { StepTables } from './design-tables';

/** `twin_data.cpp`: kernels by step, modelled durations, the predicted timeline, pixels and golden inputs. */
export function twinData(
  analysis: Analysis,
  numbers: QuantisedDesign,
  tables: StepTables,
  golden: readonly Int32Array[],
  notes: readonly string[],
  header: readonly string[],
): string {
  const { steps } = tables;
  return [
    ...lead(header),
    '#include "twin.hpp"',
    '',
    ...[...new Set(steps.map((s) => s.plan.top))].map((top) => `#include "${top}.hpp"`),
    '',
    'namespace {',
    '',
    ...inputTables(steps[0]?.plan, numbers, golden),
    `const char *const said[] = {${notes.map(cText).join(',\n    ')}${notes.length > 0 ? ', ' : ''}nullptr};`,
    ...durations(analysis, tables),
    ...predictions(analysis, tables),
    ...resultTable(tables),
    ...steps.flatMap(({ plan }) => weightTables(plan)),
    '',
    'void feed(hls::stream<exeunt::beat> &stream, const void *memory, int beats) {',
    '  const uint8_t *const data = static_cast<const uint8_t *>(memory);',
    '  for (int i = 0; i < beats; ++i) {',
    '    exeunt::beat b = {0, 0xff, 0xff, static_cast<uint8_t>(i == beats - 1)};',
    '    for (int k = 7; k >= 0; --k) b.data = b.data << 8 | data[8 * i + k];',
    '    stream.write(b);',
    '  }',
    '}',
    '',
    'void drain(hls::stream<exeunt::beat> &stream, void *memory, int beats) {',
    '  uint8_t *const data = static_cast<uint8_t *>(memory);',
    '  for (int i = 0; i < beats; ++i) {',
    '    uint64_t value = stream.read().data;',
    '    for (int k = 0; k < 8; ++k, value >>= 8) data[8 * i + k] = static_cast<uint8_t>(value);',
    '  }',
    '}',
    '',
    '}  // namespace',
    '',
    'namespace twin {',
    '',
    ...constantsOf(analysis, numbers, tables, golden.length),
    '',
    'void run_kernel(int step, const void *const *inputs, void *const *outputs, int count) {',
    '  switch (step) {',
    ...steps.flatMap(({ plan }, i) => kernelCase(plan, i)),
    '  }',
    '}',
    '',
    '}  // namespace twin',
    '',
  ].join('\n');
}

function inputTables(
  first: KernelPlan | undefined,
  { pixels }: QuantisedDesign,
  golden: readonly Int32Array[],
): string[] {
  const perChannel = pixels && pixels.length > 0 ? pixels : [new Int16Array(256)];
  return [
    table('int16_t', 'pixel_codes', [perChannel.length, 256], ([c = 0, p = 0]) => perChannel[c]?.[p] ?? 0),
    ...golden.map((values, n) => {
      const bytes = first ? bytesOf(first.inputs[0], values) : new Uint8Array(0);
      return table('uint8_t', `golden_${n}`, [bytes.length], ([i = 0]) => bytes[i] ?? 0);
    }),
    `const uint8_t *const golden_inputs[] = {${golden.map((_, n) => `golden_${n}`).join(', ')}};`,
  ];
}

function durations({ timeline }: Analysis, { steps, regions }: StepTables): string[] {
  const of = steps.map(({ module }): Duration => module.duration ?? { fixedNs: 0, perInputNs: 0 });
  const loads = regions.map((r) => Math.round(timeline?.problem.loadNs[r] ?? 0));
  const traffic = regions.map((r) => timeline?.problem.loadMemoryNs?.[r] ?? 0);
  return [
    `const int64_t fixed[] = {${of.map((d) => Math.round(d.fixedNs)).join(', ')}};`,
    `const int64_t each[] = {${of.map((d) => Math.round(d.perInputNs)).join(', ')}};`,
    // C++ has no empty arrays.
    `const int64_t loads[] = {${(loads.length > 0 ? loads : [0]).join(', ')}};`,
    `const double traffic[] = {${of.map((d) => d.memoryNs ?? 0).join(', ')}};`,
    `const double load_traffic[] = {${(traffic.length > 0 ? traffic : [0]).join(', ')}};`,
  ];
}

/** Predicted tasks of a batch in which no input leaves early, so that every step runs for all inputs. */
function predictions(analysis: Analysis, { steps, tree }: StepTables): string[] {
  const { timeline, profile, modules } = analysis;
  if (timeline === undefined) return [];
  const { problem } = timeline;
  // Of a batch that parts, the shares of its inputs are those of single ones.
  const schedule = partsAtSwitch(problem) ? scheduleOnce({ ...problem, batch: 1 }) : timeline.schedule;
  const { way, tasks } = wholePath(problem, tree);
  const own = tree.paths[way] ?? [];
  const rows = tasks.map(({ kind, module, startNs, endNs }) => {
    // A task for a case that is not taken belongs to another path.
    const on = own.find((i) => steps[i]?.module.name === module);
    const step = on ?? steps.findIndex((s) => s.module.name === module);
    return `    {"${kind}", ${step}, ${startNs}, ${endNs}}`;
  });
  const taken = tree.steps.map(({ cases }) =>
    Math.max(
      0,
      cases.findIndex((c) => own.includes(c)),
    ),
  );
  // A batch that parts runs a module as its first step.
  for (const i of own) {
    const first = tree.steps[i]?.module;
    if (first !== undefined) taken[first] = taken[i] ?? 0;
  }
  const known = profile?.rates !== undefined || modules.every((m) => m.kind !== 'exit' || 'rate' in m.spec);
  const rates = steps.map(() => 0);
  const ends = steps.map(() => -1);
  schedule.paths.forEach(({ exits, endRate }, p) => {
    const path = tree.paths[p] ?? [];
    for (const { step, rate } of exits) rates[path[step] ?? -1] = (rates[path[step] ?? -1] ?? 0) + rate;
    ends[path.at(-1) ?? -1] = endRate;
  });
  const listedRates = (all: readonly number[]): string => all.map((rate) => (known ? rate : -1)).join(', ');
  return [
    `const twin::predicted_task tasks_of_path[] = {\n${rows.join(',\n')}};`,
    `const int labels_of_path[] = {${taken.join(', ')}};`,
    `const double leaving[] = {${listedRates(rates)}};`,
    `const double ending[] = {${listedRates(ends)}};`,
  ];
}

/** The longest path, which all inputs of a batch take together. */
function wholePath(
  problem: ScheduleProblem,
  tree: StepTree,
): { readonly way: number; readonly tasks: readonly ScheduledTask[] } {
  const staying = stayingOf(problem);
  if (!partsAtSwitch(problem)) {
    const { paths, tasks } = scheduleOnce(staying);
    return { way: paths.findIndex((path) => path.tasks === tasks), tasks };
  }
  const timed = tree.program.paths.map(({ choices }, way) => {
    const { paths } = scheduleOnce({ ...staying, ...onlyAlong(staying, choices) });
    const own = paths.find(
      (path) =>
        path.choices.length === choices.length &&
        path.choices.every((c, i) => c.decision === choices[i]?.decision && c.case === choices[i].case),
    );
    return { way, tasks: own?.tasks ?? [], endNs: own?.endLatencyNs ?? 0 };
  });
  return timed.reduce((a, b) => (b.endNs > a.endNs ? b : a));
}

/** The same paths, where all inputs take the given cases. */
function onlyAlong(path: ScheduledPath, [choice, ...deeper]: PathProgram['choices']): ScheduledPath {
  const { decision } = path;
  if (decision === undefined || choice === undefined) return path;
  const cases = decision.cases.map((c, i) => ({
    ...c,
    ...(i === choice.index && onlyAlong(c, deeper)),
    name: c.name,
    rate: i === choice.index ? 1 : 0,
  }));
  return { ...path, decision: { ...decision, cases } };
}

function stayingOf(problem: ScheduleProblem): ScheduleProblem {
  return {
    ...problem,
    ...mapModules(problem, (module, kind) => (kind === 'exit' ? { ...module, rate: 0 } : module)),
  };
}

/** Steps that write logits: checks, after their decision, and the last stage of each path. */
function resultTable({ steps, tree }: StepTables): string[] {
  const last = new Set(tree.paths.map((path) => path.findLast((i) => steps[i]?.isCheck === false)));
  const rows = steps.map((step, index) => {
    const { outputs, rule } = step.plan;
    const { count, bytes, code } = outputs[0];
    if (!step.isCheck && !last.has(index)) return '    {0, 1, 0, 1, 0, 0, 0}';
    const scale = `static_cast<float>(${code.scale})`;
    return `    {${count}, ${valuesOf(step.module).pixels}, ${rule ? verdictBytes : 0}, ${bytes}, ${code.min < 0 ? 1 : 0}, ${code.zeroPoint}, ${scale}}`;
  });
  return [`const twin::result logits_of_steps[] = {\n${rows.join(',\n')}};`];
}

function constantsOf(
  analysis: Analysis,
  { pixels }: QuantisedDesign,
  { steps, tree }: StepTables,
  golden: number,
): string[] {
  const { timeline, profile } = analysis;
  const first = steps[0]?.plan;
  const shape = first && inputShape(first, analysis);
  const stream = timeline?.stream;
  const { arrival, batch } = timeline?.problem ?? { arrival: 'back-to-back' as const, batch: 1 };
  const every = arrival === 'back-to-back' ? 0 : Math.round(arrival.everyNs);
  const latency = every === 0 ? stream?.latency : stream?.arrival?.sustainable && stream.arrival.latency;
  const tasks = timeline ? wholePath(timeline.problem, tree).tasks.length : 0;
  return [
    `const int channels = ${shape?.c ?? 1}, rows = ${shape?.h ?? 1}, columns = ${shape?.w ?? 1}, input_value_bytes = ${first?.inputs[0].bytes ?? 1};`,
    `const bool takes_pixels = ${pixels !== undefined && pixels.length > 0};`,
    'const int16_t (*const pixels)[256] = pixel_codes;',
    `const int golden_count = ${golden};`,
    'const uint8_t *const *const golden = golden_inputs;',
    'const char *const *const notes = said;',
    `const char *const policy_name = "${timeline?.problem.policy ?? 'overlap'}";`,
    'const int64_t *const fixed_ns = fixed;',
    'const int64_t *const input_ns = each;',
    'const int64_t *const load_ns = loads;',
    'const double *const memory_ns = traffic;',
    'const double *const load_memory_ns = load_traffic;',
    `const int64_t arrival_ns = ${every * batch};`,
    `const int predicted_count = ${tasks};`,
    'const predicted_task *const predicted = tasks_of_path;',
    'const result *const results = logits_of_steps;',
    'const int *const labels = labels_of_path;',
    'const double *const rates = leaving;',
    'const double *const end_rates = ending;',
    `const double accuracy = ${profile?.rates?.accuracy ?? -1};`,
    `const double period_ns = ${stream === undefined ? -1 : 1e9 / stream.throughputPerSecond};`,
    `const bool period_at_least = ${stream?.atLeast === true};`,
    // Of a batch, the model knows when the last of its inputs leaves.
    `const int64_t stream_latency_ns = ${batch === 1 && latency ? latency.meanNs : -1};`,
  ];
}

/** Of the network whose input the first kernel takes: that of an exit on the input may have layers of its own alone. */
function inputShape(
  { module }: KernelPlan,
  { lists }: Analysis,
): { readonly c: number; readonly h: number; readonly w: number } {
  const layers = [module.list, ...lists].flatMap((list) => list.layers);
  const shape = layers.find((l) => l.shaped.spec.kind === 'input')?.shaped.outShape;
  if (shape === undefined) return { c: 1, h: 1, w: 1 };
  return isImage(shape) ? shape : { c: elements(shape), h: 1, w: 1 };
}

function weightTables({ top, parts }: KernelPlan): string[] {
  return parts.weightPorts.map(({ name, words }) =>
    table('uint8_t', `${top}_${name}`, [words.length], ([i = 0]) => words[i] ?? 0),
  );
}

function kernelCase(plan: KernelPlan, step: number): string[] {
  const { top, parts, inputs, outputs } = plan;
  const results = resultBytes(plan);
  return [
    `    case ${step}: {`,
    ...[...inputs, ...outputs].map(({ name }) => `      hls::stream<exeunt::beat> ${name}("${name}");`),
    ...parts.weightPorts.flatMap(({ name, words }) => [
      `      hls::stream<exeunt::beat> ${name}("${name}");`,
      `      for (int n = 0; n < count; ++n) feed(${name}, ${top}_${name}, ${words.length / 8});`,
    ]),
    ...inputs.map((port, i) => `      feed(${port.name}, inputs[${i}], ${portBytes(port) / 8} * count);`),
    `      ::${top}(${[...streamsOf(plan), 'count'].join(', ')});`,
    ...outputs.map(({ name }, i) => `      drain(${name}, outputs[${i}], ${(results[i] ?? 0) / 8} * count);`),
    '      break;',
    '    }',
  ];
}
