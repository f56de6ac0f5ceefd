import { cpuAlternative } from '../../analysis/cpu-alternative';
import { formatCount, formatNs } from '../../base/format';
import type { Nanoseconds } from '../../base/units';
import { onCpu } from '../cpu-fix';
import type { Rule } from '../rule';

/** A head that the tool may fold as it likes, and that keeps on the processor all that it is held to. */
export const exitOnCpu: Rule = {
  code: 'EX6009',
  severity: 'hint',
  *check({ design, modules, timeline, target, headBounds }) {
    if (timeline === undefined) return;
    for (const exit of design.exits) {
      if (!exit.layers.some((l) => l.parallel === 'auto')) continue;
      const module = modules.find((m) => m.spec === exit);
      const cpu = module && cpuAlternative(timeline.problem, module, target, headBounds);
      if (module === undefined || cpu?.free !== true) continue;
      const edit = onCpu(exit);
      yield {
        at: exit.placeOrigin ?? exit.origin,
        message: `On the CPU the check of \`${exit.name}\` takes ${formatNs(cpu.checkNs)}${meanText(timeline.schedule.meanNs, cpu.meanNs)} and is still hidden: \`on cpu\` frees ${formatCount(module.resources?.lut ?? 0)} LUT.`,
        fixes: edit ? [{ title: `Run '${exit.name}' on the CPU`, edits: [edit] }] : [],
      };
    }
  },
};

/** What inputs that leave wait is part of the mean. */
function meanText(before: Nanoseconds, after: Nanoseconds): string {
  const [was, is] = [formatNs(before), formatNs(after)];
  return was === is ? '' : ` (mean latency ${is}, now ${was})`;
}
