import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a device', () => {
  it('of an unknown part', async () => {
    const design = `device { part "xc7z021clg400-1" }
//            ^^^^^^^^^^^^^^^^^ EX2015 There is no known part \`xc7z021clg400-1\`: the geometry of xc7z021 is not known. The nearest are \`xc7z020\`, \`xc7z010\` and \`xc7z012s\`.
${chain}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2015', {
      "Change to 'xc7z020'": 'device { part "xc7z020clg400-1" }',
      "Change to 'xc7z010'": 'device { part "xc7z010clg400-1" }',
      "Change to 'xc7z012s'": 'device { part "xc7z012sclg400-1" }',
    });
  });

  it('of an unknown board', async () => {
    const design = `device { board pynq-z3 }
//             ^^^^^^^ EX2015 There is no known board \`pynq-z3\`. The nearest are \`pynq-z1\`, \`pynq-z2\` and \`pynq-zu\`.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2015', {
      "Change to 'pynq-z1'": 'device { board pynq-z1 }',
      "Change to 'pynq-z2'": 'device { board pynq-z2 }',
      "Change to 'pynq-zu'": 'device { board pynq-zu }',
    });
  });

  it('of an unknown package', () =>
    checkDiagnostics(`device { part "xc7z020clg999-1" }
//            ^^^^^^^^^^^^^^^^^ EX2016 No package clg999 of xc7z020 is known, only clg400, clg484.
`));

  it('that is known is not reported', () =>
    checkDiagnostics(`device { part "xczu9eg-ffvb1156-2-e" }
`));
});
