import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('text that is not the language', () => {
  it('is reported, each kind with its code, and every other block is checked', () =>
    checkDiagnostics(`device {
  clock
//     ^ EX1002 Expected a number with its unit (\`MHz\`, \`GHz\`, \`kHz\` or \`Hz\`) after \`clock\`, such as \`clock 100 MHz\`.
  board pynq-z2 )
//              ^ EX1004 \`)\` means nothing here.
}
network n {
  input image 1x8x8
  convolution c1 kernel 3x3
//^^^^^^^^^^^ EX1003 Unknown layer or setting \`convolution\`.
  dense f1 units 0 §
//               ^ EX2007 \`units\` is 0, but it must be above zero.
//                 ^ EX1004 \`§\` means nothing here.
}
`));

  it('offers the word that was meant', async () => {
    const design = `network n {
  input image 1x8x8
  conv c1 kernal 3x3 filters 4
//        ^^^^^^ EX1003 Unknown word \`kernal\`. Did you mean \`kernel\`?
  flatten
  dense f1 units 10
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX1003', { 'Change to `kernel`': '  conv c1 kernel 3x3 filters 4' });
  });

  it('offers nothing that would leave more mistakes than there are', async () => {
    const design = `  port
//^^^^ EX1003 Unknown word \`port\`. Did you mean \`import\`?
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX1003', {});
  });
});
