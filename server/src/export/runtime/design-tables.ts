/** The schedule as C tables, shared by the board and the twin. */
import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import { valuesOf } from '../../analysis/refusals/build-refusals';
import { stepSources, type ValueSource } from '../../analysis/refusals/step-sources';
import { portBytes, resultBytes } from '../hls/golden';
import type { KernelPlan, Port } from '../hls/kernel';
import { scheduleRefusal } from '../../analysis/refusals/refusals';
import { endsAndStarts, moduleOf, type StepTree, stepTree } from '../../analysis/refusals/step-tree';
import { branchLines } from './branch-lines';
import { cText } from './c-text';
import { type StepLine, stepLines } from './step-lines';

/** A step of the schedule, in path order: a stage or the check of an exit. */
export interface Step {
  readonly module: ModuleFigures;
  readonly plan: KernelPlan;
  readonly isCheck: boolean;
  readonly lane: number;
  /** -1 for a resident module. */
  readonly region: number;
  /** By stream of its kernel. */
  readonly sources: readonly ValueSource[];
}

export interface StepTables {
  readonly steps: readonly Step[];
  /** Regions first, then the port, the processor, and one for each resident module. */
  readonly lanes: readonly string[];
  readonly regions: readonly string[];
  readonly tree: StepTree;
}

/** Steps and lanes, numbered as in the scheduler and the controller. */
export function stepTables(
  analysis: Analysis,
  plans: readonly KernelPlan[],
): StepTables | { readonly missing: string } {
  const problem = analysis.timeline?.problem;
  if (problem === undefined) return { missing: analysis.missing[0] ?? 'the design has no timeline' };
  const refusal = scheduleRefusal(problem);
  if (refusal !== undefined) return { missing: refusal };
  const tree = stepTree(problem);
  const { regions, laneNames: lanes } = tree.program;
  const values = stepSources(analysis, tree);
  if ('error' in values) return { missing: values.error };
  const steps = tree.steps.flatMap((node, i): Step[] => {
    const module = moduleOf(analysis, node);
    const plan = plans.find((p) => p.module === module);
    const { isCheck, lane, region } = node.step;
    const sources = values.sources[i] ?? [];
    return module && plan ? [{ module, plan, isCheck, lane, region, sources }] : [];
  });
  if (steps.length !== tree.steps.length) return { missing: 'a stage of the timeline has no kernel' };
  const { ends, starts } = endsAndStarts(tree);
  const same = (all: readonly (Port | undefined)[]): boolean =>
    new Set(all.map((p) => JSON.stringify([p?.code, p?.count, p?.bytes]))).size <= 1;
  if (!same(starts.map((i) => steps[i]?.plan.inputs[0])))
    return { missing: 'the networks after a switch take inputs of different size, type or scale' };
  const kinds = ends
    .map((i) => steps[i])
    .map((step) => [step?.plan.outputs[0], valuesOf(step?.module).pixels] as const)
    .map(([p, pixels]) => [
      p?.count,
      pixels,
      p?.bytes,
      (p?.code.min ?? 0) < 0,
      p?.count === 1 && p.code.zeroPoint,
    ]);
  if (new Set(kinds.map((k) => JSON.stringify(k))).size > 1)
    return { missing: 'the paths after a switch end in different numbers or types of logits' };
  return { steps, lanes, regions, tree };
}

const policies = {
  serial: 'EXEUNT_SERIAL',
  overlap: 'EXEUNT_OVERLAP',
  speculate: 'EXEUNT_SPECULATE',
} as const;

/** `exeunt_tables.c`: the design's tables for the controller, the same for every back end. */
export function tablesSource(
  analysis: Analysis,
  { steps, lanes, regions, tree }: StepTables,
  name: string,
  header: readonly string[],
): string {
  const { design, timeline } = analysis;
  const end = steps.findLast((s) => !s.isCheck);
  const last = end?.plan.outputs[0];
  return [
    ...header.map((line) => `/* ${line} */`),
    '#include "exeunt_tables.h"',
    '',
    ...stepLines(steps.map(lineOf)),
    '',
    ...branchLines(tree),
    `static const char *const lane_names[] = {${lanes.map(cText).join(', ')}};`,
    '',
    '/* name, policy, batch, steps, regions, lanes; the logits at the end: classes, pixels, bytes, signed, zero; paths */',
    'const exeunt_design exeunt_tables = {',
    `  ${cText(name)}, ${policies[timeline?.problem.policy ?? design.schedule.policy]}, ${design.schedule.batch}, ${steps.length}, steps,`,
    `  ${regions.length}, ${lanes.length}, lane_names,`,
    `  ${last?.count ?? 0}, ${valuesOf(end?.module).pixels}, ${last?.bytes ?? 1}, ${(last?.code.min ?? 0) < 0 ? 1 : 0}, ${last?.code.zeroPoint ?? 0}, ${tree.branches ? 'branches' : '0'}`,
    '};',
    '',
  ].join('\n');
}

function lineOf({ module, plan, isCheck, lane, region, sources }: Step): StepLine {
  const sized = sources.map((source, i) => {
    const port = plan.inputs[i];
    return { ...source, bytes: port ? portBytes(port) : 0 };
  });
  return { name: module.name, isCheck, lane, region, sources: sized, resultBytes: resultBytes(plan) };
}

export function tablesHeader(header: readonly string[]): string {
  return [
    ...header.map((line) => `/* ${line} */`),
    '#ifndef EXEUNT_TABLES_H',
    '#define EXEUNT_TABLES_H',
    '',
    '#include "exeunt_controller.h"',
    '',
    '#ifdef __cplusplus',
    'extern "C"',
    '#else',
    'extern',
    '#endif',
    'const exeunt_design exeunt_tables;',
    '',
    '#endif',
    '',
  ].join('\n');
}
