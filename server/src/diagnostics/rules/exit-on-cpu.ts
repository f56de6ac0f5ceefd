import { cpuAlternative } from '../../analysis/slack';
import { formatCount, formatNs } from '../../base/format';
import type { ExitSpec } from '../../semantics/design';
import type { Edit, Rule } from '../rule';

/** A head that the tool may fold as it likes, and that costs no time on the processor either. */
export const exitOnCpu: Rule = {
  code: 'EX6009',
  severity: 'hint',
  *check({ design, modules, timeline, target }) {
    if (timeline === undefined) return;
    for (const exit of design.exits) {
      if (!exit.layers.some((l) => l.parallel === 'auto')) continue;
      const module = modules.find((m) => m.spec === exit);
      const cpu = module && cpuAlternative(timeline.problem, module, target);
      if (module === undefined || cpu?.free !== true) continue;
      const edit = onCpu(exit);
      yield {
        at: exit.placeOrigin ?? exit.origin,
        message: `On the CPU the check of \`${exit.name}\` takes ${formatNs(cpu.checkNs)} and is still hidden: \`on cpu\` frees ${formatCount(module.resources?.lut ?? 0)} LUT.`,
        fixes: edit ? [{ title: `Run '${exit.name}' on the CPU`, edits: [edit] }] : [],
      };
    }
  },
};

function onCpu({ placeOrigin, origin }: ExitSpec): Edit | undefined {
  if (placeOrigin) return { at: placeOrigin, text: 'cpu' };
  const end = origin.block.body?.end;
  if (end === undefined) return undefined;
  return { at: { ...origin, span: { start: end - 1, end: end - 1 } }, text: '  on cpu\n' };
}
