/** Writes the controller's table of branches. */
import type { StepTree } from '../../analysis/refusals/step-tree';

/** `branches` of the controller's design, as C; empty for a single path. */
export function branchLines({ steps, branches }: StepTree): string[] {
  if (!branches) return [];
  const list = (name: string, all: readonly number[], i: number): string[] =>
    all.length === 0 ? [] : [`static const int ${name}_${i}[] = {${all.join(', ')}};`];
  const named = (name: string, all: readonly number[], i: number): string =>
    all.length === 0 ? '0' : `${name}_${i}`;
  return [
    '/* Successors of each step: module, rank, next, cases and the likeliest, loads that all of them need. */',
    ...steps.flatMap(({ cases, common }, i) => [...list('cases', cases, i), ...list('common', common, i)]),
    'static const exeunt_branch branches[] = {',
    ...steps.map(
      ({ module, rank, next, cases, likeliest, common }, i) =>
        `    {${module}, ${rank}, ${next}, ${cases.length}, ${named('cases', cases, i)}, ${likeliest}, ${common.length}, ${named('common', common, i)}},`,
    ),
    '};',
    '',
  ];
}
