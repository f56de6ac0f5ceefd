import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a quantity', () => {
  it('needs a unit', async () => {
    const design = `device {
  board pynq-z2
  clock 100
//      ^^^ EX2006 \`100\` needs a unit: write \`MHz\`, \`GHz\`, \`kHz\` or \`Hz\`.
  port icap at 380 overhead 12
//             ^^^ EX2006 \`380\` needs a unit: write \`MB/s\` or \`GB/s\`.
//                          ^^ EX2006 \`12\` needs a unit: write \`ms\`, \`us\`, \`ns\` or \`s\`.
  memory 1.0
//       ^^^ EX2006 \`1.0\` needs a unit: write \`MB/s\` or \`GB/s\`.
}
${chain}
schedule { arrival every 10 }
//                       ^^ EX2006 \`10\` needs a unit: write \`ms\`, \`us\`, \`ns\` or \`s\`.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2006', { "Write '100 MHz'": '  clock 100 MHz' });
  });

  it('has the unit of something else', async () => {
    const design = `device {
  board pynq-z2
  clock 100 ms
//      ^^^^^^ EX2006 \`ms\` is not a unit of this quantity: write \`MHz\`, \`GHz\`, \`kHz\` or \`Hz\`.
}
network n {
  input image 1x8x8
  flatten
  dense units 10 MB sparsity 0.9
//            ^^^^^ EX2006 A plain number is expected here, without \`MB\`.
//                           ^^^ EX2006 \`0.9\` needs a unit: write \`%\`.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2006', { "Write '100 MHz'": '  clock 100 MHz' });
  });

  it('has its unit in another case', async () => {
    const design = `device {
  board pynq-z2
  clock 100 mhz
//      ^^^^^^^ EX2006 \`mhz\` is not a unit of this quantity: write \`MHz\`, \`GHz\`, \`kHz\` or \`Hz\`.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2006', { "Write '100 MHz'": '  clock 100 MHz' });
  });

  it('stays apart from a word that is written without a space behind it', async () => {
    const design = `device { board pynq-z2 clock 100network lenet {
  input image 1x28x28
  dense units 10
} }
`;
    await checkFixes(design, 'EX2006', {
      "Write '100 MHz'": 'device { board pynq-z2 clock 100 MHz network lenet {',
    });
  });

  it('has a unit that ends with the word', () =>
    checkDiagnostics(`device {
  board pynq-z2
  clock 100 MHz
  port icap at 380 MB/SLICE_X1
//             ^^^^^^^^^^^^^^^ EX2006 \`MB/SLICE_X1\` is not a unit of this quantity: write \`MB/s\` or \`GB/s\`.
}
${chain}
`));
});
