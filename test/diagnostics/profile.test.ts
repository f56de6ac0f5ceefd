import { describe, it } from 'vitest';
import { chain, exitAfterPool } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a profile', () => {
  it('that cannot be read is reported, and the rates are those written', () =>
    checkDiagnostics(`//- main.exeunt
${chain}
${exitAfterPool}
profile "n.csv" { }
//      ^^^^^^^ EX7005 The profile is not used. Line 1: the header has no 'confidence', 'pred', 'label'. Rates are those written in the exits.
//- n.csv
sample_id,exit
0,early
`));

  it('that lacks an exit', () =>
    checkDiagnostics(`//- main.exeunt
${chain}
exit early after p1 {
//   ^^^^^ EX7005 The profile is not used. Exit \`early\`: the trace has no exit 'early'. Rates are those written in the exits.
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}
profile "n.csv" { }
//- n.csv
sample_id,exit,confidence,entropy,pred,label,correct
0,n,0.99,0.1,3,3,1
`));

  it('that disagrees with a written rate', async () => {
    const design = `//- main.exeunt
${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
//^^^^^^^^ EX7007 The trace says that 50 % leave here at this threshold, not 60 %; the trace counts.
}
profile "n.csv" { }
//- n.csv
sample_id,exit,confidence,entropy,pred,label,correct
0,early,0.95,0.1,3,3,1
0,n,0.99,0.1,3,3,1
1,early,0.5,0.9,2,3,0
1,n,0.9,0.2,3,3,1
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX7007', { "Write 'rate 50%'": '  rate 50%' });
  });

  it('that agrees with the written rates is not reported', () =>
    checkDiagnostics(`//- main.exeunt
${chain}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 50%
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
