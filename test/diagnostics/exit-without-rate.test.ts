import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('an exit without a rate', () => {
  it('counts as never taken', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
//   ^^^^^ EX7002 How many inputs leave at \`early\` is not known, so the mean counts 0 % here: write \`rate 50%\`, or a \`profile\` of measured confidences.
  flatten
  dense b1 units 10
  when softmax >= 0.9
}
`));

  it('has only its own mistake where the rate is wrong', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 120%
//     ^^^^ EX2007 \`rate\` is 120%, but it must be at most 100 %.
}
`));

  it('is fine with a profile', () =>
    checkDiagnostics(`//- main.exeunt
${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
}
profile "n.csv" { }
//- n.csv
sample_id,exit,confidence,entropy,pred,label,correct
0,early,0.95,0.1,3,3,1
0,n,0.99,0.1,3,3,1
1,early,0.5,0.9,2,3,0
1,n,0.9,0.2,3,3,1
`));
});
