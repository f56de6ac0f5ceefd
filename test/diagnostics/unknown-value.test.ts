import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a word behind `when`', () => {
  it('is a criterion, a layer of the head, or misspelt', async () => {
    const design = `${chain}
exit early after p1 {
  flatten features
  dense sure units 1
  dense b1 units 10 from features
  when sofmax >= 0.5
//     ^^^^^^ EX1003 Unknown criterion \`sofmax\`. Did you mean \`softmax\` or \`softmax2\`?
  rate 60%
}
`;
    await checkDiagnostics(design);
    await checkDiagnostics(
      design.replace('sofmax', 'sur').replace(/^.*EX1003.*$/m, '//     ^^^ EX1003 Did you mean `sure`?'),
    );
  });

  it('in quotes is a layer', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  flatten features
  dense sure units 1
  dense b1 units 10 from features
  when "sofmax" >= 0.5
//     ^^^^^^^^ EX2009 \`when\` does not take \`sofmax\`: write \`softmax\`, \`softmax2\`, \`entropy\`, \`margin\`, \`mean confidence\`, \`min confidence\` or \`sure\`.
  rate 60%
}
`));
});

describe('a comparison the wrong way round', () => {
  it('is reported with the right one', async () => {
    const design = `${chain}
budget {
  latency mean >= 1 ms
//             ^^ EX2009 \`latency mean\` does not take \`>=\`: write \`<=\`.
  throughput <= 10 /s
//           ^^ EX2009 \`throughput\` does not take \`<=\`: write \`>=\`.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2009', { "Change to '<='": '  latency mean <= 1 ms' });
  });
});
