import { describe, it } from 'vitest';
import { chain, exitAfterPool } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('an exit behind the last layer', () => {
  it('is fine before it', () =>
    checkDiagnostics(`${chain}
${exitAfterPool}
`));

  it('decides nothing', () =>
    checkDiagnostics(`${chain}
exit late after f1 {
//              ^^ EX2028 Exit \`late\` comes after \`f1\`, but the network ends there, so every input leaves anyway. Attach it to an earlier layer, or remove it.
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}
`));
});
