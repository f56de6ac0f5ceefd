import { describe, it } from 'vitest';
import { chain, exitAfterPool } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('an exit inside a stage', () => {
  it('splits it', async () => {
    const design = `${chain}
exit early after p1 {
//               ^^ EX2027 Exit \`early\` leaves after \`p1\`, in the middle of stage \`all\`: an input can leave only where a stage ends. Split the stage there.
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}
stage all in static {
  c1 .. f1
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2027', {
      "Split stage 'all' after 'p1'":
        'stage all-1 in static { c1 .. p1 }\nstage all-2 in static { c2 .. f1 }',
    });
  });

  it('is fine on its boundary', () =>
    checkDiagnostics(`${chain}
${exitAfterPool}
stage front in static { c1 .. p1 }
stage back in static { c2 .. f1 }
`));
});
