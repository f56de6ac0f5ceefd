import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a criterion the wrong way round', () => {
  it('lets the unsure inputs leave', async () => {
    const design = `${chain}
exit one after c1 {
  flatten
  dense units 10
  when softmax <= 0.9
//             ^^ EX7009 With \`softmax <=\` the inputs that \`one\` is unsure of leave, and the sure ones continue: write \`>=\`.
  rate 20%
}
exit two after p1 {
  flatten
  dense units 10
  when entropy >= 1
//             ^^ EX7009 With \`entropy >=\` the inputs that \`two\` is unsure of leave, and the sure ones continue: write \`<=\`.
  rate 20%
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX7009', { "Change to '>='": '  when softmax >= 0.9' });
  });

  it('is right for each kind', () =>
    checkDiagnostics(`${chain}
exit one after c1 {
  flatten
  dense units 10
  when margin >= 3
  rate 20%
}
exit two after p1 {
  flatten
  dense units 10
  when entropy <= 1
  rate 20%
}
`));
});
