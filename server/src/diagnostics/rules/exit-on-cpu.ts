import { cpuAlternative } from '../../analysis/proposals/cpu-alternative';
import { formatCount, formatNs } from '../../base/format';
import type { Nanoseconds } from '../../base/units';
import { onCpu } from '../cpu-fix';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Exit could run on the CPU',
  means:
    'The check of this exit would still be hidden behind its load if the CPU computed it, and every budget would hold. It would free the fabric that its head takes.',
  example: `device { board pynq-z2 clock 100 MHz }
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit early after p1 {
  flatten
  dense b1 units 10 parallel auto
  when softmax >= 0.9
  rate 60%
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 {
  pblock SLICE_X82Y50:SLICE_X113Y99
         DSP48_X3Y20:DSP48_X4Y39
         RAMB18_X4Y20:RAMB18_X5Y39
         RAMB36_X4Y10:RAMB36_X5Y19
}`,
  way: 'Take the quick fix if the fabric is scarce. It is a hint: nothing is wrong.',
};

/** A head that the tool may fold freely, and that would keep all its bounds on the processor. */
export const exitOnCpu: Rule = {
  code: 'EX6009',
  severity: 'hint',
  explanation,
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

/** The change in mean latency, which includes the wait of leaving inputs. */
function meanText(before: Nanoseconds, after: Nanoseconds): string {
  const [was, is] = [formatNs(before), formatNs(after)];
  return was === is ? '' : ` (mean latency ${is}, now ${was})`;
}
