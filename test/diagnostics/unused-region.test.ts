import { describe, it } from 'vitest';
import { legalRegion, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a region that holds nothing', () => {
  it('is reported at its name', () =>
    checkDiagnostics(`${reconfigured}
region rp1 {
//     ^^^ EX2029 No stage, exit or switch is placed in region \`rp1\`: it takes area for nothing. Place a stage \`in rp1\`, or remove it.
  pblock auto
}
`));

  it('is no mistake without a network', () =>
    checkDiagnostics(`${pynq}
${legalRegion}
`));
});
