import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportText } from '../../server/src/export/report/text';
import { codeLenses } from '../../server/src/ide/code-lens';
import { hover } from '../../server/src/ide/hover';
import { chain, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';

describe('a number out of its range', () => {
  it('is reported with the limit', () =>
    checkDiagnostics(`device {
  board pynq-z2
  clock 0 MHz
//      ^^^^^ EX2007 \`clock\` is 0 MHz, but it must be above zero.
  port icap at -3 MB/s overhead -1 us
//             ^^^^^^^ EX2007 The port rate is -3 MB/s, but it must be above zero.
//                              ^^^^^ EX2007 The port overhead is -1 us, but it must be at least 0.
  memory -1 GB/s
//       ^^^^^^^ EX2007 \`memory\` is -1 GB/s, but it must be above zero.
}
network n {
  input image 1x0x8
//            ^^^^^ EX2007 The input is 1x0x8, but it must be above zero in each direction.
  conv c1 kernel 3x3 filters 0 stride 0 pad -1
//                           ^ EX2007 \`filters\` is 0, but it must be above zero.
//                                    ^ EX2007 \`stride\` is 0, but it must be above zero.
//                                          ^^ EX2007 \`pad\` is -1, but it must be at least 0.
  conv c2 kernel 0x3 filters 2.5 dilation 0
//               ^^^ EX2007 \`kernel\` is 0x3, but it must be above zero.
//                           ^^^ EX2007 \`filters\` is 2.5, but it must be a whole number.
//                                        ^ EX2007 \`dilation\` is 0, but it must be above zero.
  maxpool p1 window 2x2x2
//                  ^^^^^ EX2007 \`window\` is 2x2x2, but it takes two numbers, rows x columns.
  dense f1 units 99999999999999999999 sparsity 100% codebook 17 bits rank 0 parallel pe 0 simd -4
//               ^^^^^^^^^^^^^^^^^^^^ EX2007 \`units\` is 99999999999999999999, but it must be smaller for its figures to be exact.
//                                             ^^^^ EX2007 \`sparsity\` is 100%, but it must be at most 99.9 %.
//                                                           ^^^^^^^ EX2007 \`codebook\` is 17 bits, but it must be at most 16.
//                                                                        ^ EX2007 \`rank\` is 0, but it must be above zero.
//                                                                                      ^ EX2007 \`pe\` is 0, but it must be above zero.
//                                                                                             ^^ EX2007 \`simd\` is -4, but it must be above zero.
}
schedule {
  batch 0
//      ^ EX2007 \`batch\` is 0, but it must be above zero.
  arrival every 0 ms
//              ^^^^ EX2007 \`arrival\` is 0 ms, but it must be above zero.
}
budget {
  latency worst <= 0 ms
//                 ^^^^ EX2007 \`latency worst\` is 0 ms, but it must be above zero.
  accuracy >= 101%
//            ^^^^ EX2007 \`accuracy\` is 101%, but it must be at most 100 %.
}
`));

  it('is reported for regions and exits', () =>
    checkDiagnostics(`${pynq}
${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 1.5
//                ^^^ EX2007 The threshold is 1.5, but it must be at most 1.
  rate 101%
//     ^^^^ EX2007 \`rate\` is 101%, but it must be at most 100 %.
  on static
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 {
  pblock auto
  reserve lut 120%
//            ^^^^ EX2007 \`reserve lut\` is 120%, but it must be at most 100 %.
  utilisation 0%
//            ^^ EX2007 \`utilisation\` is 0%, but it must be above zero.
}
`));

  it('may be as large as its limit', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  flatten
  dense b1 units 10 codebook 4 bits sparsity 99%
  when softmax >= 1
  rate 100%
}
`));

  it('is reported if it is too small for any figure', () =>
    checkDiagnostics(`device {
  board pynq-z2
  clock 1e-320 MHz
//      ^^^^^^^^^^ EX2007 \`clock\` is 1e-320 MHz, but it must be at least 1 kHz.
  memory 1e-300 GB/s
//       ^^^^^^^^^^^ EX2007 \`memory\` is 1e-300 GB/s, but it must be at least 0.001 MB/s.
  port icap at 1e-300 MB/s overhead 1e-9 ns
//             ^^^^^^^^^^^ EX2007 The port rate is 1e-300 MB/s, but it must be at least 0.001 MB/s.
//                                  ^^^^^^^ EX2007 The port overhead is 1e-9 ns, but it must be at least 0.001 ns.
}
schedule {
  arrival every 1e-300 s
//              ^^^^^^^^ EX2007 \`arrival\` is 1e-300 s, but it must be at least 0.001 ns.
}
budget {
  throughput >= 1e-320/s
//              ^^^^^^^^ EX2007 \`throughput\` is 1e-320 /s, but it must be at least 0.000000001 /s.
  lut <= 1e-300%
//       ^^^^^^^ EX2007 \`lut\` is 1e-300%, but it must be at least 0.0000001 %.
}
`));

  it.each(['1 kHz', '0.001 MHz', '1e-320 MHz', '1e-400 MHz'])(
    'leaves every figure a number at a clock of %s and the slowest memory',
    async (clock) => {
      const slow = reconfigured
        .replace('clock 100 MHz', `clock ${clock} memory 0.001 MB/s port icap at 0.001 MB/s`)
        .replace(/$/, 'schedule { arrival every 0.001 ns }\nbudget { throughput >= 0.000000001/s }\n');
      const { analysis } = await load(slow);
      const diagnostics = diagnose(analysis);
      const shown = [
        ...diagnostics.map((d) => d.message),
        ...codeLenses(analysis).map((l) => l.title),
        ...Array.from(slow, (_, offset) => hover(analysis, offset)?.markdown ?? ''),
        reportText(buildReport(analysis, diagnostics), analysis.missing),
      ];
      expect(shown.join('\n')).not.toMatch(/NaN|Infinity|∞/);
    },
  );
});
