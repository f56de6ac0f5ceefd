/** The schedule as C tables, shared by the board and the twin. */
import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import { portBytes, resultBytes } from '../hls/golden';
import type { KernelPlan, Port } from '../hls/kernel';
import { PARTED_BATCH } from '../../analysis/refusals/refusals';
import { endsAndStarts, moduleOf, type StepTree, stepTree } from '../../analysis/refusals/step-tree';
import { branchLines } from './branch-lines';

/** A step of the schedule, in path order: a stage or the check of an exit. */
export interface Step {
  readonly module: ModuleFigures;
  readonly plan: KernelPlan;
  readonly isCheck: boolean;
  readonly lane: number;
  /** -1 for a resident module. */
  readonly region: number;
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
  if (problem.decision !== undefined && problem.batch > 1) return { missing: PARTED_BATCH };
  const tree = stepTree(problem);
  const { regions, laneNames: lanes } = tree.program;
  const steps = tree.steps.flatMap((node): Step[] => {
    const module = moduleOf(analysis, node);
    const plan = plans.find((p) => p.module === module);
    const { isCheck, lane, region } = node.step;
    return module && plan ? [{ module, plan, isCheck, lane, region }] : [];
  });
  if (steps.length !== tree.steps.length) return { missing: 'a stage of the timeline has no kernel' };
  const { ends, starts } = endsAndStarts(tree);
  const same = (all: readonly (Port | undefined)[]): boolean =>
    new Set(all.map((p) => JSON.stringify([p?.code, p?.count, p?.bytes]))).size <= 1;
  if (!same(starts.map((i) => steps[i]?.plan.input)))
    return { missing: 'the networks after a switch take inputs of different size, type or scale' };
  const kinds = ends
    .map((i) => steps[i]?.plan.output)
    .map((p) => [p?.count, p?.bytes, (p?.code.min ?? 0) < 0, p?.count === 1 && p.code.zeroPoint]);
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
  const last = steps.findLast((s) => !s.isCheck)?.plan.output;
  return [
    ...header.map((line) => `/* ${line} */`),
    '#include "exeunt_tables.h"',
    '',
    '/* name, is_check, lane, region, input_bytes, output_bytes */',
    `static const exeunt_step steps[] = {`,
    ...steps.map(
      ({ module, plan, isCheck, lane, region }) =>
        `  {${cText(module.name)}, ${isCheck ? 1 : 0}, ${lane}, ${region}, ${portBytes(plan.input)}, ${resultBytes(plan)}},`,
    ),
    '};',
    '',
    ...branchLines(tree),
    `static const char *const lane_names[] = {${lanes.map(cText).join(', ')}};`,
    '',
    '/* name, policy, batch, steps, regions, lanes; the logits at the end: classes, bytes, signed, zero; paths */',
    'const exeunt_design exeunt_tables = {',
    `  ${cText(name)}, ${policies[timeline?.problem.policy ?? design.schedule.policy]}, ${design.schedule.batch}, ${steps.length}, steps,`,
    `  ${regions.length}, ${lanes.length}, lane_names,`,
    `  ${last?.count ?? 0}, ${last?.bytes ?? 1}, ${(last?.code.min ?? 0) < 0 ? 1 : 0}, ${last?.code.zeroPoint ?? 0}, ${tree.branches ? 'branches' : '0'}`,
    '};',
    '',
  ].join('\n');
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

/** A C string literal in UTF-8. */
export function cText(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const plain = bytes.map((b) =>
    b >= 0x20 && b < 0x7f && b !== 0x22 && b !== 0x5c && b !== 0x3f
      ? String.fromCharCode(b)
      : `\\${b.toString(8).padStart(3, '0')}`,
  );
  return `"${plain.join('')}"`;
}
