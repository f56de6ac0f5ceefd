import { describe, it } from 'vitest';
import { chain, pynq } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a number out of its range', () => {
  it('is told with the limit', () =>
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

  it('is told of regions and exits', () =>
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
});
