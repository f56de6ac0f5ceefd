import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

const five = `device { part "xc7z045ffg900-2"  clock 150 MHz }
network five {
  precision int16
  input image 32x60x60
  conv  c5 kernel 5x5 filters 32 parallel pe 1 simd 800
}
`;

/** 32·25 products of 32 filters at 56 × 56 positions are 80,281,600; with 800 at once, 100,352 cycles: 120 GMAC/s at 150 MHz. */
describe('a published figure', () => {
  it('stands beside the design’s, and warns where it is further off than its line allows', () =>
    checkDiagnostics(`${five}
paper {
  title "Curbing the roofline"
  kind reproduces
  performance of c5 = 120 GMAC/s within 0.1%
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ EX6017 \`performance of c5\` is published as 120 GMAC/s and modelled as 120 GMAC/s (0 %), within 0.1 %.
  performance of c5 = 480 GOPS within 1% because "theirs counts both engines"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ EX6016 \`performance of c5\` is published as 240 GMAC/s and modelled as 120 GMAC/s (−50 %), further off than 1 %. Given reason: theirs counts both engines.
  macs = 80281600 within 0%
//^^^^^^^^^^^^^^^^^^^^^^^^^ EX6017 \`macs\` is published as 80,281,600 and modelled as 80,281,600 (0 %), within 0 %.
  cycles of c5 = 50176
//^^^^^^^^^^^^^^^^^^^^ EX6017 \`cycles of c5\` is published as 50,176 and modelled as 100,352 (+100 %).
  accuracy = 90% within 1%
//^^^^^^^^^^^^^^^^^^^^^^^^ EX6017 \`accuracy\` is published as 90.00 %; that of the design is not known: accuracy is counted by a profile.
}
`));

  it('of what has no such figure, or of nothing, is an error', () =>
    checkDiagnostics(`${five}
paper {
  title "Curbing the roofline"
  kind reproduces
  bitstream of c5 = 2000 KB
//             ^^ EX2032 \`c5\` is a layer and has no \`bitstream\` that could be compared: it can be of a region.
  cycles = 5120
//^^^^^^^^^^^^^ EX2032 \`cycles\` is the figure of a layer, a stage, an exit or a switch: write \`cycles of NAME = …\`.
  cycles of c6 = 5120
//          ^^ EX2001 No part with this figure is called \`c6\` here: did you mean \`c5\`?
}
`));

  it('has the unit of its figure', () =>
    checkDiagnostics(`${five}
paper {
  title "Curbing the roofline"
  kind reproduces
  performance of c5 = 120 GB/s
//                    ^^^^^^^^ EX2006
  latency mean = 3
//               ^ EX2006
  macs of c5 <= 3
//           ^^ EX1001 A published figure is a value, not a limit: write \`=\` in place of \`<=\`.
  speed = 3 /s
//^^^^^ EX1003
}
`));

  it('belongs to a paper that says which it is, and how much of it the design shows', () =>
    checkDiagnostics(`${five}
  paper { year 2016 }
//^^^^^ EX2033 This paper has no \`title\` and \`kind\`: a reader cannot tell which it is.
`));
});
