import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a word behind `when`', () => {
  it('is a criterion or a layer of the head that could be a confidence', async () => {
    const design = `${chain}
exit early after p1 {
  flatten features
  dense sure units 1
  dense b1 units 10 from features
  when sofmax >= 0.5
//     ^^^^^^ EX2009 \`when\` does not take \`sofmax\`: write \`softmax\`, \`softmax2\`, \`entropy\`, \`margin\`, \`mean confidence\`, \`min confidence\` or \`sure\`.
  rate 60%
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2009', {
      "Change to 'softmax'": '  when softmax >= 0.5',
      "Change to 'softmax2'": '  when softmax2 >= 0.5',
    });
  });

  it('of a switch is no layer', () =>
    checkDiagnostics(`${chain.replace('network n', 'network a')}
${chain.replace('network n', 'network b')}
switch gate before a, b {
  flatten
  dense g units 2
  when g >= 0.5
//     ^ EX2009 write \`softmax\`, \`softmax2\`, \`entropy\` or \`margin\`
  case one rate 50% -> a
  case two rate 50% -> b
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
