import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a second network', () => {
  it('needs a switch', () =>
    checkDiagnostics(`${chain}
network m {
//      ^ EX2030 Nothing chooses between \`m\` and \`n\`: a second network needs a \`switch … before\` them.
  input image 1x8x8
  flatten
  dense units 10
}
`));
});
